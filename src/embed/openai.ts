/**
 * Embeddings of an OpenAI-compatible server. In: texts. Out: one unit vector each, in order. Every answer is checked before it is believed:
 * count, order, width, numbers. Called by both paths where YINGJIA_EMBEDDING_MODEL is set.
 */
import type { Embeddings } from '@langchain/core/embeddings';
import pLimit from 'p-limit';
import { YingjiaError } from '../errors.js';
import { withDeadline } from '../provider/deadline.js';
import { clientOptions, type Endpoint, endpointName } from '../provider/endpoint.js';
import type { ProviderGate } from '../provider/gate.js';
import { costOf, type Price, priceOf } from '../provider/prices.js';
import type { Trouble } from '../provider/trouble.js';
import type { Embedder } from '../types.js';
import { checkedFetch, checkVector } from './openai-response.js';

/** Texts a request: local servers often take fewer than OpenAI's 2048, and refuse with 400 or 413 what is then halved. */
const BATCH = 64;
/** Batches under way at a time; the gate decides what is sent. */
const PARALLEL = 4;
/** A single text that is refused is cut in half, as the start of a long text says what it is about; below this, refusing is final. */
const LEAST_CHARACTERS = 400;
/** Bumped when a text would be sent otherwise than before: part of the fingerprint. */
const VERSION = '1';
/** Characters a token, for prices. */
const CHARACTERS_PER_TOKEN = 2.5;

export type OpenAiEmbedderOptions = Endpoint & {
  model: string;
  gate: ProviderGate;
  /** Of one request with its retries. */
  deadlineMs: number;
  /** Known from an index that was built with this model; else the server is asked once. */
  dimension?: number;
  price?: number | undefined;
};

/** @throws YingjiaError MODEL where the dimension has to be asked for and the server does not answer, SETTINGS where a key is missing. */
export async function openOpenAiEmbedder(options: OpenAiEmbedderOptions): Promise<Embedder> {
  if (options.apiKey === undefined && options.baseUrl === undefined) {
    throw new YingjiaError('SETTINGS', {
      problem: `YINGJIA_EMBEDDING_MODEL is "${options.model}", but there is neither a key for OpenAI nor the address of another server.`,
      fix: 'Set OPENAI_API_KEY, or OPENAI_BASE_URL for a local server; without YINGJIA_EMBEDDING_MODEL the local embedder serves.',
    });
  }
  const caller = new EmbeddingCaller(options, lazyClient(options));
  const dimension = options.dimension ?? (await caller.embed(['鷹架 scaffolding']))[0]!.length;
  caller.dimension = dimension;
  const price: Price | undefined = options.price === undefined ? priceOf(options.model) : { input: options.price, output: 0 };
  return {
    fingerprint: { name: `openai/${options.model}`, dimension, version: VERSION },
    async embedTexts(texts, signal) {
      const batches = Array.from({ length: Math.ceil(texts.length / BATCH) }, (_, index) =>
        texts.slice(index * BATCH, (index + 1) * BATCH),
      );
      return (await allOrAbort(batches, (batch, inner) => caller.embed(batch, inner), signal)).flat();
    },
    embedQuestion: async (text, signal) => (await caller.embed([text], signal))[0]!,
    ...(price === undefined
      ? {}
      : { costUsd: (characters: number) => costOf(price, { inputTokens: characters / CHARACTERS_PER_TOKEN, outputTokens: 0 })! }),
  };
}

/** LangChain's client costs 0.4 s to import: with the first text. */
function lazyClient(options: OpenAiEmbedderOptions): () => Promise<Embeddings> {
  let client: Promise<Embeddings> | undefined;
  return () => {
    client ??= (async () => {
      const { OpenAIEmbeddings } = await import('@langchain/openai');
      const { configuration, ...rest } = clientOptions(options);
      return new OpenAIEmbeddings({
        ...rest,
        model: options.model,
        batchSize: BATCH,
        // Unset, the client asks for base64; a server that answers with numbers all the same gives vectors of quarter width and no error.
        encodingFormat: 'float',
        stripNewLines: false,
        configuration: { ...configuration, fetch: checkedFetch },
      });
    })();
    return client;
  };
}

class EmbeddingCaller {
  dimension: number | undefined;

  constructor(
    private readonly options: OpenAiEmbedderOptions,
    private readonly client: () => Promise<Embeddings>,
  ) {
    this.dimension = options.dimension;
  }

  /** Halves what is refused for its size, until it is taken. */
  async embed(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]> {
    if (texts.length === 0) return [];
    const outcome = await this.request(texts, signal);
    if (Array.isArray(outcome)) return outcome;
    if (outcome.status === 400 || outcome.status === 413) {
      if (texts.length > 1) {
        const middle = Math.ceil(texts.length / 2);
        return [...(await this.embed(texts.slice(0, middle), signal)), ...(await this.embed(texts.slice(middle), signal))];
      }
      const [text] = texts as [string];
      if (text.length >= 2 * LEAST_CHARACTERS) return this.embed([halfOf(text)], signal);
    }
    signal?.throwIfAborted();
    throw this.error(outcome);
  }

  private async request(texts: readonly string[], signal: AbortSignal | undefined): Promise<Float32Array[] | Trouble> {
    const deadline = withDeadline(signal, this.options.deadlineMs);
    try {
      return await this.requestUntil(texts, deadline.signal);
    } finally {
      deadline.clear();
    }
  }

  private async requestUntil(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[] | Trouble> {
    const { gate } = this.options;
    const place = await gate.enter(signal);
    if (!place.ok) return place.trouble;
    try {
      const client = await this.client();
      const outcome = await gate.attempt(async (inner) => {
        const vectors = await untilAborted(client.embedDocuments([...texts]), inner);
        return vectors.map((vector) => checkVector(vector, this.dimension));
      }, signal);
      return outcome.ok ? outcome.value : outcome.trouble;
    } finally {
      place.value.release();
    }
  }

  private error({ kind, status, message }: Trouble): YingjiaError {
    const where = `${this.options.model} at ${endpointName(this.options)}`;
    const fix =
      status === 401 || status === 403
        ? 'Check OPENAI_API_KEY.'
        : kind === 'refused'
          ? 'Check YINGJIA_EMBEDDING_MODEL and OPENAI_BASE_URL.'
          : 'Try again later; without YINGJIA_EMBEDDING_MODEL the local embedder serves.';
    return new YingjiaError('MODEL', {
      problem: `The embedding model ${where} failed${status === undefined ? '' : ` (${status})`}: ${message}`,
      fix,
    });
  }
}

/** Never in the middle of a character. */
function halfOf(text: string): string {
  const half = text.slice(0, Math.ceil(text.length / 2));
  return half.isWellFormed() ? half : half.slice(0, -1);
}

/** LangChain's embeddings take no signal: the answer is no longer waited for. */
function untilAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/** In order; the first failure ends the others. */
async function allOrAbort<Item, Value>(
  items: readonly Item[],
  work: (item: Item, signal: AbortSignal) => Promise<Value>,
  signal: AbortSignal | undefined,
): Promise<Value[]> {
  const failure = new AbortController();
  const inner = AbortSignal.any([failure.signal, ...(signal === undefined ? [] : [signal])]);
  const limit = pLimit(PARALLEL);
  const done = items.map((item) =>
    limit(() => work(item, inner)).catch((error: unknown) => {
      failure.abort(error);
      throw error;
    }),
  );
  const settled = await Promise.allSettled(done);
  const failed = settled.find((each) => each.status === 'rejected');
  if (failed !== undefined) throw failure.signal.reason;
  return settled.map((each) => (each as PromiseFulfilledResult<Value>).value);
}
