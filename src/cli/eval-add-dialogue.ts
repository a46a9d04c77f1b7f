/** What `eval add` asks in the terminal, and what it makes of its flags. Out: cases; nothing is written here. */
import { confirm, isCancel, log, multiselect, note, select, text } from '@clack/prompts';
import { YingjiaError } from '../errors.js';
import { detectLanguage } from '../text/language.js';
import { sentencesOf } from '../text/sentences.js';
import type { Answerer, TestCase } from '../types.js';

const OUTPUT = { output: process.stderr };
/** Passages whose sentences are offered as evidence. */
const OFFERED_PASSAGES = 5;

const kinds = ['fact', 'number', 'date', 'why', 'how', 'several', 'comparison', 'disagreement', 'follow-up'];
const declineKinds = ['off-topic', 'near-topic', 'false-premise', 'injection'];

const textsOf = (value: unknown): string[] => (Array.isArray(value) ? value : value === undefined ? [] : [value]).map(String);

/** "fact-17": the kind, and a number that no case has yet. */
function nextId(kind: string, cases: readonly TestCase[]): string {
  const ids = new Set(cases.map(({ id }) => id));
  let number = cases.length + 1;
  while (ids.has(`${kind}-${number}`)) number += 1;
  return `${kind}-${number}`;
}

const tagsOf = (kind: string, question: string) => [kind, detectLanguage(question).split('-')[0]!];

/** @throws YingjiaError USAGE where evidence is missing, or given for a question without an answer. */
export function caseFromFlags(values: Readonly<Record<string, unknown>>, cases: readonly TestCase[]): TestCase {
  const question = String(values.question);
  const answerable = values.unanswerable !== true;
  const quotes = textsOf(values.quote);
  if (answerable === (quotes.length === 0)) {
    throw new YingjiaError('USAGE', {
      problem: answerable
        ? 'A question that the articles answer needs a quote.'
        : 'A question that the articles do not answer has no quote.',
      fix: 'Give --quote with words of an article, or --unanswerable.',
    });
  }
  const kind = values.kind === undefined ? (answerable ? 'fact' : 'near-topic') : String(values.kind);
  const articleId = values.article === undefined ? undefined : String(values.article);
  const answers = textsOf(values.answer);
  return {
    id: nextId(kind, cases),
    question,
    answerable,
    evidence: quotes.map((quote) => ({ ...(articleId === undefined ? {} : { articleId }), quote })),
    ...(answers.length > 0 ? { answers } : {}),
    tags: tagsOf(kind, question),
  };
}

/** Escape and Ctrl+C end the dialogue; what was chosen before is kept. */
class Ended extends Error {}

function given<Value>(value: Value): Exclude<Value, symbol> {
  if (isCancel(value)) throw new Ended();
  return value as Exclude<Value, symbol>;
}

export async function askForCase(answerer: Answerer, cases: readonly TestCase[]): Promise<TestCase[]> {
  const chosen: TestCase[] = [];
  try {
    do chosen.push(await askOnce(answerer, [...cases, ...chosen]));
    while (given(await confirm({ message: 'Another one?', ...OUTPUT })));
  } catch (cause) {
    if (!(cause instanceof Ended)) throw cause;
  }
  return chosen;
}

async function askOnce(answerer: Answerer, cases: readonly TestCase[]): Promise<TestCase> {
  const isWritten = (value: string | undefined) => ((value ?? '').trim() === '' ? 'Write a question.' : undefined);
  const question = given(await text({ message: 'Question', validate: isWritten, ...OUTPUT }));
  const evidence = await chooseEvidence(answerer, question);
  const answerable = evidence.length > 0;
  const options = (answerable ? kinds : declineKinds).map((value) => ({ value }));
  const kind = given(await select({ message: 'What kind of question is it?', options, ...OUTPUT }));
  const facts = answerable
    ? given(await text({ message: 'Facts that the answer must contain, with ; between them (may be empty)', ...OUTPUT }))
    : '';
  const answers = (facts ?? '')
    .split(/[;；]/)
    .map((fact) => fact.trim())
    .filter((fact) => fact !== '');
  return {
    id: nextId(kind, cases),
    question,
    answerable,
    evidence,
    ...(answers.length > 0 ? { answers } : {}),
    tags: tagsOf(kind, question),
  };
}

/** The sentences of the best passages; none chosen means that the articles do not answer. */
async function chooseEvidence(answerer: Answerer, question: string): Promise<TestCase['evidence']> {
  const hits = await answerer.search({ text: question }, OFFERED_PASSAGES);
  const options = hits.flatMap(({ passage }) =>
    sentencesOf(passage.text).map(({ start, end }) => ({
      value: { articleId: passage.articleId, quote: passage.text.slice(start, end) },
      label: passage.text.slice(start, end),
      hint: passage.articleId,
    })),
  );
  if (options.length === 0) return [];
  const message = 'Which sentences answer it? None: the articles do not.';
  return given(await multiselect({ message, options, required: false, maxItems: 12, ...OUTPUT }));
}

export async function reviewProposals(proposals: readonly TestCase[]): Promise<TestCase[]> {
  const taken: TestCase[] = [];
  try {
    for (const [index, proposal] of proposals.entries()) {
      note(
        proposal.evidence.map(({ articleId, quote }) => `${articleId ?? ''}: ${quote}`).join('\n') || 'to be declined',
        `${index + 1} of ${proposals.length}`,
        OUTPUT,
      );
      const message = proposal.question;
      const options = [
        { value: 'take', label: 'take it' },
        { value: 'reword', label: 'take it in other words' },
        { value: 'leave', label: 'leave it' },
      ];
      const choice = given(await select({ message, options, ...OUTPUT }));
      const question =
        choice === 'reword' ? given(await text({ message: 'Question', initialValue: proposal.question, ...OUTPUT })) : proposal.question;
      if (choice !== 'leave') taken.push({ ...proposal, question, tags: (proposal.tags ?? []).filter((tag) => tag !== 'suggested') });
    }
  } catch (cause) {
    if (!(cause instanceof Ended)) throw cause;
    log.info(`${taken.length} taken.`, OUTPUT);
  }
  return taken;
}
