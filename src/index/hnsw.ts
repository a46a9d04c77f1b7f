/**
 * The door to hnswlib-node, an optional native addon. It checks next to nothing and ends the process on bad input, so that only this room's
 * own files, whose checksum held, and finite vectors of the right length come near it.
 */

/** The part of hnswlib-node 3.0.0 that is used. Labels are dense, from 0; distance is 1 - dot product in the space "ip". */
export type HnswIndex = {
  initIndex(maxElements: number, m: number, efConstruction: number, randomSeed: number): void;
  addPoint(point: number[], label: number): void;
  setEf(ef: number): void;
  searchKnn(query: number[], count: number, filter?: (label: number) => boolean): { neighbors: number[]; distances: number[] };
  getCurrentCount(): number;
  writeIndexSync(path: string): void;
  readIndexSync(path: string): void;
};

export type Hnsw = { HierarchicalNSW: new (space: 'ip', dimension: number) => HnswIndex };

/** @returns undefined where the addon was not installed or could not be built: search is then exact. */
export async function loadHnsw(): Promise<Hnsw | undefined> {
  try {
    return ((await import('hnswlib-node' as string)) as { default: Hnsw }).default;
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const isMissing =
      code === 'ERR_MODULE_NOT_FOUND' || code === 'ERR_DLOPEN_FAILED' || message.startsWith('Could not locate the bindings file');
    if (isMissing) return undefined;
    throw cause;
  }
}
