/**
 * The thread of background-terms.ts. In: batches of terms; out, for each batch, the vectors that it asks for, row by row. When asked to
 * finish: the postings of all of them.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { TermEmbedder } from '../types.js';
import type { TermBatch } from './term-batch.js';
import { TermsBuilder } from './terms.js';

/** As many postings as some ten thousand passages have. */
const EXPECTED = 1 << 23;

const { module } = workerData as { module?: string };
const embedder = module === undefined ? undefined : ((await import(module)) as { termEmbedder: TermEmbedder }).termEmbedder;
const builder = new TermsBuilder(embedder, EXPECTED);

parentPort?.on('message', (message: TermBatch | 'finish') => {
  const made = message === 'finish' ? builder.finish() : builder.addBatch(message);
  parentPort?.postMessage(made, [made.buffer as ArrayBuffer]);
  if (message === 'finish') parentPort?.close();
});
