/** Reads files of the index, each only as far as its checksum holds: nothing is parsed, or handed to native code, before. */
import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileRecord } from './files.js';

/** A file that is missing or not what its manifest says. Caught inside the room: the reader falls back, the writer rebuilds. */
export class DamagedFile extends Error {
  constructor(
    readonly path: string,
    reason: string,
    cause?: unknown,
  ) {
    super(`${path}: ${reason}`, { cause });
    this.name = 'DamagedFile';
  }
}

const CHUNK_BYTES = 1 << 20;

/** Up to this size a file is read in less time than another thread is asked for it three times. */
const SMALL_BYTES = 1 << 20;

/**
 * Reads a whole file into memory of its own (aligned for every typed array), hashing as it goes.
 * @param into allocates the memory; default: a new ArrayBuffer.
 * @throws DamagedFile when size or checksum differ, or the file is missing.
 */
export async function readVerified(
  path: string,
  record: Pick<FileRecord, 'size' | 'sha256'>,
  into: (size: number) => Uint8Array = (size) => new Uint8Array(size),
): Promise<Uint8Array> {
  if (record.size <= SMALL_BYTES) return readSmall(path, record, into);
  const handle = await openExisting(path);
  try {
    const { size } = await handle.stat();
    if (size !== record.size) throw new DamagedFile(path, `${size} bytes where ${record.size} were written`);
    const bytes = into(size);
    const hash = createHash('sha256');
    for (let offset = 0; offset < size; ) {
      const { bytesRead } = await handle.read(bytes, offset, Math.min(CHUNK_BYTES, size - offset), offset);
      if (bytesRead === 0) throw new DamagedFile(path, 'ends early');
      hash.update(bytes.subarray(offset, offset + bytesRead));
      offset += bytesRead;
    }
    if (hash.digest('hex') !== record.sha256) throw new DamagedFile(path, 'its checksum does not hold');
    return bytes;
  } finally {
    await handle.close();
  }
}

/** The same at once. */
function readSmall(path: string, record: Pick<FileRecord, 'size' | 'sha256'>, into: (size: number) => Uint8Array): Uint8Array {
  const file = openExistingSync(path);
  try {
    const { size } = fstatSync(file);
    if (size !== record.size) throw new DamagedFile(path, `${size} bytes where ${record.size} were written`);
    const bytes = into(size);
    for (let offset = 0; offset < size; ) {
      const bytesRead = readSync(file, bytes, offset, size - offset, offset);
      if (bytesRead === 0) throw new DamagedFile(path, 'ends early');
      offset += bytesRead;
    }
    if (createHash('sha256').update(bytes).digest('hex') !== record.sha256) throw new DamagedFile(path, 'its checksum does not hold');
    return bytes;
  } finally {
    closeSync(file);
  }
}

/** The same check without keeping the bytes. */
export async function verifyFile(path: string, record: FileRecord): Promise<void> {
  const handle = await openExisting(path);
  try {
    const { size } = await handle.stat();
    if (size !== record.size) throw new DamagedFile(path, `${size} bytes where ${record.size} were written`);
    const hash = createHash('sha256');
    const chunk = new Uint8Array(Math.min(CHUNK_BYTES, Math.max(size, 1)));
    for (let offset = 0; offset < size; ) {
      const { bytesRead } = await handle.read(chunk, 0, chunk.byteLength, offset);
      if (bytesRead === 0) throw new DamagedFile(path, 'ends early');
      hash.update(chunk.subarray(0, bytesRead));
      offset += bytesRead;
    }
    if (hash.digest('hex') !== record.sha256) throw new DamagedFile(path, 'its checksum does not hold');
  } finally {
    await handle.close();
  }
}

/** Size and time as written: no checksum needed; otherwise the checksum decides. */
export async function checkUntouched(path: string, record: FileRecord): Promise<void> {
  const found = statOf(path);
  if (found.size === record.size && found.mtimeMs === record.modifiedMs) return;
  await verifyFile(path, record);
}

function statOf(path: string): Stats {
  try {
    return statSync(path);
  } catch (cause) {
    return failToOpen(path, cause);
  }
}

const openExisting = (path: string) => open(path, 'r').catch((cause: unknown) => failToOpen(path, cause));

function openExistingSync(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (cause) {
    return failToOpen(path, cause);
  }
}

function failToOpen(path: string, cause: unknown): never {
  if (isMissing(cause)) throw new DamagedFile(path, 'is missing', cause);
  throw cause;
}

export const isMissing = (cause: unknown) => ['ENOENT', 'ENOTDIR', 'EISDIR'].includes((cause as NodeJS.ErrnoException).code ?? '');
