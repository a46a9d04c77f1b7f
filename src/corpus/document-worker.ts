/** The thread of documents.ts: one document in, what its parser says out. Each format's libraries are loaded with its first document. */
import { parentPort } from 'node:worker_threads';
import { Unreadable } from './article.js';
import { decodeMarkup } from './decode.js';
import type { DocumentReply, DocumentRequest, ListRequest } from './documents.js';

async function parse(request: DocumentRequest | ListRequest): Promise<unknown> {
  const { bytes, charset, address } = request;
  switch (request.kind) {
    case 'html':
      return (await import('./html.js')).parseHtml(bytes, { charset, address });
    case 'pdf':
      return (await import('./pdf.js')).parsePdf(bytes);
    case 'docx':
      return (await import('./docx.js')).parseDocx(bytes);
    case 'list': {
      const { parseLinkList } = await import('./link-list.js');
      return parseLinkList(decodeMarkup(bytes, charset), request.address);
    }
  }
}

parentPort?.on('message', async (request: DocumentRequest | ListRequest) => {
  let reply: DocumentReply;
  try {
    reply = { result: await parse(request) };
  } catch (cause) {
    reply = cause instanceof Unreadable ? { unreadable: cause.message } : { failure: (cause as Error).message };
  }
  parentPort?.postMessage(reply);
});
