/**
 * Does a text follow from quoted words? A deterministic stand-in for the language model that ALCE uses (T5-XXL NLI), and always named
 * `proxy` where its numbers are shown. docs/evaluation.md gives its agreement with pairs that people labelled.
 *
 * It says yes where the hypothesis stands in the premise word for word, or where most of its words do, all of its numbers, and the same
 * negation. It cannot see that two different words mean the same, nor that the same words say something else in another order.
 */
import { backgroundIdf } from '../text/background.js';
import { fold } from '../text/fold.js';
import { sentencesOf } from '../text/sentences.js';
import { stem } from '../text/stem.js';
import { isIdeographic, termsOf, wordTerm } from '../text/terms.js';

/**
 * Share of the hypothesis' words, weighed by how rare they are, that must stand in the premise. Chosen on the odd lines of
 * test/eval/entailment-pairs.jsonl, checked on the even ones.
 */
const COVERAGE = 0.55;

const marker = /\[\^?[\w-]+\]/gu;
const negation =
  /\b(?:not|no|never|none|neither|nor|without|cannot)\b|n['’]t\b|(?<!从)不(?![同少断过只仅])|没|未(?!来)|无(?![论线])|非(?!常)/u;
const numberPattern = /\d+(?:[.,]\d+)*/gu;

/** Numbers as written, without separators of thousands and trailing zeros: "3.50" and "3.5" are one. */
const numbersOf = (folded: string): string[] =>
  [...folded.matchAll(numberPattern)].map(([number]) => String(Number(number.replace(/,(?=\d{3}(?:\D|$))/g, '').replace(',', '.'))));

const bare = (text: string) =>
  fold(text.replace(marker, ' '))
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();

/** Pairs of ideographs rather than single ones, and words; numbers are compared by themselves. */
const contentTerms = (folded: string): Set<number> =>
  new Set(termsOf(folded.replace(/(?<!\p{L})\d[\d.,]*(?!\p{L})/gu, ' ')).filter((term) => !isIdeographic(term)));

function coverageOf(hypothesis: ReadonlySet<number>, premise: ReadonlySet<number>): number {
  let covered = 0;
  let all = 0;
  for (const term of hypothesis) {
    const weight = backgroundIdf(term);
    all += weight;
    if (premise.has(term)) covered += weight;
  }
  return all === 0 ? 0 : covered / all;
}

const latinName = /(?<![\p{L}\p{N}])(?:\p{Lu}[\p{L}\p{N}-]*|\p{L}+\d[\p{L}\d]*)/gu;
/** So rare in text at large that a word which begins a sentence is a name too. */
const RARE = 9;

/** Latin words with a capital or a digit: names, which the premise must have too. A sentence's first word is one only where it is rare. */
const namesOf = (text: string): string[] =>
  [...text.matchAll(latinName)]
    .filter(
      ({ 0: name, index }) => !/(?:^|[.!?。！？])\s*$/u.test(text.slice(0, index)) || backgroundIdf(wordTerm(stem(fold(name)))) >= RARE,
    )
    .map(([name]) => bare(name));

/** True where the premises together support the hypothesis, each of its sentences, as far as words show. Pure. */
export function entails(premises: readonly string[], hypothesis: string): boolean {
  const wanted = bare(hypothesis);
  if (wanted === '' || premises.length === 0) return false;
  const joint = premises.join('\n');
  if (bare(joint).includes(wanted)) return true;
  return sentencesOf(hypothesis)
    .map(({ start, end }) => hypothesis.slice(start, end))
    .every((sentence) => bare(sentence) === '' || entailsSentence(joint, sentence));
}

function entailsSentence(premise: string, hypothesis: string): boolean {
  const words = bare(premise);
  if (words.includes(bare(hypothesis)) || isFramedQuote(premise, hypothesis)) return true;
  const folded = fold(hypothesis.replace(marker, ' '));
  const foldedPremise = fold(premise.replace(marker, ' '));
  const numbers = new Set(numbersOf(foldedPremise));
  if (!numbersOf(folded).every((number) => numbers.has(number))) return false;
  if (!namesOf(hypothesis.replace(marker, ' ')).every((name) => words.includes(name))) return false;
  const terms = contentTerms(folded);
  if (coverageOf(terms, contentTerms(foldedPremise)) < COVERAGE) return false;
  return negation.test(folded) === negation.test(nearestSentence(premise, terms));
}

/** Share of a sentence that must be the premise's own sentences and titles, word for word, for the rest to be a mere frame: "It says: ...". */
const FRAMED = 0.7;

function isFramedQuote(premise: string, hypothesis: string): boolean {
  const whole = bare(hypothesis);
  const pieces = [...premise.split('\n'), ...sentencesOf(premise).map(({ start, end }) => premise.slice(start, end))].map(bare);
  const rest = pieces
    .filter((piece) => piece.length > 3)
    .sort((left, right) => right.length - left.length)
    .reduce((text, piece) => text.replace(piece, ' '), whole);
  const frame = rest.replace(/\s+/g, ' ').trim();
  return 1 - frame.length / whole.length >= FRAMED && !negation.test(frame) && numbersOf(frame).length === 0;
}

/** The premise's sentence that shares most with the hypothesis, folded: where its negation is looked for. */
function nearestSentence(premise: string, terms: ReadonlySet<number>): string {
  let nearest = { shared: -1, text: '' };
  for (const { start, end } of sentencesOf(premise)) {
    const text = fold(premise.slice(start, end));
    const shared = coverageOf(terms, contentTerms(text));
    if (shared > nearest.shared) nearest = { shared, text };
  }
  return nearest.text;
}
