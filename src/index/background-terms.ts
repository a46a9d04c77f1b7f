/**
 * Builds a segment's postings, and with them the vectors that follow from terms: in a thread of its own from some thousand passages on, while
 * the caller chunks the next ones; at once, when finished, where there are fewer, since a thread costs more than they do.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Embedder } from '../types.js';
import { type TermBatch, TermBatchBuilder, type TermDocument } from './term-batch.js';
import { TermsBuilder } from './terms-builder.js';
import type { TermMessage, TermReply } from './terms-worker.js';

const BATCH = 256;
/** Batches from which on a thread is worth its start. */
const THREAD_FROM = 2;
/** Batches in the thread at a time: bounds the memory that texts and vectors take. */
const MOST_BATCHES = 32;

type Vectors = readonly (Float32Array | undefined)[];

export class BackgroundTerms {
  private readonly batch = new TermBatchBuilder();
  private vectors: (Float32Array | undefined)[] = [];
  private waiting: { batch: TermBatch; vectors: Vectors }[] = [];
  /** What came along with the batches that are in the thread, oldest first. */
  private readonly sent: Vectors[] = [];
  /** Memory of rows that were written. */
  private readonly free: Float32Array[] = [];
  private worker: Worker | undefined;
  private rowsWritten: Promise<void> = Promise.resolve();
  private postingsWritten: Promise<void> = Promise.resolve();
  /** Rejects with what went wrong in the thread or in writing. */
  private readonly failed: Promise<never>;
  private fail: (cause: unknown) => void = () => {};
  private onReceived: () => void = () => {};
  private onEnd: () => void = () => {};

  /**
   * @param write takes the vectors of all documents in their order, as rows, and the bytes of `terms.bin`; neither is called before its last
   *   call has ended, and the bytes may be changed after it
   * @param url the thread's script; where it is missing (sources that were not built) everything is done in place.
   */
  constructor(
    private readonly byTerms: Embedder['byTerms'],
    private readonly write: Record<'rows' | 'postings', (bytes: Uint8Array) => Promise<void>>,
    private readonly url = new URL('./terms-worker.js', import.meta.url),
  ) {
    this.failed = new Promise((_, reject) => {
      this.fail = reject;
    });
    // Told when finished; until then nobody may be waiting.
    this.failed.catch(() => {});
  }

  /**
   * @param vector where it is missing it is made of the document's terms
   * @returns what must be waited for before the next one, where the thread lags behind; it rejects with what went wrong so far
   */
  add(document: TermDocument, vector: Float32Array | undefined): Promise<void> | undefined {
    this.batch.add(document, vector === undefined);
    this.vectors.push(vector);
    if (this.batch.documents < BATCH) return undefined;
    this.closeBatch();
    if (this.worker === undefined && (this.waiting.length < THREAD_FROM || !existsSync(fileURLToPath(this.url)))) return undefined;
    this.send();
    return this.sent.length > MOST_BATCHES ? this.catchUp() : undefined;
  }

  private async catchUp(): Promise<void> {
    while (this.sent.length > MOST_BATCHES) {
      const received = new Promise<void>((resolve) => {
        this.onReceived = resolve;
      });
      await Promise.race([received, this.failed]);
    }
  }

  private closeBatch(): void {
    this.waiting.push({ batch: this.batch.take(), vectors: this.vectors });
    this.vectors = [];
  }

  private send(): void {
    this.worker ??= this.open();
    for (const { batch, vectors } of this.waiting) {
      const memory = this.free.pop();
      const message: TermMessage = memory === undefined ? { batch } : { batch, memory };
      const buffers = [batch.terms, ...(memory === undefined ? [] : [memory])].map(({ buffer }) => buffer as ArrayBuffer);
      this.worker.postMessage(message, buffers);
      this.sent.push(vectors);
    }
    this.waiting = [];
  }

  private open(): Worker {
    const worker = new Worker(this.url, { workerData: { module: this.byTerms?.module.href } });
    worker.once('error', this.fail);
    worker.on('message', (reply: TermReply) => {
      if (reply === 'end') this.onEnd();
      else if (reply instanceof Uint8Array) this.receivePostings(reply);
      else {
        this.batch.reuse(reply.terms);
        this.receiveRows(reply.rows);
      }
    });
    return worker;
  }

  private receiveRows(made: Float32Array): void {
    const rows = joinRows(this.sent.shift()!, made);
    this.rowsWritten = this.rowsWritten.then(async () => {
      await this.write.rows(rows);
      this.free.push(new Float32Array(made.buffer));
    });
    this.rowsWritten.catch(this.fail);
    this.onReceived();
  }

  private receivePostings(piece: Uint8Array): void {
    this.postingsWritten = this.postingsWritten.then(() => this.write.postings(piece));
    this.postingsWritten.catch(this.fail);
  }

  /**
   * Writes the postings.
   * @param onRows called once all vectors are written, mostly long before the postings are done
   * @throws what went wrong in the thread, in writing or in `onRows`
   */
  async finish(onRows: () => Promise<void> = async () => {}): Promise<void> {
    this.closeBatch();
    if (this.worker === undefined) return this.finishInPlace(onRows);
    this.send();
    const allReceived = new Promise<void>((resolve) => {
      this.onReceived = () => this.sent.length === 0 && resolve();
    });
    this.onReceived();
    const rows = allReceived.then(() => this.rowsWritten).then(onRows);
    rows.catch(this.fail);
    const ended = new Promise<void>((resolve) => {
      this.onEnd = resolve;
    });
    this.worker.postMessage('finish');
    await Promise.race([Promise.all([rows, ended.then(() => this.postingsWritten)]), this.failed]);
  }

  private async finishInPlace(onRows: () => Promise<void>): Promise<void> {
    const terms = this.waiting.reduce((sum, { batch }) => sum + batch.terms.length, 0);
    const builder = new TermsBuilder(this.byTerms?.termEmbedder, { postings: terms, terms });
    for (const { batch, vectors } of this.waiting) await this.write.rows(joinRows(vectors, builder.addBatch(batch)));
    await onRows();
    for (const piece of builder.finish()) await this.write.postings(piece);
  }

  /** Ends the thread, whatever it is doing. */
  async close(): Promise<void> {
    await this.worker?.terminate();
  }
}

/** Row-major, in memory of its own. @param made rows of the vectors that are missing, in order */
function joinRows(vectors: Vectors, made: Float32Array): Uint8Array {
  if (vectors.every((vector) => vector === undefined)) return new Uint8Array(made.buffer, made.byteOffset, made.byteLength);
  const dimension = vectors.find((vector) => vector !== undefined)!.length;
  const rows = new Float32Array(vectors.length * dimension);
  let taken = 0;
  vectors.forEach((vector, index) => {
    const row = vector ?? made.subarray(taken, taken + dimension);
    if (vector === undefined) taken += dimension;
    rows.set(row, index * dimension);
  });
  return new Uint8Array(rows.buffer);
}
