/** Makes a generation live, and removes what no generation needs any more. */
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type IndexFiles, TEMPORARY } from './files.js';
import type { WriterLock } from './lock.js';
import { listGenerations, type Manifest, pathsOf, readWholeManifest, renderCurrent, renderManifest } from './manifest.js';
import { isMissing } from './verified-read.js';

/** Creates the folders of an index, durably. */
export async function createFolders(files: IndexFiles, directory: string): Promise<void> {
  const { generations, segments } = pathsOf(directory);
  await files.makeDirectory(generations);
  await files.makeDirectory(segments);
  await files.syncDirectory(directory);
  await files.syncDirectory(dirname(directory));
}

/**
 * The commit: everything that the manifest names is on disk already; its manifest follows, then CURRENT by one atomic rename. A process
 * that dies before that rename leaves the old generation live, afterwards the new one.
 */
export async function commitGeneration(files: IndexFiles, directory: string, lock: WriterLock, manifest: Manifest): Promise<void> {
  const paths = pathsOf(directory);
  await files.syncDirectory(paths.segments);
  const text = renderManifest(manifest);
  await files.replace(paths.manifest(manifest.generation), Buffer.from(text));
  await lock.confirm();
  await files.replace(paths.current, Buffer.from(renderCurrent(manifest.generation, text)));
}

/**
 * Removes generations beyond the newest `keep`, generations that were never committed, segments that none of those left names, and
 * temporary files. Called under the lock.
 *
 * @param live number of the live generation
 */
export async function sweep(files: IndexFiles, directory: string, live: number, keep: number): Promise<void> {
  const paths = pathsOf(directory);
  const needed = new Set<string>();
  let kept = 0;
  for (const generation of await listGenerations(directory)) {
    const manifest = generation <= live && kept < keep ? await readWholeManifest(directory, generation) : undefined;
    if (manifest === undefined) {
      await files.remove(paths.manifest(generation));
      continue;
    }
    kept++;
    for (const { id } of [...manifest.segments, ...manifest.archives]) needed.add(id);
  }
  for (const id of namesIn(paths.segments)) if (!needed.has(id) && /^g\d+-/.test(id)) await files.remove(paths.segment(id));
  for (const folder of [directory, paths.generations, paths.cache]) {
    for (const name of namesIn(folder)) if (TEMPORARY.test(name)) await files.remove(join(folder, name));
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    if (isMissing(cause)) return [];
    throw cause;
  }
}
