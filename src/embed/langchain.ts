/** Any embedder of this program as LangChain `Embeddings`. Importing this file imports @langchain/core: only the library's door does. */
import { Embeddings } from '@langchain/core/embeddings';
import type { Embedder } from '../types.js';

/** Vectors have length 1. The embedder retries and limits by itself, so LangChain's own caller is not used. */
export class TextEmbeddings extends Embeddings {
  constructor(readonly embedder: Embedder) {
    super({});
  }

  override async embedDocuments(documents: string[]): Promise<number[][]> {
    return (await this.embedder.embedTexts(documents)).map((vector) => Array.from(vector));
  }

  override async embedQuery(question: string): Promise<number[]> {
    return Array.from(await this.embedder.embedQuestion(question));
  }
}
