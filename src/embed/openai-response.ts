/** What a server answers to an embeddings request, checked and put in order before the client sees it. */
import { NonsenseError } from '../provider/trouble.js';

type Row = { index?: unknown; embedding?: unknown };

/**
 * `fetch` for OpenAIEmbeddings, which believes its server: as many vectors as texts, in the order of their `index`, as numbers also where
 * base64 came. @throws NonsenseError
 */
export const checkedFetch: typeof fetch = async (input, init) => {
  const response = await fetch(input, init);
  if (!response.ok) return response;
  const wanted = countInputs(init?.body);
  const text = await response.text();
  const body = parseBody(text);
  const ordered = orderRows(body.data, wanted);
  const headers = new Headers(response.headers);
  headers.delete('content-length');
  headers.delete('content-encoding');
  return new Response(JSON.stringify({ ...body, data: ordered }), { status: response.status, headers });
};

function countInputs(body: unknown): number {
  const { input } = JSON.parse(String(body)) as { input: unknown };
  return Array.isArray(input) ? input.length : 1;
}

function parseBody(text: string): { data: unknown } {
  try {
    return JSON.parse(text) as { data: unknown };
  } catch {
    throw new NonsenseError(`the server's answer is no JSON: ${text.slice(0, 80)}`);
  }
}

function orderRows(data: unknown, wanted: number): { object: 'embedding'; index: number; embedding: number[] }[] {
  const rows = Array.isArray(data) ? (data as Row[]) : [];
  if (rows.length !== wanted) throw new NonsenseError(`${rows.length} vectors came for ${wanted} texts`);
  const ordered: number[][] = [];
  rows.forEach((row, place) => {
    const index = typeof row.index === 'number' ? row.index : place;
    if (!Number.isInteger(index) || index < 0 || index >= wanted || ordered[index] !== undefined)
      throw new NonsenseError('the vectors are numbered wrongly');
    ordered[index] = numbersOf(row.embedding);
  });
  return ordered.map((embedding, index) => ({ object: 'embedding', index, embedding }));
}

/** Numbers as they are; base64 as 32-bit floats, little endian, which is what servers send that ignore what was asked for. */
function numbersOf(embedding: unknown): number[] {
  if (Array.isArray(embedding)) return embedding as number[];
  if (typeof embedding !== 'string') throw new NonsenseError('a vector is neither numbers nor base64');
  const bytes = Buffer.from(embedding, 'base64');
  if (bytes.length === 0 || bytes.length % 4 !== 0) throw new NonsenseError('a vector in base64 is cut off');
  return Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readFloatLE(index * 4));
}

/** A vector of the right width, of finite numbers, not all zero -> the same of length 1. @throws NonsenseError */
export function checkVector(vector: readonly unknown[], dimension: number | undefined): Float32Array {
  if (vector.length === 0 || (dimension !== undefined && vector.length !== dimension)) {
    throw new NonsenseError(`a vector of ${vector.length} numbers came${dimension === undefined ? '' : `; the model has ${dimension}`}`);
  }
  let sum = 0;
  for (const number of vector) {
    if (typeof number !== 'number' || !Number.isFinite(number)) throw new NonsenseError('a vector holds what is no number');
    sum += number * number;
  }
  const length = Math.sqrt(sum);
  if (!(length > 1e-12) || !Number.isFinite(length)) throw new NonsenseError('a vector has no direction');
  return Float32Array.from(vector as number[], (number) => number / length);
}
