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
 */
export async function listFiles(root: string, isArticle: (name: string) => boolean, signal?: AbortSignal): Promise<Listing> {
  const listing: Listing = { files: [], problems: [] };
  const folders = [''];
  let seen = 0;
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of readFolder(root, folder, listing)) {
      if (++seen % BATCH === 0) {
        await yieldToOthers();
        signal?.throwIfAborted();
      }
      if (entry.name.startsWith('.')) continue;
      const path = folder + entry.name;
      if (entry.isDirectory()) folders.push(`${path}/`);
      else if (entry.isSymbolicLink()) listLink(root, path, isArticle, listing);
      else if (isArticle(entry.name)) listFile(root, path, listing);
    }
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

function readFolder(root: string, folder: string, listing: Listing): Dirent[] {
  try {
    return readdirSync(join(root, folder), { withFileTypes: true });
  } catch (cause) {
    listing.problems.push({ path: folder, reason: explainFailure(cause) });
    return [];
  }
}

function listFile(root: string, path: string, listing: Listing): void {
  let stats: Stats;
  try {
    stats = lstatSync(join(root, path));
  } catch (cause) {
    listing.problems.push({ path, reason: explainFailure(cause) });
    return;
  }
  if (stats.isFile()) listing.files.push({ path, size: stats.size, mtimeMs: stats.mtimeMs });
  else listing.problems.push({ path, reason: 'is no regular file' });
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
