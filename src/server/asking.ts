/** One question from the network to the core, for every route that asks: admitted, timed, counted, and given up when the client leaves. */
import { createHash, randomBytes } from 'node:crypto';
import { withDeadline } from '../provider/deadline.js';
import type { Answer, AnswerEvent, AnswerOptions, Question } from '../types.js';
import { type AppParts, type Door, visibleCollections } from './door.js';
import { keepGap } from './feedback.js';
import type { Limits } from './limits.js';
import { refuse } from './refusal.js';
import { refuseForLimit } from './security.js';

/** Writing by a model has its own deadline; searching and checking come on top. */
const GRACE_MS = 15_000;

/** Budgets are counted by person, and this door knows none: an address, told by nobody, until the next start. */
const salt = randomBytes(16);
const nameless = (client: string) => `web:${createHash('sha256').update(salt).update(client).digest('base64url').slice(0, 16)}`;

/** What was asked, and the name under which metrics count it. */
export type Asked = { door: string; question: Question; decline?: boolean };

/** `return` gives the answer up. */
export type Events = Required<Pick<AsyncIterator<AnswerEvent, void, undefined>, 'next' | 'return'>> & AsyncIterable<AnswerEvent>;

export type Ask = (door: Door, asked: Asked) => Promise<Response | Events>;

/** @returns a refusal, or the events of the answer; the first has been awaited, so that what is wrong with a question is thrown here. */
export function createAsk(parts: AppParts, limits: Limits): Ask {
  return async (door, asked) => {
    const collections = visibleCollections(parts.settings, asked.question.collections);
    if (collections?.length === 0)
      return refuse(door, { code: 'NOT_FOUND', problem: 'No such collection.', fix: 'GET /api/articles lists them.' });
    const waitSeconds = await limits.takeQuestion(door.var.client);
    if (waitSeconds > 0) return refuseForLimit(door, waitSeconds);
    const release = limits.startAnswer(door.var.client);
    if (release === undefined) return refuseForLimit(door, 1);
    const question = { ...asked.question, ...(collections && { collections }) };
    const { signal, clear } = withDeadline(door.req.raw.signal, parts.settings.model.deadlineMs + GRACE_MS);
    const options: AnswerOptions = { signal, decline: asked.decline ?? true, asker: { user: nameless(door.var.client) } };
    const ended = () => {
      clear();
      release();
    };
    return startEvents(countEvents(parts, { ...asked, question }, options, ended));
  };
}

export async function lastAnswer(events: Events): Promise<Answer> {
  for await (const event of events) if (event.kind === 'done') return event.answer;
  throw new Error('the core ended an answer without "done"');
}

/** Awaits the first event, then gives all of them. Not a generator: one that was never started would not give its slot back. */
async function startEvents(events: AsyncGenerator<AnswerEvent, void, undefined>): Promise<Events> {
  let first: IteratorResult<AnswerEvent, void> | undefined = await events.next();
  const next = async () => {
    const result = first ?? (await events.next());
    first = undefined;
    return result;
  };
  return { next, return: () => events.return(), [Symbol.asyncIterator]: () => ({ next, return: () => events.return() }) };
}

async function* countEvents(parts: AppParts, asked: Asked, options: AnswerOptions, ended: () => void) {
  const started = performance.now();
  let kept: Promise<void> | undefined;
  try {
    for await (const event of untilAborted(parts.answerer.stream(asked.question, options), options.signal!)) {
      if (event.kind === 'done') {
        parts.metrics.countAnswer(asked.door, event.answer, (performance.now() - started) / 1000);
        if (!asked.question.history?.length) kept = keepGap(parts.state, event.answer, parts.tell);
      }
      yield event;
    }
  } finally {
    ended();
    await kept;
  }
}

/** Ends with the signal's reason even where what is awaited does not listen to the signal. */
async function* untilAborted<T>(events: AsyncGenerator<T, void, undefined>, signal: AbortSignal) {
  const { promise: aborted, stop } = rejectionOn(signal);
  try {
    while (true) {
      const next = await Promise.race([events.next(), aborted]);
      if (next.done) return;
      yield next.value;
    }
  } finally {
    stop();
    void events.return();
  }
}

function rejectionOn(signal: AbortSignal): { promise: Promise<never>; stop: () => void } {
  let stop = () => {};
  const promise = new Promise<never>((_resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    stop = () => signal.removeEventListener('abort', abort);
  });
  promise.catch(() => undefined);
  return { promise, stop };
}
