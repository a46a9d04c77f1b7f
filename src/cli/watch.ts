/** Follows a corpus while the program runs: its folder, and the sources in it that have a schedule. Updates come one after another. */
import { realpathSync } from 'node:fs';
import type { Settings } from '../settings.js';

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
  const schedules = await openSchedules(settings, tell, signal);
  let quiet: NodeJS.Timeout | undefined;
  let changedAt: number | undefined;
  watcher.on('all', () => {
    changedAt ??= performance.now();
    clearTimeout(quiet);
    quiet = setTimeout(
      () => {
        changedAt = undefined;
        updates.ask();
      },
      Math.max(0, Math.min(QUIET_MS, changedAt + LONGEST_WAIT_MS - performance.now())),
    );
  });
  watcher.on('error', (cause) => tell(`The folder cannot be followed everywhere: ${(cause as Error).message}`));
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  clearTimeout(quiet);
  for (const schedule of schedules) schedule.stop();
  await watcher.close();
  await updates.settled();
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

/** Sources with a cron expression: their pages come into the folder, whose watcher does the rest. */
async function openSchedules(settings: Settings, tell: (line: string) => void, signal: AbortSignal): Promise<{ stop(): void }[]> {
  const [{ Cron }, { readSources }] = await Promise.all([import('croner'), import('../corpus/sources-file.js')]);
  const [{ updateSources }, { sourceLines }] = await Promise.all([import('../corpus/sources.js'), import('./index-update.js')]);
  return readSources(settings.corpus.directory).flatMap((source) => {
    if (source.schedule === undefined) return [];
    const follow = async () => {
      const report = await updateSources(settings.corpus, { only: ({ url }) => url === source.url, signal });
      for (const line of sourceLines(report)) tell(line);
    };
    const failed = (cause: unknown) => tell(`${source.url} could not be followed: ${(cause as Error).message}`);
    return [new Cron(source.schedule, { protect: true, catch: failed }, follow)];
  });
}
