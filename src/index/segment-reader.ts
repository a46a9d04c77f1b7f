/** The files of one segment -> a `SegmentReader`. Everything is read and verified once; passages and articles are parsed when asked for. */
import { join } from 'node:path';
import type { Article, Passage, SegmentReader } from '../types.js';
import { GRAPH_FILE, openGraph, searchNearest } from './graph.js';
import type { HnswIndex } from './hnsw.js';
import { type Columns, type Ledger, parseColumns, parseLedger, rangeOf } from './ledger.js';
import { bitAt, parseDeleted, pathsOf, type SegmentEntry } from './manifest.js';
import { dotProduct } from './similarity.js';
import { openTerms } from './terms.js';
import { DamagedFile, readVerified, verifyFile } from './verified-read.js';

/** The immutable part, shared by every generation that names the segment. */
export type OpenSegment = {
  ledger: Ledger;
  columns: Columns;
  articleOf: Uint32Array;
  articleLines: Buffer;
  passageLines: Buffer;
  vectors: Float32Array;
  dimension: number;
  terms: SegmentReader['terms'];
  /** Only of a large segment, and where the addon is there. */
  graph: HnswIndex | undefined;
  parsedArticles: Map<number, Article>;
};

/** Articles kept parsed in a segment: passages of one article are mostly asked for together. */
const PARSED_ARTICLES = 256;

/**
 * @param onNotice is told where only the graph is damaged: search is then exact.
 * @throws DamagedFile where another checksum does not hold.
 */
export async function openSegment(
  directory: string,
  entry: SegmentEntry,
  dimension: number,
  onNotice: (line: string) => void = () => {},
): Promise<OpenSegment> {
  const folder = pathsOf(directory).segment(entry.id);
  const read = (name: string) => {
    const record = entry.files[name];
    if (record === undefined) throw new DamagedFile(join(folder, name), 'is not in the manifest');
    return readVerified(join(folder, name), record);
  };
  const [ledgerBytes, columnBytes, articles, passages, vectors, termBytes] = await Promise.all([
    read('ledger.json'),
    read('columns.bin'),
    read('articles.jsonl'),
    read('passages.jsonl'),
    read('vectors.f32'),
    read('terms.bin'),
  ]);
  const terms = openTerms(termBytes!);
  if (terms === undefined) throw new DamagedFile(join(folder, 'terms.bin'), 'is of another version');
  if (vectors!.byteLength !== entry.passages * dimension * 4) throw new DamagedFile(join(folder, 'vectors.f32'), 'is of another dimension');
  const columns = parseColumns(columnBytes!);
  return {
    ledger: parseLedger(ledgerBytes!),
    columns,
    articleOf: spread(columns.passageEnds, entry.passages),
    articleLines: bufferOf(articles!),
    passageLines: bufferOf(passages!),
    vectors: new Float32Array(vectors!.buffer, vectors!.byteOffset, entry.passages * dimension),
    dimension,
    terms,
    graph: await readGraph(folder, entry, dimension, onNotice),
    parsedArticles: new Map(),
  };
}

/** Nothing is loaded before its checksum holds. */
async function readGraph(
  folder: string,
  { files, graph, passages }: SegmentEntry,
  dimension: number,
  onNotice: (line: string) => void,
): Promise<HnswIndex | undefined> {
  const record = files[GRAPH_FILE];
  if (graph === undefined || record === undefined) return undefined;
  try {
    await verifyFile(join(folder, GRAPH_FILE), record);
  } catch (cause) {
    if (!(cause instanceof DamagedFile)) throw cause;
    onNotice(
      `Damaged: ${cause.message}. Its ${passages} passages are looked at one by one until "npx yingjia index --verify" builds it again.`,
    );
    return undefined;
  }
  return openGraph(join(folder, GRAPH_FILE), passages, dimension, graph.searchWidth);
}

const bufferOf = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Ends of runs -> the run of each position. */
function spread(ends: Uint32Array, length: number): Uint32Array {
  const runs = new Uint32Array(length);
  ends.forEach((end, run) => {
    runs.fill(run, rangeOf(ends, run)[0], end);
  });
  return runs;
}

/** The segment as one generation sees it: with that generation's deletions. */
export function createSegmentReader(segment: OpenSegment, entry: SegmentEntry): SegmentReader {
  const { columns, dimension, vectors } = segment;
  const live = new Uint8Array(entry.passages).fill(1);
  const deleted = parseDeleted(entry);
  for (let article = 0; article < entry.articles; article++) {
    if (bitAt(deleted, article) === 1) live.fill(0, ...rangeOf(columns.passageEnds, article));
  }
  return {
    passageCount: entry.passages,
    articleCount: entry.articles,
    live,
    articleOf: segment.articleOf,
    sectionOf: columns.sections,
    sectionCount: entry.passages === 0 ? 0 : columns.sections[entry.passages - 1]! + 1,
    passage: (ordinal) => passageAt(segment, ordinal),
    article: (ordinal) => articleAt(segment, ordinal),
    collectionOf: (ordinal) => segment.ledger.collections[segment.ledger.collectionOf[ordinal]!]!,
    terms: segment.terms,
    similarities: (question, ordinals) => {
      checkDimension(question, dimension);
      const similarities = new Float32Array(ordinals.length);
      for (let index = 0; index < ordinals.length; index++) similarities[index] = dotProduct(question, vectors, ordinals[index]!);
      return similarities;
    },
    nearest(question, limit, accepts) {
      checkDimension(question, dimension);
      const allowed = accepts === undefined ? live : live.map((isLive, ordinal) => (isLive === 1 && accepts(ordinal) ? 1 : 0));
      let count = 0;
      for (const each of allowed) count += each;
      return searchNearest(segment.graph, vectors, question, limit, allowed, count);
    },
  };
}

function checkDimension(question: Float32Array, dimension: number): void {
  if (question.length !== dimension) throw new RangeError(`a vector of ${question.length} numbers was asked of an index of ${dimension}`);
}

export const vectorAt = ({ vectors, dimension }: OpenSegment, ordinal: number): Float32Array =>
  vectors.subarray(ordinal * dimension, (ordinal + 1) * dimension);

export function articleAt(segment: OpenSegment, ordinal: number): Article {
  const known = segment.parsedArticles.get(ordinal);
  if (known !== undefined) return known;
  const article = JSON.parse(segment.articleLines.toString('utf8', ...rangeOf(segment.columns.articleEnds, ordinal))) as Article;
  if (segment.parsedArticles.size >= PARSED_ARTICLES) segment.parsedArticles.delete(segment.parsedArticles.keys().next().value!);
  segment.parsedArticles.set(ordinal, article);
  return article;
}

function passageAt(segment: OpenSegment, ordinal: number): Passage {
  const line = segment.passageLines.toString('utf8', ...rangeOf(segment.columns.lineEnds, ordinal));
  const [id, start, end, section, headings] = JSON.parse(line) as [string, number, number, number, string[]];
  const article = articleAt(segment, segment.articleOf[ordinal]!);
  return {
    id,
    articleId: article.id,
    articleVersion: article.version,
    headings,
    text: article.text.slice(start, end),
    start,
    end,
    section,
  };
}
