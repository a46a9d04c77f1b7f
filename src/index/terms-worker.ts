/**
 * The thread of background-terms.ts. In: batches of terms; out, for each batch, the vectors that it asks for, row by row, and the terms' memory.
 * When asked to finish: the postings of all of them, piece by piece, and `end`.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { TermEmbedder } from '../types.js';
import type { TermBatch } from './term-batch.js';
import { TermsBuilder } from './terms-builder.js';

/** `memory`: of rows that were written, to be used again. */
export type TermMessage = { batch: TermBatch; memory?: Float32Array } | 'finish';
export type TermReply = { rows: Float32Array; terms: Float64Array } | Uint8Array | 'end';

/** Of some ten thousand passages. */
const EXPECTED = { postings: 1 << 23, terms: 1 << 20 };

const { module } = workerData as { module?: string };
const embedder = module === undefined ? undefined : ((await import(module)) as { termEmbedder: TermEmbedder }).termEmbedder;
const builder = new TermsBuilder(embedder, EXPECTED);

const send = (reply: TermReply, ...memory: { buffer: ArrayBufferLike }[]) =>
  parentPort?.postMessage(
    reply,
    memory.map(({ buffer }) => buffer as ArrayBuffer),
  );

parentPort?.on('message', (message: TermMessage) => {
  if (message !== 'finish') {
    const { terms } = message.batch;
    const rows = builder.addBatch(message.batch, message.memory);
    return send({ rows, terms }, rows, terms);
  }
  for (const piece of builder.finish()) send(piece, piece);
  send('end');
  parentPort?.close();
});
