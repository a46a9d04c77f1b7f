/**
 * Does a text follow from quoted words? A deterministic stand-in for the language model that ALCE uses (T5-XXL NLI), and always named
 * `proxy` where its numbers are shown. docs/evaluation.md gives its agreement with pairs that people labelled.
 *
 * It says yes where the hypothesis stands in the premise word for word, or where most of its words do, all of its numbers, and the same
 * negation. It cannot see that two different words mean the same, nor that the same words say something else in another order.
 */
import { fold } from '../text/fold.js';
import { sentencesOf } from '../text/sentences.js';
import { isIdeographic, termsOf } from '../text/terms.js';

/** Share of the hypothesis' terms that must stand in the premise. Chosen on test/eval/entailment-pairs.jsonl, odd lines; checked on the even ones. */
const COVERAGE = 0.62;

const marker = /\[\^?[\w-]+\]/gu;
const functionWords = new Set(
  'a an the of to in on at by for and or but is are was were be been it its this that these those as with from which who has have had do does did'.split(
    ' ',
  ),
);
const negation = /\b(?:not|no|never|none|neither|nor|without|cannot)\b|n['’]t\b|不|没|未|无|非|别/u;
const numberPattern = /\d+(?:[.,]\d+)*/gu;

/** Numbers as written, without separators of thousands and trailing zeros: "3.50" and "3.5" are one. */
const numbersOf = (folded: string): string[] =>
  [...folded.matchAll(numberPattern)].map(([number]) => String(Number(number.replace(/,(?=\d{3}(?:\D|$))/g, '').replace(',', '.'))));

const bare = (text: string) =>
  fold(text.replace(marker, ' '))
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();

/** Terms that carry sense: pairs of ideographs rather than single ones, and no English function words. */
function contentTerms(folded: string): Set<number> {
  const words = folded.replace(marker, ' ').replace(/[a-z]+/g, (word) => (functionWords.has(word) ? ' ' : word));
  return new Set(termsOf(words).filter((term) => !isIdeographic(term)));
}

function coverageOf(hypothesis: ReadonlySet<number>, premise: ReadonlySet<number>): number {
  let covered = 0;
  for (const term of hypothesis) if (premise.has(term)) covered += 1;
  return hypothesis.size === 0 ? 0 : covered / hypothesis.size;
}

/** True where the premises together support the hypothesis, as far as words show. Pure. */
export function entails(premises: readonly string[], hypothesis: string): boolean {
  const wanted = bare(hypothesis);
  if (wanted === '' || premises.length === 0) return false;
  const joint = premises.join('\n');
  if (bare(joint).includes(wanted)) return true;
  const folded = fold(hypothesis.replace(marker, ' '));
  const foldedPremise = fold(joint.replace(marker, ' '));
  const numbers = new Set(numbersOf(foldedPremise));
  if (!numbersOf(folded).every((number) => numbers.has(number))) return false;
  const terms = contentTerms(folded);
  if (coverageOf(terms, contentTerms(foldedPremise)) < COVERAGE) return false;
  return negation.test(folded) === negation.test(nearestSentence(joint, terms));
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
