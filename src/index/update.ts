/**
 * Brings an index up to date with its collections. Content decides: only passages whose embedded text is new are embedded; an article that
 * moved costs nothing; what could not be read this time is kept. The old generation serves until the new one is whole on disk.
 */
import { YingjiaError } from '../errors.js';
import { TERMS_VERSION } from '../text/terms.js';
import type { Corpus, IndexReport } from '../types.js';
import { type Base, type BaseRow, completeBase, type Outline, readOutline } from './base.js';
import { explainDiskError } from './disk-errors.js';
import { sameEmbedder, VectorFinder } from './embedding.js';
import { EmbeddingCache } from './embedding-cache.js';
import { IndexFiles } from './files.js';
import { type Focus, findFocus, Unfocused, widen } from './focus.js';
import { GenerationWriter } from './generation-writer.js';
import { Intake, type IntakeRequest, Overtaken } from './intake.js';
import { checkOwner, locateCorpus } from './location.js';
import { FORMAT_VERSION, type Manifest, pathsOf } from './manifest.js';
import { mergeSegments } from './merge.js';
import { createNextSegments } from './next-segments.js';
import { planUpdate, type UpdatePlan } from './plan.js';
import { digestOf, nothingKnown, type Remembered, readSourceLog, type SourceLog, sourceLogPath } from './source-log.js';
import { countChanges, createSameOutcome, describeChanges, type Outcome } from './update-report.js';

export type UpdateRequest = IntakeRequest & {
  directory: string;
  corpusDirectory: string;
  /** Lists the collections; called again when another writer came in between. */
  openCorpus(): Promise<Corpus>;
  /** Another version than the index was written with: everything is chunked again. */
  chunkerVersion: string;
  settings: { graphMinPassages: number; keepGenerations: number };
  /** Chunks and embeds everything again, also what is held already. */
  rebuild?: boolean;
  /** Without it, collections that have become empty leave the index as it is. */
  allowEmpty?: boolean;
  /** Goes on after a rollback; without it, an index that was rolled back stays as it is. */
  resume?: boolean;
  /** Leaves small segments and damaged graphs as they are: for who is waiting for an answer. */
  deferMerges?: boolean;
  onNotice?(line: string): void;
  /** Longest wait for another writer; default two minutes. */
  lockWaitMs?: number;
  files?: IndexFiles;
};

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
  const files = request.files ?? new IndexFiles();
  const cache = createCache(request, files);
  const { graphMinPassages, keepGenerations } = request.settings;
  const lock = {
    waitMs: request.lockWaitMs ?? LOCK_WAIT_MS,
    onWait: (owner: string) => onNotice(`Waiting for another writer of the index: ${owner}.`),
    ...(request.signal === undefined ? {} : { signal: request.signal }),
  };
  const graphs = { minPassages: graphMinPassages, onNotice };
  const writer = new GenerationWriter(files, request.directory, keepGenerations, lock, graphs, request.embedder.byTerms);
  try {
    return await closing(writer, cache, async () => {
      for (let mayFocus = true; ; ) {
        const outline = await readOutline(request.directory, { verifyAll: request.verifyAll ?? false, onNotice });
        const outcome = await attempt(request, outline, writer, cache, onNotice, mayFocus);
        if (outcome === 'unfocused') mayFocus = false;
        else if (outcome !== 'overtaken') return { ...outcome, notices, seconds: (performance.now() - started) / 1000 };
      }
    });
  } catch (cause) {
    throw explainDiskError(request.directory, 'written', cause);
  }
}

async function closing<Result>(writer: GenerationWriter, cache: EmbeddingCache | undefined, run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } finally {
    await cache?.close();
    await writer.close();
  }
}

/** The local embedder is faster than a cache would be. */
function createCache({ directory, embedder }: UpdateRequest, files: IndexFiles): EmbeddingCache | undefined {
  return embedder.fingerprint.name === 'local' ? undefined : new EmbeddingCache(files, pathsOf(directory).cache, embedder.fingerprint);
}

async function attempt(
  request: UpdateRequest,
  outline: Outline,
  writer: GenerationWriter,
  cache: EmbeddingCache | undefined,
  onNotice: (line: string) => void,
  mayFocus: boolean,
): Promise<Outcome | 'overtaken' | 'unfocused'> {
  try {
    const { manifest } = outline;
    const placed = locateCorpus(request.directory, request.corpusDirectory);
    if (manifest !== undefined) checkOwner(request.directory, manifest.corpus, placed);
    if (isHeld(outline, request)) {
      onNotice(
        `The index was rolled back to generation ${manifest!.restores} and stays so until "npx yingjia index" brings it up to date.`,
      );
      return createSameOutcome(outline, request);
    }
    const rebuilding = reasonToRebuild(manifest, request);
    if (rebuilding !== undefined) onNotice(rebuilding);
    // The outline first: what another writer takes in after that must not look as if it were gone.
    const [log, corpus] = await Promise.all([readLog(outline, request, rebuilding !== undefined), request.openCorpus()]);
    if (isWhole(outline, request) && isUntouched(corpus, log)) {
      const total = corpus.files.length;
      request.onProgress?.({ step: 'index', done: total, total });
      return createSameOutcome(outline, request);
    }
    const focus = mayFocus && isWhole(outline, request) ? findFocus(corpus, log) : undefined;
    const { base, looked } = await lookAt(outline, { corpus, log, focus }, onNotice);
    return await new Update(request, base, writer, rebuilding !== undefined, cache, onNotice).run(placed, looked);
  } catch (cause) {
    if (cause instanceof Unfocused) {
      await writer.discard();
      return 'unfocused';
    }
    if (!(cause instanceof Overtaken)) throw cause;
    return 'overtaken';
  }
}

/** After a rollback, until someone asks for an update in so many words, or the index cannot serve any more. */
function isHeld({ manifest, damaged }: Outline, { resume, rebuild, embedder }: UpdateRequest): boolean {
  if (manifest?.reason !== 'rollback' || damaged || resume || rebuild) return false;
  return sameEmbedder(manifest.embedder, embedder.fingerprint);
}

async function readLog({ manifest, damaged }: Outline, { directory }: UpdateRequest, rebuilding: boolean): Promise<SourceLog> {
  if (manifest === undefined || damaged || rebuilding) return nothingKnown;
  return readSourceLog(sourceLogPath(pathsOf(directory).cache), manifest.generation);
}

/** Nothing of the index itself is to be repaired. */
const isWhole = ({ manifest, damaged, segments }: Outline, { deferMerges }: UpdateRequest) =>
  manifest !== undefined && !damaged && (deferMerges || segments.every(({ graphLost }) => !graphLost));

/** Seen without a look at a single article. */
const isUntouched = ({ files, problems }: Corpus, { digest }: SourceLog) =>
  digest !== undefined && problems.length === 0 && files.length > 0 && digestOf(files) === digest;

/** The collections, what is known of their files, and what alone is to be looked at. */
type Looked = { corpus: Corpus; log: SourceLog; focus: Focus | undefined };

/** Where a ledger turns out to be damaged, nothing is known of any file. */
async function lookAt(outline: Outline, looked: Looked, onNotice: (line: string) => void): Promise<{ base: Base; looked: Looked }> {
  const base = await completeBase(outline, { verifyAll: false, onNotice }, looked.focus?.paths);
  if (!base.damaged) return { base, looked };
  const all = looked.focus === undefined ? base : await completeBase(outline, { verifyAll: false, onNotice });
  return { base: all, looked: { corpus: looked.corpus, log: nothingKnown, focus: undefined } };
}

/** One attempt, from one state of the index. */
class Update {
  private readonly finder: VectorFinder;
  private readonly intake: Intake;

  constructor(
    private readonly request: UpdateRequest,
    private readonly base: Base,
    private readonly writer: GenerationWriter,
    private readonly rebuilding: boolean,
    private readonly cache: EmbeddingCache | undefined,
    private readonly onNotice: (line: string) => void,
  ) {
    const reusable = request.rebuild ? { ...base, segments: [], manifest: undefined } : base;
    this.finder = new VectorFinder(reusable, request.embedder, request.rebuild ? cache?.writeOnly() : cache, request.signal);
    this.intake = new Intake(request, base, writer, this.finder, this.mustRewrite);
  }

  private readonly mustRewrite = (row: BaseRow) => this.rebuilding || row.segment.textsOnly;

  /** @throws Overtaken */
  async run(placed: Manifest['corpus'], looked: Looked): Promise<Outcome> {
    const { base, intake, request } = this;
    const { corpus, focus, log } = looked;
    await intake.readCorpus(focus?.corpus ?? corpus, log.known);
    const plan = planUpdate(
      base.rows,
      intake.seen,
      intake.problems.map(({ path }) => path),
    );
    this.checkEmpty(plan);
    await intake.rewrite(plan.unread.map((id) => base.rows.get(id)!).filter(this.mustRewrite));
    await intake.flush();
    const leaving = this.leavingRows(plan);
    const outcome = await this.report(plan, leaving);
    if (request.dryRun) return outcome;
    const remembered = this.remembered(looked, plan);
    if (isWhole(base, request) && leaving.length === 0 && intake.titles.size === 0) {
      await this.writer.rememberTouched(base, log, remembered);
      return outcome;
    }
    const committed = await this.commit(placed, leaving, outcome);
    await this.writer.remember(committed.generation, log, remembered);
    await this.cache?.prune(committed.segments.reduce((sum, entry) => sum + entry.passages, 0));
    if (request.deferMerges) return { ...outcome, generation: committed.generation };
    const merged = await mergeSegments(this.writer, committed, this.onNotice);
    if (merged !== committed) await this.writer.rememberSame(committed.generation, merged.generation);
    return { ...outcome, generation: merged.generation };
  }

  private remembered({ corpus, focus, log }: Looked, { unread }: UpdatePlan): Remembered {
    const { problems, settled } = this.intake;
    const files = focus === undefined ? settled : widen(settled, focus, corpus, log);
    const isAll = problems.length === 0 && unread.length === 0 && files.length === corpus.files.length;
    return { files, digest: isAll ? digestOf(files) : undefined };
  }

  private checkEmpty(plan: UpdatePlan): void {
    if (this.intake.seen.size > 0 || plan.unread.length > 0 || this.base.others > 0 || this.request.allowEmpty) return;
    const held = this.base.rows.size;
    throw new YingjiaError('CORPUS', {
      problem: `No article could be read from "${this.request.corpusDirectory}"${held === 0 ? '' : `; the index keeps the ${held} it holds`}.`,
      fix:
        held === 0
          ? 'Put articles into that folder (.md, .txt, .html, .pdf, .docx, .jsonl).'
          : 'Put the articles back, or run "npx yingjia index --allow-empty" to empty the index.',
    });
  }

  /** Rows of the base that the next generation does not keep where they are. */
  private leavingRows({ changed, removed, moved, kept }: UpdatePlan): BaseRow[] {
    const rowOf = (id: string) => this.base.rows.get(id)!;
    const rewritten = kept.map(rowOf).filter(this.mustRewrite);
    const elsewhere = moved.map(rowOf).filter((row) => !this.mustRewrite(row));
    return [...changed.map(rowOf), ...removed.map(rowOf), ...elsewhere, ...rewritten];
  }

  private async report(plan: UpdatePlan, leaving: readonly BaseRow[]): Promise<Outcome> {
    const { base, finder, intake, request } = this;
    const { passages, characters } = finder.embedded;
    const costUsd = request.embedder.costUsd?.(characters);
    return {
      generation: base.manifest?.generation ?? 0,
      dryRun: request.dryRun ?? false,
      ...(await countChanges(base, plan, leaving, intake.names)),
      embedded: { passages, characters, ...(costUsd === undefined ? {} : { costUsd }) },
      changes: await describeChanges(base, plan, intake.titles),
      problems: intake.problems,
    };
  }

  private async commit(
    placed: Manifest['corpus'],
    leaving: readonly BaseRow[],
    { articles, passages, embedded }: Outcome,
  ): Promise<Manifest> {
    const { base, request, rebuilding, writer } = this;
    if (!(await writer.begin(base))) throw new Overtaken();
    const manifest: Manifest = {
      format: FORMAT_VERSION,
      generation: base.nextGeneration,
      createdAt: new Date().toISOString(),
      reason: rebuilding ? 'rebuild' : 'update',
      corpus: placed,
      embedder: request.embedder.fingerprint,
      termsVersion: TERMS_VERSION,
      chunkerVersion: request.chunkerVersion,
      ...(await createNextSegments(writer, base, leaving, { replacesAll: rebuilding, rebuildsGraphs: !request.deferMerges })),
      changes: { articles, passages, embeddedPassages: embedded.passages },
    };
    await writer.commit(manifest);
    return manifest;
  }
}

/** @returns what the operator is told when the index at hand cannot be built upon. */
function reasonToRebuild(manifest: Manifest | undefined, { embedder, chunkerVersion, rebuild }: UpdateRequest): string | undefined {
  if (manifest === undefined) return undefined;
  if (rebuild) return 'The index is rebuilt as asked; the old generation serves until the new one is whole.';
  const asked = embedder.fingerprint;
  if (!sameEmbedder(manifest.embedder, asked)) {
    const describe = ({ name, dimension, version }: typeof asked) => `"${name}", ${dimension} dimensions, version ${version}`;
    return `The index is rebuilt: it holds vectors of ${describe(manifest.embedder)}, and ${describe(asked)} is set.`;
  }
  if (manifest.termsVersion !== TERMS_VERSION) return 'The index is rebuilt: words are told apart in a new way.';
  if (manifest.chunkerVersion !== chunkerVersion) return 'The index is rebuilt: articles are cut into passages in a new way.';
  return undefined;
}
