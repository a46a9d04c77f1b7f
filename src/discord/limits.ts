/** Who may ask how often. Minutes are counted in memory, days in the state, so that a restart does not reset them. */
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import type { CounterStore } from '../state/counters.js';

export type LimitSettings = { userPerMinute: number; channelPerMinute: number; userPerDay: number };

export type Refusal = { reason: 'user-minute' | 'channel-minute'; seconds: number } | { reason: 'day'; limit: number };

export type Limits = {
  /** Counts one question. @returns why it is refused, or undefined when it may be asked. */
  take(person: string, channel: string): Promise<Refusal | undefined>;
};

export function createLimits(settings: LimitSettings, counters: CounterStore): Limits {
  const users = new RateLimiterMemory({ points: settings.userPerMinute, duration: 60 });
  const channels = new RateLimiterMemory({ points: settings.channelPerMinute, duration: 60 });
  return {
    async take(person, channel) {
      const userWait = await secondsToWait(users, person);
      if (userWait > 0) return { reason: 'user-minute', seconds: userWait };
      const channelWait = await secondsToWait(channels, channel);
      if (channelWait > 0) return { reason: 'channel-minute', seconds: channelWait };
      const name = `asked ${person}`;
      if ((await counters.today(name)) >= settings.userPerDay) return { reason: 'day', limit: settings.userPerDay };
      await counters.add(name, 1);
      return undefined;
    },
  };
}

/** 0 when there was a point left, which is then taken. */
async function secondsToWait(limiter: RateLimiterMemory, key: string): Promise<number> {
  try {
    await limiter.consume(key);
    return 0;
  } catch (rejected) {
    if (rejected instanceof Error) throw rejected;
    return Math.max(1, Math.ceil((rejected as RateLimiterRes).msBeforeNext / 1_000));
  }
}
