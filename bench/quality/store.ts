/** Passages -> an answerer over them, through the product's own path: files, index on disk, `openAnswerer`. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAnswerer, refreshIndex } from '../../src/pipeline.js';
import { parseSettings } from '../../src/settings.js';
import type { Answerer } from '../../src/types.js';
import type { PassageLine } from './sets.js';

export type Store = { answerer: Answerer; indexSeconds: number; close(): Promise<void> };

type Environment = Record<string, string | undefined>;

/** Each passage is one article of a JSON-lines file. `environment` is read as the command line reads it: the shipped defaults hold. */
export const openStore = (passages: readonly PassageLine[], environment: Environment = {}): Promise<Store> =>
  open(environment, async (directory) => {
    const corpus = join(directory, 'corpus');
    await mkdir(corpus);
    await writeFile(join(corpus, 'passages.jsonl'), passages.map((passage) => `${JSON.stringify(passage)}\n`).join(''));
    return corpus;
  });

/** Over a folder of articles as it stands. */
export const openFolder = (corpus: string): Promise<Store> => open({}, async () => corpus);

async function open(environment: Environment, corpusIn: (directory: string) => Promise<string>): Promise<Store> {
  const directory = await mkdtemp(join(tmpdir(), 'yingjia-quality-'));
  const corpus = await corpusIn(directory);
  const settings = parseSettings({ ...environment, YINGJIA_STATE: join(directory, 'state') }, { corpus, index: join(directory, 'index') });
  const started = performance.now();
  const report = await refreshIndex(settings);
  if (report.problems.length > 0) throw new Error(`not indexed: ${JSON.stringify(report.problems.slice(0, 3))}`);
  const indexSeconds = (performance.now() - started) / 1000;
  const answerer = await openAnswerer(settings);
  return {
    answerer,
    indexSeconds,
    async close() {
      await answerer.close();
      await rm(directory, { recursive: true });
    },
  };
}
