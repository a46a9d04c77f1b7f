/**
 * Which files of the corpus need not be read: those whose size and time are as when the live generation took in their articles, or as when
 * they could not be read for what they hold. A cache:
 * without it, or with one that does not belong to the live generation, every file is read, and content decides as always.
 *
 * `cache/sources.log` grows by two lines an update: what came, changed and went as JSON, and a stamp,
 * `= <generation> <digest of all files by now, or -> <checksum of both lines>`. It counts while the generation of the last stamp is live.
 * There is a digest where the generation holds all articles of these files and no other, and no file gave a problem: a listing with the same
 * digest has nothing new, and nothing more of the log is read.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CorpusFile } from '../types.js';
import type { IndexFiles } from './files.js';
import { sha256 } from './manifest.js';
import { isMissing } from './verified-read.js';

/** A file this young may change again within one tick of the file system's clock: it is read once more next time (as git does). */
const YOUNG_MS = 50;
const YOUNG_WHOLE_SECONDS_MS = 2500;

/** Entries beyond the files' number from which on the log is written anew. */
const SLACK_ENTRIES = 1000;

/**
 * What is remembered of a file: that its articles were all taken in; where it has `problems`, that not all of it can be read, and why; with
 * `isPart`, that the rest was taken in.
 */
export type SettledFile = CorpusFile & { problems?: readonly string[]; isPart?: boolean };

/** `digest`: of these files, where the generation holds all their articles and no other, and none gave a problem. */
export type Remembered = { files: readonly SettledFile[]; digest: string | undefined };

/** By path. */
export type KnownFiles = ReadonlyMap<string, SettledFile>;

export type SourceLog = {
  /** Of the files in it, where the generation holds all their articles and no other; else undefined. */
  digest: string | undefined;
  known: KnownFiles;
  /** How many files the log has named by now, some of them again and again. */
  entries: number;
};

export const nothingKnown: SourceLog = { digest: undefined, known: new Map(), entries: 0 };

export const sourceLogPath = (cacheDirectory: string) => join(cacheDirectory, 'sources.log');

/** In columns: ten thousand files are parsed in a millisecond. `told`: path, whether a part was read, and the problems. */
type Block = {
  paths: string[];
  sizes: number[];
  times: number[];
  told: [path: string, isPart: boolean, ...problems: string[]][];
  gone: readonly string[];
};

const STAMP = /^= (\d{1,15}) (-|[0-9a-f]{64}) ([0-9a-f]{16})$/;

const checksumOf = (line: string, generation: string, digest: string) => sha256(`${line}\n${generation} ${digest}`).slice(0, 16);

/** Pure. */
function renderBlock(files: readonly SettledFile[], gone: readonly string[], generation: number, digest = '-'): Uint8Array {
  const told: Block['told'] = [];
  for (const { path, problems, isPart = false } of files) if (problems !== undefined) told.push([path, isPart, ...problems]);
  const block: Block = {
    paths: files.map(({ path }) => path),
    sizes: files.map(({ size }) => size),
    times: files.map(({ mtimeMs }) => mtimeMs),
    told,
    gone,
  };
  const line = JSON.stringify(block);
  return Buffer.from(`${line}\n= ${generation} ${digest} ${checksumOf(line, String(generation), digest)}\n`);
}

/** Pure. Of paths, sizes and times, in their order. */
export function digestOf(files: readonly CorpusFile[]): string {
  const numbers = new Float64Array(2 * files.length);
  const paths: string[] = [];
  for (const [index, { path, size, mtimeMs }] of files.entries()) {
    numbers[2 * index] = size;
    numbers[2 * index + 1] = mtimeMs;
    paths.push(path);
  }
  // No path holds a zero.
  return createHash('sha256').update(new Uint8Array(numbers.buffer)).update(paths.join('\0')).digest('hex');
}

/** Pure. @returns nothing known where anything is damaged, or the log does not belong to that generation. Files are read when asked for. */
export function parseSourceLog(text: string, generation: number): SourceLog {
  const lines = text.split('\n');
  const blocks: string[] = [];
  let stamp: RegExpExecArray | null = null;
  for (let index = 0; index + 1 < lines.length - 1; index += 2) {
    stamp = STAMP.exec(lines[index + 1]!);
    if (stamp === null || checksumOf(lines[index]!, stamp[1]!, stamp[2]!) !== stamp[3]) return nothingKnown;
    blocks.push(lines[index]!);
  }
  if (stamp === null || Number(stamp[1]) !== generation) return nothingKnown;
  let read: Pick<SourceLog, 'known' | 'entries'> | undefined;
  const readOnce = () => {
    read ??= readBlocks(blocks);
    return read;
  };
  return {
    digest: stamp[2] === '-' ? undefined : stamp[2],
    get known() {
      return readOnce().known;
    },
    get entries() {
      return readOnce().entries;
    },
  };
}

/** In: what this program wrote, since checksums hold. */
function readBlocks(blocks: readonly string[]): Pick<SourceLog, 'known' | 'entries'> {
  const known = new Map<string, SettledFile>();
  let entries = 0;
  for (const block of blocks) {
    const { paths, sizes, times, told, gone } = JSON.parse(block) as Block;
    for (const [index, path] of paths.entries()) known.set(path, { path, size: sizes[index]!, mtimeMs: times[index]! });
    for (const [path, isPart, ...problems] of told) known.set(path, { ...known.get(path)!, problems, isPart });
    for (const path of gone) known.delete(path);
    entries += paths.length + gone.length;
  }
  return { known, entries };
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

/** Whether exactly this is remembered of the file: what was taken from the log and stayed so is the same object. */
function isRemembered(known: KnownFiles, file: SettledFile): boolean {
  const before = known.get(file.path);
  if (before === file) return true;
  if (before === undefined || before.size !== file.size || before.mtimeMs !== file.mtimeMs) return false;
  return before.isPart === file.isPart && String(before.problems) === String(file.problems);
}

/** Whether the log says this already. */
export function saysTheSame({ digest, known }: SourceLog, remembered: Remembered): boolean {
  return (
    digest === remembered.digest && remembered.files.length === known.size && remembered.files.every((file) => isRemembered(known, file))
  );
}

/** Pure. Whether a file read now could change later without its time telling. */
export function isSettled({ mtimeMs }: CorpusFile, nowMs: number): boolean {
  return nowMs - mtimeMs > (mtimeMs % 1000 === 0 ? YOUNG_WHOLE_SECONDS_MS : YOUNG_MS);
}

/** Known to be there, but to be read again next time: no file has this size. */
export const unsettled = (file: CorpusFile): SettledFile => ({ ...file, size: -1 });

/**
 * Remembers the files whose articles the generation holds. Called under the lock, after the commit.
 *
 * @param before what `readSourceLog` returned
 * @param remembered every file whose articles are all in this generation as they were read, as far as they can be read
 */
export async function rememberFiles(
  indexFiles: IndexFiles,
  path: string,
  before: SourceLog,
  { files, digest }: Remembered,
  generation: number,
): Promise<void> {
  const changed = files.filter((file) => !isRemembered(before.known, file));
  const gone = files.length - changed.length === before.known.size ? [] : goneOf(before.known, files);
  const startsAnew = before.entries === 0 || before.entries + gone.length + changed.length > 2 * files.length + SLACK_ENTRIES;
  if (startsAnew) await indexFiles.replace(path, renderBlock(files, [], generation, digest));
  else await indexFiles.extend(path, renderBlock(changed, gone, generation, digest));
}

function goneOf(known: KnownFiles, files: readonly SettledFile[]): string[] {
  const now = new Set(files.map(({ path }) => path));
  return [...known.keys()].filter((path) => !now.has(path));
}
