/** What can go wrong with a model provider, told apart by what is to be done about it. In: whatever a client threw. Out: `Trouble`. Pure. */

export type Trouble = {
  /**
   * busy: too many requests wait already. paused: the provider failed too often and is left alone for a while. late: the deadline came.
   * stopped: the asker went away. refused: the request will not be answered however often it is sent. failed: it may be, another time.
   */
  kind: 'busy' | 'paused' | 'late' | 'stopped' | 'refused' | 'failed';
  /** HTTP status, where there was an answer. */
  status?: number;
  message: string;
  /** How long the provider asks to wait, in milliseconds. */
  retryAfterMs?: number;
};

export type Outcome<Value> = { ok: true; value: Value } | { ok: false; trouble: Trouble };

type ClientError = {
  status?: unknown;
  headers?: unknown;
  message?: unknown;
  code?: unknown;
  name?: unknown;
  cause?: unknown;
  error?: unknown;
};

/** Statuses after which the same request may succeed. 409 is OpenAI's lock timeout, 529 an overloaded gateway. */
const transient = new Set([408, 409, 425, 429, 500, 502, 503, 504, 522, 524, 529]);

export function troubleOf(thrown: unknown): Trouble {
  const error = (thrown ?? {}) as ClientError;
  const nonsense = nonsenseIn(error);
  const message = String(nonsense?.message ?? error.message ?? thrown).slice(0, 400);
  const status = typeof error.status === 'number' ? error.status : statusIn(message);
  const hint = retryAfterMs(error.headers);
  const known = { ...(status === undefined ? {} : { status }), message, ...(hint === undefined ? {} : { retryAfterMs: hint }) };
  // Money that is spent does not come back by waiting: OpenAI says so with a 429.
  if (status === 429 && /insufficient_quota|billing/i.test(`${String(error.code)} ${message}`)) return { kind: 'refused', ...known };
  if (status !== undefined) return { kind: transient.has(status) ? 'failed' : 'refused', ...known };
  return { kind: nonsense === undefined ? 'failed' : 'refused', ...known };
}

/** An answer that came and cannot be used, such as vectors of the wrong count: thrown by our own checks. */
export class NonsenseError extends Error {
  override readonly name = 'NonsenseError';
}

function nonsenseIn(error: ClientError): NonsenseError | undefined {
  for (let each: unknown = error; each !== undefined && each !== null; each = (each as ClientError).cause)
    if (each instanceof NonsenseError) return each;
  return undefined;
}

/** LangChain turns some refusals into errors of its own, which keep the status at the head of their message only. */
function statusIn(message: string): number | undefined {
  const found = /^([45]\d\d) /.exec(message)?.[1];
  return found === undefined ? undefined : Number(found);
}

/** `retry-after-ms`, then `retry-after` in seconds or as a date (RFC 9110, 10.2.3). */
function retryAfterMs(headers: unknown): number | undefined {
  const read = (name: string): string | undefined => {
    if (headers instanceof Headers) return headers.get(name) ?? undefined;
    const value = (headers as Record<string, unknown> | undefined)?.[name];
    return value === undefined ? undefined : String(value);
  };
  const milliseconds = Number(read('retry-after-ms'));
  if (read('retry-after-ms') !== undefined && Number.isFinite(milliseconds) && milliseconds >= 0) return milliseconds;
  const after = read('retry-after');
  if (after === undefined) return undefined;
  const seconds = Number(after);
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(after) - Date.now();
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
}
