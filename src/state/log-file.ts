/**
 * An append-only file of lines that several processes share. Writers take turns by a lock file; readers need no lock and
 * see whole lines only. One append is one write and one fsync; a rewrite is a temporary file, fsync, rename, and fsync of
 * the folder. A crash leaves at worst a torn last line, which the next writer cuts off.
 */
import { open, rename, stat, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import lockfile from 'proper-lockfile';

/** A crashed writer's lock is taken over after this time. */
const LOCK_STALE_MS = 5_000;
const LOCK_PATIENCE_MS = 20_000;

export class LogFile {
  readonly path: string;
  readonly #onNotice: (line: string) => void;
  /** The file that was read and how far; a rewrite by another process makes a new file. Empty: none yet. */
  #identity = '';
  #offset = 0;

  constructor(path: string, onNotice: (line: string) => void) {
    this.path = path;
    this.#onNotice = onNotice;
  }

  /** @returns the whole lines since the last call; `restarted` where the file was replaced and they begin at its start. */
  async readNew(): Promise<{ lines: string[]; restarted: boolean }> {
    const found = await stat(this.path).catch(orUndefinedIfMissing);
    const identity = found === undefined ? '' : identityOf(found);
    const restarted = identity !== this.#identity || (found?.size ?? 0) < this.#offset;
    if (restarted) {
      this.#identity = identity;
      this.#offset = 0;
    }
    if (found === undefined || found.size === this.#offset) return { lines: [], restarted };
    const bytes = await readRange(this.path, this.#offset, found.size);
    const whole = bytes.subarray(0, bytes.lastIndexOf(10) + 1);
    this.#offset += whole.length;
    const lines = whole.toString('utf8').split('\n');
    return { lines: lines.filter((line) => line !== ''), restarted };
  }

  /** Runs `work` while no other process writes. */
  async whileLocked<Result>(work: () => Promise<Result>): Promise<Result> {
    let lost: Error | undefined;
    const release = await this.#lock((error) => {
      lost = error;
    });
    try {
      return await work();
    } finally {
      if (lost === undefined) await release();
      else this.#onNotice(`${this.path}: the lock was lost while writing (${lost.message}).`);
    }
  }

  /** Waits, a little longer each time and never in step with others, while another process holds the lock. */
  async #lock(onCompromised: (error: Error) => void): Promise<() => Promise<void>> {
    const deadline = Date.now() + LOCK_PATIENCE_MS;
    for (let waitMs = 4; ; waitMs = Math.min(waitMs * 1.5, 150)) {
      try {
        return await lockfile.lock(this.path, { realpath: false, stale: LOCK_STALE_MS, onCompromised });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ELOCKED' || Date.now() > deadline) throw error;
        await setTimeout(waitMs * (0.5 + Math.random()));
      }
    }
  }

  /** Only while locked and after `readNew`: what stands after the last line end was left by a crash. */
  async cutTornLine(): Promise<void> {
    const found = await stat(this.path).catch(orUndefinedIfMissing);
    if (found === undefined || found.size === this.#offset) return;
    await truncate(this.path, this.#offset);
    this.#onNotice(`${this.path}: cut off ${found.size - this.#offset} bytes of a line that a crash left unfinished.`);
  }

  /** Only while locked and after `readNew`. On failure the file is as it was. */
  async append(lines: readonly string[]): Promise<void> {
    const isNew = this.#identity === '';
    const handle = await open(this.path, 'a', 0o600);
    try {
      await handle.writeFile(joinLines(lines));
      await handle.datasync();
      this.#remember(await handle.stat());
    } catch (error) {
      await handle.truncate(this.#offset);
      throw error;
    } finally {
      await handle.close();
    }
    if (isNew) await syncFolder(dirname(this.path));
  }

  /** Only while locked and after `readNew`. Replaces all lines at once. */
  async rewrite(lines: readonly string[]): Promise<void> {
    const temporary = `${this.path}.rewriting`;
    const handle = await open(temporary, 'w', 0o600);
    try {
      await handle.writeFile(joinLines(lines));
      await handle.sync();
      await rename(temporary, this.path);
      await syncFolder(dirname(this.path));
      this.#remember(await handle.stat());
    } finally {
      await handle.close();
    }
  }

  #remember(found: { ino: number; birthtimeMs: number; size: number }): void {
    this.#identity = identityOf(found);
    this.#offset = found.size;
  }
}

/** Inode numbers are reused; together with the time of birth they name one file. */
const identityOf = (found: { ino: number; birthtimeMs: number }) => `${found.ino}:${found.birthtimeMs}`;

const joinLines = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('');

function orUndefinedIfMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined;
  throw error;
}

async function readRange(path: string, start: number, end: number): Promise<Buffer> {
  const handle = await open(path, 'r');
  try {
    const buffer = Buffer.alloc(end - start);
    let filled = 0;
    while (filled < buffer.length) {
      const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, start + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return buffer.subarray(0, filled);
  } finally {
    await handle.close();
  }
}

/** Makes a new name last; Windows cannot open folders, and needs no sync of them. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
