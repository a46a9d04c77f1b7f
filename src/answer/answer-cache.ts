/**
 * Streams that are asked for twice run once: equal requests in flight share one, and what ended well is kept. In: a key and how to open the
 * stream. Out: the same items to everyone, from the first. It ends early only when nobody listens any more.
 */
import { LRUCache } from 'lru-cache';

type Source<Item, Result> = (signal: AbortSignal) => AsyncGenerator<Item, Result, undefined>;

/** What has come so far; `settled` once nothing more will. */
class Recording<Item, Result> {
  readonly items: Item[] = [];
  settled: { result: Result } | { error: unknown } | undefined;
  listeners = 0;
  private readonly controller = new AbortController();
  private waiting: (() => void)[] = [];

  async run(open: Source<Item, Result>): Promise<void> {
    try {
      const source = open(this.controller.signal);
      for (let next = await source.next(); ; next = await source.next()) {
        if (next.done === true) {
          this.settled = { result: next.value };
          return;
        }
        this.items.push(next.value);
        this.wake();
      }
    } catch (error) {
      this.settled = { error };
    } finally {
      this.wake();
    }
  }

  /** Resolves with the next item, the end, or the signal. */
  change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        signal.removeEventListener('abort', done);
        resolve();
      };
      signal.addEventListener('abort', done, { once: true });
      this.waiting.push(done);
    });
  }

  abandon(): void {
    if (this.settled === undefined) this.controller.abort();
  }

  private wake(): void {
    const waiting = this.waiting;
    this.waiting = [];
    for (const done of waiting) done();
  }
}

export class AnswerCache<Item, Result> {
  private readonly running = new Map<string, Recording<Item, Result>>();
  private readonly kept: LRUCache<string, Recording<Item, Result>>;

  constructor(maximum: number) {
    this.kept = new LRUCache({ max: maximum });
  }

  /**
   * @param keep whether the result may be given again later; what failed should be tried anew.
   * @param stopped what a listener gets whose signal aborts.
   */
  async *stream(
    key: string,
    open: Source<Item, Result>,
    { signal, keep, stopped }: { signal: AbortSignal; keep: (result: Result) => boolean; stopped: () => Result },
  ): AsyncGenerator<Item, Result, undefined> {
    const recording = this.kept.get(key) ?? this.running.get(key) ?? this.start(key, open, keep);
    recording.listeners++;
    try {
      for (let index = 0; ; ) {
        if (index < recording.items.length) yield recording.items[index++]!;
        else if (recording.settled !== undefined) {
          if ('error' in recording.settled) throw recording.settled.error;
          return recording.settled.result;
        } else if (signal.aborted) return stopped();
        else await recording.change(signal);
      }
    } finally {
      recording.listeners--;
      if (recording.listeners === 0 && recording.settled === undefined) {
        this.running.delete(key);
        recording.abandon();
      }
    }
  }

  private start(key: string, open: Source<Item, Result>, keep: (result: Result) => boolean): Recording<Item, Result> {
    const recording = new Recording<Item, Result>();
    this.running.set(key, recording);
    void recording.run(open).then(() => {
      if (this.running.get(key) === recording) this.running.delete(key);
      if (recording.settled !== undefined && 'result' in recording.settled && keep(recording.settled.result)) this.kept.set(key, recording);
    });
    return recording;
  }
}
