/**
 * Which files of the corpus need not be read: those whose size and time are as when the live generation took in their articles. A cache:
 * without it, or with one that does not belong to the live generation, every file is read, and content decides as always.
 *
 * Lines of `cache/sources.log`: checksum, size, time, path (as JSON). After each update a line `= <generation>`; only what stands before the
 * last one counts, and only while that generation is live.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CorpusFile } from '../types.js';
import type { IndexFiles } from './files.js';
import { isMissing } from './verified-read.js';

/** A file this young may change again within one tick of the file system's clock: it is read once more next time (as git does). */
const YOUNG_MS = 50;
const YOUNG_WHOLE_SECONDS_MS = 2500;

/** Lines beyond the files' number from which on the log is written anew. */
const SLACK_LINES = 1000;

/** Size and time of each known file, by path. */
export type KnownFiles = ReadonlyMap<string, { size: number; mtimeMs: number }>;

type Log = { generation: number | undefined; known: Map<string, { size: number; mtimeMs: number }>; lines: number };

export const sourceLogPath = (cacheDirectory: string) => join(cacheDirectory, 'sources.log');

/** FNV-1a over UTF-16 code units: enough to tell a torn or flipped line. */
function checksumOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}

const sealed = (content: string) => `${checksumOf(content)} ${content}\n`;

/** Pure. A removed file has size -1. */
const renderFile = ({ path, size, mtimeMs }: CorpusFile) => sealed(`${size} ${mtimeMs} ${JSON.stringify(path)}`);
const renderStamp = (generation: number) => sealed(`= ${generation}`);

/** Pure. A damaged line makes all of it worthless. */
export function parseSourceLog(text: string): Log {
  const log: Log = { generation: undefined, known: new Map(), lines: 0 };
  const stampAt = text.lastIndexOf(' = ');
  const end = text.indexOf('\n', stampAt);
  if (stampAt < 0 || end < 0) return log;
  for (const line of text.slice(0, end).split('\n')) {
    const content = line.slice(9);
    if (line.slice(0, 8) !== checksumOf(content)) return { ...log, generation: undefined };
    log.lines++;
    const [first, second] = content.split(' ', 2) as [string, string];
    if (first === '=') log.generation = Number(second);
    else {
      const path = JSON.parse(content.slice(first.length + second.length + 2)) as string;
      if (first === '-1') log.known.delete(path);
      else log.known.set(path, { size: Number(first), mtimeMs: Number(second) });
    }
  }
  return log;
}

async function readLog(path: string): Promise<Log> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    if (isMissing(cause)) return '';
    throw cause;
  });
  return parseSourceLog(text);
}

/** @returns nothing known where the log does not belong to that generation. */
export async function readKnownFiles(path: string, generation: number): Promise<KnownFiles> {
  const log = await readLog(path);
  return log.generation === generation ? log.known : new Map();
}

export const isUnchanged = (known: KnownFiles, file: CorpusFile) => {
  const before = known.get(file.path);
  return before !== undefined && before.size === file.size && before.mtimeMs === file.mtimeMs;
};

/** Pure. Whether a file read now could change later without its time telling. */
export function isSettled({ mtimeMs }: CorpusFile, nowMs: number): boolean {
  return nowMs - mtimeMs > (mtimeMs % 1000 === 0 ? YOUNG_WHOLE_SECONDS_MS : YOUNG_MS);
}

/**
 * Remembers the files whose articles the generation holds. Called under the lock, after the commit.
 *
 * @param before what `readKnownFiles` returned
 * @param files every file whose articles are all in this generation as they were read
 */
export async function rememberFiles(
  indexFiles: IndexFiles,
  path: string,
  before: KnownFiles,
  files: readonly CorpusFile[],
  generation: number,
): Promise<void> {
  const now = new Map(files.map((file) => [file.path, file]));
  const gone = [...before.keys()].filter((each) => !now.has(each)).map((each) => renderFile({ path: each, size: -1, mtimeMs: 0 }));
  const changed = files.filter((file) => !isUnchanged(before, file)).map(renderFile);
  const log = await readLog(path);
  const startsAnew = before.size === 0 || log.lines + gone.length + changed.length > 2 * files.length + SLACK_LINES;
  if (startsAnew) await indexFiles.replace(path, Buffer.from(files.map(renderFile).join('') + renderStamp(generation)));
  else await indexFiles.extend(path, Buffer.from(gone.join('') + changed.join('') + renderStamp(generation)));
}
