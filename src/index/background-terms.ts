/**
 * Builds a segment's postings: in a thread of its own from some thousand passages on, while the caller chunks and embeds the next ones; at
 * once, when finished, where there are fewer, since a thread costs more than they do.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { type TermDocument, TermsBuilder } from './terms.js';

const BATCH = 512;
const THREAD_FROM = 4_096;

export class BackgroundTerms {
  private waiting: TermDocument[] = [];
  private worker: Worker | undefined;
  private failure: Promise<never> | undefined;

  /** @param url the thread's script; where it is missing (sources that were not built) everything is done in place. */
  constructor(private readonly url = new URL('./terms-worker.js', import.meta.url)) {}

  add(document: TermDocument): void {
    this.waiting.push(document);
    if (
      this.worker === undefined ? this.waiting.length === THREAD_FROM && existsSync(fileURLToPath(this.url)) : this.waiting.length >= BATCH
    ) {
      this.send();
    }
  }

  private send(): void {
    this.worker ??= this.open();
    this.worker.postMessage(this.waiting);
    this.waiting = [];
  }

  private open(): Worker {
    const worker = new Worker(this.url);
    this.failure = new Promise((_, reject) => worker.once('error', reject));
    // Told when finished; until then nobody may be waiting.
    this.failure.catch(() => {});
    return worker;
  }

  /** @throws what went wrong in the thread. */
  async finish(): Promise<Uint8Array> {
    if (this.worker === undefined) {
      const builder = new TermsBuilder();
      for (const document of this.waiting) builder.add(document);
      return builder.finish();
    }
    this.send();
    const { worker } = this;
    const bytes = new Promise<Uint8Array>((resolve) => worker.once('message', resolve));
    worker.postMessage('finish');
    return Promise.race([bytes, this.failure!]);
  }

  /** Ends the thread, whatever it is doing. */
  async close(): Promise<void> {
    await this.worker?.terminate();
  }
}
