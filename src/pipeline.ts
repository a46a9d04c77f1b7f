/** Both paths of the program, each stage once, in order. Nothing else in src/ composes stages. */
import { createAnswerer } from './answer/answerer.js';
import type { WriterSurroundings } from './answer/open-writer.js';
import type { AnswerWriter } from './answer/write.js';
import { CHUNKER_VERSION, chunkArticle, embeddedText } from './chunk.js';
import { openCorpus } from './corpus/read.js';
import type { SourcesOptions } from './corpus/sources.js';
import { createLocalEmbedder } from './embed/local.js';
import { YingjiaError } from './errors.js';
import { indexDirectoryFor } from './index/location.js';
import { type OpenIndex, openIndex } from './index/snapshot.js';
import { updateIndex } from './index/update.js';
import { estimateTokens } from './provider/prices.js';
import { addAliases, translateQuery } from './retrieve/expansion.js';
import { createQuery } from './retrieve/query.js';
import { Retriever } from './retrieve/retrieve.js';
import { openWordLists, readGlossary } from './retrieve/word-lists.js';
import type { Settings } from './settings.js';
import type { BudgetStore } from './state/budget.js';
import type { Answerer, Budget, Embedder, IndexReport, IndexSnapshot, Progress, SourcesReport, Spending } from './types.js';

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

export type AnswererOptions = {
  onNotice?: ((line: string) => void) | undefined;
};

type SnapshotRetriever = { retriever: Retriever; vectorWeight: number };

/** Articles on disk -> index on disk. Embeds only what the index does not hold yet. */
export async function refreshIndex(settings: Settings, options: RefreshOptions = {}): Promise<IndexReport> {
  return updateIndex({
    directory: indexDirectoryFor(settings.corpus.directory, settings.index.directory),
    corpusDirectory: settings.corpus.directory,
    openCorpus: () => openCorpus(settings.corpus, options.signal),
    chunk: chunkArticle,
    embeddedText,
    chunkerVersion: CHUNKER_VERSION,
    embedder: await openEmbedder(settings),
    settings: settings.index,
    ...options,
  });
}

/** Pages, feeds and sitemaps -> files of the articles' folder; `refreshIndex` then takes them in. @throws YingjiaError CORPUS, USAGE. */
export async function followSources(settings: Settings, options: SourcesOptions = {}): Promise<SourcesReport> {
  const { updateSources } = await import('./corpus/sources.js');
  return updateSources(settings.corpus, options);
}

/** Index on disk -> something that answers questions and follows the live generation. */
export async function openAnswerer(settings: Settings, { onNotice }: AnswererOptions = {}): Promise<Answerer> {
  const index = await openIndex(indexDirectoryFor(settings.corpus.directory, settings.index.directory), { onNotice });
  const glossary = await readGlossary(settings.corpus.directory);
  const { chatModel, embeddingModel } = settings.model;
  const budget = chatModel === undefined && embeddingModel === undefined ? undefined : await openSpending(settings, onNotice);
  const retrievers = new WeakMap<IndexSnapshot, SnapshotRetriever>();
  const retrieverOf = async (snapshot: IndexSnapshot) => {
    const known = retrievers.get(snapshot) ?? (await openRetriever(snapshot, settings, { budget, onNotice }));
    retrievers.set(snapshot, known);
    return known;
  };
  const words = await openWordLists(settings.corpus.directory, settings.retrieve.dictionary);
  return createAnswerer({
    snapshot: followLive(settings, index, onNotice),
    async retrieve(snapshot, { text, context, ...request }) {
      const { retriever, vectorWeight } = await retrieverOf(snapshot);
      const query = addAliases(createQuery(text, context), await words.glossaryOf(snapshot));
      return retriever.retrieve({ query, text: context === '' ? text : `${context}\n${text}`, vectorWeight, ...request });
    },
    async retrieveAcross(snapshot, { text, context, ...request }) {
      const query = translateQuery(createQuery(text, context), request.language, await words.listsOf(snapshot));
      if (query === undefined) return undefined;
      const { retriever, vectorWeight } = await retrieverOf(snapshot);
      // The local embedder knows words by their letters alone: it cannot see across languages.
      return retriever.retrieve({
        query,
        text,
        vectorWeight: snapshot.embedder.name === 'local' ? 0 : vectorWeight,
        across: true,
        ...request,
      });
    },
    minConfidence: settings.answer.minConfidence,
    quotes: settings.answer.quotes,
    writer: budget === undefined || chatModel === undefined ? undefined : await openWriter(settings, { glossary, budget, onNotice }),
    ...(settings.retrieve.collections === undefined ? {} : { collections: settings.retrieve.collections }),
    close: async () => budget?.close(),
  });
}

/** What models cost is counted beside the rest of what must outlive the index. */
export async function openSpending({ model, state }: Settings, onNotice: ((line: string) => void) | undefined): Promise<BudgetStore> {
  const { openBudget } = await import('./state/budget.js');
  const caps = { dailyUsd: model.budgetDailyUsd, userDailyUsd: model.budgetUserDailyUsd };
  return openBudget({ directory: state.directory, caps, ...(onNotice === undefined ? {} : { onNotice }) });
}

/** Vectors are searched with the embedder that made them: a generation of another one is searched by words until the new one is live. */
async function openRetriever(
  snapshot: IndexSnapshot,
  settings: Settings,
  { budget, onNotice = () => {} }: { budget: Budget | undefined; onNotice: ((line: string) => void) | undefined },
): Promise<SnapshotRetriever> {
  const { embeddingModel } = settings.model;
  const made = snapshot.embedder.name;
  if (made === 'local') {
    const embedder = createLocalEmbedder();
    return { retriever: new Retriever(snapshot, embedder.embedQuestion), vectorWeight: settings.retrieve.localVectorWeight };
  }
  if (made !== `openai/${embeddingModel}`) {
    onNotice(
      `The index holds vectors of "${made}", settings ask for ${embeddingModel === undefined ? 'the local embedder' : `"${embeddingModel}"`}: until it is brought up to date, words alone are searched.`,
    );
    return { retriever: new Retriever(snapshot), vectorWeight: 0 };
  }
  const embedder = await openEmbedder(settings, snapshot.embedder.dimension);
  const embedQuestion = async (text: string, signal?: AbortSignal) => {
    const costUsd = embedder.costUsd?.(text.length);
    const spending = { inputTokens: estimateTokens(text), outputTokens: 0, ...(costUsd === undefined ? {} : { costUsd }) };
    const reservation = await budget?.reserve(spending);
    // The budget is spent: the words still find.
    if (budget !== undefined && reservation === undefined) return undefined;
    let used: Spending = { inputTokens: 0, outputTokens: 0 };
    try {
      const vector = await embedder.embedQuestion(text, signal);
      used = spending;
      return vector;
    } catch (cause) {
      if (!(cause instanceof YingjiaError) || signal?.aborted) throw cause;
      onNotice(`${cause.problem} The question is searched by words alone.`);
      return undefined;
    } finally {
      await reservation?.settle(used);
    }
  };
  return { retriever: new Retriever(snapshot, embedQuestion), vectorWeight: settings.retrieve.vectorWeight };
}

async function openEmbedder({ model }: Settings, dimension?: number): Promise<Embedder> {
  if (model.embeddingModel === undefined) return createLocalEmbedder();
  const [{ openOpenAiEmbedder }, { createProviderGate }] = await Promise.all([import('./embed/openai.js'), import('./provider/gate.js')]);
  return openOpenAiEmbedder({
    model: model.embeddingModel,
    apiKey: model.apiKey,
    baseUrl: model.baseUrl,
    gate: createProviderGate({ concurrency: model.concurrency }),
    deadlineMs: model.deadlineMs,
    price: model.priceEmbedding,
    ...(dimension === undefined ? {} : { dimension }),
  });
}

async function openWriter(settings: Settings, surroundings: WriterSurroundings): Promise<AnswerWriter | undefined> {
  const { openAnswerWriter } = await import('./answer/open-writer.js');
  return openAnswerWriter(settings.model, surroundings);
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
