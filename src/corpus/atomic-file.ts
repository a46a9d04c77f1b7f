/** Small files that are whole or absent: written beside their place, synced, and renamed into it. */
import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { YingjiaError } from '../errors.js';
import { isRunning } from '../processes.js';

/**
 * Creates the folder where it is missing. A reader, and a crash, sees the old content or the new.
 *
 * @throws YingjiaError CORPUS where the folder cannot be written.
 */
export function writeAtomically(path: string, content: string | Uint8Array): void {
  try {
    replaceFile(dirname(path), path, Buffer.from(content as string));
  } catch (cause) {
    throw new YingjiaError('CORPUS', {
      problem: `${path} could not be written: ${(cause as Error).message}.`,
      fix: 'Let this program write to the folder, or make room on its disk.',
      cause,
    });
  }
}

/** Removes what writers that were killed left half-written in a folder. */
export function sweepParts(folder: string): void {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  for (const name of readdirSync(folder)) {
    const writer = /^\..*\.(\d+)\.part$/.exec(name)?.[1];
    if (writer !== undefined && !isRunning(Number(writer))) rmSync(join(folder, name), { force: true });
  }
}

function replaceFile(folder: string, path: string, bytes: Buffer): void {
  mkdirSync(folder, { recursive: true });
  // Hidden, and of no extension that is read: a half-written file is no article.
  const temporary = join(folder, `.${basename(path).slice(0, 100)}.${process.pid}.part`);
  try {
    const file = openSync(temporary, 'w');
    try {
      for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (cause) {
    rmSync(temporary, { force: true });
    throw cause;
  }
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
