/** Reads and writes the files that people name on the command line: their trouble is the operator's to fix. */
import { appendFile, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { YingjiaError } from '../errors.js';
import type { InputFile } from './formats/format.js';

/** Node's errors with a sentence for the reader. */
function reasonOf(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  const known: Record<string, string> = {
    ENOENT: 'there is no such file or folder',
    EACCES: 'it may not be read or written',
    EISDIR: 'it is a folder',
    ENOTDIR: 'a part of its path is no folder',
    ENOSPC: 'the disk is full',
  };
  return known[code ?? ''] ?? message;
}

/** @throws YingjiaError EVAL. `what` names it in the sentence: "test set". */
export async function readText(path: string, what: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new YingjiaError('EVAL', {
      problem: `The ${what} "${path}" cannot be read: ${reasonOf(cause)}.`,
      fix: 'Name another file.',
      cause,
    });
  }
}

/** Makes the folder it stands in. @throws YingjiaError EVAL. */
export const writeText = (path: string, text: string): Promise<void> => put(path, () => writeFile(path, text));

/** Begins a line of its own where the last one was not ended. @throws YingjiaError EVAL. */
export const appendText = (path: string, text: string): Promise<void> =>
  put(path, async () => {
    const before = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT') return '';
      throw cause;
    });
    await appendFile(path, before === '' || before.endsWith('\n') ? text : `\n${text}`);
  });

async function put(path: string, write: () => Promise<void>): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await write();
  } catch (cause) {
    throw new YingjiaError('EVAL', { problem: `"${path}" cannot be written: ${reasonOf(cause)}.`, fix: 'Name another place.', cause });
  }
}

const importable = /\.(?:jsonl?|ndjson|csv|tsv|ya?ml|txt|qrels|trec|run)$/i;
/** A corpus is indexed as it is, and too large to read for its questions. */
const isCorpus = (path: string) => basename(path) === 'corpus.jsonl';

/** A file as it is, or the files of a folder and its sub-folders that a format may be made of. @throws YingjiaError EVAL. */
export async function readInputFiles(path: string): Promise<InputFile[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [{ path: basename(path), text: await readFile(path, 'utf8') }];
    const entries = await readdir(path, { recursive: true, withFileTypes: true });
    const chosen = entries.filter((entry) => entry.isFile() && importable.test(entry.name) && !isCorpus(entry.name));
    return await Promise.all(
      chosen.map(async (entry) => {
        const full = join(entry.parentPath, entry.name);
        return { path: relative(path, full).split(sep).join('/'), text: await readFile(full, 'utf8') };
      }),
    );
  } catch (cause) {
    throw new YingjiaError('EVAL', {
      problem: `"${path}" cannot be read: ${reasonOf(cause)}.`,
      fix: 'Name another file or folder.',
      cause,
    });
  }
}
