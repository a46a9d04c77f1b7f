/**
 * The graph of a large segment: built in a thread, loaded once its checksum holds, searched where it helps. A cache: the vectors are the truth,
 * and without graph or addon every search is exact.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { type HnswIndex, loadHnsw } from './hnsw.js';
import { BestNeighbours, dotProduct, type Neighbour } from './similarity.js';

export type GraphTask = { folder: string; count: number; dimension: number };
/** `searchWidth`: hnswlib's ef. `recall`: of the ten nearest, on a sample, at that width. */
export type GraphTuning = { searchWidth: number; recall: number };

export const GRAPH_FILE = 'graph.hnsw';

/** Where so few passages may be found, looking at all of them is faster than the graph, and exact. */
const EXACT_BELOW = 4_096;

/**
 * Writes graph.hnsw beside vectors.f32, which must be whole by now.
 * @param url the thread's script; where it is missing (sources that were not built) there is no graph.
 * @returns undefined where the addon is missing.
 */
export async function buildGraph(task: GraphTask, url = new URL('./graph-worker.js', import.meta.url)): Promise<GraphTuning | undefined> {
  if (!existsSync(fileURLToPath(url))) return undefined;
  const worker = new Worker(url, { workerData: task });
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the thread that builds the graph ended with ${code}`)));
  });
}

/** @param path of a file whose checksum held. @returns undefined where the addon is missing, or the file is not of these vectors. */
export async function openGraph(path: string, count: number, dimension: number, searchWidth: number): Promise<HnswIndex | undefined> {
  const hnsw = await loadHnsw();
  if (hnsw === undefined) return undefined;
  const graph = new hnsw.HierarchicalNSW('ip', dimension);
  graph.readIndexSync(path);
  if (graph.getCurrentCount() !== count) return undefined;
  graph.setEf(searchWidth);
  return graph;
}

/**
 * @param allowed 1 for each passage that may be found, `allowedCount` of them
 * @returns best first; exact where few are allowed, since a graph that may show few of its points finds few of them
 */
export function searchNearest(
  graph: HnswIndex | undefined,
  vectors: Float32Array,
  question: Float32Array,
  limit: number,
  allowed: Uint8Array,
  allowedCount: number,
): Neighbour[] {
  const best = new BestNeighbours(limit);
  if (graph === undefined || allowedCount < Math.max(EXACT_BELOW, allowed.length / 4) || !question.every(Number.isFinite)) {
    for (let ordinal = 0; ordinal < allowed.length; ordinal++) {
      if (allowed[ordinal] === 1) best.offer(ordinal, dotProduct(question, vectors, ordinal));
    }
    return best.list();
  }
  const all = allowedCount === allowed.length;
  const filter = all ? undefined : (label: number) => allowed[label] === 1;
  const { neighbors } = graph.searchKnn(Array.from(question), Math.min(limit, allowedCount), filter);
  for (const ordinal of neighbors) best.offer(ordinal, dotProduct(question, vectors, ordinal));
  return best.list();
}
