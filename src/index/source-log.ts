/**
 * Which files of the corpus need not be read: those whose size and time are as when the live generation took in their articles, or as when
 * they could not be read for what they hold. A cache:
 * without it, or with one that does not belong to the live generation, every file is read, and content decides as always.
 *
 * Lines of `cache/sources.log`: size, time, path (as JSON; with problems, an array of the path and them). After each update a line `= <generation> <checksum of all since the last one>`;
 * only what stands before the last of them counts, and only while that generation is live.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CorpusFile } from '../types.js';
import type { IndexFiles } from './files.js';
import { sha256 } from './manifest.js';
import { isMissing } from './verified-read.js';

/** A file this young may change again within one tick of the file system's clock: it is read once more next time (as git does). */
const YOUNG_MS = 50;
const YOUNG_WHOLE_SECONDS_MS = 2500;

/** Lines beyond the files' number from which on the log is written anew. */
const SLACK_LINES = 1000;

/** What is remembered of a file: that its articles were all taken in, or, where it has `problems`, that none of it can be read, and why. */
export type SettledFile = CorpusFile & { problems?: readonly string[] };

/** By path. */
export type KnownFiles = ReadonlyMap<string, SettledFile>;

/** `lines`: how long the log has grown. */
export type SourceLog = { known: KnownFiles; lines: number };

export const sourceLogPath = (cacheDirectory: string) => join(cacheDirectory, 'sources.log');

const STAMP = /^= (\d{1,15}) ([0-9a-f]{16})$/;
const checksumOf = (lines: string, generation: number) => sha256(`${lines}= ${generation}`).slice(0, 16);

/** Pure. A removed file has size -1. */
const renderFile = ({ path, size, mtimeMs, problems }: SettledFile) =>
  `${size} ${mtimeMs} ${JSON.stringify(problems === undefined ? path : [path, ...problems])}\n`;
const renderBlock = (lines: string, generation: number) => `${lines}= ${generation} ${checksumOf(lines, generation)}\n`;

/** Pure. @returns nothing known where anything is damaged, or the log does not belong to that generation. */
export function parseSourceLog(text: string, generation: number): SourceLog {
  const nothing = { known: new Map(), lines: 0 };
  const known = new Map<string, SettledFile>();
  let blockStart = 0;
  let lineStart = 0;
  let stamped: number | undefined;
  let lines = 0;
  for (let lineEnd = text.indexOf('\n'); lineEnd >= 0; lineEnd = text.indexOf('\n', lineStart)) {
    const line = text.slice(lineStart, lineEnd);
    const [, number, checksum] = STAMP.exec(line) ?? [];
    if (number !== undefined) {
      const block = text.slice(blockStart, lineStart);
      if (checksumOf(block, Number(number)) !== checksum) return nothing;
      for (const each of block.split('\n')) if (each !== '') takeLine(each, known);
      stamped = Number(number);
      blockStart = lineEnd + 1;
    }
    lines++;
    lineStart = lineEnd + 1;
  }
  return stamped === generation ? { known, lines } : nothing;
}

function takeLine(line: string, known: Map<string, SettledFile>): void {
  const sizeEnd = line.indexOf(' ');
  const timeEnd = line.indexOf(' ', sizeEnd + 1);
  const named = JSON.parse(line.slice(timeEnd + 1)) as string | [string, ...string[]];
  const [path, ...problems] = typeof named === 'string' ? [named] : named;
  const size = Number(line.slice(0, sizeEnd));
  if (size < 0) known.delete(path);
  else known.set(path, { path, size, mtimeMs: Number(line.slice(sizeEnd + 1, timeEnd)), ...(problems.length === 0 ? {} : { problems }) });
}

/** @returns nothing known where the log does not belong to that generation. */
export async function readSourceLog(path: string, generation: number): Promise<SourceLog> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    if (isMissing(cause)) return '';
    throw cause;
  });
  return parseSourceLog(text, generation);
}

export const isUnchanged = (known: KnownFiles, file: CorpusFile) => {
  const before = known.get(file.path);
  return before !== undefined && before.size === file.size && before.mtimeMs === file.mtimeMs;
};

/** Whether exactly this is remembered of the file. */
export const isRemembered = (known: KnownFiles, file: SettledFile) =>
  isUnchanged(known, file) && String(known.get(file.path)!.problems) === String(file.problems);

/** Pure. Whether a file read now could change later without its time telling. */
export function isSettled({ mtimeMs }: CorpusFile, nowMs: number): boolean {
  return nowMs - mtimeMs > (mtimeMs % 1000 === 0 ? YOUNG_WHOLE_SECONDS_MS : YOUNG_MS);
}

/**
 * Remembers the files whose articles the generation holds. Called under the lock, after the commit.
 *
 * @param before what `readSourceLog` returned
 * @param files every file whose articles are all in this generation as they were read, or that cannot be read
 */
export async function rememberFiles(
  indexFiles: IndexFiles,
  path: string,
  before: SourceLog,
  files: readonly SettledFile[],
  generation: number,
): Promise<void> {
  const now = new Map(files.map((file) => [file.path, file]));
  const gone = [...before.known.keys()].filter((each) => !now.has(each)).map((each) => renderFile({ path: each, size: -1, mtimeMs: 0 }));
  const changed = files.filter((file) => !isRemembered(before.known, file)).map(renderFile);
  const startsAnew = before.lines === 0 || before.lines + gone.length + changed.length > 2 * files.length + SLACK_LINES;
  if (startsAnew) await indexFiles.replace(path, Buffer.from(renderBlock(files.map(renderFile).join(''), generation)));
  else await indexFiles.extend(path, Buffer.from(renderBlock(gone.join('') + changed.join(''), generation)));
}
