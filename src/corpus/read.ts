/** The articles' folder -> articles. A sub-folder is a collection; what cannot be read is named, the rest is read. */
import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { YingjiaError } from '../errors.js';
import type { Corpus } from '../types.js';
import { articleExtensions, isArticleFile, readArticleFile, sideName } from './article-file.js';
import { createDocumentReader } from './documents.js';
import { explainFailure, type Listing, listFiles } from './list.js';

export type CorpusSettings = { directory: string; maxFileBytes: number };

/** Longest time for which reading files holds up a bot that answers meanwhile. */
const BREATH_MS = 10;

/**
 * Lists the folder; reads nothing of its files yet. A path of one file is a corpus of that file.
 *
 * @throws YingjiaError CORPUS when the folder is missing, is none, or may not be read.
 */
export async function openCorpus(settings: CorpusSettings, signal?: AbortSignal): Promise<Corpus> {
  const { directory, file } = resolveDirectory(settings.directory);
  const listing = file === undefined ? await listFiles(directory, { isArticle: isArticleFile, sideName }, signal) : file;
  const documents = createDocumentReader();
  let breathedAt = performance.now();
  const realFolders = new Map<string, string>();
  const realFolder = (path: string) => {
    const real = realFolders.get(path) ?? realpathSync.native(join(directory, path));
    realFolders.set(path, real);
    return real;
  };
  const reader = { root: directory, maxBytes: settings.maxFileBytes, documents, realFolder };
  const read: Corpus['read'] = async (path) => {
    if (performance.now() - breathedAt > BREATH_MS) {
      await yieldToOthers();
      breathedAt = performance.now();
      // A folder may have become a link in the meantime.
      realFolders.clear();
    }
    return readArticleFile(reader, path);
  };
  return { directory, ...listing, read };
}

/** `file`: the listing where one file was named. */
function resolveDirectory(given: string): { directory: string; file?: Listing } {
  try {
    const real = realpathSync(given);
    const stats = statSync(real);
    accessSync(real, stats.isDirectory() ? constants.R_OK | constants.X_OK : constants.R_OK);
    if (stats.isDirectory()) return { directory: real };
    if (stats.isFile() && isArticleFile(real)) {
      const files = [{ path: basename(real), size: stats.size, mtimeMs: stats.mtimeMs }];
      return { directory: dirname(real), file: { files, problems: [] } };
    }
  } catch (cause) {
    throw new YingjiaError('CORPUS', {
      problem: `The articles' folder ${given} ${explainFailure(cause)}.`,
      fix: 'Create it and put articles in it, or name another with --corpus or YINGJIA_CORPUS.',
      cause,
    });
  }
  throw new YingjiaError('CORPUS', {
    problem: `${given} is neither a folder nor a file of articles.`,
    fix: `Name a folder, or a file that ends in ${articleExtensions}, with --corpus.`,
  });
}
