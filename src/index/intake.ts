/** The collections -> passages with vectors, in new segments: reads what may have changed, and passes on only what did. */
import type { Article, Corpus, CorpusFile, CorpusProblem, Embedder, Passage, Progress } from '../types.js';
import { type Base, type BaseRow, isLiveId, readArticles } from './base.js';
import { type ChunkedArticle, prepareArticle, type VectorFinder } from './embedding.js';
import { Unfocused } from './focus.js';
import type { GenerationWriter } from './generation-writer.js';
import type { PlacedArticle } from './plan.js';
import { isSettled, isUnchanged, type KnownFiles, type SettledFile, unsettled } from './source-log.js';

export type IntakeRequest = {
  /** Pure. */
  chunk(article: Article): Passage[];
  /** The exact text whose vector a passage gets. Pure. */
  embeddedText(title: string, passage: Passage): string;
  embedder: Embedder;
  dryRun?: boolean;
  /** Reads also again what could not be read, though it has not changed. */
  verifyAll?: boolean;
  onProgress?(progress: Progress): void;
  signal?: AbortSignal;
};

/** Passages that an embedder gets at a time; one that works by terms gets none, and what waits for nothing is garbage while it is young. */
const BATCH_PASSAGES = 512;
const BATCH_BY_TERMS = 64;

/** The index changed beneath: read it, and plan, again. */
export class Overtaken extends Error {}

export class Intake {
  readonly seen = new Map<string, PlacedArticle>();
  /** Of the articles that were written, or with a dry run would be. */
  readonly titles = new Map<string, string>();
  /** Names of the embedded texts that were written (ledger.ts). */
  readonly names: string[] = [];
  readonly problems: CorpusProblem[] = [];
  /** Files that were taken in as far as they can be read, and need not be read again while size and time stay. */
  readonly settled: SettledFile[] = [];
  private batch: ChunkedArticle[] = [];
  private batchPassages = 0;

  constructor(
    private readonly request: IntakeRequest,
    private readonly base: Base,
    private readonly writer: GenerationWriter,
    private readonly finder: VectorFinder,
    /** Whether an article whose content is as before must be written all the same. */
    private readonly mustRewrite: (row: BaseRow) => boolean,
  ) {}

  /** @throws Overtaken, Unfocused */
  async readCorpus(corpus: Corpus, known: KnownFiles): Promise<void> {
    const idsByPath = groupIds(this.base);
    this.problems.push(...corpus.problems);
    for (const [index, file] of corpus.files.entries()) {
      this.request.signal?.throwIfAborted();
      const before = isUnchanged(known, file) ? known.get(file.path) : undefined;
      if (before === undefined || (before.problems !== undefined && this.request.verifyAll)) await this.takeFile(corpus, file);
      else this.takeUnchanged(before, idsByPath.get(file.path));
      this.request.onProgress?.({ step: 'index', done: index + 1, total: corpus.files.length, current: file.path });
    }
  }

  /** Of a file of which nothing can be read, what it held when it could be is kept, as after each reading that failed. */
  private takeUnchanged(file: SettledFile, ids: string | readonly string[] = []): void {
    const { path, problems } = file;
    if (problems !== undefined) this.problems.push(...problems.map((reason) => ({ path, reason })));
    let unique = true;
    if (problems === undefined || file.isPart === true) {
      // A row is a version and a path, and this is its file.
      for (const id of typeof ids === 'string' ? [ids] : ids) unique = this.see(id, this.base.rows.get(id)!) && unique;
    }
    if (unique) this.settled.push(file);
  }

  private async takeFile(corpus: Corpus, file: CorpusFile): Promise<void> {
    const nowMs = Date.now();
    const { articles, problems, isLasting } = await corpus.read(file.path);
    this.problems.push(...problems);
    let unique = true;
    for (const article of articles) {
      if (!this.see(article.id, { version: article.version, path: file.path })) unique = false;
      else if (!this.holds(article, file.path)) await this.write(article, file.path);
    }
    if (!unique) return;
    if (problems.length === 0) this.settled.push(isSettled(file, nowMs) ? file : unsettled(file));
    else if (!isSettled(file, nowMs)) return;
    else if (isLasting) this.settled.push({ ...file, problems: problems.map(({ reason }) => reason), isPart: articles.length > 0 });
  }

  /** @returns false for an id that another file has already: that is a problem of this file. @throws Unfocused */
  private see(id: string, placed: PlacedArticle): boolean {
    const first = this.seen.get(id);
    if (first === undefined) {
      const { others, rows, segments } = this.base;
      if (others > 0 && !rows.has(id) && isLiveId(segments, id)) throw new Unfocused();
      this.seen.set(id, placed);
      return true;
    }
    const reason = `has the article id "${id}" that ${first.path} has already; give one of them another "id" in its front matter`;
    this.problems.push({ path: placed.path, reason });
    return false;
  }

  private holds({ id, version }: Article, path: string): boolean {
    const row = this.base.rows.get(id);
    return row !== undefined && row.version === version && row.path === path && !this.mustRewrite(row);
  }

  /** Writes articles again that the index holds but the corpus did not give this time. @throws Overtaken */
  async rewrite(rows: readonly BaseRow[]): Promise<void> {
    for (const row of rows) {
      const [article] = await readArticles(row.segment, [row.ordinal]);
      await this.write(article!, row.path);
    }
  }

  private async write(article: Article, path: string): Promise<void> {
    if (!this.request.dryRun && !(await this.writer.begin(this.base))) throw new Overtaken();
    this.titles.set(article.id, article.title);
    const prepared = prepareArticle(article, path, this.request);
    this.batch.push(prepared);
    this.batchPassages += prepared.passages.length;
    const { byTerms } = this.request.embedder;
    if (this.batchPassages >= (byTerms === undefined ? BATCH_PASSAGES : BATCH_BY_TERMS)) await this.flush();
  }

  /** To be called when nothing more comes. */
  async flush(): Promise<void> {
    const batch = this.batch;
    if (batch.length === 0) return;
    this.batch = [];
    this.batchPassages = 0;
    for (const { passages } of batch) for (const { name } of passages) this.names.push(name);
    if (this.request.dryRun) return this.finder.plan(batch);
    const embedded = await this.finder.embed(batch);
    for (const [index, { article, path }] of batch.entries()) await this.writer.append(article, path, embedded[index]!);
  }
}

/** A file's only id, or all of them: most files hold one article. */
function groupIds({ rows }: Base): Map<string, string | string[]> {
  const groups = new Map<string, string | string[]>();
  for (const [id, { path }] of rows) {
    const group = groups.get(path);
    if (group === undefined) groups.set(path, id);
    else if (typeof group === 'string') groups.set(path, [group, id]);
    else group.push(id);
  }
  return groups;
}
