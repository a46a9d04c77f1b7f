/**
 * Finds where the words that a model quoted really stand. In: words and the retrieved passages. Out: the exact slice of the article,
 * widened to whole sentences, so that no quote leaves out the "not" beside it. Pure.
 */
import { plainText } from '../text/plain.js';
import { type Span, sentencesOf } from '../text/sentences.js';
import { isIdeographic } from '../text/terms.js';
import type { ContextPassage } from './write.js';

/** Weight below which words are too few to be a quote: an ideograph weighs 2, a letter or digit 1. Six characters, or about two words. */
const LEAST_WEIGHT = 12;

/** A passage's letters without marks and spaces, each with the offset in the passage at which it stands. */
type Letters = { text: string; offsets: Uint32Array };

export type PreparedPassage = { context: ContextPassage; letters: Letters; sentences: readonly Span[] };

/** Offsets into the article's text; `named` is false where the words stood in another passage than the one that was named. */
export type LocatedQuote = { context: ContextPassage; start: number; end: number; named: boolean };

export function preparePassage(context: ContextPassage): PreparedPassage {
  return { context, letters: lettersOf(context.passage.text), sentences: sentencesOf(context.passage.text) };
}

/**
 * Exactly first, then modulo width, script, case, punctuation and white space, as one contiguous run; in the passage named, else in
 * another that was retrieved. Marks of footnotes inside the article are stepped over.
 *
 * @returns undefined where the words stand nowhere, or are too few: an unfound quote is dropped, never repaired.
 */
export function locateQuote(words: string, label: string, passages: readonly PreparedPassage[]): LocatedQuote | undefined {
  const wanted = lettersOf(words).text;
  if (weightOf(wanted) < LEAST_WEIGHT) return undefined;
  const ordered = [...passages.filter((each) => each.context.label === label), ...passages.filter((each) => each.context.label !== label)];
  for (const prepared of ordered) {
    const span = exactSpan(words.trim(), prepared) ?? looseSpan(wanted, prepared.letters);
    if (span !== undefined) {
      const { start, end } = widen(span, prepared.sentences);
      const { passage } = prepared.context;
      return { context: prepared.context, start: passage.start + start, end: passage.start + end, named: prepared.context.label === label };
    }
  }
  return undefined;
}

function exactSpan(words: string, { context, letters }: PreparedPassage): Span | undefined {
  const { text } = context.passage;
  for (let start = text.indexOf(words); start >= 0; start = text.indexOf(words, start + 1)) {
    const end = start + words.length;
    if (!cutsWord(text, start) && !cutsWord(text, end)) return letters.text === '' ? undefined : { start, end };
  }
  return undefined;
}

function looseSpan(wanted: string, { text, offsets }: Letters): Span | undefined {
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    const start = offsets[at]!;
    const end = offsets[at + wanted.length - 1]! + 1;
    if (!joins(text, offsets, at) && !joins(text, offsets, at + wanted.length)) return { start, end };
  }
  return undefined;
}

/** Whether a run of letters or digits goes on across `at`: "car" is not quoted from "scar", nor 3 from 30. */
function cutsWord(text: string, at: number): boolean {
  return at > 0 && at < text.length && isWordUnit(text, at - 1) && isWordUnit(text, at);
}

function joins(text: string, offsets: Uint32Array, at: number): boolean {
  if (at <= 0 || at >= text.length || offsets[at]! !== offsets[at - 1]! + 1) return false;
  return isWordUnit(text, at - 1) && isWordUnit(text, at);
}

function isWordUnit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return (
    !isIdeographic(code) && /[\p{L}\p{M}\p{N}.\ud800-\udfff]/u.test(text[at]!) && !(text[at] === '.' && !/\d/.test(text[at + 1] ?? ''))
  );
}

/** Sentences that the span touches, whole. */
function widen({ start, end }: Span, sentences: readonly Span[]): Span {
  const touched = sentences.filter((sentence) => sentence.start < end && sentence.end > start);
  return touched.length === 0 ? { start, end } : { start: touched[0]!.start, end: touched.at(-1)!.end };
}

/** What is stepped over: footnote marks, the target of a link, HTML comments. */
const skipped = /\[\^[^\]\s]+\]|\]\([^)\s]*\)/gu;

function lettersOf(text: string): Letters {
  const plain = plainText(text);
  const offsets = new Uint32Array(plain.length);
  let letters = '';
  let count = 0;
  let from = 0;
  const copy = (to: number) => {
    for (let index = from; index < to; index++) {
      if (!isLetter(plain, index)) continue;
      letters += plain[index];
      offsets[count++] = index;
    }
  };
  for (const match of plain.matchAll(skipped)) {
    copy(match.index);
    from = match.index + match[0].length;
  }
  copy(plain.length);
  return { text: letters, offsets: offsets.subarray(0, count) };
}

/** Letters, digits, marks that change a word or a value: a decimal point, %, and the signs of currencies. */
function isLetter(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  if (code < 128) {
    if ((code >= 97 && code <= 122) || (code >= 48 && code <= 57) || code === 37 || code === 36) return true;
    return code === 46 && isDigit(text.charCodeAt(index - 1)) && isDigit(text.charCodeAt(index + 1));
  }
  return isIdeographic(code) || /[\p{L}\p{M}\p{N}\p{Sc}\ud800-\udfff]/u.test(text[index]!);
}

/** The letters by which two texts are compared modulo marks, width, script and case. */
export const lettersIn = (text: string): string => lettersOf(text).text;

const isDigit = (code: number) => code >= 48 && code <= 57;

function weightOf(letters: string): number {
  let weight = 0;
  for (let index = 0; index < letters.length; index++) weight += letters.charCodeAt(index) >= 0x2e80 ? 2 : 1;
  return weight;
}
