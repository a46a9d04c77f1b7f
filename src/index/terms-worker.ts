/**
 * The thread of background-terms.ts. In: batches of documents; out, for each batch, the vectors that it asks for, row by row. When asked to
 * finish: the postings of all of them.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { TermEmbedder } from '../types.js';
import { type TermBatch, TermsBuilder } from './terms-builder.js';

/** `memory`: of rows that were written, to be used again: fresh memory costs both threads a halt for each of its pages. */
export type TermMessage = { batch: TermBatch; memory?: Float32Array } | 'finish';

/** Of some ten thousand passages. */
const EXPECTED = { postings: 1 << 23, terms: 1 << 20 };

const { module } = workerData as { module?: string };
const embedder = module === undefined ? undefined : ((await import(module)) as { termEmbedder: TermEmbedder }).termEmbedder;
const builder = new TermsBuilder(embedder, EXPECTED);

parentPort?.on('message', (message: TermMessage) => {
  const made = message === 'finish' ? builder.finish() : builder.addBatch(message.batch, message.memory);
  parentPort?.postMessage(made, [made.buffer as ArrayBuffer]);
  if (message === 'finish') parentPort?.close();
});
