/** The write side of one update: takes the lock when there is something to write, fills segments, commits, cleans up after itself. */

import { YingjiaError } from '../errors.js';
import type { Article, Embedder } from '../types.js';
import type { Base } from './base.js';
import { commitGeneration, createFolders, sweep } from './commit.js';
import type { IndexFiles } from './files.js';
import { type GraphPolicy, noGraphs, rewriteGraph } from './graph-entry.js';
import { type LockOptions, WriterLock } from './lock.js';
import { type Manifest, pathsOf, readCurrent, type SegmentEntry } from './manifest.js';
import { createSegmentId, type EmbeddedPassage, SegmentWriter } from './segment-writer.js';
import { type Remembered, readSourceLog, rememberFiles, type SourceLog, saysTheSame, sourceLogPath } from './source-log.js';
import { isSearchable, readBackFile, readBackSegment } from './verify.js';

export class GenerationWriter {
  private lock: WriterLock | undefined;
  private open: SegmentWriter | undefined;
  private finished: SegmentEntry[] = [];
  /** The state of the index that was found unchanged under the lock. */
  private confirmed: Base | undefined;

  constructor(
    readonly files: IndexFiles,
    readonly directory: string,
    private readonly keepGenerations: number,
    private readonly lockOptions: LockOptions,
    private readonly graphs?: GraphPolicy,
    private readonly byTerms?: Embedder['byTerms'],
  ) {}

  /**
   * Takes the lock unless it is held.
   * @returns false when another writer committed after `base` was read: it must be read, and the update planned, again.
   */
  async begin(base: Base): Promise<boolean> {
    if (this.confirmed === base) return true;
    if (this.lock === undefined) {
      if (base.manifest === undefined || base.damaged) await createFolders(this.files, this.directory);
      this.lock = await WriterLock.take(this.files, pathsOf(this.directory).lock, this.lockOptions);
    }
    if ((await readCurrent(this.directory))?.text !== base.current) return false;
    if (base.manifest !== undefined) await sweep(this.files, this.directory, base.manifest.generation, this.keepGenerations);
    this.confirmed = base;
    return true;
  }

  async append(article: Article, path: string, passages: readonly EmbeddedPassage[]): Promise<void> {
    const { files, directory, graphs, byTerms } = this;
    this.open ??= await SegmentWriter.open(files, directory, createSegmentId(this.confirmed!.nextGeneration), graphs, byTerms);
    await this.open.append(article, path, passages);
    if (this.open.isFull) await this.finishSegment();
  }

  /** @returns the segments written since the last call, synced and read back. @throws YingjiaError INDEX where they are not what was written. */
  async finishSegments(): Promise<SegmentEntry[]> {
    await this.finishSegment();
    const entries = this.finished;
    this.finished = [];
    return entries;
  }

  /** Forgets what was written since the last commit: its folders are swept later. */
  async discard(): Promise<void> {
    await this.open?.abandon();
    this.open = undefined;
    this.finished = [];
  }

  /** The segment with a graph in the place of a damaged one. */
  async rebuildGraph(entry: SegmentEntry, dimension: number): Promise<SegmentEntry> {
    const folder = pathsOf(this.directory).segment(entry.id);
    return rewriteGraph(this.files, entry, { folder, dimension }, this.graphs ?? noGraphs);
  }

  /** A large segment is read back file by file, while others of its files are being written; a small one as a whole. */
  private async finishSegment(): Promise<void> {
    if (this.open === undefined) return;
    const { directory, open } = this;
    const problems: string[] = [];
    const isSmall = isSearchable(open.passageCount);
    const entry = await open.finish(async (name, record) => {
      if (!isSmall) problems.push(...(await readBackFile(directory, open.id, name, record)));
    });
    this.open = undefined;
    if (isSmall) problems.push(...(await readBackSegment(directory, entry)));
    if (problems.length > 0) throw createUnfitError(directory, problems);
    this.finished.push(entry);
  }

  async commit(manifest: Manifest): Promise<void> {
    await commitGeneration(this.files, this.directory, this.lock!, manifest);
    await sweep(this.files, this.directory, manifest.generation, this.keepGenerations);
    this.confirmed = undefined;
  }

  /** After a commit: which files the new generation took in. */
  async remember(generation: number, before: SourceLog, remembered: Remembered): Promise<void> {
    const { cache } = pathsOf(this.directory);
    await this.files.makeDirectory(cache);
    await rememberFiles(this.files, sourceLogPath(cache), before, remembered, generation);
  }

  /** After a merge, which changes no content: the files of the generation before are those of this one. */
  async rememberSame(before: number, generation: number): Promise<void> {
    const log = await readSourceLog(sourceLogPath(pathsOf(this.directory).cache), before);
    await this.remember(generation, log, { files: [...log.known.values()], digest: log.digest });
  }

  /**
   * Files that were touched while their content stayed: so that they need not be read next time. It only saves time: it is left undone
   * while another writer is at work, and where the folder is read-only.
   */
  async rememberTouched(base: Base, log: SourceLog, remembered: Remembered): Promise<void> {
    if (saysTheSame(log, remembered)) return;
    try {
      const path = pathsOf(this.directory).lock;
      this.lock ??= await asLock(WriterLock.tryTake(this.files, path, { ...this.lockOptions, waitMs: 0 }));
      if (this.lock === undefined || (await readCurrent(this.directory))?.text !== base.current) return;
      await this.remember(base.manifest!.generation, log, remembered);
    } catch (cause) {
      if (!['EROFS', 'EACCES', 'EPERM'].includes((cause as NodeJS.ErrnoException).code ?? '')) throw cause;
    }
  }

  async close(): Promise<void> {
    await this.open?.abandon();
    await this.lock?.release();
    this.lock = undefined;
  }
}

const createUnfitError = (directory: string, problems: readonly string[]) =>
  new YingjiaError('INDEX', {
    problem: `What was written to "${directory}" is not what is read back, and was not made live: ${problems.join('; ')}.`,
    fix: 'Check the disk, or name a folder on another one with --index; the index is as it was before.',
  });

async function asLock(taken: Promise<WriterLock | string>): Promise<WriterLock | undefined> {
  const lock = await taken;
  return lock instanceof WriterLock ? lock : undefined;
}
