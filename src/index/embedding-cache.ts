/**
 * Vectors that were paid for, by embedder and embedded text: a run that is killed goes on where it was, and a text that comes back costs
 * nothing. Two files an embedder, appended together; entry i of one belongs to row i of the other.
 *
 *   <embedder>.keys   16 bytes of the text's name (ledger.ts), 8 bytes of the SHA-256 of the vector
 *   <embedder>.f32    the vector, little endian
 */
import { createHash } from 'node:crypto';
import { type FileHandle, open, readFile, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import type { Embedder } from '../types.js';
import type { VectorCache } from './embedding.js';
import type { IndexFiles } from './files.js';
import { KEY_BYTES } from './ledger.js';
import { sha256 } from './manifest.js';
import { isMissing } from './verified-read.js';

const CHECK_BYTES = 8;
const ENTRY_BYTES = KEY_BYTES + CHECK_BYTES;
/** Entries that the cache may hold beyond twice the index's passages before it is begun anew. */
const SLACK_ENTRIES = 10_000;

const checkOf = (vector: Uint8Array) => createHash('sha256').update(vector).digest().subarray(0, CHECK_BYTES);

export class EmbeddingCache implements VectorCache {
  private readonly keys: string;
  private readonly vectors: string;
  private readonly rowBytes: number;
  /** Row and checksum of each text's vector; undefined before the first use. */
  private entries: Map<string, { row: number; check: Buffer }> | undefined;
  private rows = 0;
  private reader: FileHandle | undefined;

  constructor(
    private readonly files: IndexFiles,
    private readonly folder: string,
    { name, dimension, version }: Embedder['fingerprint'],
  ) {
    const base = sha256(JSON.stringify([name, dimension, version])).slice(0, 16);
    this.keys = join(folder, `${base}.keys`);
    this.vectors = join(folder, `${base}.f32`);
    this.rowBytes = dimension * 4;
  }

  async get(name: string): Promise<Float32Array | undefined> {
    const entry = (await this.load()).get(name);
    if (entry === undefined) return undefined;
    this.reader ??= await open(this.vectors, 'r');
    const bytes = new Uint8Array(this.rowBytes);
    const { bytesRead } = await this.reader.read(bytes, 0, this.rowBytes, entry.row * this.rowBytes);
    if (bytesRead !== this.rowBytes || !checkOf(bytes).equals(entry.check)) return undefined;
    return new Float32Array(bytes.buffer);
  }

  /** For a rebuild: nothing held is trusted, what is embedded is kept. */
  writeOnly(): VectorCache {
    return { get: async () => undefined, put: (added) => this.put(added) };
  }

  /** Only under the writer's lock. */
  async put(added: readonly { name: string; vector: Float32Array }[]): Promise<void> {
    const entries = await this.load();
    if (this.rows === 0) await this.files.makeDirectory(this.folder);
    await this.cutTails();
    const rows = added.map(({ vector }) => new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength));
    const checks = rows.map(checkOf);
    await this.files.extend(this.vectors, Buffer.concat(rows));
    await this.files.extend(this.keys, Buffer.concat(added.flatMap(({ name }, index) => [Buffer.from(name, 'latin1'), checks[index]!])));
    for (const [index, { name }] of added.entries()) entries.set(name, { row: this.rows++, check: checks[index]! });
  }

  /** Begins anew where most entries belong to texts that are long gone. @param passages of the index */
  async prune(passages: number): Promise<void> {
    if ((await this.load()).size <= 2 * passages + SLACK_ENTRIES) return;
    await this.close();
    await this.files.remove(this.keys);
    await this.files.remove(this.vectors);
    this.entries = undefined;
  }

  async close(): Promise<void> {
    await this.reader?.close();
    this.reader = undefined;
  }

  private async load(): Promise<Map<string, { row: number; check: Buffer }>> {
    if (this.entries !== undefined) return this.entries;
    const bytes = await readFile(this.keys).catch((cause: unknown) => {
      if (isMissing(cause)) return Buffer.alloc(0);
      throw cause;
    });
    this.rows = Math.min(Math.floor(bytes.length / ENTRY_BYTES), Math.floor((await sizeOf(this.vectors)) / this.rowBytes));
    this.entries = new Map();
    for (let row = 0; row < this.rows; row++) {
      const at = row * ENTRY_BYTES;
      const check = bytes.subarray(at + KEY_BYTES, at + ENTRY_BYTES);
      this.entries.set(bytes.toString('latin1', at, at + KEY_BYTES), { row, check });
    }
    return this.entries;
  }

  /** What a run that died in the middle of an append left behind would shift every row that follows. */
  private async cutTails(): Promise<void> {
    if ((await sizeOf(this.vectors)) > this.rows * this.rowBytes) await truncate(this.vectors, this.rows * this.rowBytes);
    if ((await sizeOf(this.keys)) > this.rows * ENTRY_BYTES) await truncate(this.keys, this.rows * ENTRY_BYTES);
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (cause) {
    if (isMissing(cause)) return 0;
    throw cause;
  }
}
