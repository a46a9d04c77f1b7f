/**
 * From a question to its answer in a message: limits, queue, stream, the answer's growth, and what is kept of it. In: a
 * request with a stage. Out: exactly one final answer, honest refusal, or calm sentence on that stage.
 */
import { YingjiaError } from '../errors.js';
import { plainQuestion } from '../state/gaps.js';
import type { Pending } from '../state/records.js';
import type { State } from '../state/state.js';
import type { Answer, Answerer, Citation, Claim, Turn } from '../types.js';
import { type AnswerLook, renderAnswer, renderDraft, renderStopped } from './answer-view.js';
import type { Arrivals } from './arrivals.js';
import type { ArticleRefs } from './article-refs.js';
import { createEditor, type Editor, type Stage } from './editor.js';
import type { Flight, Flights, StopReason } from './flights.js';
import type { Limits, Refusal } from './limits.js';
import type { Pace } from './pace.js';
import type { Place } from './place.js';
import type { Queue } from './queue.js';
import { button, colours, notice, type Payload } from './shapes.js';
import type { SharedStreams } from './shared-streams.js';
import { type Texts, textsFor } from './texts.js';
import type { Troubles } from './trouble.js';

export type AskRequest = {
  text: string;
  place: Place;
  /** BCP 47 of what the bot says around the answer; the answer's own language when absent. */
  locale?: string;
  collections?: readonly string[];
  /** Continued by this question; its earlier turns are the history. */
  conversation: string;
  stage: Stage;
  flight: Flight;
  /** What a restart needs to tell about this question. */
  trace: Pick<Pending, 'asked' | 'interaction'>;
};

export type AskingParts = {
  arrivals: Arrivals;
  answerer: Answerer;
  state: State;
  refs: ArticleRefs;
  flights: Flights;
  limits: Limits;
  pace: Pace;
  queue: Queue;
  streams: SharedStreams;
  troubles: Troubles;
};

/** Without a claim until then, the asker sees that it works, and can stop it. */
const FIRST_SIGN_AFTER_MS = 2_000;
/** Earlier turns that go along with a follow-up. */
const HISTORY_LIMIT = 6;

export type Asking = { ask(request: AskRequest): Promise<void> };

export function createAsking(parts: AskingParts): Asking {
  const { state, troubles } = parts;
  return {
    async ask(request) {
      const { place, stage, flight, locale } = request;
      const editor = createEditor(landing(stage, flight), parts.pace, (error) => troubles.report('showing a draft', error));
      // Without its trace a question is answered all the same; only a restart could not tell of it.
      const keepTrace = (change: (current: Pending | undefined) => Pending | undefined) =>
        troubles.attempt('keeping track of a question', () => state.pending.update(flight.id, change));
      const tracing = keepTrace(() => pendingOf(request));
      try {
        const refusal = await parts.limits.take(place.person, place.channel);
        if (refusal === undefined) await tracing;
        const isHandedOver = refusal === undefined ? await answer(request, editor, parts) : await refuse(refusal, editor, locale);
        await keepTrace((current) => (isHandedOver ? current && { ...current, told: true } : undefined));
      } catch (error) {
        const payload = isUsageError(error)
          ? notice(textsFor(locale).refuse.usage)
          : troubleNotice(request, troubles.report(`answering in channel ${place.channel}`, error));
        await troubles.attempt('telling about it', () => editor.finish([payload]));
        await keepTrace((current) => (isUsageError(error) ? undefined : current && { ...current, told: true }));
      } finally {
        flight.end();
      }
    },
  };
}

/** Once the final parts are shown, the asker's next question needs only to wait for what is kept of this one. */
const landing = (stage: Stage, flight: Flight): Stage => ({
  ...stage,
  async finish(parts) {
    const ids = await stage.finish(parts);
    flight.land();
    return ids;
  },
});

async function refuse(refusal: Refusal, editor: Editor, locale: string | undefined): Promise<false> {
  await editor.finish([notice(refusalWords(refusal, textsFor(locale)))]);
  return false;
}

/** @returns whether the asker was told that a restart cut the answer short. @throws where nothing final could be shown. */
async function answer(request: AskRequest, editor: Editor, parts: AskingParts): Promise<boolean> {
  const { state, refs, troubles } = parts;
  const history = await state.conversations.history(request.conversation, HISTORY_LIMIT);
  const outcome = await collect(request, history, editor, parts);
  const citations = 'answer' in outcome ? outcome.answer.citations : outcome.citations;
  await troubles.attempt('keeping the names of quoted articles', () => refs.keep(citations));
  if (!('answer' in outcome)) {
    await editor.finish(stoppedParts(outcome, request, refs));
    return outcome.reason === 'closing';
  }
  const messages = await editor.finish(renderAnswer(outcome.answer, lookOf(request, outcome.answer.language, refs)));
  await troubles.attempt('keeping an answer', () => keep(outcome.answer, messages, request, state));
  return false;
}

type Outcome = { answer: Answer } | { claims: Claim[]; citations: Citation[]; reason: StopReason };

/** Streams the answer to the editor; stopped in the middle, it says what there was. @throws what the answerer throws. */
async function collect(request: AskRequest, history: Turn[], editor: Editor, parts: AskingParts): Promise<Outcome> {
  const { text, flight, collections, place } = request;
  const { signal } = flight;
  const question = { text, history, locale: place.locale ?? request.locale, collections };
  const key = JSON.stringify([plainQuestion(text), collections, question.locale, history]);
  const claims: Claim[] = [];
  const citations = new Map<number, Citation>();
  const draft = (waiting: number) => editor.draft(renderDraft(claims, { texts: textsFor(request.locale), flight: flight.id, waiting }));
  const read = async (): Promise<Outcome> => {
    await parts.arrivals.acknowledged();
    const asker = { user: place.person, channel: place.channel };
    const events = parts.streams.stream(key, (stop) => parts.answerer.stream(question, { signal: stop, asker }), signal);
    for await (const event of events) {
      if (event.kind === 'done') return { answer: event.answer };
      claims.push(event.claim);
      for (const citation of event.citations) citations.set(citation.marker, citation);
      draft(0);
    }
    throw new Error('The answer ended without an end.');
  };
  const patience = setTimeout(draft, FIRST_SIGN_AFTER_MS, 0);
  try {
    return await parts.queue.run(read, (before) => before > 0 && draft(before), signal);
  } catch (error) {
    if (!signal.aborted) throw error;
    return { claims, citations: [...citations.values()], reason: signal.reason as StopReason };
  } finally {
    clearTimeout(patience);
  }
}

/** What feedback, follow-ups and maintainers need of an answer. */
async function keep(
  answer: Answer,
  messages: string[],
  { text, place, conversation, collections }: AskRequest,
  state: State,
): Promise<void> {
  const { person, scope, channel } = place;
  const { status, language, mode, confidence, generation, nearestTopics } = answer;
  const quotes = answer.citations.map(({ articleId, articleVersion, start, end }) => ({ articleId, articleVersion, start, end }));
  await state.conversations.add({
    ...{ conversation, person, scope, channel, messages, question: text, answer: answer.text, citations: quotes },
    ...{ status, language, mode, confidence, generation, nearestTopics: [...nearestTopics], collections: collections && [...collections] },
  });
  if (status === 'not-in-articles') {
    await state.gaps.add({ scope, question: text, language, nearestTopics: [...nearestTopics], generation, door: 'discord', person });
  }
}

const lookOf = ({ locale, place }: AskRequest, language: string, refs: ArticleRefs): AnswerLook => ({
  texts: textsFor(locale ?? language),
  articleRefOf: refs.refOf,
  threads: place.canThread,
});

function stoppedParts(outcome: Extract<Outcome, { reason: StopReason }>, request: AskRequest, refs: ArticleRefs): Payload[] {
  const texts = textsFor(request.locale);
  const isClosing = outcome.reason === 'closing';
  const head = isClosing ? `${texts.status.interrupted}: ${texts.trouble.restarted}` : texts.status.stopped;
  return renderStopped(
    outcome.claims,
    outcome.citations,
    head,
    lookOf(request, request.locale ?? 'en', refs),
    isClosing ? [askAgain(request.flight.id, texts)] : [],
  );
}

export const askAgain = (pending: string, texts: Texts) =>
  button({ kind: 'ask', pending }, { label: texts.button.askAgain, emoji: '🔁', style: 'main' });

function troubleNotice({ locale, flight }: AskRequest, id: string): Payload {
  const texts = textsFor(locale);
  return notice(texts.trouble.failed(id), colours.trouble, [askAgain(flight.id, texts)]);
}

const pendingOf = ({ flight, place, text, locale, collections, conversation, trace }: AskRequest): Pending => ({
  ...{ id: flight.id, at: new Date().toISOString(), person: place.person, scope: place.scope, channel: place.channel, question: text },
  ...{ locale, collections: collections && [...collections], conversation, ...trace },
});

export function refusalWords(refusal: Refusal, { refuse }: Texts): string {
  switch (refusal.reason) {
    case 'user-minute':
      return refuse.userMinute(refusal.seconds);
    case 'channel-minute':
      return refuse.channelMinute(refusal.seconds);
    case 'day':
      return refuse.day(refusal.limit);
  }
}

/** A question that the core cannot use: not a trouble of ours. */
export const isUsageError = (error: unknown) => error instanceof YingjiaError && error.code === 'USAGE';
