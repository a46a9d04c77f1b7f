/**
 * A copy of an index beside it, to try an update on: the same generations, its own commits. Segments never change, so their files are linked
 * where the file system can; what is appended to or replaced is copied.
 */
import { copyFile, cp, link, mkdir, readdir, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { YingjiaError } from '../errors.js';
import { isRunning } from '../processes.js';
import { explainDiskError } from './disk-errors.js';
import { pathsOf, readCurrent } from './manifest.js';
import { isMissing } from './verified-read.js';

/** Attempts at an index that another process goes on writing to. */
const ATTEMPTS = 5;

export type IndexCopy = { directory: string; remove(): Promise<void> };

/**
 * The copy stands beside the index, so that it belongs to the same articles' folder. Copies that a killed process left there are removed.
 * @throws YingjiaError INDEX where there is no room, or that folder may not be written.
 */
export async function copyIndex(directory: string): Promise<IndexCopy> {
  const name = `${basename(resolve(directory))}.trial-`;
  const folder = dirname(resolve(directory));
  const copy = join(folder, `${name}${process.pid}`);
  const remove = () => rm(copy, { recursive: true, force: true });
  try {
    await mkdir(folder, { recursive: true });
    await sweepCopies(folder, name);
    for (let attempt = 1; ; attempt++) {
      await remove();
      const before = (await readCurrent(directory))?.text;
      if (before === undefined) break;
      await copyFiles(directory, copy);
      if ((await readCurrent(directory))?.text === before) break;
      if (attempt === ATTEMPTS) throw createBusyError(directory);
    }
  } catch (cause) {
    await remove();
    throw explainDiskError(copy, 'written', cause);
  }
  return { directory: copy, remove };
}

async function sweepCopies(folder: string, name: string): Promise<void> {
  for (const each of await readdir(folder)) {
    if (!each.startsWith(name)) continue;
    const owner = Number(each.slice(name.length));
    if (Number.isInteger(owner) && !isRunning(owner)) await rm(join(folder, each), { recursive: true, force: true });
  }
}

/** What is missing was swept meanwhile, or is damage that the copy shares. */
async function copyFiles(directory: string, copy: string): Promise<void> {
  const [from, to] = [pathsOf(directory), pathsOf(copy)];
  const namesIn = (folder: string) => readdir(folder).catch((cause: unknown) => ignoreMissing(cause) ?? []);
  await mkdir(to.segments, { recursive: true });
  for (const id of await namesIn(from.segments)) {
    await mkdir(to.segment(id));
    for (const file of await namesIn(from.segment(id))) {
      await linkOrCopy(join(from.segment(id), file), join(to.segment(id), file)).catch(ignoreMissing);
    }
  }
  await cp(from.generations, to.generations, { recursive: true }).catch(ignoreMissing);
  await cp(from.cache, to.cache, { recursive: true, preserveTimestamps: true }).catch(ignoreMissing);
  await copyFile(from.current, to.current).catch(ignoreMissing);
}

async function linkOrCopy(from: string, to: string): Promise<void> {
  await link(from, to).catch(async (cause: NodeJS.ErrnoException) => {
    if (!['EXDEV', 'EPERM', 'ENOTSUP', 'EMLINK', 'ENOSYS'].includes(cause.code ?? '')) throw cause;
    await cp(from, to, { preserveTimestamps: true });
  });
}

function ignoreMissing(cause: unknown): undefined {
  if (!isMissing(cause)) throw cause;
}

const createBusyError = (directory: string) =>
  new YingjiaError('INDEX', {
    problem: `The index in "${directory}" is written all the time and could not be copied.`,
    fix: 'Try again when no other update runs (see "npx yingjia index status").',
  });
