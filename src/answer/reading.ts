/**
 * A text as the verifier reads it: tokens that mean the same in both languages, in order, with the clause and sentence they stand in.
 * In: a claim, or the words of a quote. Out: names, numbers, dates, negations, opposites and content words. Pure.
 */
import { backgroundShare } from '../text/background.js';
import { plainText } from '../text/plain.js';
import { sentencesOf } from '../text/sentences.js';
import { isIdeographic, wordTerm } from '../text/terms.js';
import { type DateMention, datesOf, type PartialDate } from './dates.js';
import { type Lexicon, type Sense, type Word, wordsOf } from './lexicon.js';
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
  /[，,；;：:。．.!?！？—–「」『』\n]|\b(?:but|while|whereas|although|though|because|which|who|whose|so that|until|unless)\b|但|而(?!且|是)|因为|所以|却|虽然|不过|由于/g;

type Place = (at: number) => { clause: number; sentence: number };
type Scan = { text: string; plain: string; lexicon: Lexicon; names: ReadonlySet<string>; place: Place; tokens: Token[]; taken: Uint8Array };

/** `names`: stems of words that are names however they are written, such as those of publishers. */
export function readText(text: string, lexicon: Lexicon, names: ReadonlySet<string> = new Set()): Reading {
  const plain = plainText(text.replace(/\[\^[^\]\s]+\]/gu, (mark) => ' '.repeat(mark.length)));
  const dates = datesOf(plain);
  const quantities = quantitiesOf(plain, dates);
  const place = placesOf(plain);
  const tokens: Token[] = [
    ...dates.map(({ date, start, end }) => ({ kind: 'date' as const, key: dateKey(date), start, end, ...place(start) })),
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
  const scan: Scan = { text, plain, lexicon, names, place, tokens, taken };
  const words = wordsOf(plain);
  readWords(scan, words);
  readIdeographs(scan);
  tokens.sort((one, other) => one.start - other.start);
  return {
    text,
    plain,
    tokens,
    quantities,
    dates,
    words: ` ${words.map((word) => word.stem).join(' ')} `,
    ideographic: countIdeographs(plain) * 4 >= plain.length,
  };
}

export const dateKey = (date: PartialDate) => `d:${JSON.stringify(date)}`;

function placesOf(plain: string): Place {
  const breaks: number[] = [];
  for (const match of plain.matchAll(clauseBreak)) {
    // A comma or point inside a number, and the point of an abbreviation, break nothing; a wide comma before a Latin name does.
    const next = plain[match.index + 1] ?? ' ';
    if (match[0] === '.' && /[\da-z]/.test(next)) continue;
    if (match[0] === ',' && /\d/.test(next) && /\d/.test(plain[match.index - 1] ?? ' ')) continue;
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

function readWords({ text, plain, lexicon, names, taken, place, tokens }: Scan, words: readonly Word[]): void {
  for (let index = 0; index < words.length; ) {
    const word = words[index]!;
    const { start } = word;
    if (taken[start] === 1) {
      index++;
      continue;
    }
    const found = lexicon.wordsAt(words, index);
    const last = tokens.at(-1);
    const { end } = words[index + (found?.length ?? 1) - 1]!;
    const sense: Omit<Token, 'kind' | 'start' | 'end' | 'clause' | 'sentence'> =
      found === undefined
        ? { key: `w:${word.stem}`, ...nameSense(text, word, names) }
        : senseAsWritten(found.sense, text.slice(start, end));
    if (
      sense.unknownName === true &&
      last?.unknownName === true &&
      !/\d/.test(last.key + word.written) &&
      /^[ \-'·&]{1,2}$/.test(plain.slice(last.end, start))
    ) {
      // Unknown names that stand together are one: SB Energy.
      Object.assign(last, {
        key: `${last.key} ${word.stem}`,
        end,
        ...(last.actor === true || sense.actor === true ? { actor: true } : {}),
      });
    } else tokens.push({ kind: 'word', ...sense, start, end, ...place(start) });
    index += found?.length ?? 1;
  }
}

/** A name is one where it is written with a capital: Meta, but not meta. */
function senseAsWritten({ name, actor, ...sense }: Sense, written: string): Sense {
  const capital = /\p{Lu}/u.test(written.replace(/^the\s/iu, ''));
  return { ...sense, ...(capital && name === true ? { name } : {}), ...(capital && actor === true ? { actor } : {}) };
}

/** A capital makes a name, except where it opens a sentence and the word is one that text at large writes small. */
function nameSense(
  text: string,
  { start, end, stem }: Word,
  names: ReadonlySet<string>,
): { name?: true; unknownName?: true; actor?: true } {
  const word = text.slice(start, end);
  const inside = names.has(stem) || isHost(text, end) || /\p{Ll}\p{Lu}/u.test(word) || (/\d/.test(word) && /\p{L}/u.test(word));
  if (!inside && (!/^\p{Lu}/u.test(word) || (opensSentence(text, start) && isCommon(stem)))) return {};
  return { name: true, unknownName: true, ...(/\p{Ll}/u.test(word) && !/\d/.test(word) ? { actor: true } : {}) };
}

/** A host's name is one, however it is written: example.com. */
function isHost(text: string, end: number): boolean {
  return /^\.(?:com|org|net|ai|io|tw|cn|edu|gov)\b/u.test(text.slice(end, end + 5));
}

/** Endings by which English makes words of words, not names. Stems have lost their -s, -ed, -ing and -e. */
const derived = /(?:iz|is|ly|tion|ment|ness|ance|ence|ity|ous|ful|less|abl|ibl|iv|ated|ized|ised)$/;

function opensSentence(text: string, start: number): boolean {
  return /(?:^|[.!?。！？:：]["'”’」]?|["“「])\s*$/u.test(text.slice(0, start));
}

const isCommon = (stem: string) => backgroundShare(wordTerm(stem)) > 2 ** -13 || (stem.length > 5 && derived.test(stem));

function readIdeographs({ plain, lexicon, taken, place, tokens }: Scan): void {
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
