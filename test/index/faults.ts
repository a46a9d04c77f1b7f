/** A disk that fails at a chosen operation, and what a power cut leaves of what was not synced. */
import { existsSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type FileOperation, IndexFiles } from '../../src/index/files.js';

/** The long run is `npm run test:faults`. */
export const isLong = process.env.YINGJIA_FAULTS === 'long';

export class Stopped extends Error {}

/** Stops before operation `stopAt` (from 0), and at each one after it: a process that died does nothing any more. */
export class FailingDisk {
  operations = 0;
  private readonly unsyncedData = new Set<string>();
  private readonly unsyncedNames = new Set<string>();
  private readonly replaced = new Map<string, Buffer | undefined>();

  constructor(
    private readonly stopAt: number,
    private readonly error: () => Error = () => new Stopped('stopped'),
    /** Whether operations after `stopAt` fail too. */
    private readonly staysDown = true,
  ) {}

  readonly files = new IndexFiles((operation, path) => {
    const number = this.operations++;
    if (number === this.stopAt || (this.staysDown && number > this.stopAt)) throw this.error();
    this.track(operation, path);
  });

  private track(operation: FileOperation, path: string): void {
    const makesName = operation === 'create' || operation === 'mkdir' || operation === 'link';
    if (makesName && !existsSync(path)) this.unsyncedNames.add(path);
    if (operation === 'create' || operation === 'write') this.unsyncedData.add(path);
    if (operation === 'sync') this.unsyncedData.delete(path);
    if (operation === 'rename') this.replaced.set(path, existsSync(path) ? readFileSync(path) : undefined);
    if (operation !== 'sync-directory') return;
    for (const name of this.unsyncedNames) if (dirname(name) === path) this.unsyncedNames.delete(name);
    for (const name of this.replaced.keys()) if (dirname(name) === path) this.replaced.delete(name);
  }

  /** Loses some of what was not synced, as a power cut may: the ends of files, new names, renames. */
  losePower(random: () => number): void {
    for (const path of this.unsyncedData) {
      if (existsSync(path) && random() < 0.7) truncateSync(path, Math.floor(random() * statSync(path).size));
    }
    for (const [path, before] of this.replaced) {
      if (random() < 0.5) continue;
      if (before === undefined) rmSync(path, { force: true });
      else writeFileSync(path, before);
    }
    for (const path of this.unsyncedNames) if (random() < 0.5) rmSync(path, { recursive: true, force: true });
  }
}

/** The lock of a process that died, as the next one finds it: this test's own process lives on. */
export function buryLockOwner(directory: string): void {
  const lock = join(directory, 'writer.lock');
  if (!existsSync(lock)) return;
  writeFileSync(lock, readFileSync(lock, 'utf8').replace(/"pid":\d+/, '"pid":4194305'));
}

/** Every file below a folder. */
export const filesBelow = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .sort()
    : [];
