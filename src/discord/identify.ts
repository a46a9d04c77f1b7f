/**
 * When the gateway may be told who we are. Discord allows 1,000 identifies in 24 h over all shards, and resets the token
 * of a bot that passes it (discord-api-docs, events/gateway): a crash loop must never get there. The times are kept in the
 * state; a bucket holds five a shard and fills at 500 a day.
 */
import { setTimeout } from 'node:timers/promises';
import type { Table } from '../state/table.js';

const DAY_MS = 24 * 60 * 60_000;
const BURST_PER_SHARD = 5;
const REFILL_MS = DAY_MS / 500;
/** One identify for each concurrency key in this time. Source: Discord docs, events/gateway, session start limit. */
const CONCURRENCY_WINDOW_MS = 5_000;
const MEMO = 'identifies';

/**
 * @param times of earlier identifies, in milliseconds, oldest first.
 * @returns milliseconds to wait before the next one.
 */
export function planIdentify(times: readonly number[], now: number, shards: number): number {
  const burst = BURST_PER_SHARD * shards;
  let level = burst;
  let last = times[0] ?? now;
  for (const time of times) {
    level = Math.min(burst, level + (time - last) / REFILL_MS) - 1;
    last = time;
  }
  level = Math.min(burst, level + (now - last) / REFILL_MS);
  return level >= 1 ? 0 : Math.ceil((1 - level) * REFILL_MS);
}

/** As discord.js asks for it. */
export type IdentifyThrottler = { waitForIdentify(shard: number, signal: AbortSignal): Promise<void> };

export type IdentifyOptions = {
  memos: Table<string>;
  maxConcurrency: number;
  shards: number;
  tell: (line: string) => void;
  now: () => number;
};

export function createIdentifyThrottler({ memos, maxConcurrency, shards, tell, now }: IdentifyOptions): IdentifyThrottler {
  const freeAt = new Map<number, number>();
  let tail: Promise<void> = Promise.resolve();

  const wait = async (shard: number, signal: AbortSignal): Promise<void> => {
    const times = parseTimes(await memos.get(MEMO), now());
    const backOffMs = planIdentify(times, now(), shards);
    if (backOffMs > 0) {
      const seconds = Math.ceil(backOffMs / 1_000);
      tell(
        `Discord: connected ${times.length} times in the last 24 h; waiting ${seconds} s so that a restart loop cannot use up the daily limit.`,
      );
    }
    const key = shard % maxConcurrency;
    const pauseMs = Math.max(backOffMs, (freeAt.get(key) ?? 0) - now());
    if (pauseMs > 0) await setTimeout(pauseMs, undefined, { signal });
    freeAt.set(key, now() + CONCURRENCY_WINDOW_MS);
    await memos.update(MEMO, (current) => JSON.stringify([...parseTimes(current, now()), now()]));
  };
  return {
    waitForIdentify(shard, signal) {
      const turn = tail.then(() => wait(shard, signal));
      tail = turn.catch(() => undefined);
      return turn;
    },
  };
}

const parseTimes = (memo: string | undefined, now: number): number[] =>
  (JSON.parse(memo ?? '[]') as number[]).filter((time) => time > now - DAY_MS && time <= now);
