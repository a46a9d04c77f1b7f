/** The thread of documents.ts: one document in, one article out. Each format's libraries are loaded with its first document. */
import { parentPort } from 'node:worker_threads';
import { type Parsed, Unreadable } from './article.js';
import type { DocumentKind, DocumentReply, DocumentRequest } from './documents.js';

const parsers: Record<DocumentKind, (request: DocumentRequest) => Promise<Parsed>> = {
  html: async ({ bytes, charset, address }) => (await import('./html.js')).parseHtml(bytes, { charset, address }),
  pdf: async ({ bytes }) => (await import('./pdf.js')).parsePdf(bytes),
  docx: async ({ bytes }) => (await import('./docx.js')).parseDocx(bytes),
};

parentPort?.on('message', async (request: DocumentRequest) => {
  let reply: DocumentReply;
  try {
    reply = { parsed: await parsers[request.kind](request) };
  } catch (cause) {
    reply = cause instanceof Unreadable ? { unreadable: cause.message } : { failure: (cause as Error).message };
  }
  parentPort?.postMessage(reply);
});
