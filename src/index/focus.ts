/**
 * Where a generation holds all articles of a listing and no others, a later listing that differs in few files leaves the rest of them as they
 * are: only what differs is planned. Pure.
 */
import type { Corpus } from '../types.js';
import { isUnchanged, type Remembered, type SettledFile, type SourceLog } from './source-log.js';

/** Files up to which it is worth it: their articles' ids are looked for one by one. */
const MOST_FILES = 200;

/** An article's id stands in a file outside of the focus too: all have to be looked at. */
export class Unfocused extends Error {}

/** `corpus`: its files that are new or not as they were. `paths`: of these, and of those that are gone. */
export type Focus = { corpus: Corpus; paths: ReadonlySet<string> };

/** @returns undefined where all has to be looked at. */
export function findFocus(corpus: Corpus, { digest, known }: SourceLog): Focus | undefined {
  if (digest === undefined || corpus.problems.length > 0) return undefined;
  const files = corpus.files.filter((file) => !isUnchanged(known, file));
  const came = files.filter(({ path }) => !known.has(path)).length;
  const gone = corpus.files.length - came === known.size ? [] : goneFrom(known, corpus);
  if (files.length + gone.length > MOST_FILES) return undefined;
  return { corpus: { ...corpus, files }, paths: new Set([...files.map(({ path }) => path), ...gone]) };
}

function goneFrom(known: SourceLog['known'], { files }: Corpus): string[] {
  const now = new Set(files.map(({ path }) => path));
  return [...known.keys()].filter((path) => !now.has(path));
}

/** @param settled of the focus. @returns of all files, in the order of the listing */
export function widen(settled: readonly SettledFile[], { paths }: Focus, { files }: Corpus, { known }: SourceLog): Remembered['files'] {
  const focused = new Map(settled.map((file) => [file.path, file]));
  return files.flatMap(({ path }) => (paths.has(path) ? focused.get(path) : known.get(path)) ?? []);
}
