/**
 * Builds a segment's postings, and with them the vectors that follow from terms: in a thread of its own from some thousand passages on, while
 * the caller chunks the next ones; at once, when finished, where there are fewer, since a thread costs more than they do.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Embedder } from '../types.js';
import { type TermBatch, type TermDocument, TermsBuilder } from './terms-builder.js';
import type { TermMessage } from './terms-worker.js';

const BATCH = 256;
/** Batches from which on a thread is worth its start. */
const THREAD_FROM = 2;
/** Batches in the thread at a time: bounds the memory that texts and vectors take. */
const MOST_BATCHES = 32;

type Vectors = readonly (Float32Array | undefined)[];

export class BackgroundTerms {
  private documents: TermDocument[] = [];
  private vectors: (Float32Array | undefined)[] = [];
  private waiting: { batch: TermBatch; vectors: Vectors }[] = [];
  /** What came along with the batches that are in the thread, oldest first. */
  private readonly sent: Vectors[] = [];
  /** Memory of rows that were written. */
  private readonly free: Float32Array[] = [];
  private worker: Worker | undefined;
  private written: Promise<void> = Promise.resolve();
  /** Rejects with what went wrong in the thread or in writing. */
  private readonly failed: Promise<never>;
  private fail: (cause: unknown) => void = () => {};
  private onReceived: () => void = () => {};

  /**
   * @param write takes the vectors of all documents in their order, as rows; never called before the last call has ended
   * @param url the thread's script; where it is missing (sources that were not built) everything is done in place.
   */
  constructor(
    private readonly byTerms: Embedder['byTerms'],
    private readonly write: (rows: Uint8Array) => Promise<void>,
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
    this.documents.push(document);
    this.vectors.push(vector);
    if (this.documents.length < BATCH) return undefined;
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
    const asked = Uint8Array.from(this.vectors, (vector) => (vector === undefined ? 1 : 0));
    this.waiting.push({ batch: { documents: this.documents, asked }, vectors: this.vectors });
    this.documents = [];
    this.vectors = [];
  }

  private send(): void {
    this.worker ??= this.open();
    for (const { batch, vectors } of this.waiting) {
      const memory = this.free.pop();
      const message: TermMessage = memory === undefined ? { batch } : { batch, memory };
      this.worker.postMessage(message, memory === undefined ? [] : [memory.buffer as ArrayBuffer]);
      this.sent.push(vectors);
    }
    this.waiting = [];
  }

  private open(): Worker {
    const worker = new Worker(this.url, { workerData: { module: this.byTerms?.module.href } });
    worker.once('error', this.fail);
    worker.on('message', (message: Float32Array | Uint8Array) => {
      if (message instanceof Float32Array) this.receive(message);
    });
    return worker;
  }

  private receive(made: Float32Array): void {
    const rows = joinRows(this.sent.shift()!, made);
    this.written = this.written.then(async () => {
      await this.write(rows);
      this.free.push(new Float32Array(made.buffer));
    });
    this.written.catch(this.fail);
    this.onReceived();
  }

  /**
   * @param onWritten called once all vectors are written, mostly long before the postings are done
   * @throws what went wrong in the thread, in writing or in `onWritten`
   */
  async finish(onWritten: () => Promise<void> = async () => {}): Promise<Uint8Array> {
    this.closeBatch();
    if (this.worker === undefined) return this.finishInPlace(onWritten);
    this.send();
    const { worker } = this;
    const all = new Promise<void>((resolve) => {
      this.onReceived = () => this.sent.length === 0 && resolve();
    });
    this.onReceived();
    const written = all.then(() => this.written).then(onWritten);
    written.catch(this.fail);
    const bytes = new Promise<Uint8Array>((resolve) => {
      worker.on('message', (message: Float32Array | Uint8Array) => message instanceof Uint8Array && resolve(message));
    });
    worker.postMessage('finish');
    const [postings] = await Promise.race([Promise.all([bytes, written]), this.failed]);
    return postings;
  }

  private async finishInPlace(onWritten: () => Promise<void>): Promise<Uint8Array> {
    const units = this.waiting.reduce((sum, { batch }) => sum + batch.documents.reduce((part, { body }) => part + body.length, 0), 0);
    const builder = new TermsBuilder(this.byTerms?.termEmbedder, { postings: 2 * units + 1, terms: 2 * units + 1 });
    for (const { batch, vectors } of this.waiting) await this.write(joinRows(vectors, builder.addBatch(batch)));
    await onWritten();
    return builder.finish();
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
