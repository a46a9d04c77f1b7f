/**
 * The writer's lock: one file that names its owner. Readers never look at it. An owner that died is told by its process id where it ran on
 * this machine, and otherwise by its silence, measured on the waiter's own steady clock: no clock that goes back can hold or break a lock.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { link, readFile, rename, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { YingjiaError } from '../errors.js';
import { isRunning } from '../processes.js';
import type { IndexFiles } from './files.js';
import { isMissing } from './verified-read.js';

const owner = z.object({ pid: z.number().int(), host: z.string(), since: z.string(), token: z.string(), born: z.string().optional() });
type Owner = z.infer<typeof owner>;

export type LockOptions = {
  /** Longest wait for another writer. */
  waitMs: number;
  /** An owner whose process cannot be looked up is dead after this silence. */
  silenceMs?: number;
  onWait?: (owner: string) => void;
  signal?: AbortSignal;
};

const SILENCE_MS = 30_000;
const POLL_MS = 100;

export class WriterLock {
  private readonly beat: NodeJS.Timeout;

  private constructor(
    private readonly files: IndexFiles,
    private readonly path: string,
    private readonly token: string,
    beatMs: number,
  ) {
    // A lock that is gone cannot be touched: `confirm` finds that out before anything is committed.
    this.beat = setInterval(() => void utimes(path, new Date(), new Date()).catch(() => undefined), beatMs).unref();
  }

  /** @throws YingjiaError INDEX when another live writer keeps it for longer than `waitMs`. */
  static async take(files: IndexFiles, path: string, options: LockOptions): Promise<WriterLock> {
    const lock = await WriterLock.tryTake(files, path, options);
    if (lock instanceof WriterLock) return lock;
    throw new YingjiaError('INDEX', {
      problem: `Another writer is updating the index: ${lock}.`,
      fix: `Wait until it is done, or end it; a lock whose owner died is taken over by itself ("${path}").`,
    });
  }

  /** @returns who holds it, when that is still so after `waitMs`. */
  static async tryTake(files: IndexFiles, path: string, options: LockOptions): Promise<WriterLock | string> {
    const silenceMs = options.silenceMs ?? SILENCE_MS;
    const token = randomBytes(8).toString('hex');
    const mine: Owner = { pid: process.pid, host: hostname(), since: new Date().toISOString(), token, born: birthOf(process.pid) };
    const started = performance.now();
    let seen = { beat: '', at: started };
    for (let told = false; ; ) {
      const found = readLock(path);
      if (found === undefined) {
        if (!(await files.createExclusively(path, Buffer.from(`${JSON.stringify(mine)}\n`)))) continue;
        return new WriterLock(files, path, token, silenceMs / 5);
      }
      const now = performance.now();
      if (found.beat !== seen.beat) seen = { beat: found.beat, at: now };
      if (isDead(found.owner) || (now - seen.at > silenceMs && !isSameProcess(found.owner))) {
        await takeAway(files, path, token, found.text);
        continue;
      }
      const name = describe(found.owner);
      if (now - started >= options.waitMs) return name;
      if (!told) options.onWait?.(name);
      told = true;
      await delay(POLL_MS, undefined, { signal: options.signal });
    }
  }

  /** Before a commit: the lock is still ours. @throws YingjiaError INDEX when it was taken over while this process slept. */
  async confirm(): Promise<void> {
    const found = readLock(this.path);
    if (found?.owner?.token === this.token) return;
    throw new YingjiaError('INDEX', {
      problem: 'The lock of the index was taken over by another writer while this one was halted; nothing was committed.',
      fix: 'Run the command again.',
    });
  }

  async release(): Promise<void> {
    clearInterval(this.beat);
    const found = readLock(this.path);
    if (found?.owner?.token === this.token) await this.files.remove(this.path);
  }
}

type Found = { text: string; owner?: Owner; beat: string };

/** @returns undefined when there is no lock (any more); without `owner` where the file is damaged. */
function readLock(path: string): Found | undefined {
  try {
    const text = readFileSync(path, 'utf8');
    const { mtimeMs, ino } = statSync(path);
    return { text, owner: parseOwner(text), beat: `${ino} ${mtimeMs} ${text}` };
  } catch (cause) {
    if (isMissing(cause)) return undefined;
    throw cause;
  }
}

function parseOwner(text: string): Owner | undefined {
  try {
    return owner.parse(JSON.parse(text));
  } catch (cause) {
    if (cause instanceof SyntaxError || cause instanceof z.ZodError) return undefined;
    throw cause;
  }
}

const describe = (found: Owner | undefined) =>
  found === undefined ? 'an unknown process' : `process ${found.pid} on ${found.host}, since ${found.since}`;

/** Certain death only: the process ran here and is gone, or its number belongs to another one by now. */
function isDead(found: Owner | undefined): boolean {
  if (found === undefined || found.host !== hostname()) return false;
  if (!isRunning(found.pid)) return true;
  const born = birthOf(found.pid);
  return found.born !== undefined && born !== undefined && born !== found.born;
}

/** The owner runs here and is the very process that took the lock: it may be busy or halted, but it is not dead. */
function isSameProcess(found: Owner | undefined): boolean {
  if (found?.born === undefined || found.host !== hostname()) return false;
  return birthOf(found.pid) === found.born;
}

/** Start of a process in ticks since boot, where the system tells (Linux: proc(5), field 22 of stat). */
function birthOf(pid: number): string | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

/** Removes a dead owner's lock. Of several waiters one succeeds; a live lock that was moved by mistake is put back. */
async function takeAway(files: IndexFiles, path: string, token: string, deadText: string): Promise<void> {
  const aside = `${path}.${token.slice(0, 12)}.tmp`;
  try {
    await rename(path, aside);
  } catch (cause) {
    if (isMissing(cause)) return;
    throw cause;
  }
  if ((await readFile(aside, 'utf8')) !== deadText) await link(aside, path).catch(() => undefined); // Someone took it meanwhile: its owner finds out by `confirm`.
  await files.remove(aside);
}
