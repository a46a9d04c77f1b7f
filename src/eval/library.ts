/** The articles as the answerer serves them, each read once: what citations are checked against and evidence is looked for in. */
import type { Answer, Answerer, Article, TestCase } from '../types.js';
import type { ArticleText } from './citations.js';

export type Library = {
  /** Live articles by id: those that the cases name, or all where a quote names none. */
  articles: ReadonlyMap<string, Article>;
  textOf: ArticleText;
  /** Reads the versions that an answer cites; `textOf` knows them from then on. */
  readCited(answer: Answer): Promise<void>;
};

const keyOf = (articleId: string, articleVersion: string) => JSON.stringify([articleId, articleVersion]);

export async function openLibrary(answerer: Answerer, cases: readonly TestCase[], signal?: AbortSignal): Promise<Library> {
  const evidence = cases.flatMap((testCase) => testCase.evidence);
  const named = new Set(evidence.flatMap(({ articleId }) => (articleId === undefined ? [] : [articleId])));
  if (evidence.some(({ articleId }) => articleId === undefined)) {
    for (const { id } of (await answerer.overview()).articles) named.add(id);
  }
  const articles = new Map<string, Article>();
  for (const id of named) {
    signal?.throwIfAborted();
    const article = await answerer.readArticle(id);
    if (article !== undefined) articles.set(id, article);
  }
  const textByVersion = new Map<string, string | undefined>();
  return {
    articles,
    textOf: (articleId, articleVersion) => textByVersion.get(keyOf(articleId, articleVersion)),
    async readCited({ citations }) {
      for (const { articleId, articleVersion } of citations) {
        const key = keyOf(articleId, articleVersion);
        if (!textByVersion.has(key)) textByVersion.set(key, (await answerer.readArticle(articleId, articleVersion))?.text);
      }
    },
  };
}
