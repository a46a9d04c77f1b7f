/** Makes an older generation's content live again, as a new generation: numbers only grow, and the step back can itself be undone. */
import { YingjiaError } from '../errors.js';
import { archiveVersions } from './archive.js';
import { type Base, groupBySegment, keyNamesOf, readBase, readColumns, readGeneration } from './base.js';
import { explainDiskError } from './disk-errors.js';
import { IndexFiles } from './files.js';
import { GenerationWriter } from './generation-writer.js';
import { GRAPH_FILE } from './graph.js';
import { withGraphOf } from './graph-entry.js';
import { listGenerations, type Manifest, readWholeManifest } from './manifest.js';
import { comparePassages, planUpdate } from './plan.js';
import { verifyGeneration } from './verify.js';

export type RollbackRequest = {
  directory: string;
  /** The generation whose content is wanted; absent: the newest one whose content differs from the live one's. */
  to?: number;
  keepGenerations: number;
  onNotice?(line: string): void;
  signal?: AbortSignal;
  lockWaitMs?: number;
  files?: IndexFiles;
};

export type RollbackReport = { generation: number; restores: number };

/** @throws YingjiaError INDEX when there is no such generation, or it is damaged: the live one then stays. */
export async function rollBack(request: RollbackRequest): Promise<RollbackReport> {
  const { directory, keepGenerations, onNotice = () => {}, signal } = request;
  const files = request.files ?? new IndexFiles();
  const writer = new GenerationWriter(files, directory, keepGenerations, { waitMs: request.lockWaitMs ?? 30_000, signal });
  try {
    for (;;) {
      const base = await readBase(directory, { verifyAll: false, onNotice });
      const target = await chooseTarget(directory, base, request.to);
      if (await writer.begin(base)) return await restore(writer, base, target);
    }
  } catch (cause) {
    throw explainDiskError(directory, 'written', cause);
  } finally {
    await writer.close();
  }
}

async function chooseTarget(directory: string, base: Base, asked: number | undefined): Promise<Manifest> {
  const older = await readOlder(directory, base);
  const target = asked === undefined ? lastOther(base.manifest, older) : older.find(({ generation }) => generation === asked);
  if (target !== undefined) {
    await checkWhole(directory, target);
    return target;
  }
  const numbers = older.map(({ generation }) => generation).join(', ');
  throw new YingjiaError('INDEX', {
    problem: asked === undefined ? 'There is no older generation with other content to go back to.' : `Generation ${asked} is not kept.`,
    fix:
      numbers === ''
        ? 'Older generations appear with the next updates.'
        : `Generations that are kept: ${numbers} (see "npx yingjia index history").`,
  });
}

/** Kept generations before the live one, newest first; damaged manifests left out. */
async function readOlder(directory: string, base: Base): Promise<Manifest[]> {
  const manifests: Manifest[] = [];
  for (const generation of await listGenerations(directory)) {
    if (base.manifest === undefined || generation >= base.manifest.generation) continue;
    const manifest = await readWholeManifest(directory, generation);
    if (manifest !== undefined) manifests.push(manifest);
  }
  return manifests;
}

/** A merge has the content of the generation before it. */
function lastOther(live: Manifest | undefined, older: readonly Manifest[]): Manifest | undefined {
  let same = live?.reason === 'merge';
  for (const manifest of older) {
    if (!same) return manifest;
    same = manifest.reason === 'merge';
  }
  return undefined;
}

async function checkWhole(directory: string, target: Manifest): Promise<void> {
  // Without its graph a segment is searched all the same.
  const damage = await verifyGeneration(directory, target, (name) => name !== GRAPH_FILE);
  if (damage.length === 0) return;
  throw new YingjiaError('INDEX', {
    problem: `Generation ${target.generation} is damaged: ${damage.join('; ')}.`,
    fix: 'Choose another one (see "npx yingjia index history"), or run "npx yingjia index --rebuild".',
  });
}

async function restore(writer: GenerationWriter, base: Base, target: Manifest): Promise<RollbackReport> {
  const live = base.manifest!;
  const named = new Set(target.segments.map(({ id }) => id));
  const archives = [...target.archives, ...live.archives.filter(({ id }) => !target.archives.some((each) => each.id === id))];
  const leaving = base.segments.filter(({ entry }) => !named.has(entry.id));
  const archived = await archiveVersions(writer.files, writer.directory, base.nextGeneration, leaving, [...target.segments, ...archives]);
  // A graph that was damaged and built again since is not the one that the older generation knew.
  const newer = new Map(live.segments.map((entry) => [entry.id, entry]));
  const segments = target.segments.map((entry) => (newer.has(entry.id) ? withGraphOf(entry, newer.get(entry.id)!) : entry));
  const restored = await readGeneration(writer.directory, target);
  const plan = planUpdate(base.rows, restored.rows, []);
  await writer.commit({
    ...target,
    segments,
    generation: base.nextGeneration,
    createdAt: new Date().toISOString(),
    reason: 'rollback',
    restores: target.generation,
    corpus: live.corpus,
    archives: archived === undefined ? archives : [...archives, archived],
    changes: {
      articles: { added: plan.added.length, changed: plan.changed.length, kept: plan.kept.length, removed: plan.removed.length },
      passages: comparePassages(await namesOf(base.rows), await namesOf(restored.rows)),
      embeddedPassages: 0,
    },
  });
  return { generation: base.nextGeneration, restores: target.generation };
}

/** Names of the embedded texts of live articles. */
async function namesOf(rows: Base['rows']): Promise<string[]> {
  const names: string[] = [];
  for (const [segment, ordinals] of groupBySegment([...rows.values()])) {
    for (const name of keyNamesOf(await readColumns(segment), ordinals)) names.push(name);
  }
  return names;
}
