/** Numbers of a question in the other ways in which articles write them: 3 and 三, 2024 and 二〇二四, 2500 and 2,500. Pure. */
import { chineseValue } from '../text/numerals.js';
import { isIdeographic, pairTerm, wordTerm } from '../text/terms.js';
import type { Token } from '../text/tokens.js';
import type { Form } from './concepts.js';

const NUMERALS = '〇一二三四五六七八九';
const isNumeral = (text: string) => /^[〇零一二两三四五六七八九十百千]$/u.test(text);
const isNumber = (text: string) => /^\d{1,15}$/u.test(text);

/** A number as it is written in the question: its tokens, from `at`, and other ways to write it. */
export type NumberForms = { length: number; forms: Form[] };

/** @returns undefined where no number stands at `at`, or none that is written in another way too. */
export function numberFormsAt(tokens: readonly Token[], at: number): NumberForms | undefined {
  const { text } = tokens[at]!;
  if (isNumber(text)) return arabicForms(tokens, at);
  return isNumeral(text) && !(at > 0 && tokens[at]!.joined && isNumeral(tokens[at - 1]!.text)) ? chineseForms(tokens, at) : undefined;
}

function arabicForms(tokens: readonly Token[], at: number): NumberForms | undefined {
  let length = 1;
  // "2,500" is read as two words.
  while (tokens[at]!.text.length <= 3 && /^\d{3}$/u.test(tokens[at + length]?.text ?? '')) length += 1;
  const value = tokens
    .slice(at, at + length)
    .map(({ text }) => text)
    .join('');
  const written = [inWords(value, tokens[at + length]), length > 1 ? [wordTerm(value)] : groups(value)];
  const forms = written.flatMap((terms) => (terms === undefined ? [] : [{ terms, weight: 1 }]));
  return forms.length === 0 ? undefined : { length, forms };
}

/** 2500 -> 2 500; a number below 10,000 is a year as often. */
const groups = (value: string) =>
  value.length < 4
    ? undefined
    : Number(value)
        .toLocaleString('en')
        .split(',')
        .map((group) => wordTerm(group));

/** 15 -> 十五, 2024 -> 二〇二四; a lone digit together with the word that it counts. */
function inWords(value: string, next: Token | undefined): number[] | undefined {
  const number = Number(value);
  const written =
    value.length === 4
      ? [...value].map((digit) => NUMERALS[Number(digit)]).join('')
      : number >= 1 && number < 100
        ? `${number >= 20 ? NUMERALS[Math.floor(number / 10)] : ''}${number >= 10 ? '十' : ''}${number % 10 > 0 ? NUMERALS[number % 10] : ''}`
        : undefined;
  if (written === undefined) return undefined;
  const counted = next !== undefined && isIdeographic(next.text.codePointAt(0)!) ? [next.text] : [];
  const codes = [...written, ...counted].map((character) => character.codePointAt(0)!);
  return codes.length < 2 ? undefined : codes.slice(1).map((code, index) => pairTerm(codes[index]!, code));
}

function chineseForms(tokens: readonly Token[], at: number): NumberForms | undefined {
  let length = 1;
  while (tokens[at + length]?.joined === true && isNumeral(tokens[at + length]!.text)) length += 1;
  const counts = tokens[at + length]?.joined === true;
  const value = chineseValue(
    tokens
      .slice(at, at + length)
      .map(({ text }) => text)
      .join(''),
  );
  // A lone numeral that counts nothing is part of a word or of a name.
  if (value === undefined || (length === 1 && !counts)) return undefined;
  const terms = [[wordTerm(String(value))], groups(String(value))];
  return { length, forms: terms.flatMap((each) => (each === undefined ? [] : [{ terms: each, weight: 1 }])) };
}
