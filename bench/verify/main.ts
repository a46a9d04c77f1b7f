/**
 * `npm run bench:verify`: how many false drafts the verifier lets through, by fault, and how many honest claims it shows. Drafts are made from the
 * shipped collection: from its own sentences, and from paraphrases in both languages that were written apart from the verifier.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createVerification, type DraftClaim, type Verdict } from '../../src/answer/verify.js';
import type { ContextPassage } from '../../src/answer/write.js';
import { sentencesOf } from '../../src/text/sentences.js';
import type { Article } from '../../src/types.js';
import { contextOf, readArticles, readGlossary } from './collection.js';
import { createRandom, type FaultKind, plantFaults, type TrueClaim } from './faults.js';

/** Passages beside those of the quoted articles, as a search would bring them. */
const OTHERS = 8;
const SEED = 20_260;

type HonestLine = { claim: string; language: string; quotes: { articleId: string; quote: string }[] };
type Count = { drafts: number; shown: number };
type Counts = {
  byFault: Map<FaultKind | 'swapped source', Count>;
  honest: Count;
  literal: Count;
  misplaced: number;
  milliseconds: number[];
};

const articles = readArticles();
const context = contextOf(articles);
const glossary = readGlossary();
const verification = createVerification(glossary);
const random = createRandom(SEED);

function readHonest(): TrueClaim[] {
  const lines = readFileSync(resolve('test/answer/honest-claims.jsonl'), 'utf8').trim().split('\n');
  return lines.map((line) => {
    const { claim, language, quotes } = JSON.parse(line) as HonestLine;
    return { text: claim, language, quotes: quotes.map(({ articleId, quote }) => ({ articleId, words: quote })) };
  });
}

/** Sentences of the articles that name a source, each as a claim that quotes itself. */
function readLiteral(): TrueClaim[] {
  return articles.flatMap(({ id, language, text }) =>
    sentencesOf(text)
      .map(({ start, end }) => text.slice(start, end))
      .filter((sentence) => sentence.includes('[^'))
      .map((sentence) => ({ text: sentence.replace(/\[\^[^\]]+\]/gu, ''), language, quotes: [{ articleId: id, words: sentence }] })),
  );
}

function retrieved(claim: TrueClaim): ContextPassage[] {
  const quoted = context.filter(({ article }) => claim.quotes.some(({ articleId }) => articleId === article.id));
  const others = Array.from({ length: OTHERS }, () => context[Math.floor(random() * context.length)]!);
  return [...new Set([...quoted, ...others])].map((each, index) => ({ ...each, label: `P${index + 1}` }));
}

function measure(claims: readonly TrueClaim[], kind: 'honest' | 'literal', all: readonly TrueClaim[], counts: Counts): void {
  for (const claim of claims) {
    const passages = retrieved(claim);
    const verifier = verification.forPassages(passages);
    const verify = (draft: DraftClaim): Verdict => {
      const started = performance.now();
      const verdict = verifier.verify(draft);
      counts.milliseconds.push(performance.now() - started);
      if (verdict.kind === 'verified') counts.misplaced += verdict.claim.citations.filter((citation) => !stands(citation)).length;
      return verdict;
    };
    const right = (passage: string) => claim.quotes.map(({ words }) => ({ passage, words }));
    add(counts[kind], verify({ text: claim.text, quotes: right('P1') }));
    add(countOf(counts, 'swapped source'), verify({ text: claim.text, quotes: right(`P${passages.length}`) }));
    for (const { fault, draft } of plantFaults(claim, { glossary, claims: all, random })) add(countOf(counts, fault), verify(draft));
  }
}

function stands({
  articleId,
  articleVersion,
  quote,
  start,
  end,
}: {
  articleId: string;
  articleVersion: string;
  quote: string;
  start: number;
  end: number;
}): boolean {
  const article: Article | undefined = articles.find(({ id, version }) => id === articleId && version === articleVersion);
  return article?.text.slice(start, end) === quote;
}

function countOf(counts: Counts, fault: FaultKind | 'swapped source'): Count {
  const count = counts.byFault.get(fault) ?? { drafts: 0, shown: 0 };
  counts.byFault.set(fault, count);
  return count;
}

function add(count: Count, verdict: Verdict): void {
  count.drafts++;
  if (verdict.kind === 'verified') count.shown++;
}

function report({ byFault, honest, literal, misplaced, milliseconds }: Counts): void {
  const share = ({ drafts, shown }: Count) => `${shown} of ${drafts} (${((100 * shown) / drafts).toFixed(1)} %)`;
  console.log('false drafts                 drafts   shown');
  for (const [fault, { drafts, shown }] of [...byFault]
    .filter(([fault]) => fault !== 'swapped source')
    .sort(([one], [other]) => one.localeCompare(other))) {
    console.log(`${fault.padEnd(26)} ${String(drafts).padStart(8)} ${String(shown).padStart(7)}`);
  }
  const all = [...byFault].filter(([fault]) => fault !== 'swapped source').map(([, count]) => count);
  console.log(
    `${'all'.padEnd(26)} ${String(all.reduce((sum, { drafts }) => sum + drafts, 0)).padStart(8)} ${String(all.reduce((sum, { shown }) => sum + shown, 0)).padStart(7)}`,
  );
  console.log(`\nquotes shown that do not stand in the cited article version: ${misplaced}`);
  console.log(`true claims under a wrong label, cited where they stand: ${share(byFault.get('swapped source')!)}`);
  console.log(`honest paraphrases shown: ${share(honest)}`);
  console.log(`sentences of the articles shown: ${share(literal)}`);
  const sorted = milliseconds.sort((one, other) => one - other);
  console.log(
    `one claim: median ${sorted[sorted.length >> 1]!.toFixed(2)} ms, 95 % under ${sorted[Math.floor(sorted.length * 0.95)]!.toFixed(2)} ms`,
  );
}

const honest = readHonest();
const literal = readLiteral();
const counts: Counts = {
  byFault: new Map(),
  honest: { drafts: 0, shown: 0 },
  literal: { drafts: 0, shown: 0 },
  misplaced: 0,
  milliseconds: [],
};
measure(honest, 'honest', [...honest, ...literal], counts);
measure(literal, 'literal', [...honest, ...literal], counts);
report(counts);
