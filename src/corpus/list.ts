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

/**
 * Hidden files and files that are no articles by their extension (glossary.tsv, sources.yaml, pictures) are passed over.
 *
 * @param root absolute, links resolved.
 * @param isArticle whether a file name is one of a format that is read.
 * @param sideName name of the file beside a file that is read with it: size and time then speak for both.
 */
export async function listFiles(
  root: string,
  { isArticle, sideName }: { isArticle(name: string): boolean; sideName(name: string): string | undefined },
  signal?: AbortSignal,
): Promise<Listing> {
  const listing: Listing = { files: [], problems: [] };
  let seen = 0;
  const listFolder = async (folder: string): Promise<void> => {
    const entries = readFolder(root, folder, listing);
    const place = `${root}${sep}${folder}`;
    const names = new Set(entries.map(({ name }) => name));
    for (const entry of entries) {
      if (++seen % BATCH === 0) {
        await yieldToOthers();
        signal?.throwIfAborted();
      }
      const { name } = entry;
      if (name.startsWith('.')) continue;
      const path = folder + name;
      if (entry.isDirectory()) await listFolder(`${path}/`);
      else if (entry.isSymbolicLink()) listLink(root, path, isArticle, listing);
      else if (isArticle(name)) {
        const side = sideName(name);
        listFile(place, path, name, side !== undefined && names.has(side) ? side : undefined, listing);
      }
    }
  };
  await listFolder('');
  // Folder after folder they are nearly in order already.
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

function readFolder(root: string, folder: string, listing: Listing): Dirent[] {
  try {
    return readdirSync(join(root, folder), { withFileTypes: true });
  } catch (cause) {
    listing.problems.push({ path: folder, reason: explainFailure(cause) });
    return [];
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
