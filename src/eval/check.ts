/**
 * Is a test set sound? In: its text, and the articles that it asks about. Out: what must be put right, what is worth a look, and the balance. Pure.
 */
import { fold } from '../text/fold.js';
import type { Article, TestCase } from '../types.js';
import { expectedLanguage } from './answer-text.js';
import { locateQuote } from './evidence.js';
import { kindOf, parseTestCases } from './test-set.js';

export type Finding = { line?: number; id?: string; reason: string };
export type BalanceRow = { kind: string; cases: number; toDecline: number; languages: Readonly<Record<string, number>> };

export type SetCheck = {
  cases: number;
  toDecline: number;
  /** Each makes a case that no answer can get right, or none wrong. */
  problems: readonly Finding[];
  /** Worth a person's look; nothing is broken. */
  notes: readonly Finding[];
  balance: readonly BalanceRow[];
  /** Articles that no evidence stands in. */
  untouchedArticles: readonly string[];
};

/** Fewer cases than this of a kind say little about it. */
const FEW = 5;
/** Without so many questions to be declined, declining cannot be judged. */
const LEAST_DECLINES = 0.15;

export function checkTestSet(text: string, articles: ReadonlyMap<string, Article>): SetCheck {
  const { cases, problems } = parseTestCases(text);
  const balance = countKinds(cases);
  const toDecline = cases.filter(({ answerable }) => !answerable).length;
  return {
    cases: cases.length,
    toDecline,
    problems: [...problems, ...cases.flatMap((testCase) => checkCase(testCase, articles)), ...findTwins(cases)],
    notes: [...cases.flatMap((testCase) => noteFacts(testCase)), ...noteBalance(balance, cases.length, toDecline)],
    balance,
    untouchedArticles: findUntouched(cases, articles),
  };
}

function checkCase(testCase: TestCase, articles: ReadonlyMap<string, Article>): Finding[] {
  const { id, answerable, evidence } = testCase;
  if (answerable && evidence.length === 0) return [{ id, reason: 'is answerable and has no evidence: its citations cannot be scored' }];
  return evidence.flatMap(({ articleId, quote }) => {
    if (articleId !== undefined) {
      const article = articles.get(articleId);
      if (article === undefined) return [{ id, reason: `names the article "${articleId}", which there is not` }];
      return locateQuote(article.text, quote).length > 0 ? [] : [{ id, reason: `quotes what does not stand in "${articleId}": ${quote}` }];
    }
    const stands = [...articles.values()].some((article) => locateQuote(article.text, quote).length > 0);
    return stands ? [] : [{ id, reason: `quotes what stands in no article: ${quote}` }];
  });
}

/** The same question after the same history twice counts twice, and says nothing new. */
function findTwins(cases: readonly TestCase[]): Finding[] {
  const firstByQuestion = new Map<string, string>();
  return cases.flatMap(({ id, question, history = [] }) => {
    const key = JSON.stringify([fold(question).trim(), history.map((turn) => fold(turn.question).trim())]);
    const first = firstByQuestion.get(key);
    if (first === undefined) firstByQuestion.set(key, id);
    return first === undefined ? [] : [{ id, reason: `asks what "${first}" asks` }];
  });
}

/** A fact that no evidence holds can only be said by a citation beside the evidence. */
function noteFacts({ id, answers = [], evidence, answerable }: TestCase): Finding[] {
  const bare = (text: string) => fold(text).replace(/[^\p{L}\p{N}.%$]+/gu, '');
  const quoted = evidence.map(({ quote }) => bare(quote)).join('\n');
  if (!answerable || evidence.some(({ quote }) => quote === '')) return [];
  return answers
    .filter((fact) => !quoted.includes(bare(fact)))
    .map((fact) => ({ id, reason: `expects "${fact}", which its evidence does not say` }));
}

function countKinds(cases: readonly TestCase[]): BalanceRow[] {
  const kinds = [...new Set(cases.map(kindOf))].sort();
  return kinds.map((kind) => {
    const ofKind = cases.filter((testCase) => kindOf(testCase) === kind);
    const languages: Record<string, number> = {};
    for (const testCase of ofKind) {
      const language = expectedLanguage(testCase);
      languages[language] = (languages[language] ?? 0) + 1;
    }
    return { kind, cases: ofKind.length, toDecline: ofKind.filter(({ answerable }) => !answerable).length, languages };
  });
}

function noteBalance(balance: readonly BalanceRow[], cases: number, toDecline: number): Finding[] {
  const few = balance
    .filter((row) => row.cases < FEW)
    .map(({ kind, cases: count }) => ({ reason: `only ${count} cases of the kind "${kind}"` }));
  if (cases === 0 || toDecline / cases >= LEAST_DECLINES) return few;
  return [...few, { reason: `only ${toDecline} of ${cases} questions are to be declined: declining can hardly be judged` }];
}

function findUntouched(cases: readonly TestCase[], articles: ReadonlyMap<string, Article>): string[] {
  const evidence = cases.flatMap((testCase) => testCase.evidence);
  const named = new Set(evidence.map(({ articleId }) => articleId));
  const free = evidence.filter(({ articleId }) => articleId === undefined);
  return [...articles.values()]
    .filter(({ id, text }) => !named.has(id) && !free.some(({ quote }) => locateQuote(text, quote).length > 0))
    .map(({ id }) => id);
}
