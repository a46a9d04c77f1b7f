/** Follows a corpus while the program runs: its folder, and the sources in it that have a schedule. Updates come one after another. */
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '../settings.js';
import { Schedules } from './schedules.js';

export type Watching = {
  settings: Settings;
  /** Brings the index up to date. */
  update(): Promise<void>;
  tell(line: string): void;
  signal: AbortSignal;
};

/** Quiet time after the last change: an editor, a copy or a checkout writes many files in a row. */
const QUIET_MS = 500;
/** A folder that is never quiet is taken in all the same. */
const LONGEST_WAIT_MS = 5_000;

/** @returns once `signal` is aborted and the last update has ended. */
export async function watchCorpus({ settings, update, tell, signal }: Watching): Promise<void> {
  const updates = new Updates(update, tell);
  const { watch } = await import('chokidar');
  const folder = realpathSync(settings.corpus.directory);
  const watcher = watch(folder, { ignoreInitial: true, ignored: (path) => /[/\\]\./.test(path.slice(folder.length)) });
  const schedules = new Schedules({ settings, tell, signal });
  let sourcesChanged = false;
  let quiet: NodeJS.Timeout | undefined;
  let changedAt: number | undefined;
  watcher.on('all', (_event, path) => {
    sourcesChanged ||= path === join(folder, 'sources.yaml');
    changedAt ??= performance.now();
    clearTimeout(quiet);
    quiet = setTimeout(
      () => {
        changedAt = undefined;
        if (sourcesChanged) void schedules.load();
        sourcesChanged = false;
        updates.ask();
      },
      Math.max(0, Math.min(QUIET_MS, changedAt + LONGEST_WAIT_MS - performance.now())),
    );
  });
  watcher.on('error', (cause) => tell(`The folder cannot be followed everywhere: ${(cause as Error).message}`));
  watcher.once('ready', () => {
    void schedules.load();
    // What changed before the watcher saw it.
    updates.ask();
  });
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  clearTimeout(quiet);
  schedules.stop();
  await watcher.close();
  await Promise.all([schedules.settled(), updates.settled()]);
}

/** One update at a time; what is asked for meanwhile is one more update afterwards. */
class Updates {
  private running: Promise<void> | undefined;
  private asked = false;

  constructor(
    private readonly update: () => Promise<void>,
    private readonly tell: (line: string) => void,
  ) {}

  ask(): void {
    this.asked = true;
    this.running ??= this.run().finally(() => {
      this.running = undefined;
    });
  }

  async settled(): Promise<void> {
    await this.running;
  }

  private async run(): Promise<void> {
    while (this.asked) {
      this.asked = false;
      // A failed update is told, and the next change tries again: the index is as it was.
      await this.update().catch((cause: unknown) => this.tell(`The index could not be updated: ${(cause as Error).message}`));
    }
  }
}
