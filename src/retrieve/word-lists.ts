/** The lists of words that a search may use, read from disk: the glossary of the articles' folder, and the operator's dictionary. */
import { access, constants, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { YingjiaError } from '../errors.js';
import { type Dictionary, parseDictionary } from '../text/dictionary.js';
import { createGlossary, type Glossary, type GlossaryRow, parseGlossary } from '../text/glossary.js';
import type { IndexSnapshot } from '../types.js';
import type { WordLists } from './expansion.js';

export type OpenWordLists = {
  /** As the file was when the generation was first asked: a new generation reads it anew. */
  glossaryOf(snapshot: IndexSnapshot): Promise<Glossary>;
  /** With the dictionary, which is read when this is first called: that takes a quarter of a second. */
  listsOf(snapshot: IndexSnapshot): Promise<WordLists>;
};

/** @throws YingjiaError SETTINGS where there is no such dictionary; its parts throw where a file is not what it should be. */
export async function openWordLists(corpusDirectory: string, dictionaryPath: string | undefined): Promise<OpenWordLists> {
  if (dictionaryPath !== undefined) await access(dictionaryPath, constants.R_OK).catch(explainUnreadable(dictionaryPath));
  const glossaries = new WeakMap<IndexSnapshot, Promise<Glossary>>();
  let dictionary: Promise<Dictionary> | undefined;
  const glossaryOf = (snapshot: IndexSnapshot) => {
    const glossary = glossaries.get(snapshot) ?? readGlossary(corpusDirectory).then(createGlossary);
    glossaries.set(snapshot, glossary);
    return glossary;
  };
  return {
    glossaryOf,
    async listsOf(snapshot) {
      if (dictionaryPath === undefined) return { glossary: await glossaryOf(snapshot) };
      dictionary ??= readDictionary(dictionaryPath);
      return { glossary: await glossaryOf(snapshot), dictionary: await dictionary };
    },
  };
}

/** `glossary.tsv` directly in the articles' folder; no rows where there is none. @throws YingjiaError CORPUS when it cannot be read. */
export async function readGlossary(corpusDirectory: string): Promise<GlossaryRow[]> {
  const path = join(corpusDirectory, 'glossary.tsv');
  try {
    return parseGlossary(await readFile(path, 'utf8'));
  } catch (cause) {
    // No such file, or a corpus that is itself one file.
    if (['ENOENT', 'ENOTDIR'].includes((cause as NodeJS.ErrnoException).code ?? '')) return [];
    throw new YingjiaError('CORPUS', {
      problem: `The glossary "${path}" cannot be read: ${(cause as Error).message}.`,
      fix: 'Make it a readable text file with a line "中文<tab>English" for each term, or remove it.',
      cause,
    });
  }
}

/** In the format of CC-CEDICT, plain or gzipped. @throws YingjiaError SETTINGS naming what is wrong with the file. */
export async function readDictionary(path: string): Promise<Dictionary> {
  const file = await readFile(path).catch(explainUnreadable(path));
  const dictionary = parseDictionary(await unpack(path, file));
  if (dictionary === undefined) throw explain(`The dictionary "${path}" holds no line like "字典 字典 [zi4 dian3] /dictionary/".`);
  return dictionary;
}

async function unpack(path: string, file: Buffer): Promise<Buffer> {
  if (file[0] !== 0x1f || file[1] !== 0x8b) return file;
  return promisify(gunzip)(file).catch((cause: Error) => {
    throw explain(`The dictionary "${path}" begins like a gzipped file but cannot be unpacked: ${cause.message}.`, cause);
  });
}

const explainUnreadable = (path: string) => (cause: Error) => {
  throw explain(`The dictionary "${path}" cannot be read: ${cause.message}.`, cause);
};

const explain = (problem: string, cause?: Error) =>
  new YingjiaError('SETTINGS', {
    problem,
    fix: 'Set YINGJIA_DICTIONARY to a CC-CEDICT file (.txt or .txt.gz, from www.mdbg.net), or unset it.',
    cause,
  });
