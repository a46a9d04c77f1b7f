/** Articles with their passages and vectors -> the files of one new segment. Streams: of the texts only their terms stay in memory. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Article, Embedder, Passage } from '../types.js';
import { BackgroundTerms } from './background-terms.js';
import type { FileAppender, FileRecord, IndexFiles } from './files.js';
import { GRAPH_FILE, type GraphTask } from './graph.js';
import { type GraphPolicy, noGraphs, writeGraph } from './graph-entry.js';
import { createLedger, renderColumns, renderLedger } from './ledger.js';
import { pathsOf, type SegmentEntry } from './manifest.js';

/**
 * A passage on its way into the index. `keyName` tells its embedded text (ledger.ts), `vector` has length 1; where it is missing it is made of the
 * passage's terms.
 */
export type EmbeddedPassage = { passage: Passage; keyName: string; vector?: Float32Array | undefined };

export type OnFile = (name: string, record: FileRecord) => Promise<void>;

/** Sizes at which a segment is closed and another one begun: bounds memory, and what a merge may have to rewrite. */
export const SEGMENT_MAX_PASSAGES = 65_536;
export const SEGMENT_MAX_TEXT_BYTES = 1 << 29;

const STREAMS = ['articles.jsonl', 'passages.jsonl', 'vectors.f32', 'terms.bin'] as const;

export const createSegmentId = (generation: number) => `g${generation}-${randomBytes(4).toString('hex')}`;

export class SegmentWriter {
  private readonly ledger = createLedger();
  private readonly collectionNumbers = new Map<string, number>();
  private readonly pathNumbers = new Map<string, number>();
  private readonly articleEnds: number[] = [];
  private readonly passageEnds: number[] = [];
  private readonly sections: number[] = [];
  private readonly lineEnds: number[] = [];
  private readonly keyNames: string[] = [];
  private readonly terms: BackgroundTerms;

  private constructor(
    readonly id: string,
    private readonly files: IndexFiles,
    private readonly folder: string,
    private readonly streams: Record<(typeof STREAMS)[number], FileAppender>,
    private readonly graphs: GraphPolicy,
    byTerms: Embedder['byTerms'],
  ) {
    this.terms = new BackgroundTerms(byTerms, {
      rows: (bytes) => streams['vectors.f32'].append(bytes),
      postings: (bytes) => streams['terms.bin'].append(bytes),
    });
  }

  /** @param byTerms makes the vectors that passages come without */
  static async open(
    files: IndexFiles,
    directory: string,
    id: string,
    graphs = noGraphs,
    byTerms?: Embedder['byTerms'],
  ): Promise<SegmentWriter> {
    const folder = pathsOf(directory).segment(id);
    await files.makeDirectory(folder);
    const [articles, passages, vectors, terms] = await allOrNone(STREAMS.map((name) => files.create(join(folder, name))));
    const streams = { 'articles.jsonl': articles!, 'passages.jsonl': passages!, 'vectors.f32': vectors!, 'terms.bin': terms! };
    return new SegmentWriter(id, files, folder, streams, graphs, byTerms);
  }

  get passageCount(): number {
    return this.sections.length;
  }

  get isFull(): boolean {
    return this.sections.length >= SEGMENT_MAX_PASSAGES || this.streams['articles.jsonl'].size >= SEGMENT_MAX_TEXT_BYTES;
  }

  /**
   * Passages in the order of the text. An article without passages is kept too: it can be read, not found.
   * @param path the corpus's file that the article came from
   */
  async append(article: Article, path: string, passages: readonly EmbeddedPassage[]): Promise<void> {
    await this.streams['articles.jsonl'].appendText(`${JSON.stringify(article)}\n`);
    this.articleEnds.push(this.streams['articles.jsonl'].size);
    this.ledger.ids.push(article.id);
    this.ledger.versions.push(article.version);
    this.ledger.collectionOf.push(numberOf(article.collection, this.ledger.collections, this.collectionNumbers));
    this.ledger.pathOf.push(numberOf(path, this.ledger.paths, this.pathNumbers));

    let section = this.sections.at(-1) ?? -1;
    let previous: number | undefined;
    let lineEnd = this.lineEnds.at(-1) ?? 0;
    let lines = '';
    for (const { passage, keyName, vector } of passages) {
      if (passage.section !== previous) section++;
      previous = passage.section;
      const line = `${JSON.stringify([passage.id, passage.start, passage.end, passage.section, passage.headings])}\n`;
      lines += line;
      lineEnd += Buffer.byteLength(line);
      this.lineEnds.push(lineEnd);
      this.sections.push(section);
      this.keyNames.push(keyName);
      const lagging = this.terms.add({ title: [article.title, ...passage.headings].join(' '), body: passage.text }, vector);
      if (lagging !== undefined) await lagging;
    }
    this.passageEnds.push(this.sections.length);
    await this.streams['passages.jsonl'].appendText(lines);
  }

  /**
   * Writes what was gathered and syncs all of it.
   * @param onFile is told of each file once it is synced, while others are still being written
   * @returns the segment as a manifest names it, nothing deleted.
   */
  async finish(onFile: OnFile = async () => {}): Promise<SegmentEntry> {
    const { articleEnds, passageEnds, sections, lineEnds, keyNames } = this;
    const files: Record<string, FileRecord> = {};
    const add = async (name: string, record: FileRecord) => {
      files[name] = record;
      await onFile(name, record);
    };
    const finishStream = async (name: (typeof STREAMS)[number]) => {
      const record = await this.streams[name].finish();
      await this.streams[name].close();
      await add(name, record);
    };
    const write = async (name: string, bytes: Uint8Array) => add(name, await this.files.write(join(this.folder, name), bytes));
    await settleAll([
      finishStream('articles.jsonl'),
      finishStream('passages.jsonl'),
      write('ledger.json', renderLedger(this.ledger)),
      write('columns.bin', renderColumns({ articleEnds, passageEnds, sections, lineEnds, keyNames })),
      this.terms.finish(() => finishStream('vectors.f32')).then(() => finishStream('terms.bin')),
    ]);
    const graph = await writeGraph(this.files, this.graphTask(), this.graphs);
    if (graph !== undefined) await add(GRAPH_FILE, graph.record);
    await this.files.syncDirectory(this.folder);
    return {
      id: this.id,
      articles: articleEnds.length,
      passages: sections.length,
      deleted: '',
      deletedArticles: 0,
      deletedPassages: 0,
      ...(graph === undefined ? {} : { graph: graph.tuning }),
      files,
    };
  }

  private graphTask(): GraphTask {
    const count = this.sections.length;
    return { folder: this.folder, count, dimension: this.streams['vectors.f32'].size / count / 4 };
  }

  /** Closes the files; the folder of a segment that was not finished is swept later. */
  async abandon(): Promise<void> {
    await Promise.all([this.terms.close(), ...STREAMS.map((name) => this.streams[name].close())]);
  }
}

/** Position of a name in a list without repetitions, where it is put when it is new. */
function numberOf(name: string, names: string[], numbers: Map<string, number>): number {
  let number = numbers.get(name);
  if (number === undefined) {
    number = names.push(name) - 1;
    numbers.set(name, number);
  }
  return number;
}

/** Waits for all of them also when one fails, so that nothing goes on behind the caller's back. @throws the first failure */
async function settleAll(tasks: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(tasks)).find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

async function allOrNone(opening: readonly Promise<FileAppender>[]): Promise<FileAppender[]> {
  const outcomes = await Promise.allSettled(opening);
  const opened = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed === undefined) return opened;
  await Promise.all(opened.map((file) => file.close()));
  throw failed.reason;
}
