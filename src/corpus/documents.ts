/**
 * Reads web pages, Word documents, PDF files and feeds in a worker thread with a limit of time and memory: their parsers are large, slow,
 * and can be made to spin or to fill the memory by a file that wants them to. The thread starts with the first document.
 */
import { Worker } from 'node:worker_threads';
import { type Parsed, Unreadable } from './article.js';
import type { LinkList } from './link-list.js';

export type DocumentRequest = { kind: 'html' | 'pdf' | 'docx'; bytes: Uint8Array; charset?: string; address?: string };
export type ListRequest = { kind: 'list'; bytes: Uint8Array; charset?: string; address: string };

/** What the worker answers: the parser's result, why the document cannot be used, or how the parser failed. */
export type DocumentReply = { result: unknown } | { unreadable: string } | { failure: string };

export type DocumentReader = {
  /** @throws Unreadable for a document that cannot be used or takes too much; the next one is read by a new thread then. */
  parse(request: DocumentRequest): Promise<Parsed>;
  /** Pages that a feed or sitemap names. @returns undefined for what is neither. @throws Unreadable likewise. */
  parseList(request: ListRequest): Promise<LinkList | undefined>;
};

export type DocumentLimits = { timeoutMs: number; memoryMb: number };
const defaultLimits: DocumentLimits = { timeoutMs: 60_000, memoryMb: 512 };

/** A thread that has had nothing to do for this long is ended. */
const IDLE_MS = 10_000;

/** Run from its sources, as tests do, the program has no compiled worker beside it. */
const workerUrl = new URL(
  import.meta.url.endsWith('.ts') ? '../../dist/corpus/document-worker.js' : './document-worker.js',
  import.meta.url,
);

/** Reads one document at a time, in the order asked. */
export function createDocumentReader(limits: Partial<DocumentLimits> = {}, url: URL = workerUrl): DocumentReader {
  const { timeoutMs, memoryMb } = { ...defaultLimits, ...limits };
  let worker: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;
  let last: Promise<unknown> = Promise.resolve();

  const open = () => {
    // No flags of the main thread: some, such as --input-type, keep a thread from starting.
    const opened = new Worker(url, { resourceLimits: { maxOldGenerationSizeMb: memoryMb }, execArgv: [], stdout: true, stderr: true });
    // What fails after its document was answered concerns nobody but the thread.
    opened.on('error', () => {});
    opened.on('exit', () => {
      if (worker === opened) worker = undefined;
    });
    return opened;
  };
  const end = async () => {
    const ending = worker;
    worker = undefined;
    await ending?.terminate();
  };
  const read = async (request: DocumentRequest | ListRequest): Promise<unknown> => {
    clearTimeout(idle);
    worker ??= open();
    worker.ref();
    try {
      const reply = await askWorker(worker, request, timeoutMs);
      if ('result' in reply) return reply.result;
      throw new Unreadable('unreadable' in reply ? reply.unreadable : `could not be read: ${reply.failure}`);
    } catch (cause) {
      if (!(cause instanceof Unreadable) || cause instanceof Overrun) await end();
      throw cause;
    } finally {
      worker?.unref();
      idle = setTimeout(end, IDLE_MS).unref();
    }
  };
  const ask = <Result>(request: DocumentRequest | ListRequest): Promise<Result> => {
    const reading = last.then(() => read(request));
    // Who asked is told; who asks next only waits.
    last = reading.catch(() => {});
    return reading as Promise<Result>;
  };
  return { parse: (request) => ask<Parsed>(request), parseList: (request) => ask<LinkList | undefined>(request) };
}

/** The document took more than its share; its thread is of no more use. */
class Overrun extends Unreadable {}

function askWorker(worker: Worker, request: DocumentRequest | ListRequest, timeoutMs: number): Promise<DocumentReply> {
  return new Promise((resolve, reject) => {
    const finish = () => {
      clearTimeout(timer);
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
    };
    const onMessage = (reply: DocumentReply) => {
      finish();
      resolve(reply);
    };
    const onError = (cause: Error & { code?: string }) => {
      finish();
      const isTooLarge = cause.code === 'ERR_WORKER_OUT_OF_MEMORY';
      reject(new Overrun(isTooLarge ? 'takes too much memory to read' : `could not be read: ${cause.message}`, isTooLarge));
    };
    const onExit = () => {
      finish();
      reject(new Overrun('could not be read: its reader ended', false));
    };
    const timer = setTimeout(() => {
      finish();
      reject(new Overrun(`takes longer than ${Math.ceil(timeoutMs / 1000)} seconds to read`));
    }, timeoutMs);
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    worker.postMessage(request);
  });
}
