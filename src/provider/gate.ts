/**
 * The one way to a model provider: at most so many requests at a time, one owner of retries (full jitter, the provider's own hints), and a
 * breaker that leaves a provider alone which keeps failing. In: a call. Out: its value or the trouble. The client's own retries are off.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { CircuitState, ConsecutiveBreaker, circuitBreaker, handleWhen, isBrokenCircuitError } from 'cockatiel';
import pLimit from 'p-limit';
import { type Outcome, type Trouble, troubleOf } from './trouble.js';

export type ProviderGate = {
  /** Waits for a place. The place is kept until `release` is called: for a stream, until its end. */
  enter(signal: AbortSignal): Promise<Outcome<{ release(): void }>>;
  /** Calls, and calls again after passing trouble, until the signal aborts. */
  attempt<Value>(call: (signal: AbortSignal) => Promise<Value>, signal: AbortSignal): Promise<Outcome<Value>>;
  /** Tells of a failure that came after a call had succeeded, such as a stream that was cut. */
  report(trouble: Trouble): Promise<void>;
};

export type GateOptions = {
  concurrency: number;
  /** Attempts in all. */
  attempts?: number;
  /** Full jitter: a random time up to base * 2^n, at most `longestWaitMs` (Brooker, "Exponential backoff and jitter", AWS 2015). */
  baseWaitMs?: number;
  longestWaitMs?: number;
  /** Failures in a row after which the provider is left alone, and for how long. */
  failuresToPause?: number;
  pauseMs?: number;
  random?: () => number;
  /** Waits so many milliseconds. @returns false where the signal aborts meanwhile. */
  pause?: (milliseconds: number, signal: AbortSignal) => Promise<boolean>;
};

/** Requests that may wait for each place; more are turned away at once. */
const QUEUE_PER_PLACE = 8;

export function createProviderGate(options: GateOptions): ProviderGate {
  const {
    concurrency,
    attempts = 4,
    baseWaitMs = 500,
    longestWaitMs = 8_000,
    failuresToPause = 5,
    pauseMs = 20_000,
    random = Math.random,
    pause = pauseFor,
  } = options;
  const limit = pLimit(concurrency);
  const breaker = circuitBreaker(
    handleWhen((error) => troubleOf(error).kind === 'failed'),
    { halfOpenAfter: pauseMs, breaker: new ConsecutiveBreaker(failuresToPause) },
  );

  async function once<Value>(call: (signal: AbortSignal) => Promise<Value>, signal: AbortSignal): Promise<Outcome<Value>> {
    try {
      return { ok: true, value: await breaker.execute(() => call(signal)) };
    } catch (error) {
      return { ok: false, trouble: isBrokenCircuitError(error) ? paused : signal.aborted ? abortTrouble(signal) : troubleOf(error) };
    }
  }

  return {
    async enter(signal) {
      if (limit.pendingCount >= concurrency * QUEUE_PER_PLACE)
        return { ok: false, trouble: { kind: 'busy', message: 'Too many questions wait for the model.' } };
      if (breaker.state === CircuitState.Open) return { ok: false, trouble: paused };
      const release = await takePlace(limit, signal);
      return release === undefined ? { ok: false, trouble: abortTrouble(signal) } : { ok: true, value: { release } };
    },
    async attempt(call, signal) {
      for (let attempt = 1; ; attempt++) {
        if (signal.aborted) return { ok: false, trouble: abortTrouble(signal) };
        const outcome = await once(call, signal);
        if (outcome.ok || outcome.trouble.kind !== 'failed' || attempt >= attempts) return outcome;
        const jitter = random() * Math.min(longestWaitMs, baseWaitMs * 2 ** (attempt - 1));
        const waitMs = (outcome.trouble.retryAfterMs ?? 0) + jitter;
        if (waitMs > 2 * longestWaitMs || !(await pause(waitMs, signal))) return outcome;
      }
    },
    async report(trouble) {
      await breaker
        .execute(() => Promise.reject(Object.assign(new Error(trouble.message), { status: trouble.status })))
        .catch(() => undefined);
    },
  };
}

const paused: Trouble = { kind: 'paused', message: 'The provider failed too often and is left alone for a while.' };

/** A deadline aborts with a TimeoutError, an asker who leaves with anything else. */
export function abortTrouble(signal: AbortSignal): Trouble {
  const late = (signal.reason as Error | undefined)?.name === 'TimeoutError';
  return late
    ? { kind: 'late', message: 'The model did not answer in time.' }
    : { kind: 'stopped', message: 'The question was withdrawn.' };
}

async function pauseFor(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  try {
    await wait(milliseconds, undefined, { signal });
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  }
}

/** @returns undefined where the signal aborted while waiting. */
function takePlace(limit: ReturnType<typeof pLimit>, signal: AbortSignal): Promise<(() => void) | undefined> {
  return new Promise((resolve) => {
    const leave = () => resolve(undefined);
    signal.addEventListener('abort', leave, { once: true });
    void limit(
      () =>
        new Promise<void>((release) => {
          signal.removeEventListener('abort', leave);
          if (signal.aborted) release();
          resolve(signal.aborted ? undefined : release);
        }),
    );
    if (signal.aborted) leave();
  });
}
