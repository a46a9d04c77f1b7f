/**
 * Sources with a cron expression, while the program runs: each is followed at its times, one after the other. What fails is told, and tried again
 * the next time. Their pages come into the articles' folder; whoever watches it does the rest.
 */
import type { Cron } from 'croner';
import type { Settings } from '../settings.js';

export type ScheduleParts = { settings: Settings; tell(line: string): void; signal: AbortSignal };

export class Schedules {
  private jobs: Cron[] = [];
  private last: Promise<void> = Promise.resolve();

  constructor(private readonly parts: ScheduleParts) {}

  /** Reads sources.yaml, again where it has changed. One that cannot be used is told, and nothing is followed until it can. */
  async load(): Promise<void> {
    const { settings, tell, signal } = this.parts;
    const [{ Cron }, { readSources }] = await Promise.all([import('croner'), import('../corpus/sources-file.js')]);
    this.stop();
    try {
      const scheduled = readSources(settings.corpus.directory).filter(({ schedule }) => schedule !== undefined);
      if (signal.aborted) return;
      this.jobs = scheduled.map(({ url, schedule }) => new Cron(schedule!, { protect: true }, () => this.follow(url)));
    } catch (cause) {
      tell(`${(cause as Error).message} No source is followed until then.`);
    }
  }

  stop(): void {
    for (const job of this.jobs) job.stop();
    this.jobs = [];
  }

  /** After `stop`: when the last source that was being followed is done. */
  async settled(): Promise<void> {
    await this.last;
  }

  /** One after the other: what is known of the pages is one file. */
  private follow(url: string): Promise<void> {
    this.last = this.last.then(() => this.followNow(url));
    return this.last;
  }

  private async followNow(url: string): Promise<void> {
    const { settings, tell, signal } = this.parts;
    const [{ updateSources }, { sourceLines }] = await Promise.all([import('../corpus/sources.js'), import('./index-update.js')]);
    try {
      const report = await updateSources(settings.corpus, { only: (source) => source.url === url, signal });
      for (const line of sourceLines(report)) tell(line);
    } catch (cause) {
      // A failure must not end the program that answers: it is told, and the next time comes.
      if (!signal.aborted) tell(`${url} could not be followed: ${(cause as Error).message}`);
    }
  }
}
