/** The thread of graph.ts: adding a point blocks for milliseconds. In: a segment's folder; out: the search width at which the graph is good. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { GRAPH_FILE, type GraphTask, type GraphTuning } from './graph.js';
import { type HnswIndex, loadHnsw } from './hnsw.js';
import { BestNeighbours, dotProduct } from './similarity.js';

/** hnswlib's own defaults: links a point, and candidates looked at while it is linked. */
const LINKS = 16;
const BUILD_WIDTH = 200;
const SEED = 100;

const SAMPLE = 100;
const NEIGHBOURS = 10;
const WANTED_RECALL = 0.99;
const WIDTHS = [16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 1024];

const rowOf = (rows: Float32Array, row: number, dimension: number) => rows.subarray(row * dimension, (row + 1) * dimension);

/** Each near to one passage and half as near to another, every second one blurred on top: questions are near to passages, but are none. */
function createQuestions(rows: Float32Array, count: number, dimension: number): Float32Array[] {
  const step = Math.max(1, Math.floor(count / SAMPLE));
  return Array.from({ length: Math.min(SAMPLE, count) }, (_, index) => {
    const first = rowOf(rows, (index * step) % count, dimension);
    const second = rowOf(rows, (index * step * 7 + 3) % count, dimension);
    const blur = index % 2 === 0 ? 0 : 1.7 / Math.sqrt(dimension);
    const mixed = first.map((value, at) => value + 0.5 * second[at]! + blur * (pseudoRandom(index * dimension + at) - 0.5));
    const length = Math.hypot(...mixed) || 1;
    return mixed.map((value) => value / length);
  });
}

/** 0 to 1, the same for equal numbers (a multiplicative hash). */
const pseudoRandom = (number: number) => (Math.imul(number ^ (number >>> 15), 0x9e3779b1) >>> 0) / 2 ** 32;

/** The smallest width whose recall, against an exact search, is good; the largest one where none is. */
function tune(graph: HnswIndex, rows: Float32Array, count: number, dimension: number): GraphTuning {
  const questions = createQuestions(rows, count, dimension);
  const wanted = questions.map((question) => {
    const best = new BestNeighbours(NEIGHBOURS);
    for (let row = 0; row < count; row++) best.offer(row, dotProduct(question, rows, row));
    return best.list();
  });
  let tuning: GraphTuning = { searchWidth: WIDTHS[0]!, recall: 0 };
  for (const searchWidth of WIDTHS) {
    graph.setEf(searchWidth);
    let found = 0;
    let asked = 0;
    for (const [index, question] of questions.entries()) {
      const { neighbors } = graph.searchKnn(Array.from(question), Math.min(NEIGHBOURS, count));
      asked += wanted[index]!.length;
      found += wanted[index]!.filter(({ ordinal }) => neighbors.includes(ordinal)).length;
    }
    tuning = { searchWidth, recall: found / asked };
    if (tuning.recall >= WANTED_RECALL) break;
  }
  return tuning;
}

async function run({ folder, count, dimension }: GraphTask): Promise<GraphTuning | undefined> {
  const hnsw = await loadHnsw();
  if (hnsw === undefined) return undefined;
  const bytes = readFileSync(join(folder, 'vectors.f32'));
  const rows = new Float32Array(new Uint8Array(bytes).buffer, 0, count * dimension);
  if (!rows.every(Number.isFinite)) throw new Error('a vector is not finite');
  const graph = new hnsw.HierarchicalNSW('ip', dimension);
  graph.initIndex(count, LINKS, BUILD_WIDTH, SEED);
  for (let row = 0; row < count; row++) graph.addPoint(Array.from(rowOf(rows, row, dimension)), row);
  const tuning = tune(graph, rows, count, dimension);
  graph.writeIndexSync(join(folder, GRAPH_FILE));
  return tuning;
}

parentPort?.postMessage(await run(workerData as GraphTask));
