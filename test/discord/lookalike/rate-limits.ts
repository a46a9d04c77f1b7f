/** Buckets with Discord's headers, a global limit, and storms that tests call up. Real time: the client waits in real time. */

export type Verdict = {
  allowed: boolean;
  status?: 429;
  headers: Record<string, string>;
  body?: { message: string; retry_after: number; global: boolean };
};

type Bucket = { remaining: number; resetAtMs: number };

/** 5 per 5 s for sending and for editing in one channel. Source: discord-api-docs issue 20; webhooks alike. */
const PER_CHANNEL = { limit: 5, windowMs: 5_000 };
const GENEROUS = { limit: 200, windowMs: 1_000 };
const GLOBAL_PER_SECOND = 50;

export class RateLimits {
  /** Requests that were refused; the client should rarely run into one. */
  refused = 0;
  readonly #buckets = new Map<string, Bucket>();
  #storm: { left: number; retryAfterSeconds: number; route: RegExp } | undefined;
  #globalSecond = 0;
  #globalCount = 0;
  #isOff = false;

  /** No limits at all: for measuring the bot and not the limits. */
  switchOff(): void {
    this.#isOff = true;
  }

  /** The next `count` requests whose route matches are refused. */
  storm(route: RegExp, count: number, retryAfterSeconds: number): void {
    this.#storm = { left: count, retryAfterSeconds, route };
  }

  /** @param route method and template; @param major the channel, server or token it counts for. */
  take(route: string, major: string, countsGlobally: boolean): Verdict {
    const storm = this.#storm;
    if (storm !== undefined && storm.left > 0 && storm.route.test(route)) {
      storm.left -= 1;
      return this.#refuse(storm.retryAfterSeconds, false, { 'x-ratelimit-scope': 'shared' });
    }
    if (this.#isOff) return { allowed: true, headers: {} };
    const second = Math.floor(Date.now() / 1_000);
    if (second !== this.#globalSecond) [this.#globalSecond, this.#globalCount] = [second, 0];
    if (countsGlobally) this.#globalCount += 1;
    if (countsGlobally && this.#globalCount > GLOBAL_PER_SECOND)
      return this.#refuse(1, true, { 'x-ratelimit-global': 'true', 'x-ratelimit-scope': 'global' });
    return this.#takeBucket(route, major);
  }

  #takeBucket(route: string, major: string): Verdict {
    const rule = /\/messages/.test(route) && /^(POST|PATCH)/.test(route) ? PER_CHANNEL : GENEROUS;
    const name = `${route} ${major}`;
    const now = Date.now();
    let bucket = this.#buckets.get(name);
    if (bucket === undefined || bucket.resetAtMs <= now) {
      bucket = { remaining: rule.limit, resetAtMs: now + rule.windowMs };
      this.#buckets.set(name, bucket);
    }
    const resetAfterSeconds = (bucket.resetAtMs - now) / 1_000;
    if (bucket.remaining === 0) return this.#refuse(resetAfterSeconds, false, { 'x-ratelimit-scope': 'user' });
    bucket.remaining -= 1;
    return {
      allowed: true,
      headers: {
        'x-ratelimit-limit': String(rule.limit),
        'x-ratelimit-remaining': String(bucket.remaining),
        'x-ratelimit-reset': String(bucket.resetAtMs / 1_000),
        'x-ratelimit-reset-after': resetAfterSeconds.toFixed(3),
        'x-ratelimit-bucket': Buffer.from(route).toString('hex').slice(0, 32),
      },
    };
  }

  #refuse(seconds: number, global: boolean, headers: Record<string, string>): Verdict {
    this.refused += 1;
    return {
      allowed: false,
      status: 429,
      headers: { ...headers, 'retry-after': String(Math.ceil(seconds)), 'x-ratelimit-reset-after': seconds.toFixed(3) },
      body: { message: 'You are being rate limited.', retry_after: seconds, global },
    };
  }
}
