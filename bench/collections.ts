/**
 * Collections written for this project: invented companies, people and places, articles about them in both languages, a glossary, and
 * questions as people ask them, each with every sentence that answers it. A folder of collections/ is a corpus as `yingjia index` reads it,
 * the file of the same name a test set as `yingjia eval` reads it.
 */
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { readCases } from '../src/cli/index-gate.js';
import type { TestCase } from '../src/types.js';

/** Each was chosen before anything was trained or measured on it. */
const heldOut = ['dry-city', 'glass-cloud', 'keelbase', 'low-orbit', 'stone-court'];

export type Collection = {
  name: string;
  /** Its folder, with `glossary.tsv` and `articles/`. */
  directory: string;
  cases: readonly TestCase[];
  /** Nothing is trained on it. */
  held: boolean;
};

const root = join('bench', 'collections');

/** Read from the folder of the project, where npm runs its scripts. In alphabetical order. */
export async function readCollections(): Promise<Collection[]> {
  const files = (await readdir(root)).filter((file) => file.endsWith('.jsonl')).sort();
  return Promise.all(
    files.map(async (file) => {
      const name = basename(file, '.jsonl');
      return { name, directory: join(root, name), cases: await readCases(join(root, file)), held: heldOut.includes(name) };
    }),
  );
}

/** The one that ships, with its own test set: nothing is trained on it either. */
export const readShippedCollection = async (): Promise<Collection> => ({
  name: 'nadella',
  directory: 'corpus',
  cases: await readCases(join('test', 'sets', 'nadella.jsonl')),
  held: true,
});
