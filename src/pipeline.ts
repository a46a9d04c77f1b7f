/** Both paths of the program, each stage once, in order. Nothing else in src/ composes stages. */
import { createAnswerer } from './answer/answerer.js';
import { CHUNKER_VERSION, chunkArticle, embeddedText } from './chunk.js';
import { openCorpus } from './corpus/read.js';
import { createLocalEmbedder } from './embed/local.js';
import { YingjiaError } from './errors.js';
import { indexDirectoryFor } from './index/location.js';
import { type OpenIndex, openIndex } from './index/snapshot.js';
import { updateIndex } from './index/update.js';
import { createQuery } from './retrieve/query.js';
import { Retriever } from './retrieve/retrieve.js';
import type { Settings } from './settings.js';
import type { Answerer, IndexReport, IndexSnapshot, Progress } from './types.js';

export type RefreshOptions = {
  dryRun?: boolean;
  rebuild?: boolean;
  allowEmpty?: boolean;
  /** Goes on after a rollback, which else stays as it is. */
  resume?: boolean;
  /** Leaves small segments to the next update: for who is waiting for an answer. */
  deferMerges?: boolean;
  /** Checks every checksum first, also of files that nobody touched. */
  verifyAll?: boolean;
  onProgress?: (progress: Progress) => void;
  /** Lines for the operator: recovered, rebuilt, switched to exact search. */
  onNotice?: (line: string) => void;
  signal?: AbortSignal;
};

/** Articles on disk -> index on disk. Embeds only what the index does not hold yet. */
export async function refreshIndex(settings: Settings, options: RefreshOptions = {}): Promise<IndexReport> {
  return updateIndex({
    directory: indexDirectoryFor(settings.corpus.directory, settings.index.directory),
    corpusDirectory: settings.corpus.directory,
    openCorpus: () => openCorpus(settings.corpus, options.signal),
    chunk: chunkArticle,
    embeddedText,
    chunkerVersion: CHUNKER_VERSION,
    embedder: createLocalEmbedder(),
    settings: settings.index,
    ...options,
  });
}

/** Index on disk -> something that answers questions and follows the live generation. */
export async function openAnswerer(settings: Settings, options: { onNotice?: (line: string) => void } = {}): Promise<Answerer> {
  const index = await openIndex(indexDirectoryFor(settings.corpus.directory, settings.index.directory), options);
  const embedder = createLocalEmbedder();
  const retrievers = new WeakMap<IndexSnapshot, Retriever>();
  const retrieverOf = (snapshot: IndexSnapshot) => {
    const known = retrievers.get(snapshot) ?? new Retriever(snapshot, embedder);
    retrievers.set(snapshot, known);
    return known;
  };
  return createAnswerer({
    snapshot: followLive(settings, index, options.onNotice),
    retrieve: (snapshot, { text, context, ...request }) =>
      retrieverOf(snapshot).retrieve({
        query: createQuery(text, context),
        text: context === '' ? text : `${context}\n${text}`,
        vectorWeight: settings.retrieve.vectorWeight,
        ...request,
      }),
    minConfidence: settings.answer.minConfidence,
    ...(settings.retrieve.collections === undefined ? {} : { collections: settings.retrieve.collections }),
    close: async () => {},
  });
}

/** The live generation, question by question. Damage is repaired once; what cannot be repaired falls back to the newest whole generation. */
function followLive(settings: Settings, index: OpenIndex, onNotice: (line: string) => void = () => {}): () => Promise<IndexSnapshot> {
  let repair: Promise<unknown> | undefined;
  return async () => {
    const found = await index.snapshot();
    if (!index.isDamaged() && found !== undefined) return found;
    if (index.isDamaged()) {
      repair ??= refreshIndex(settings, { verifyAll: true, onNotice });
      await repair.catch((cause: unknown) => {
        if (!(cause instanceof YingjiaError)) throw cause;
        onNotice(`The index could not be repaired: ${cause.problem}`);
      });
    }
    const snapshot = (await index.snapshot()) ?? found;
    if (snapshot !== undefined) return snapshot;
    const directory = indexDirectoryFor(settings.corpus.directory, settings.index.directory);
    throw new YingjiaError('INDEX', { problem: `There is no index in "${directory}" yet.`, fix: 'Run "npx yingjia index".' });
  };
}
