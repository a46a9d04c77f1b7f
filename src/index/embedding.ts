/** Passages of new articles -> their vectors: from the index where it holds the same text already, from the cache, and only then embedded. */
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { YingjiaError } from '../errors.js';
import type { Article, Embedder, Passage } from '../types.js';
import type { Base, BaseSegment } from './base.js';
import { keyNameOf } from './ledger.js';
import type { EmbeddedPassage } from './segment-writer.js';
import { type Held, VectorPlaces } from './vector-places.js';

/** Vectors by the name of the embedded text (ledger.ts). */
export type VectorCache = {
  get(name: string): Promise<Float32Array | undefined>;
  put(entries: readonly { name: string; vector: Float32Array }[]): Promise<void>;
};

/** `path`: the corpus's file that the article came from. */
export type ChunkedArticle = {
  article: Article;
  path: string;
  passages: readonly { passage: Passage; name: string; text: string }[];
};

export type EmbeddingCount = { passages: number; characters: number };

/** Pure. */
export function prepareArticle(
  article: Article,
  path: string,
  { chunk, embeddedText }: { chunk: (article: Article) => Passage[]; embeddedText: (title: string, passage: Passage) => string },
): ChunkedArticle {
  const passages = chunk(article).map((passage) => {
    const text = embeddedText(article.title, passage);
    return { passage, name: keyNameOf(text), text };
  });
  return { article, path, passages };
}

export class VectorFinder {
  readonly embedded: EmbeddingCount = { passages: 0, characters: 0 };
  private readonly places: VectorPlaces;
  /** Only for a dry run: texts that would be in the cache by now. */
  private readonly planned = new Set<string>();

  constructor(
    private readonly base: Base,
    private readonly embedder: Embedder,
    private readonly cache: VectorCache | undefined,
    private readonly signal: AbortSignal | undefined,
  ) {
    this.places = new VectorPlaces(base.segments);
  }

  /** Counts what `embed` would embed. */
  async plan(batch: readonly ChunkedArticle[]): Promise<void> {
    const texts = await this.missing(batch);
    if (this.cache !== undefined) {
      for (const name of texts.keys()) if (this.planned.has(name)) texts.delete(name);
      for (const name of texts.keys()) this.planned.add(name);
    }
    this.count(texts.values());
  }

  /** Vectors that follow from terms are counted here, and left to the segment's writer to make. */
  async embed(batch: readonly ChunkedArticle[]): Promise<EmbeddedPassage[][]> {
    const found = new Map<string, Float32Array>();
    const texts = await this.missing(batch, found);
    if (this.embedder.byTerms !== undefined) this.count(texts.values());
    else if (texts.size > 0) {
      const vectors = await this.embedder.embedTexts([...texts.values()], this.signal);
      if (vectors.length !== texts.size) throw wrongVectors(`${vectors.length} vectors for ${texts.size} texts`);
      const fresh = [...texts.keys()].map((name, index) => ({ name, vector: this.checked(vectors[index]!) }));
      await this.cache?.put(fresh);
      for (const { name, vector } of fresh) found.set(name, vector);
      this.count(texts.values());
    }
    return batch.map(({ passages }) => passages.map(({ passage, name }) => ({ passage, keyName: name, vector: found.get(name) })));
  }

  /** Texts of the batch that neither index nor cache holds, by name; what they hold goes into `found`. */
  private async missing(batch: readonly ChunkedArticle[], found = new Map<string, Float32Array>()): Promise<Map<string, string>> {
    const { fingerprint } = this.embedder;
    const comparable = this.base.manifest !== undefined && sameEmbedder(this.base.manifest.embedder, fingerprint);
    const wanted = new Map<string, string>();
    for (const { passages } of batch) for (const { name, text } of passages) wanted.set(name, text);
    const held = comparable ? await this.places.find([...wanted.keys()]) : [];
    for (const [name, vector] of await readVectors(held, fingerprint.dimension)) {
      if (isUnit(vector)) found.set(name, vector);
    }
    for (const name of wanted.keys()) {
      const vector = found.get(name) ?? (await this.cache?.get(name));
      if (vector === undefined) continue;
      found.set(name, vector);
      wanted.delete(name);
    }
    return wanted;
  }

  private count(texts: Iterable<string>): void {
    for (const text of texts) {
      this.embedded.passages++;
      this.embedded.characters += text.length;
    }
  }

  private checked(vector: Float32Array): Float32Array {
    const { name, dimension } = this.embedder.fingerprint;
    if (vector.length !== dimension) throw wrongVectors(`a vector of ${vector.length} numbers; "${name}" has ${dimension}`);
    if (!isUnit(vector)) throw wrongVectors('a vector whose length is not 1');
    return vector;
  }
}

export const sameEmbedder = (left: Embedder['fingerprint'], right: Embedder['fingerprint']) =>
  left.name === right.name && left.dimension === right.dimension && left.version === right.version;

/** Finite and of length 1, as far as 32 bits can tell. */
export function isUnit(vector: Float32Array): boolean {
  let sum = 0;
  for (let index = 0; index < vector.length; index++) sum += vector[index]! * vector[index]!;
  return Math.abs(sum - 1) < 1e-3;
}

function wrongVectors(received: string): YingjiaError {
  return new YingjiaError('MODEL', {
    problem: `The embedder gave ${received}.`,
    fix: 'Check YINGJIA_EMBEDDING_MODEL and OPENAI_BASE_URL; unset both to use the local embedder.',
  });
}

/** Reads single rows of the vector files. */
async function readVectors(held: readonly Held[], dimension: number): Promise<Map<string, Float32Array>> {
  const vectors = new Map<string, Float32Array>();
  const bySegment = groupBySegment(held);
  for (const [segment, rows] of bySegment) {
    const handle = await open(join(segment.folder, 'vectors.f32'), 'r');
    try {
      for (const { name, place } of rows) {
        const vector = new Float32Array(dimension);
        await handle.read(new Uint8Array(vector.buffer), 0, dimension * 4, place.ordinal * dimension * 4);
        vectors.set(name, vector);
      }
    } finally {
      await handle.close();
    }
  }
  return vectors;
}

function groupBySegment(held: readonly Held[]): Map<BaseSegment, Held[]> {
  const groups = new Map<BaseSegment, Held[]>();
  for (const each of held) {
    const group = groups.get(each.place.segment);
    if (group === undefined) groups.set(each.place.segment, [each]);
    else group.push(each);
  }
  return groups;
}
