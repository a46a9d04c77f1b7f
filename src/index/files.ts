/**
 * Every change that the index makes on disk goes through here, so that a test can stop the program after any of them.
 * In: paths and bytes. Out: files that are on the disk (not only in its cache) once `finish` or `replace` has returned.
 */
import { createHash, randomBytes } from 'node:crypto';
import { closeSync, fstatSync, fsync, openSync } from 'node:fs';
import { appendFile, type FileHandle, link, mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';

const sync = promisify(fsync);

export type FileOperation = 'mkdir' | 'create' | 'write' | 'sync' | 'sync-directory' | 'rename' | 'link' | 'remove';

/** Called before each operation; what it throws is thrown in the operation's place. */
export type FileHook = (operation: FileOperation, path: string) => void | Promise<void>;

/** What a manifest remembers of a file. `modifiedMs` only spares a checksum where nothing was touched; the checksum decides. */
export type FileRecord = { size: number; sha256: string; modifiedMs: number };

/** Temporary names: swept by the next writer. */
export const TEMPORARY = /\.[0-9a-f]{12}\.tmp$/;

export class IndexFiles {
  constructor(private readonly hook: FileHook = () => {}) {}

  async makeDirectory(path: string): Promise<void> {
    await this.hook('mkdir', path);
    await mkdir(path, { recursive: true });
  }

  /** A file that must not exist yet, written from its beginning to its end. */
  async create(path: string): Promise<FileAppender> {
    await this.hook('create', path);
    return new FileAppender(path, await open(path, 'wx'), this.hook);
  }

  /** One whole new file, synced. */
  async write(path: string, bytes: Uint8Array): Promise<FileRecord> {
    const file = await this.create(path);
    try {
      await file.append(bytes);
      return await file.finish();
    } finally {
      await file.close();
    }
  }

  /** A file that native code wrote: synced, and hashed as it is on disk. @throws when it is empty: the writer may not have noticed. */
  async adopt(path: string): Promise<FileRecord> {
    await this.hook('sync', path);
    const handle = await open(path, 'r+');
    try {
      await handle.sync();
      const hash = createHash('sha256');
      for await (const chunk of handle.createReadStream({ autoClose: false, start: 0 })) hash.update(chunk as Buffer);
      const { size, mtimeMs } = await handle.stat();
      if (size === 0) throw Object.assign(new Error(`${path} is empty`), { code: 'EIO' });
      return { size, sha256: hash.digest('hex'), modifiedMs: mtimeMs };
    } finally {
      await handle.close();
    }
  }

  /** Old bytes or new bytes at this path, never a part: temporary file, sync, rename, sync of the folder. */
  async replace(path: string, bytes: Uint8Array): Promise<void> {
    const temporary = temporaryPath(path);
    await this.write(temporary, bytes);
    await this.hook('rename', path);
    await rename(temporary, path);
    await this.syncDirectory(dirname(path));
  }

  /** @returns false when the path exists already: whoever creates it first has it, with all of its bytes. */
  async createExclusively(path: string, bytes: Uint8Array): Promise<boolean> {
    const temporary = temporaryPath(path);
    await this.write(temporary, bytes);
    try {
      await this.hook('link', path);
      await link(temporary, path);
      return true;
    } catch (cause) {
      const code = (cause as NodeJS.ErrnoException).code ?? '';
      if (code === 'EEXIST') return false;
      if (!NO_HARD_LINKS.includes(code)) throw cause;
      return await this.createWithoutLink(path, bytes);
    } finally {
      await this.remove(temporary);
    }
  }

  private async createWithoutLink(path: string, bytes: Uint8Array): Promise<boolean> {
    try {
      await this.write(path, bytes);
      return true;
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw cause;
    }
  }

  /** Adds to the end of a file, unsynced: for caches whose lines carry checksums. */
  async extend(path: string, bytes: Uint8Array): Promise<void> {
    await this.hook('write', path);
    await appendFile(path, bytes);
  }

  async remove(path: string): Promise<void> {
    await this.hook('remove', path);
    await rm(path, { recursive: true, force: true });
  }

  /** Makes names that were created, renamed or removed in this folder durable; without effect where a folder cannot be synced. */
  async syncDirectory(path: string): Promise<void> {
    await this.hook('sync-directory', path);
    let directory: number;
    try {
      directory = openSync(path, 'r');
    } catch (cause) {
      if (isUnsupported(cause)) return;
      throw cause;
    }
    try {
      await sync(directory);
    } catch (cause) {
      if (!isUnsupported(cause)) throw cause;
    } finally {
      closeSync(directory);
    }
  }
}

/** What file systems without hard links answer. */
const NO_HARD_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'];

/** Windows and some network file systems can neither open nor sync a folder. */
const isUnsupported = (cause: unknown) => ['EISDIR', 'EPERM', 'EINVAL', 'ENOTSUP'].includes((cause as NodeJS.ErrnoException).code ?? '');

const temporaryPath = (path: string) => join(dirname(path), `${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);

/** Small appends are gathered up to this size, so that a line costs no system call. */
const GATHERED_BYTES = 1 << 20;
const FIRST_BYTES = 1 << 12;

/** Appends and hashes. One append after the other: the next one may follow when the last one has ended. */
export class FileAppender {
  private readonly hash = createHash('sha256');
  /** One piece of memory for all that is gathered, as large as it was needed: fresh memory for each would cost more than the copy into it. */
  private gathered = Buffer.allocUnsafeSlow(FIRST_BYTES);
  private gatheredBytes = 0;
  private closed = false;
  size = 0;

  constructor(
    readonly path: string,
    private readonly handle: FileHandle,
    private readonly hook: FileHook,
  ) {}

  /** The bytes are the caller's again afterwards. */
  async append(bytes: Uint8Array): Promise<void> {
    if (bytes.byteLength >= GATHERED_BYTES) {
      await this.flush();
      this.size += bytes.byteLength;
      return this.write(bytes);
    }
    if (!this.makeRoom(bytes.byteLength)) await this.flush();
    this.gathered.set(bytes, this.gatheredBytes);
    this.gatheredBytes += bytes.byteLength;
    this.size += bytes.byteLength;
  }

  /** In UTF-8. */
  async appendText(text: string): Promise<void> {
    const most = 3 * text.length;
    if (most >= GATHERED_BYTES) return this.append(Buffer.from(text));
    if (!this.makeRoom(most)) await this.flush();
    const written = this.gathered.write(text, this.gatheredBytes);
    this.gatheredBytes += written;
    this.size += written;
  }

  /** @returns false where there is room only once what was gathered is written */
  private makeRoom(bytes: number): boolean {
    const needed = this.gatheredBytes + bytes;
    if (needed > this.gathered.length && this.gathered.length < GATHERED_BYTES) {
      const larger = Buffer.allocUnsafeSlow(Math.min(GATHERED_BYTES, 2 ** Math.ceil(Math.log2(needed))));
      this.gathered.copy(larger, 0, 0, this.gatheredBytes);
      this.gathered = larger;
    }
    return needed <= this.gathered.length;
  }

  private async flush(): Promise<void> {
    const bytes = this.gathered.subarray(0, this.gatheredBytes);
    this.gatheredBytes = 0;
    if (bytes.byteLength > 0) await this.write(bytes);
  }

  private async write(bytes: Uint8Array): Promise<void> {
    await this.hook('write', this.path);
    const writing = this.handle.write(bytes);
    this.hash.update(bytes);
    let { bytesWritten: offset } = await writing;
    while (offset < bytes.byteLength) offset += (await this.handle.write(bytes, offset)).bytesWritten;
  }

  /** Syncs; nothing may be appended afterwards. */
  async finish(): Promise<FileRecord> {
    await this.flush();
    await this.hook('sync', this.path);
    await this.handle.sync();
    const { size, mtimeMs } = fstatSync(this.handle.fd);
    if (size !== this.size) throw Object.assign(new Error(`${this.path} holds ${size} of ${this.size} bytes`), { code: 'EIO' });
    return { size, sha256: this.hash.digest('hex'), modifiedMs: mtimeMs };
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await this.handle.close();
  }
}
