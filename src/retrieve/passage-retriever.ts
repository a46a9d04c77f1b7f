/**
 * The search as a LangChain retriever: a question in, documents out, best first, each with the place of its text in an article. Importing
 * this file imports @langchain/core: only the library's door does.
 */
import { Document } from '@langchain/core/documents';
import { BaseRetriever, type BaseRetrieverInput } from '@langchain/core/retrievers';
import type { Answerer, Article, Hit, Source } from '../types.js';

/** Where a document's `pageContent` stands: `article.text.slice(start, end) === pageContent`, for the article version named. */
export type PassageMetadata = {
  articleId: string;
  articleVersion: string;
  start: number;
  end: number;
  /** Outermost first. */
  headings: readonly string[];
  title: string;
  sources: readonly Source[];
  collection: string;
  /** BCP 47. */
  language: string;
  /** High is good; `lexical` and `similarity` are its two parts. */
  score: number;
  lexical: number;
  similarity: number;
};

export type PassageRetrieverInput = BaseRetrieverInput & {
  answerer: Pick<Answerer, 'search' | 'readArticle'>;
  /** Documents at most. Default 10. */
  k?: number;
  /** Limits the search before anything is ranked; all collections when absent. */
  collections?: readonly string[];
};

/** Passage ids are document ids. A question that is empty or too long is refused as the answerer refuses it. */
export class PassageRetriever extends BaseRetriever<PassageMetadata> {
  override lc_namespace = ['yingjia', 'retrieve'];
  readonly k: number;
  readonly collections: readonly string[] | undefined;
  private readonly answerer: PassageRetrieverInput['answerer'];

  constructor({ answerer, k = 10, collections, ...fields }: PassageRetrieverInput) {
    super(fields);
    this.answerer = answerer;
    this.k = k;
    this.collections = collections;
  }

  static override lc_name(): string {
    return 'PassageRetriever';
  }

  override async _getRelevantDocuments(question: string): Promise<Document<PassageMetadata>[]> {
    const { collections } = this;
    const hits = await this.answerer.search({ text: question, ...(collections === undefined ? {} : { collections }) }, this.k);
    const documents = await Promise.all(hits.map((hit) => this.describe(hit)));
    return documents.filter((document) => document !== undefined);
  }

  /** @returns undefined when the article version was pruned since the search: what cannot be looked up cannot be cited. */
  private async describe(hit: Hit): Promise<Document<PassageMetadata> | undefined> {
    const article = await this.answerer.readArticle(hit.passage.articleId, hit.passage.articleVersion);
    return article === undefined ? undefined : createDocument(hit, article);
  }
}

function createDocument({ passage, score, lexical, similarity }: Hit, article: Article): Document<PassageMetadata> {
  const { articleId, articleVersion, start, end, headings } = passage;
  const { title, sources, collection, language } = article;
  return new Document({
    id: passage.id,
    pageContent: passage.text,
    metadata: { articleId, articleVersion, start, end, headings, title, sources, collection, language, score, lexical, similarity },
  });
}
