/** Frees space: drops older generations, and what only they needed. The live one, archived article versions and rollback targets left stay. */
import { readBase } from './base.js';
import { readStatus } from './describe.js';
import { explainDiskError } from './disk-errors.js';
import { IndexFiles } from './files.js';
import { GenerationWriter } from './generation-writer.js';
import { pathsOf } from './manifest.js';

export type PruneRequest = {
  directory: string;
  /** Generations that stay, the live one among them. */
  keep: number;
  /** Forget embeddings that were paid for, too. */
  cache?: boolean;
  onNotice?(line: string): void;
  signal?: AbortSignal;
  lockWaitMs?: number;
  files?: IndexFiles;
};

export type PruneReport = { generations: readonly number[]; freedBytes: number };

/** @returns the generations that are left. @throws YingjiaError INDEX for a folder that cannot be written or is locked for too long. */
export async function pruneIndex({ directory, keep, ...request }: PruneRequest): Promise<PruneReport> {
  const files = request.files ?? new IndexFiles();
  const writer = new GenerationWriter(files, directory, keep, { waitMs: request.lockWaitMs ?? 30_000, signal: request.signal });
  const before = await readStatus(directory);
  if (before === undefined) return { generations: [], freedBytes: 0 };
  try {
    // Beginning to write sweeps what is beyond `keep`.
    while (!(await writer.begin(await readBase(directory, { verifyAll: false, onNotice: request.onNotice ?? (() => {}) }))));
    if (request.cache) await files.remove(pathsOf(directory).cache);
    const after = await readStatus(directory);
    return { generations: after?.generations ?? [], freedBytes: before.bytes.all - (after?.bytes.all ?? 0) };
  } catch (cause) {
    throw explainDiskError(directory, 'written', cause);
  } finally {
    await writer.close();
  }
}
