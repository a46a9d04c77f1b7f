/** How much one client may ask for, in memory, by its address. */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** Each `take` gives the seconds to wait; 0: go on. */
export type Limits = {
  takeRequest(client: string): Promise<number>;
  takeQuestion(client: string): Promise<number>;
  takeWrongKey(client: string): Promise<number>;
  /** Room for one more answer at the same time: a function that gives it back, or undefined where there is none. */
  startAnswer(client: string): (() => void) | undefined;
};

/** A page with its files, suggestions while typing and articles stays far below. */
const REQUESTS_PER_MINUTE = 1200;
const WRONG_KEYS_PER_MINUTE = 20;
const ANSWERS_AT_ONCE = 400;
const ANSWERS_AT_ONCE_PER_CLIENT = 100;

export function createLimits({ questionsPerMinute }: { questionsPerMinute: number }): Limits {
  const perMinute = (points: number) => {
    const limiter = new RateLimiterMemory({ points, duration: 60 });
    return (client: string) => take(limiter, client);
  };
  return {
    takeRequest: perMinute(Math.max(REQUESTS_PER_MINUTE, 2 * questionsPerMinute)),
    takeQuestion: perMinute(questionsPerMinute),
    takeWrongKey: perMinute(WRONG_KEYS_PER_MINUTE),
    startAnswer: createSlots(ANSWERS_AT_ONCE, ANSWERS_AT_ONCE_PER_CLIENT),
  };
}

async function take(limiter: RateLimiterMemory, client: string): Promise<number> {
  try {
    await limiter.consume(client);
    return 0;
  } catch (refused) {
    if (refused instanceof RateLimiterRes) return Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
    throw refused;
  }
}

function createSlots(all: number, perClient: number): Limits['startAnswer'] {
  const runningByClient = new Map<string, number>();
  let running = 0;
  return (client) => {
    const own = runningByClient.get(client) ?? 0;
    if (running >= all || own >= perClient) return undefined;
    running += 1;
    runningByClient.set(client, own + 1);
    let given = false;
    return () => {
      if (given) return;
      given = true;
      running -= 1;
      const left = runningByClient.get(client)! - 1;
      if (left === 0) runningByClient.delete(client);
      else runningByClient.set(client, left);
    };
  };
}
