/**
 * The read path's last stages, composed: retrieve, decide, then write or extract, cite, and answer. In: questions. Out: verified
 * claims as they come, then the whole answer. Each question is answered from one generation.
 */
import { renderLine } from '../render.js';
import { detectLanguage } from '../text/language.js';
import type {
  Answer,
  AnswerEvent,
  Answerer,
  AnswerOptions,
  Article,
  Citation,
  Claim,
  IndexSnapshot,
  Question,
  Retrieval,
} from '../types.js';
import { composeExtractive } from './compose.js';
import { contextOf, questionIn } from './converse.js';
import { quoteLengths } from './extract.js';
import { type Found, leastConfidence, type RetrieveAcross, type RetrieveQuestion, retrieveBest } from './languages.js';
import { phrasesFor } from './phrases.js';
import { checkQuestion } from './question.js';
import { recogniseSmallTalk } from './small-talk.js';
import { suggestQuestions } from './suggest.js';
import { languagesOf, nearestTopics, overviewOf } from './topics.js';
import type { AnswerWriter, RewrittenQuestion } from './write.js';
import { type WrittenAnswer, writeAnswer } from './write-answer.js';
import { findConflicts, reporterOfClaim } from './written-conflicts.js';

/** A model reads the passages itself and may find an answer in words that the question does not have; below this there is nothing to read. */
const LEAST_TO_READ = 0.05;
const HITS = 10;

export type AnswererParts = {
  /** The live generation, whole in memory: it stays what it is while a question is answered from it. */
  snapshot(): Promise<IndexSnapshot>;
  retrieve: RetrieveQuestion;
  retrieveAcross?: RetrieveAcross;
  minConfidence: number;
  /** Of answers without a model; medium by default. */
  quotes?: keyof typeof quoteLengths;
  /** Writes answers where a chat model is set; without one, or where it cannot, sentences are quoted. */
  writer?: AnswerWriter | undefined;
  /** Collections that may be asked at all; a question can only narrow them. */
  collections?: readonly string[];
  close(): Promise<void>;
};

/** What is known before anything is said. */
type Context = { question: Question; language: string; snapshot: IndexSnapshot; retrieval: Retrieval; confidence: number };

export function createAnswerer(parts: AnswererParts): Answerer {
  const visible = (asked?: readonly string[]) =>
    parts.collections === undefined ? asked : (asked ?? parts.collections).filter((each) => parts.collections!.includes(each));

  async function* stream(question: Question, options: AnswerOptions = {}): AsyncGenerator<AnswerEvent, void, undefined> {
    checkQuestion(question.text);
    yield* answerFrom(await parts.snapshot(), { ...question, ...collectionsOf(visible(question.collections)) }, options);
  }

  async function* answerFrom(
    snapshot: IndexSnapshot,
    question: Question,
    options: AnswerOptions,
  ): AsyncGenerator<AnswerEvent, void, undefined> {
    const started = performance.now();
    const language = languageOf(question);
    const talk = recogniseSmallTalk(question.text);
    if (talk !== undefined) {
      yield { kind: 'done', answer: chat(talk, question, language, snapshot) };
      return;
    }
    const rewritten = await parts.writer?.rewrite(question, languagesOf(snapshot), options.asker);
    const found = await retrieveFor(snapshot, question, language, { signal: options.signal, rewritten });
    const { retrieval, confidence } = found;
    const least = leastConfidence(found, parts.minConfidence);
    const context = { question, language, snapshot, retrieval, confidence };
    const mayDecline = options.decline !== false;
    const finish = (answer: Answer): AnswerEvent => ({
      kind: 'done',
      answer: { ...answer, timingsMs: { ...retrieval.timingsMs, total: performance.now() - started } },
    });
    let written: WrittenAnswer | undefined;
    if (parts.writer !== undefined && retrieval.sections.length > 0 && (!mayDecline || confidence >= Math.min(LEAST_TO_READ, least))) {
      written = yield* writeAnswer(parts.writer, context, options);
      options.signal?.throwIfAborted();
      if (written.outcome.status !== 'unavailable') {
        yield finish(withUsage(answerInWriting(context, written), written));
        return;
      }
    }
    const declines = retrieval.sections.length === 0 || (mayDecline && confidence < least);
    const answer = withOutcome(declines ? decline(context) : answerExtractively(context, parts.quotes), written);
    for (const claim of answer.claims) {
      options.signal?.throwIfAborted();
      yield { kind: 'claim', claim, citations: answer.citations.filter((citation) => claim.citations.includes(citation.marker)) };
    }
    yield finish(withUsage(answer, written));
  }

  /** A follow-up is searched with the words of the conversation: a model's, where one is set, else those of the questions before. */
  async function retrieveFor(
    snapshot: IndexSnapshot,
    question: Question,
    language: string,
    { signal, rewritten }: { signal?: AbortSignal | undefined; rewritten?: RewrittenQuestion | undefined },
  ): Promise<Found> {
    return retrieveBest(parts, snapshot, {
      text: rewritten?.standalone ?? questionIn(question.text),
      context: rewritten === undefined ? contextOf(question) : rewritten.searchTerms.join(' '),
      language,
      ...collectionsOf(question.collections),
      ...(signal === undefined ? {} : { signal }),
    });
  }

  return {
    stream,
    async answer(question, options) {
      for await (const event of stream(question, options)) if (event.kind === 'done') return event.answer;
      throw new Error('the stream ended without an answer');
    },
    async search(question, limit = HITS) {
      checkQuestion(question.text);
      const asked = { ...question, ...collectionsOf(visible(question.collections)) };
      const { retrieval } = await retrieveFor(await parts.snapshot(), asked, languageOf(question), {});
      return retrieval.sections.slice(0, limit).map((section) => section.hit);
    },
    readArticle: async (id, version) => (await parts.snapshot()).readArticle(id, version),
    overview: async (collections) => overviewOf(await parts.snapshot(), visible(collections)),
    suggestQuestions: async (request) =>
      suggestQuestions(await parts.snapshot(), { ...request, ...collectionsOf(visible(request.collections)) }),
    close: () => parts.close(),
  };
}

const collectionsOf = (collections: readonly string[] | undefined) => (collections === undefined ? {} : { collections });

/** The language to answer in: the question's own, else that of the conversation, else the asker's client's. */
function languageOf(question: Question): string {
  for (const text of [question.text, ...(question.history ?? []).map((turn) => turn.question).reverse()]) {
    const language = detectLanguage(text);
    if (language !== 'und') return language;
  }
  return question.locale ?? 'en';
}

/** What a model wrote and was believed. */
function answerInWriting(context: Context, { claims, citations, outcome }: WrittenAnswer): Answer {
  const notices = outcome.notice === undefined ? [] : [outcome.notice];
  if (claims.length === 0) return withOutcome(decline(context), { claims, citations, outcome });
  for (const citation of citations) checkCitation(citation, context.retrieval);
  const conflicts = findConflicts({ claims, citations }, context.retrieval, context.question.text);
  return {
    ...blank(context),
    status: outcome.status === 'interrupted' || outcome.withheld.length > 0 ? 'partly' : 'answered',
    text: [
      renderWritten(context, { claims, citations }, conflicts),
      ...(outcome.withheld.length > 0 ? [phrasesFor(context.language).withheld(outcome.withheld.length)] : []),
      ...notices,
    ].join('\n'),
    claims,
    citations,
    conflicts,
    withheld: outcome.withheld,
    mode: 'generated',
    ...(notices.length > 0 ? { notices } : {}),
  };
}

/** What a model used, also where its words were not shown. */
const withUsage = (answer: Answer, written: WrittenAnswer | undefined): Answer =>
  written?.outcome.usage === undefined ? answer : { ...answer, usage: written.outcome.usage };

/** Why no model wrote this answer, for the reader. */
function withOutcome(answer: Answer, written: WrittenAnswer | undefined): Answer {
  if (written?.outcome.notice === undefined) return answer;
  return { ...answer, text: `${answer.text}\n${written.outcome.notice}`, notices: [...(answer.notices ?? []), written.outcome.notice] };
}

function answerExtractively(context: Context, quotes: keyof typeof quoteLengths = 'medium'): Answer {
  const composed = composeExtractive(context.retrieval, context.question.text, context.language, quoteLengths[quotes]);
  if (composed.claims.length === 0) return decline(context);
  for (const citation of composed.citations) checkCitation(citation, context.retrieval);
  return {
    ...blank(context),
    status: 'answered',
    text: renderText(composed.lead, composed.claims, composed.notices),
    claims: composed.claims,
    citations: composed.citations,
    conflicts: composed.conflicts,
    ...(composed.notices.length > 0 ? { notices: composed.notices } : {}),
  };
}

/** The last look before anything is shown: promise 1 of the design. */
function checkCitation(citation: Citation, retrieval: Retrieval): void {
  const article = retrieval.sections.find(
    (section) => section.article.id === citation.articleId && section.article.version === citation.articleVersion,
  )?.article as Article;
  if (article?.text.slice(citation.start, citation.end) !== citation.quote)
    throw new Error(`the quote at ${citation.articleId}:${citation.start} is not what the article says`);
}

function renderText(lead: string | undefined, claims: readonly Claim[], notices: readonly string[]): string {
  const lines = claims.map((claim) => `${claim.text} ${claim.citations.map((marker) => `[${marker}]`).join('')}`);
  return [...(lead === undefined ? [] : [lead]), ...lines, ...notices].join('\n');
}

/** Claims that nobody contradicts, then those that differ, each with who reports it and when. */
function renderWritten(
  { language, retrieval }: Context,
  { claims, citations }: Pick<Answer, 'claims' | 'citations'>,
  conflicts: Answer['conflicts'],
) {
  const phrases = phrasesFor(language);
  const disputed = new Set(conflicts.flatMap((conflict) => conflict.claims));
  const undisputed = claims.filter((_, index) => !disputed.has(index));
  const sides = conflicts.map((conflict) => {
    const reported = conflict.claims.map((index) => {
      const claim = claims[index]!;
      const reporter = reporterOfClaim(claim, citations, retrieval);
      return reporter === undefined ? claim : { ...claim, text: phrases.said(renderLine(reporter.source), reporter.date, claim.text) };
    });
    return renderText(phrases.disagreement, reported, []);
  });
  return [...(undisputed.length === 0 ? [] : [renderText(undefined, undisputed, [])]), ...sides].join('\n');
}

function decline(context: Context): Answer {
  const phrases = phrasesFor(context.language);
  const topics = nearestTopics(context.snapshot, context.retrieval, context.language, context.question.collections);
  const text = topics.length === 0 ? phrases.notFound : `${phrases.notFound}\n${phrases.nearest(topics)}`;
  return { ...blank(context), text, nearestTopics: topics };
}

function chat(talk: 'help' | 'thanks', question: Question, language: string, snapshot: IndexSnapshot): Answer {
  const phrases = phrasesFor(language);
  const topics = talk === 'help' ? nearestTopics(snapshot, undefined, language, question.collections) : [];
  return {
    ...blank({ question, language, snapshot, confidence: 1 }),
    status: 'answered',
    text: talk === 'help' ? phrases.help(topics) : phrases.thanks,
    nearestTopics: topics,
  };
}

function blank({ question, language, snapshot, retrieval, confidence }: Omit<Context, 'retrieval'> & { retrieval?: Retrieval }): Answer {
  return {
    status: 'not-in-articles',
    confidence,
    question: question.text,
    language,
    text: '',
    claims: [],
    citations: [],
    hits: retrieval?.sections.slice(0, HITS).map((section) => section.hit) ?? [],
    withheld: [],
    conflicts: [],
    nearestTopics: [],
    mode: 'extractive',
    generation: snapshot.generation,
    timingsMs: {},
  };
}
