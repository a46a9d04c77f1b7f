/**
 * A text as the verifier reads it: tokens that mean the same in both languages, in order, with the clause and sentence they stand in.
 * In: a claim, or the words of a quote. Out: names, numbers, dates, negations, opposites and content words. Pure.
 */
import { plainText } from '../text/plain.js';
import { sentencesOf } from '../text/sentences.js';
import { isIdeographic } from '../text/terms.js';
import { type DateMention, datesOf } from './dates.js';
import { type Lexicon, type Sense, wordsOf } from './lexicon.js';
import { stopCharacters } from './lexicon-words.js';
import { type Quantity, quantitiesOf } from './quantities.js';

export type Token = Sense & {
  kind: 'word' | 'ideograph' | 'number' | 'date';
  start: number;
  end: number;
  clause: number;
  sentence: number;
  /** Capitalised in the text and unknown to the lexicon: a name that must stand in the quotes letter for letter. */
  unknownName?: boolean;
};

export type Reading = {
  text: string;
  plain: string;
  tokens: readonly Token[];
  quantities: readonly Quantity[];
  dates: readonly DateMention[];
  /** The stems of its words, with single spaces around each: " maia 200 is mad by tsmc ". */
  words: string;
  /** Whether it is written in ideographs for the most part. */
  ideographic: boolean;
};

const clauseBreak =
  /[，,、；;：:。．.!?！？—–()（）「」『』\n]|\b(?:but|while|whereas|although|though|because|which|who|whose|so that|until|unless)\b|但|而(?!且|是)|因为|所以|却|虽然|不过|由于/g;

export function readText(text: string, lexicon: Lexicon): Reading {
  const plain = plainText(text.replace(/\[\^[^\]\s]+\]/gu, (mark) => ' '.repeat(mark.length)));
  const dates = datesOf(plain);
  const quantities = quantitiesOf(plain, dates);
  const place = placesOf(plain);
  const tokens: Token[] = [
    ...dates.map(({ date, start, end }) => ({ kind: 'date' as const, key: `d:${JSON.stringify(date)}`, start, end, ...place(start) })),
    ...quantities.map(({ value, unit, start, end }) => ({
      kind: 'number' as const,
      key: `n:${value}${unit}`,
      start,
      end,
      ...place(start),
    })),
  ];
  const taken = new Uint8Array(plain.length);
  for (const { start, end } of tokens) taken.fill(1, start, end);
  const words = wordsOf(plain);
  readWords(text, plain, words, lexicon, taken, place, tokens);
  readIdeographs(plain, lexicon, taken, place, tokens);
  tokens.sort((one, other) => one.start - other.start);
  const ideographs = countIdeographs(plain);
  return {
    text,
    plain,
    tokens,
    quantities,
    dates,
    words: ` ${words.map((word) => word.stem).join(' ')} `,
    ideographic: ideographs * 4 >= plain.length,
  };
}

type Place = (at: number) => { clause: number; sentence: number };

function placesOf(plain: string): Place {
  const breaks: number[] = [];
  for (const match of plain.matchAll(clauseBreak)) {
    // A comma or point inside a number, and the point of an abbreviation, break nothing.
    if (/[,.]/.test(match[0]) && /[\da-z]/.test(plain[match.index + 1] ?? ' ')) continue;
    breaks.push(match.index);
  }
  const sentences = sentencesOf(plain).map((sentence) => sentence.end);
  return (at) => ({ clause: countBelow(breaks, at + 1), sentence: countBelow(sentences, at + 1) });
}

/** How many of the ascending numbers are below the limit. */
function countBelow(ascending: readonly number[], limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

function readWords(
  text: string,
  plain: string,
  words: readonly { start: number; end: number; stem: string }[],
  lexicon: Lexicon,
  taken: Uint8Array,
  place: Place,
  tokens: Token[],
): void {
  const stems = words.map((word) => word.stem);
  for (let index = 0; index < words.length; ) {
    const { start, end } = words[index]!;
    if (taken[start] === 1) {
      index++;
      continue;
    }
    const found = lexicon.wordsAt(stems, index);
    if (found !== undefined) {
      const last = words[index + found.length - 1]!;
      const { name, ...sense } = found.sense;
      const capital = /\p{Lu}/u.test(text.slice(start, last.end).replace(/^the\s/iu, ''));
      tokens.push({ kind: 'word', ...sense, ...(name === true && capital ? { name } : {}), start, end: last.end, ...place(start) });
      index += found.length;
    } else {
      tokens.push({
        kind: 'word',
        key: `w:${stems[index]}`,
        ...(isCapitalised(text, plain, start, end) ? { name: true, unknownName: true } : {}),
        start,
        end,
        ...place(start),
      });
      index++;
    }
  }
}

/** A capital that opens a sentence may be any word: whether it is a name is decided with the quotes at hand. */
function isCapitalised(text: string, _plain: string, start: number, end: number): boolean {
  const word = text.slice(start, end);
  return /^\p{Lu}/u.test(word) || /\p{Ll}\p{Lu}/u.test(word) || (/\d/.test(word) && /\p{L}/u.test(word));
}

function readIdeographs(plain: string, lexicon: Lexicon, taken: Uint8Array, place: Place, tokens: Token[]): void {
  for (let index = 0; index < plain.length; ) {
    const code = plain.codePointAt(index)!;
    const width = code > 0xffff ? 2 : 1;
    if (taken[index] === 1 || !isIdeographic(code)) {
      index += width;
      continue;
    }
    const found = lexicon.ideographsAt(plain, index);
    if (found !== undefined) {
      tokens.push({ kind: 'word', ...found.sense, start: index, end: index + found.length, ...place(index) });
      index += found.length;
    } else {
      const character = plain.slice(index, index + width);
      tokens.push({
        kind: 'ideograph',
        key: `h:${character}`,
        ...(stopCharacters.includes(character) ? { empty: true } : {}),
        start: index,
        end: index + width,
        ...place(index),
      });
      index += width;
    }
  }
}

function countIdeographs(plain: string): number {
  let count = 0;
  for (let index = 0; index < plain.length; index++) if (isIdeographic(plain.charCodeAt(index))) count++;
  return count;
}
