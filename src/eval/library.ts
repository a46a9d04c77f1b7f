/** The articles as the answerer serves them, each read once: what citations are checked against and evidence is looked for in. */
import type { Answer, Answerer, Article, TestCase } from '../types.js';
import type { ArticleText } from './citations.js';
import { findSentenceEdges, type SentenceEdges } from './passages.js';

export type Library = {
  /** Live articles by id: those that the cases name, or all where a quote names none. */
  articles: ReadonlyMap<string, Article>;
  textOf: ArticleText;
  edgesOf(articleId: string, articleVersion: string): SentenceEdges | undefined;
  /** Reads the versions that an answer cites and found; `textOf` knows them from then on. */
  readNamed(answer: Answer): Promise<void>;
};

const keyOf = (articleId: string, articleVersion: string) => JSON.stringify([articleId, articleVersion]);

/** All live articles, or those of some collections. */
export async function readArticles(
  answerer: Answerer,
  collections?: readonly string[],
  signal?: AbortSignal,
): Promise<Map<string, Article>> {
  const { articles } = await answerer.overview(collections);
  return readLive(
    answerer,
    articles.map(({ id }) => id),
    signal,
  );
}

async function readLive(answerer: Answerer, ids: Iterable<string>, signal: AbortSignal | undefined): Promise<Map<string, Article>> {
  const articles = new Map<string, Article>();
  for (const id of ids) {
    signal?.throwIfAborted();
    const article = await answerer.readArticle(id);
    if (article !== undefined) articles.set(id, article);
  }
  return articles;
}

export async function openLibrary(answerer: Answerer, cases: readonly TestCase[], signal?: AbortSignal): Promise<Library> {
  const evidence = cases.flatMap((testCase) => testCase.evidence);
  const named = new Set(evidence.flatMap(({ articleId }) => (articleId === undefined ? [] : [articleId])));
  if (evidence.some(({ articleId }) => articleId === undefined)) {
    for (const { id } of (await answerer.overview()).articles) named.add(id);
  }
  const articles = await readLive(answerer, named, signal);
  const textByVersion = new Map<string, string | undefined>();
  const edgesByVersion = new Map<string, SentenceEdges>();
  return {
    articles,
    textOf: (articleId, articleVersion) => textByVersion.get(keyOf(articleId, articleVersion)),
    edgesOf(articleId, articleVersion) {
      const key = keyOf(articleId, articleVersion);
      const text = textByVersion.get(key);
      if (text !== undefined && !edgesByVersion.has(key)) edgesByVersion.set(key, findSentenceEdges(text));
      return edgesByVersion.get(key);
    },
    async readNamed({ citations, hits }) {
      for (const { articleId, articleVersion } of [...citations, ...hits.map((hit) => hit.passage)]) {
        const key = keyOf(articleId, articleVersion);
        if (!textByVersion.has(key)) textByVersion.set(key, (await answerer.readArticle(articleId, articleVersion))?.text);
      }
    },
  };
}
