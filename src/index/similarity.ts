/** Exact similarity over row-major vectors of length 1: dot products, and the best of them. */

/** Dot product of `question` with row `row`, eight lanes at a time: what the engine needs to keep them in registers. */
export function dotProduct(question: Float32Array, rows: Float32Array, row: number): number {
  const dimension = question.length;
  const offset = row * dimension;
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let index = 0;
  for (; index + 8 <= dimension; index += 8) {
    const at = offset + index;
    a += question[index]! * rows[at]! + question[index + 4]! * rows[at + 4]!;
    b += question[index + 1]! * rows[at + 1]! + question[index + 5]! * rows[at + 5]!;
    c += question[index + 2]! * rows[at + 2]! + question[index + 6]! * rows[at + 6]!;
    d += question[index + 3]! * rows[at + 3]! + question[index + 7]! * rows[at + 7]!;
  }
  for (; index < dimension; index++) a += question[index]! * rows[offset + index]!;
  return a + b + c + d;
}

export type Neighbour = { ordinal: number; similarity: number };

/** Keeps the `limit` best of what is offered, best first; of equal ones the lower ordinal. */
export class BestNeighbours {
  private readonly found: Neighbour[] = [];
  constructor(private readonly limit: number) {}

  offer(ordinal: number, similarity: number): void {
    const { found, limit } = this;
    if (found.length >= limit) {
      const last = found[limit - 1];
      if (last === undefined || similarity < last.similarity || (similarity === last.similarity && ordinal > last.ordinal)) return;
      found.pop();
    }
    let place = found.length;
    while (place > 0) {
      const before = found[place - 1]!;
      if (before.similarity > similarity || (before.similarity === similarity && before.ordinal < ordinal)) break;
      place--;
    }
    found.splice(place, 0, { ordinal, similarity });
  }

  list(): Neighbour[] {
    return this.found;
  }
}
