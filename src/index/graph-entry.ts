/** The graph of a segment as its manifest names it: written where the segment is large, and built again where it alone was damaged. */
import { join } from 'node:path';
import type { FileRecord, IndexFiles } from './files.js';
import { buildGraph, GRAPH_FILE, type GraphTask, type GraphTuning } from './graph.js';
import type { SegmentEntry } from './manifest.js';

/** From how many passages on a segment gets a graph. */
export type GraphPolicy = { minPassages: number; onNotice(line: string): void };

export const noGraphs: GraphPolicy = { minPassages: Number.POSITIVE_INFINITY, onNotice: () => {} };

type WrittenGraph = { tuning: GraphTuning; record: FileRecord };

/** @returns undefined where the segment is small, or the addon is missing. */
export async function writeGraph(
  files: IndexFiles,
  task: GraphTask,
  { minPassages, onNotice }: GraphPolicy,
): Promise<WrittenGraph | undefined> {
  if (task.count < minPassages) return undefined;
  const tuning = await buildGraph(task);
  if (tuning !== undefined) return { tuning, record: await files.adopt(join(task.folder, GRAPH_FILE)) };
  onNotice('hnswlib-node is not there: every passage is looked at, which is exact, but slower.');
  return undefined;
}

/**
 * Builds a damaged graph again, under the writer's lock. The damaged file is removed first: it may be linked from elsewhere.
 * @returns the segment with the new graph, or without one.
 */
export async function rewriteGraph(
  files: IndexFiles,
  entry: SegmentEntry,
  task: Omit<GraphTask, 'count'>,
  policy: GraphPolicy,
): Promise<SegmentEntry> {
  await files.remove(join(task.folder, GRAPH_FILE));
  const written = await writeGraph(files, { ...task, count: entry.passages }, policy);
  await files.syncDirectory(task.folder);
  return replaceGraph(entry, written);
}

/** Pure. */
function replaceGraph({ graph: _graph, ...entry }: SegmentEntry, written: WrittenGraph | undefined): SegmentEntry {
  const { [GRAPH_FILE]: _record, ...files } = entry.files;
  if (written === undefined) return { ...entry, files };
  return { ...entry, graph: written.tuning, files: { ...files, [GRAPH_FILE]: written.record } };
}

/** Pure. The segment with the graph that another generation names for it. */
export function withGraphOf(entry: SegmentEntry, { graph, files }: SegmentEntry): SegmentEntry {
  const record = files[GRAPH_FILE];
  return replaceGraph(entry, graph === undefined || record === undefined ? undefined : { tuning: graph, record });
}
