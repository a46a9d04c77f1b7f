/** Where the index of a collections' folder lives, and whether an index belongs to it. */
import { realpathSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import { YingjiaError } from '../errors.js';
import { type Manifest, sha256 } from './manifest.js';

const DEFAULT_CORPUS = 'corpus';
const DEFAULT_INDEX = 'index';

/** Pure but for the working folder: "index" for the default corpus, a folder of its own below it for every other one. */
export function indexDirectoryFor(corpusDirectory: string, explicit?: string): string {
  if (explicit !== undefined) return explicit;
  const corpus = resolve(corpusDirectory);
  if (corpus === resolve(DEFAULT_CORPUS)) return DEFAULT_INDEX;
  const name = basename(corpus)
    .replace(/[^\p{L}\p{N}._-]/gu, '-')
    .slice(0, 40);
  return join(DEFAULT_INDEX, 'corpora', `${name}-${sha256(corpus).slice(0, 8)}`);
}

/** The folder as a manifest remembers it: by its real path, and by its place beside the index, so that both may be moved together. */
export function locateCorpus(directory: string, corpusDirectory: string): Manifest['corpus'] {
  const [index, corpus] = [realOrResolved(directory), realOrResolved(corpusDirectory)];
  return { path: corpus, relative: relative(index, corpus).split(sep).join('/') };
}

function realOrResolved(path: string): string {
  try {
    return realpathSync(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return resolve(path);
    throw cause;
  }
}

/** @throws YingjiaError INDEX when the index holds another folder. */
export function checkOwner(directory: string, owner: Manifest['corpus'], asked: Manifest['corpus']): void {
  if (owner.path === asked.path || owner.relative === asked.relative) return;
  throw new YingjiaError('INDEX', {
    problem: `The index in "${directory}" belongs to the collections in "${owner.path}", not to "${asked.path}".`,
    fix: 'Leave --index out, or name another folder with --index: an index of another folder is never overwritten.',
  });
}
