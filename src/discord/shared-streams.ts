/**
 * Equal questions that are in flight at the same time are answered once: later askers get all events from the beginning.
 * The work ends when the last asker has left.
 */
import type { AnswerEvent } from '../types.js';

export type SharedStreams = {
  /** @param key equal for questions that have the same answer. @throws what the source throws, and AbortError when `signal` aborts. */
  stream(
    key: string,
    open: (signal: AbortSignal) => AsyncIterable<AnswerEvent>,
    signal: AbortSignal,
  ): AsyncGenerator<AnswerEvent, void, undefined>;
};

type Shared = {
  events: AnswerEvent[];
  end: { error?: unknown } | undefined;
  listeners: Set<() => void>;
  askers: number;
  stop: AbortController;
};

export function createSharedStreams(): SharedStreams {
  const shared = new Map<string, Shared>();

  const start = (key: string, open: (signal: AbortSignal) => AsyncIterable<AnswerEvent>): Shared => {
    const one: Shared = { events: [], end: undefined, listeners: new Set(), askers: 0, stop: new AbortController() };
    shared.set(key, one);
    void pump(one, open).then(() => {
      if (shared.get(key) === one) shared.delete(key);
    });
    return one;
  };

  return {
    async *stream(key, open, signal) {
      const one = shared.get(key) ?? start(key, open);
      one.askers += 1;
      try {
        for (let next = 0; ; ) {
          signal.throwIfAborted();
          if (next < one.events.length) yield one.events[next++]!;
          else if (one.end !== undefined) {
            if (one.end.error !== undefined) throw one.end.error;
            return;
          } else await change(one, signal);
        }
      } finally {
        one.askers -= 1;
        if (one.askers === 0 && one.end === undefined) {
          shared.delete(key);
          one.stop.abort();
        }
      }
    },
  };
}

async function pump(one: Shared, open: (signal: AbortSignal) => AsyncIterable<AnswerEvent>): Promise<void> {
  try {
    for await (const event of open(one.stop.signal)) {
      one.events.push(event);
      wake(one);
    }
    one.end = {};
  } catch (error) {
    one.end = { error };
  }
  wake(one);
}

function wake(one: Shared): void {
  for (const listener of [...one.listeners]) listener();
}

/** Resolves at the next event, the end, or an abort. */
function change(one: Shared, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      one.listeners.delete(done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    one.listeners.add(done);
    signal.addEventListener('abort', done, { once: true });
  });
}
