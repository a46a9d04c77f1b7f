/** The articles' folder -> its files with size and time. Reads names only, follows no link out of the folder. */
import { type Dirent, lstatSync, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { CorpusFile, CorpusProblem } from '../types.js';

/**
 * Entries between two breaths: synchronous calls list ten thousand files four times as fast as promises do, and a bot that answers
 * meanwhile must not be held up for longer than some milliseconds.
 */
const BATCH = 500;

export type Listing = { files: CorpusFile[]; problems: CorpusProblem[] };

type FileNames = { isArticle(name: string): boolean; sideName(name: string): string | undefined };

/**
 * Hidden files and files that are no articles by their extension (glossary.tsv, sources.yaml, pictures) are passed over.
 *
 * @param root absolute, links resolved.
 * @param isArticle whether a file name is one of a format that is read.
 * @param sideName name of the file beside a file that is read with it: size and time then speak for both.
 */
export async function listFiles(root: string, { isArticle, sideName }: FileNames, signal?: AbortSignal): Promise<Listing> {
  const listing: Listing = { files: [], problems: [] };
  const folders: Folder[] = [{ root, path: '' }];
  let seen = 0;
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const entries = readFolder(folder, listing);
    const read: ReadFolder = { ...folder, entries, names: new Set(entries.map(({ name }) => name)), within: [] };
    for (let start = 0; start < entries.length; start += BATCH) {
      listEntries(read, start, { isArticle, sideName }, listing);
      seen += Math.min(BATCH, entries.length - start);
      if (seen < BATCH) continue;
      seen = 0;
      await yieldToOthers();
      signal?.throwIfAborted();
    }
    // The first one next: folder after folder, files are nearly in order already.
    folders.push(...read.within.reverse());
  }
  listing.files.sort((a, b) => compare(a.path, b.path));
  listing.problems.sort((a, b) => compare(a.path, b.path));
  return listing;
}

/** Whether a real path lies below a real folder. */
export function isWithin(root: string, path: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);
}

/** Why an operation on a file failed, for a person. */
export function explainFailure(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code === 'EACCES' || code === 'EPERM') return 'may not be read (permission denied)';
  if (code === 'ENOENT') return 'is not there (any more), or its name is not UTF-8';
  return `could not be read: ${message}`;
}

/** Relative to the root, with a slash at its end; the root itself is "". */
type Folder = { root: string; path: string };

function readFolder({ root, path }: Folder, listing: Listing): Dirent[] {
  try {
    return readdirSync(join(root, path), { withFileTypes: true });
  } catch (cause) {
    listing.problems.push({ path, reason: explainFailure(cause) });
    return [];
  }
}

type ReadFolder = Folder & { entries: readonly Dirent[]; names: ReadonlySet<string>; within: Folder[] };

/** A function of its own, not a closure of each listing: it stays compiled from one listing to the next. */
function listEntries(
  { root, path: folder, entries, names, within }: ReadFolder,
  start: number,
  { isArticle, sideName }: FileNames,
  listing: Listing,
): void {
  const place = `${root}${sep}${folder}`;
  for (const entry of entries.slice(start, start + BATCH)) {
    const { name } = entry;
    if (name.startsWith('.')) continue;
    const path = folder + name;
    if (entry.isDirectory()) within.push({ root, path: `${path}/` });
    else if (entry.isSymbolicLink()) listLink(root, path, isArticle, listing);
    else if (isArticle(name)) {
      const side = sideName(name);
      listFile(place, path, name, side !== undefined && names.has(side) ? side : undefined, listing);
    }
  }
}

/** @param place absolute, with a separator at its end: `join` would take as long as half a look at the file. */
function listFile(place: string, path: string, name: string, side: string | undefined, listing: Listing): void {
  let stats: Stats;
  let sideStats: Stats | undefined;
  try {
    stats = lstatSync(place + name);
    sideStats = side === undefined ? undefined : lstatSync(place + side);
  } catch (cause) {
    listing.problems.push({ path, reason: explainFailure(cause) });
    return;
  }
  if (!stats.isFile()) listing.problems.push({ path, reason: 'is no regular file' });
  else listing.files.push({ path, size: stats.size + (sideStats?.size ?? 0), mtimeMs: Math.max(stats.mtimeMs, sideStats?.mtimeMs ?? 0) });
}

/** A link to a file within the folder is that file; a link to a folder within it is passed over, its files are listed where they are. */
function listLink(root: string, path: string, isArticle: (name: string) => boolean, listing: Listing): void {
  try {
    const target = realpathSync(join(root, path));
    const stats = statSync(target);
    if (!stats.isDirectory() && !isArticle(path)) return;
    if (!isWithin(root, target))
      listing.problems.push({ path, reason: 'is a symbolic link out of the folder and is not followed; put a copy there' });
    else if (stats.isFile()) listing.files.push({ path, size: stats.size, mtimeMs: stats.mtimeMs });
  } catch (cause) {
    if (isArticle(path)) listing.problems.push({ path, reason: `is a symbolic link that leads nowhere: ${explainFailure(cause)}` });
  }
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
