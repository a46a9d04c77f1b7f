/**
 * Brings an index up to date with its collections. Content decides: only passages whose embedded text is new are embedded; an article that
 * moved costs nothing; what could not be read this time is kept. The old generation serves until the new one is whole on disk.
 */
import { YingjiaError } from '../errors.js';
import { TERMS_VERSION } from '../text/terms.js';
import type { Article, Embedder, IndexReport, Passage, Progress } from '../types.js';
import { type Base, type BaseRow, keyNamesOf, readArticles, readBase, readColumns } from './base.js';
import { explainDiskError } from './disk-errors.js';
import { type ChunkedArticle, prepareArticle, sameEmbedder, VectorFinder } from './embedding.js';
import { IndexFiles } from './files.js';
import { GenerationWriter } from './generation-writer.js';
import { checkOwner, locateCorpus } from './location.js';
import { FORMAT_VERSION, type Manifest } from './manifest.js';
import { createNextSegments } from './next-segments.js';
import { comparePassages, planUpdate, type UpdatePlan } from './plan.js';

/** A file or address that could not be read this time. */
export type Unreadable = {
  path: string;
  reason: string;
  /** Whether an indexed article may come from it; absent: any article that was not seen may. */
  keepsArticle?(article: { id: string; collection: string }): boolean;
};

export type UpdateRequest = {
  directory: string;
  corpusDirectory: string;
  /**
   * Reads the collections from the beginning; called again when another writer came in between. `unreadable` is looked at when the
   * articles have ended. Ids are unique.
   */
  read(): { articles: AsyncIterable<Article> | Iterable<Article>; unreadable: readonly Unreadable[]; total?: number };
  /** Pure. */
  chunk(article: Article): Passage[];
  /** The exact text whose vector a passage gets. Pure. */
  embeddedText(article: Article, passage: Passage): string;
  /** Another version than the index was written with: everything is chunked again. */
  chunkerVersion: string;
  embedder: Embedder;
  settings: { graphMinPassages: number; keepGenerations: number };
  dryRun?: boolean;
  /** Chunks and embeds everything again, also what is held already. */
  rebuild?: boolean;
  /** Without it, collections that have become empty leave the index as it is. */
  allowEmpty?: boolean;
  /** Checks every checksum first; after a reader found damage. */
  verifyAll?: boolean;
  onProgress?(progress: Progress): void;
  onNotice?(line: string): void;
  signal?: AbortSignal;
  /** Longest wait for another writer; default two minutes. */
  lockWaitMs?: number;
  files?: IndexFiles;
};

const BATCH_PASSAGES = 512;
const LOCK_WAIT_MS = 120_000;

/**
 * @throws YingjiaError CORPUS for collections without an article; INDEX for a folder that cannot be used, is locked for too long or belongs
 *   to other collections; MODEL from the embedder. The index is then as it was.
 */
export async function updateIndex(request: UpdateRequest): Promise<IndexReport> {
  const started = performance.now();
  const notices: string[] = [];
  const onNotice = (line: string) => {
    if (notices.includes(line)) return;
    notices.push(line);
    request.onNotice?.(line);
  };
  const writer = new GenerationWriter(request.files ?? new IndexFiles(), request.directory, request.settings.keepGenerations, {
    waitMs: request.lockWaitMs ?? LOCK_WAIT_MS,
    onWait: (owner) => onNotice(`Waiting for another writer of the index: ${owner}.`),
    signal: request.signal,
  });
  try {
    for (;;) {
      const base = await readBase(request.directory, { verifyAll: request.verifyAll ?? false, onNotice });
      const report = await new Update(request, base, writer, onNotice).run();
      if (report !== undefined) return { ...report, notices, seconds: (performance.now() - started) / 1000 };
    }
  } catch (cause) {
    throw explainDiskError(request.directory, 'written', cause);
  } finally {
    await writer.close();
  }
}

/** One attempt, from one state of the index. */
class Update {
  private readonly seen = new Map<string, string>();
  private readonly titles = new Map<string, string>();
  private readonly newNames: string[] = [];
  private readonly finder: VectorFinder;
  private readonly rebuilding: string | undefined;
  private batch: ChunkedArticle[] = [];
  private batchPassages = 0;

  constructor(
    private readonly request: UpdateRequest,
    private readonly base: Base,
    private readonly writer: GenerationWriter,
    private readonly onNotice: (line: string) => void,
  ) {
    this.rebuilding = reasonToRebuild(base.manifest, request);
    const reusable = request.rebuild ? { ...base, segments: [], manifest: undefined } : base;
    this.finder = new VectorFinder(reusable, request.embedder, undefined, request.signal);
  }

  /** @returns undefined when another writer came in between. */
  async run(): Promise<Omit<IndexReport, 'notices' | 'seconds'> | undefined> {
    const { request, base } = this;
    const corpus = await locateCorpus(request.directory, request.corpusDirectory);
    if (base.manifest !== undefined) checkOwner(request.directory, base.manifest.corpus, corpus);
    if (this.rebuilding !== undefined) this.onNotice(this.rebuilding);
    const source = request.read();
    for await (const article of source.articles) {
      request.signal?.throwIfAborted();
      if (!(await this.take(article))) return undefined;
      request.onProgress?.({ step: 'index', done: this.seen.size, total: source.total ?? 0, current: article.title });
    }
    const plan = planUpdate(base.rows, this.seen, (article) => source.unreadable.some((each) => each.keepsArticle?.(article) ?? true));
    this.checkEmpty(plan);
    if (!(await this.takeUnread(plan))) return undefined;
    await this.flush();
    return this.finish(plan, corpus, source.unreadable);
  }

  private async take(article: Article): Promise<boolean> {
    const { base, request } = this;
    if (this.seen.has(article.id)) {
      throw new YingjiaError('CORPUS', {
        problem: `Two articles have the id "${article.id}".`,
        fix: 'Give one of them another id in its front matter.',
      });
    }
    this.seen.set(article.id, article.version);
    const row = base.rows.get(article.id);
    if (row?.version === article.version && !this.mustRewrite(row)) return true;
    return this.rewrite(article, request);
  }

  private async rewrite(article: Article, { dryRun, chunk, embeddedText }: UpdateRequest): Promise<boolean> {
    if (!dryRun && !(await this.writer.begin(this.base))) return false;
    this.titles.set(article.id, article.title);
    const prepared = prepareArticle(article, chunk, embeddedText);
    this.batch.push(prepared);
    this.batchPassages += prepared.passages.length;
    if (this.batchPassages >= BATCH_PASSAGES) await this.flush();
    return true;
  }

  /** Articles that are kept though they were not seen, where their passages must be written anew. */
  private async takeUnread({ unread }: UpdatePlan): Promise<boolean> {
    for (const id of unread) {
      const row = this.base.rows.get(id)!;
      if (!this.mustRewrite(row)) continue;
      const [article] = await readArticles(row.segment, [row.ordinal]);
      if (!(await this.rewrite(article!, this.request))) return false;
    }
    return true;
  }

  private mustRewrite = (row: BaseRow) => this.rebuilding !== undefined || row.segment.textsOnly;

  private async flush(): Promise<void> {
    const batch = this.batch;
    this.batch = [];
    this.batchPassages = 0;
    for (const { passages } of batch) for (const { name } of passages) this.newNames.push(name);
    if (this.request.dryRun) return this.finder.plan(batch);
    const embedded = await this.finder.embed(batch);
    for (const [index, { article }] of batch.entries()) await this.writer.append(article, embedded[index]!);
  }

  private checkEmpty(plan: UpdatePlan): void {
    if (this.seen.size > 0 || plan.unread.length > 0 || this.request.allowEmpty) return;
    const held = this.base.rows.size;
    throw new YingjiaError('CORPUS', {
      problem: `No article could be read from "${this.request.corpusDirectory}"${held === 0 ? '' : `; the index keeps the ${held} it holds`}.`,
      fix:
        held === 0
          ? 'Put articles into that folder (.md, .txt, .html, .pdf, .docx, .jsonl).'
          : 'Put the articles back, or run "npx yingjia index --allow-empty" to empty the index.',
    });
  }

  private async finish(plan: UpdatePlan, corpus: Manifest['corpus'], unreadable: readonly Unreadable[]) {
    const { base, request } = this;
    const leaving = this.leavingRows(plan);
    const untouched = this.livePassages() - (await this.countPassages(leaving));
    const compared = comparePassages(await this.namesOf(leaving), this.newNames);
    const { passages: embeddedPassages, characters } = this.finder.embedded;
    const costUsd = request.embedder.costUsd?.(characters);
    const articles = { added: plan.added.length, changed: plan.changed.length, kept: plan.kept.length, removed: plan.removed.length };
    const changes = {
      articles,
      passages: { added: compared.added, kept: untouched + compared.kept, removed: compared.removed },
      embeddedPassages,
    };
    const report = {
      generation: base.manifest?.generation ?? 0,
      dryRun: request.dryRun ?? false,
      articles,
      passages: changes.passages,
      embedded: { passages: embeddedPassages, characters, ...(costUsd === undefined ? {} : { costUsd }) },
      changes: await this.describeChanges(plan),
      problems: unreadable.map(({ path, reason }) => ({ path, reason })),
    };
    const nothingToDo = base.manifest !== undefined && !base.damaged && leaving.length === 0 && this.titles.size === 0;
    if (nothingToDo || request.dryRun) return report;
    if (!(await this.writer.begin(base))) return undefined;
    const next = await createNextSegments(this.writer, base, leaving, this.rebuilding !== undefined);
    const manifest: Manifest = {
      format: FORMAT_VERSION,
      generation: base.nextGeneration,
      createdAt: new Date().toISOString(),
      reason: this.rebuilding === undefined ? 'update' : 'rebuild',
      corpus,
      embedder: request.embedder.fingerprint,
      termsVersion: TERMS_VERSION,
      chunkerVersion: request.chunkerVersion,
      ...next,
      changes,
    };
    await this.writer.commit(manifest);
    return { ...report, generation: manifest.generation };
  }

  /** Rows of the base that the next generation does not keep where they are. */
  private leavingRows(plan: UpdatePlan): BaseRow[] {
    const rows = [...plan.changed, ...plan.removed].map((id) => this.base.rows.get(id)!);
    for (const id of plan.kept) {
      const row = this.base.rows.get(id)!;
      if (this.mustRewrite(row)) rows.push(row);
    }
    return rows;
  }

  private livePassages(): number {
    return this.base.segments.reduce((sum, { entry }) => sum + entry.passages - entry.deletedPassages, 0);
  }

  private async countPassages(rows: readonly BaseRow[]): Promise<number> {
    let count = 0;
    for (const [segment, ordinals] of bySegment(rows)) {
      const { passageEnds } = await readColumns(segment);
      for (const ordinal of ordinals) count += passageEnds[ordinal]! - (ordinal === 0 ? 0 : passageEnds[ordinal - 1]!);
    }
    return count;
  }

  private async namesOf(rows: readonly BaseRow[]): Promise<string[]> {
    const names: string[] = [];
    for (const [segment, ordinals] of bySegment(rows)) names.push(...keyNamesOf(await readColumns(segment), ordinals));
    return names;
  }

  private async describeChanges(plan: UpdatePlan): Promise<IndexReport['changes']> {
    const removed: { articleId: string; title: string; change: 'removed' }[] = [];
    for (const [segment, ordinals] of bySegment(plan.removed.map((id) => this.base.rows.get(id)!))) {
      for (const { id, title } of await readArticles(segment, ordinals)) removed.push({ articleId: id, title, change: 'removed' });
    }
    const written = (ids: readonly string[], change: 'added' | 'changed') =>
      ids.map((articleId) => ({ articleId, title: this.titles.get(articleId)!, change }));
    return [...written(plan.added, 'added'), ...written(plan.changed, 'changed'), ...removed];
  }
}

function bySegment(rows: readonly BaseRow[]): Map<BaseRow['segment'], number[]> {
  const groups = new Map<BaseRow['segment'], number[]>();
  for (const { segment, ordinal } of rows) {
    const group = groups.get(segment);
    if (group === undefined) groups.set(segment, [ordinal]);
    else group.push(ordinal);
  }
  return groups;
}

/** @returns what the operator is told when the index at hand cannot be built upon. */
function reasonToRebuild(manifest: Manifest | undefined, { embedder, chunkerVersion, rebuild }: UpdateRequest): string | undefined {
  if (manifest === undefined) return undefined;
  if (rebuild) return 'The index is rebuilt as asked; the old generation serves until the new one is whole.';
  if (!sameEmbedder(manifest.embedder, embedder.fingerprint)) {
    const { name, dimension } = manifest.embedder;
    return `The index is rebuilt: it holds vectors of "${name}" (${dimension}), and "${embedder.fingerprint.name}" (${embedder.fingerprint.dimension}) is set.`;
  }
  if (manifest.termsVersion !== TERMS_VERSION) return 'The index is rebuilt: words are told apart in a new way.';
  if (manifest.chunkerVersion !== chunkerVersion) return 'The index is rebuilt: articles are cut into passages in a new way.';
  return undefined;
}
