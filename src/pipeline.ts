/** Both paths of the program, each stage once, in order. Nothing else in src/ composes stages. */
import { createAnswerer } from './answer/answerer.js';
import { CHUNKER_VERSION, chunkArticle, embeddedText } from './chunk.js';
import { openCorpus } from './corpus/read.js';
import { createLocalEmbedder } from './embed/local.js';
import { YingjiaError } from './errors.js';
import { indexDirectoryFor } from './index/location.js';
import { openIndex } from './index/snapshot.js';
import { updateIndex } from './index/update.js';
import { createQuery } from './retrieve/query.js';
import { Retriever } from './retrieve/retrieve.js';
import type { Settings } from './settings.js';
import type { Answerer, IndexReport, IndexSnapshot, Progress } from './types.js';

export type RefreshOptions = {
  dryRun?: boolean;
  rebuild?: boolean;
  allowEmpty?: boolean;
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
  const directory = indexDirectoryFor(settings.corpus.directory, settings.index.directory);
  const index = await openIndex(directory, options);
  const embedder = createLocalEmbedder();
  const retrievers = new WeakMap<IndexSnapshot, Retriever>();
  const retrieverOf = (snapshot: IndexSnapshot) => {
    const known = retrievers.get(snapshot) ?? new Retriever(snapshot, embedder);
    retrievers.set(snapshot, known);
    return known;
  };
  return createAnswerer({
    async snapshot() {
      const snapshot = await index.snapshot();
      if (snapshot === undefined) {
        throw new YingjiaError('INDEX', { problem: `There is no index in "${directory}" yet.`, fix: 'Run "npx yingjia index".' });
      }
      return snapshot;
    },
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
