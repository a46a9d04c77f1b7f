/**
 * The index as a LangChain `VectorStore`: documents in, the most similar out, in a folder that survives crashes as any index does. A document
 * is an article of one passage. Similarity is cosine: high is good.
 */
import { createHash, randomUUID } from 'node:crypto';
import { Document } from '@langchain/core/documents';
import type { EmbeddingsInterface } from '@langchain/core/embeddings';
import { VectorStore } from '@langchain/core/vectorstores';
import type { Article, Corpus, Passage } from '../types.js';
import { type OpenIndex, openIndex } from './snapshot.js';
import { updateIndex } from './update.js';

type StoredDocument = Article & { metadata: Record<string, unknown> };

export class IndexStore extends VectorStore {
  declare FilterType: (document: Document) => boolean;
  private index: OpenIndex | undefined;

  /** @param directory of the store alone: it is created when the first document comes. */
  constructor(
    embeddings: EmbeddingsInterface,
    private readonly directory: string,
  ) {
    super(embeddings, { directory });
  }

  _vectorstoreType(): string {
    return 'yingjia';
  }

  /** Documents with an id that is held already are replaced. @returns their ids. */
  async addDocuments(documents: Document[], options?: { ids?: string[] }): Promise<string[]> {
    return this.addVectors(await this.embeddings.embedDocuments(documents.map(({ pageContent }) => pageContent)), documents, options);
  }

  async addVectors(vectors: number[][], documents: Document[], options?: { ids?: string[] }): Promise<string[]> {
    const ids = documents.map(({ id }, position) => options?.ids?.[position] ?? id ?? randomUUID());
    if (documents.length === 0) return ids;
    const added = new Map(ids.map((id, position) => [id, createStored(id, documents[position]!)]));
    const vectorOf = new Map(documents.map(({ pageContent }, position) => [pageContent, unit(vectors[position]!)]));
    await this.update(added, new Set(), vectorOf, vectors[0]!.length);
    return ids;
  }

  override async delete({ ids }: { ids: string[] }): Promise<void> {
    const snapshot = await (await this.open()).snapshot();
    if (snapshot !== undefined) await this.update(new Map(), new Set(ids), new Map(), snapshot.embedder.dimension);
  }

  async similaritySearchVectorWithScore(query: number[], k: number, filter?: this['FilterType']): Promise<[Document, number][]> {
    const snapshot = await (await this.open()).snapshot();
    if (snapshot === undefined) return [];
    const question = unit(query);
    const found = snapshot.segments.flatMap((segment) => {
      const documentAt = (ordinal: number) => createDocument(segment.article(segment.articleOf[ordinal]!) as StoredDocument);
      const accepts = filter === undefined ? undefined : (ordinal: number) => filter(documentAt(ordinal));
      return segment
        .nearest(question, k, accepts)
        .map(({ ordinal, similarity }) => [documentAt(ordinal), similarity] as [Document, number]);
    });
    return found.sort(([, left], [, right]) => right - left).slice(0, k);
  }

  private async embedOne(text: string): Promise<Float32Array> {
    return unit(await this.embeddings.embedQuery(text));
  }

  private async open(): Promise<OpenIndex> {
    this.index ??= await openIndex(this.directory);
    return this.index;
  }

  private async update(
    added: ReadonlyMap<string, StoredDocument>,
    removed: ReadonlySet<string>,
    vectorOf: ReadonlyMap<string, Float32Array>,
    dimension: number,
  ): Promise<void> {
    await updateIndex({
      directory: this.directory,
      corpusDirectory: this.directory,
      openCorpus: () => this.openDocuments(added, removed),
      chunk: chunkDocument,
      embeddedText: (_title, { text }) => text,
      chunkerVersion: 'document',
      embedder: {
        fingerprint: { name: 'documents', dimension, version: '1' },
        // Held documents bring no vector along: where theirs was damaged it is made again.
        embedTexts: (texts) => Promise.all(texts.map(async (text) => vectorOf.get(text) ?? this.embedOne(text))),
        embedQuestion: (text) => this.embedOne(text),
      },
      settings: { graphMinPassages: 50_000, keepGenerations: 2 },
      allowEmpty: true,
    });
  }

  /** What is to be held afterwards, as a corpus of one file a document. */
  private async openDocuments(added: ReadonlyMap<string, StoredDocument>, removed: ReadonlySet<string>): Promise<Corpus> {
    const snapshot = await (await this.open()).snapshot();
    const held = new Map<string, StoredDocument>();
    for (const segment of snapshot?.segments ?? []) {
      for (let ordinal = 0; ordinal < segment.passageCount; ordinal++) {
        if (segment.live[ordinal] === 0) continue;
        const article = segment.article(segment.articleOf[ordinal]!) as StoredDocument;
        if (!removed.has(article.id)) held.set(article.id, article);
      }
    }
    for (const [id, article] of added) held.set(id, article);
    const files = [...held].map(([path, { text, version }]) => ({
      path,
      size: text.length,
      mtimeMs: Number.parseInt(version.slice(0, 8), 16),
    }));
    return { directory: this.directory, files, problems: [], read: async (path) => ({ articles: [held.get(path)!], problems: [] }) };
  }
}

function createStored(id: string, { pageContent, metadata }: Document): StoredDocument {
  const fields = { id, collection: 'documents', title: '', sources: [], language: 'und', text: pageContent, metadata };
  return { ...fields, version: createHash('sha256').update(JSON.stringify(fields)).digest('hex') };
}

const createDocument = ({ id, text, metadata }: StoredDocument) => new Document({ id, pageContent: text, metadata });

const chunkDocument = ({ id, version, text }: Article): Passage[] => [
  { id, articleId: id, articleVersion: version, headings: [], text, start: 0, end: text.length, section: 0 },
];

function unit(vector: readonly number[]): Float32Array {
  const length = Math.hypot(...vector);
  return Float32Array.from(vector, (value) => value / (length || 1));
}
