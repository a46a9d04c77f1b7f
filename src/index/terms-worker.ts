/** The thread of background-terms.ts: documents in, in batches; when asked to finish, the postings of all of them out. */
import { parentPort } from 'node:worker_threads';
import { type TermDocument, TermsBuilder } from './terms.js';

const builder = new TermsBuilder();

parentPort?.on('message', (message: readonly TermDocument[] | 'finish') => {
  if (message !== 'finish') {
    for (const document of message) builder.add(document);
    return;
  }
  const bytes = builder.finish();
  parentPort?.postMessage(bytes, [bytes.buffer as ArrayBuffer]);
  parentPort?.close();
});
