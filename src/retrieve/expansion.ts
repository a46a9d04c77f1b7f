/**
 * The forms in which the words of a question may stand in the articles: other names for the same (the collection's glossary), and words
 * of the other language (glossary and dictionary). In: a query and the lists. Out: a query with concepts. Pure.
 */
import type { Dictionary } from '../text/dictionary.js';
import { everydayWords } from '../text/everyday-words.js';
import { fold } from '../text/fold.js';
import type { Glossary, GlossaryForm } from '../text/glossary.js';
import { PAIR_FROM, pairTerm, wordTerm } from '../text/terms.js';
import { searchTermsOf, type Token, tokensOf } from '../text/tokens.js';
import { type Concept, distinctForms, type Form } from './concepts.js';
import { numberFormsAt } from './numeral-forms.js';
import type { Query } from './query.js';

export type WordLists = { glossary: Glossary; dictionary?: Dictionary };

/** A name for the same counts half as the name that was asked for. */
const ALIAS = 0.5;
/** Another everyday word for what is asked, and one in the other language. */
const EVERYDAY = 0.4;
const EVERYDAY_ACROSS = 0.8;
/** How much less each meaning counts than the one before it. */
const RANK = 0.5;
/** Of a Chinese word, and of an English one, whose meanings are more numerous and less sharp. */
const MOST_MEANINGS = 12;
const MOST_HEADWORDS = 100;
const MOST_MEANING_WORDS = 6;
/** A lone character means many things, or is part of a name. */
const LONE_CHARACTER = 0.6;
const LONE_HEADWORD = 0.7;
/** Words within a word: what a dictionary lacks may be written by its parts. */
const PART_OF_WORD = 0.5;
const LONGEST_WORD = 12;

/**
 * Adds other names for what the question names (the collection's glossary), and other words for what it asks (everyday words), in its
 * language; and names in Latin letters, which both languages use.
 */
export function addAliases(query: Query, glossary: Glossary): Query {
  const tokens = tokensOf(query.text);
  const indexOf = new Map(query.terms.map((term, index) => [term, index]));
  // A Chinese question may name things in Latin letters: it is still looked for in Chinese.
  const chinese = tokens.some((token) => token.term < PAIR_FROM);
  const concepts: Concept[] = [];
  const add = (named: readonly Token[], forms: Form[]) => {
    const of = [...new Set([...named.map((token) => token.term), ...searchTermsOf(named)])].flatMap((term) => indexOf.get(term) ?? []);
    if (forms.length > 0 && of.length > 0) concepts.push({ of, forms });
  };
  for (const [list, weight] of [
    [glossary, ALIAS],
    [everydayWords(), EVERYDAY],
  ] as const) {
    for (let at = 0; at < tokens.length; at++) {
      const match = list.match(tokens, at);
      if (match === undefined) continue;
      const named = tokens.slice(at, at + match.length);
      add(named, aliasForms(match.forms, named, chinese, weight));
      at += match.length - 1;
    }
  }
  for (let at = 0; at < tokens.length; at++) {
    const number = numberFormsAt(tokens, at);
    if (number !== undefined) add(tokens.slice(at, at + number.length), number.forms);
  }
  return concepts.length === 0 ? query : { ...query, concepts };
}

const properName = /\p{Lu}/u;

function aliasForms(forms: readonly GlossaryForm[], named: readonly Token[], chinese: boolean, weight: number): Form[] {
  const same = (form: GlossaryForm) =>
    form.tokens.length === named.length && form.tokens.every((token, index) => token.term === named[index]!.term);
  const loneCharacter = (form: GlossaryForm) => form.tokens.length === 1 && form.tokens[0]!.term < PAIR_FROM;
  return distinctForms(
    forms
      .filter(
        (form) =>
          !same(form) && !loneCharacter(form) && (form.language === (chinese ? 'zh' : 'en') || (chinese && properName.test(form.written))),
      )
      .map((form) => ({ terms: searchTermsOf(form.tokens), weight })),
  );
}

/** A word of the question as it is looked up: what it is found by where the articles hold it as it is, and its forms. */
type Word = { term: number; boost: number; forms: Form[] };

/**
 * The question in the words of the other language. Its terms are whole words; those that no list knows stay as they are.
 * @returns undefined where no list knows a word of it.
 */
export function translateQuery(query: Query, language: string, lists: WordLists): Query | undefined {
  const translate = language.startsWith('zh') ? wordsFromChinese : wordsFromEnglish;
  const words = new Map<number, Word>();
  for (const word of translate(tokensOf(query.text), lists)) if (!words.has(word.term)) words.set(word.term, word);
  const listed = [...words.values()];
  const concepts = listed.flatMap(({ forms }, index) => (forms.length === 0 ? [] : [{ of: [index], forms }]));
  if (concepts.length === 0) return undefined;
  const names = new Set(query.terms.filter((_, index) => query.names[index] === 1));
  return {
    ...query,
    terms: listed.map((word) => word.term),
    boosts: listed.map((word) => word.boost),
    places: listed.map((_, index) => index / Math.max(1, listed.length - 1)),
    names: listed.map((word) => (names.has(word.term) ? 1 : 0)),
    relation: query.relation < 0 ? -1 : listed.findIndex((word) => word.term === query.terms[query.relation]),
    concepts,
  };
}

function* wordsFromChinese(tokens: readonly Token[], { glossary, dictionary }: WordLists): Generator<Word> {
  const meanings = (word: string) => meaningForms(word, dictionary);
  for (const { start, end, named } of segment(tokens, glossary, dictionary)) {
    const part = tokens.slice(start, end);
    if (part[0]!.term >= 2 ** 43) {
      yield { term: part[0]!.term, boost: 1, forms: [] };
      continue;
    }
    const text = part.map((token) => token.text).join('');
    const translated = [...formsIn('en', named, 1), ...everydayForms('en', tokens, start, end)];
    const boost = part.length === 1 ? LONE_CHARACTER : 1;
    yield { term: termOf(part, text), boost, forms: distinctForms([...translated, ...meanings(text)]) };
    if (named.length > 0) continue;
    for (const [from, to] of innerSpans(part.length)) {
      const inner = part.slice(from, to);
      const innerText = inner.map((token) => token.text).join('');
      const forms = meanings(innerText);
      if (forms.length > 0) yield { term: termOf(inner, innerText), boost: PART_OF_WORD, forms };
    }
  }
}

const formsIn = (language: 'zh' | 'en', forms: readonly GlossaryForm[], weight: number): Form[] =>
  forms.filter((form) => form.language === language).map((form) => ({ terms: searchTermsOf(form.tokens), weight }));

/** What everyday words say for exactly these tokens. */
function everydayForms(language: 'zh' | 'en', tokens: readonly Token[], start: number, end: number): Form[] {
  const match = everydayWords().match(tokens, start);
  return match?.length === end - start ? formsIn(language, match.forms, EVERYDAY_ACROSS) : [];
}

const termOf = (tokens: readonly Token[], text: string): number =>
  tokens.length === 1 ? tokens[0]!.term : tokens.length === 2 ? pairTerm(tokens[0]!.term, tokens[1]!.term) : wordTerm(text);

/** Spans of two characters and more that are shorter than the whole. */
function* innerSpans(length: number): Generator<[number, number]> {
  for (let from = 0; from < length; from++) for (let to = from + 2; to <= length; to++) if (to - from < length) yield [from, to];
}

type Span = { start: number; end: number; named: readonly GlossaryForm[] };

/** The way to cut characters into words of the lists that makes the words longest: the sum of their squared lengths decides. */
function segment(tokens: readonly Token[], glossary: Glossary, dictionary: Dictionary | undefined): Span[] {
  const best: { score: number; span?: Span }[] = tokens.map(() => ({ score: -1 }));
  best.push({ score: -1 });
  best[0]!.score = 0;
  const offer = (span: Span, weight: number) => {
    const score = best[span.start]!.score + weight;
    if (score > best[span.end]!.score) best[span.end] = { score, span };
  };
  for (let start = 0; start < tokens.length; start++) {
    offer({ start, end: start + 1, named: [] }, 1);
    const match = glossary.match(tokens, start);
    if (match !== undefined) offer({ start, end: start + match.length, named: match.forms }, (match.length + 1) ** 2);
    const everyday = everydayWords().match(tokens, start);
    if (everyday !== undefined) offer({ start, end: start + everyday.length, named: [] }, everyday.length ** 2);
    if (dictionary === undefined) continue;
    let text = tokens[start]!.text;
    for (let end = start + 1; end < tokens.length && tokens[end]!.joined && end - start < LONGEST_WORD; end++) {
      text += tokens[end]!.text;
      if (dictionary.has(text)) offer({ start, end: end + 1, named: [] }, (end + 1 - start) ** 2);
    }
  }
  const spans: Span[] = [];
  for (let end = tokens.length; end > 0; end = spans[0]!.start) spans.unshift(best[end]!.span!);
  return spans;
}

function meaningForms(word: string, dictionary: Dictionary | undefined): Form[] {
  if (dictionary === undefined) return [];
  const forms = dictionary.meaningsOf(word).map((meaning) => searchTermsOf(tokensOf(fold(meaning))));
  const known = distinctForms(forms.map((terms, rank) => ({ terms, weight: 1 / (1 + RANK * rank) })));
  return known.filter(({ terms }) => terms.length <= MOST_MEANING_WORDS).slice(0, MOST_MEANINGS);
}

function* wordsFromEnglish(tokens: readonly Token[], { glossary, dictionary }: WordLists): Generator<Word> {
  const named = tokens.map((): Form[] => []);
  for (const [list, weight] of [
    [glossary, 1],
    [everydayWords(), EVERYDAY_ACROSS],
  ] as const) {
    for (let at = 0; at < tokens.length; at++) {
      const match = list.match(tokens, at);
      for (let offset = 0; offset < (match?.length ?? 0); offset++) named[at + offset]!.push(...formsIn('zh', match!.forms, weight));
    }
  }
  for (const [at, { term }] of tokens.entries()) {
    yield { term, boost: 1, forms: distinctForms([...named[at]!, ...headwordForms(term, dictionary)]) };
  }
}

function headwordForms(term: number, dictionary: Dictionary | undefined): Form[] {
  if (dictionary === undefined) return [];
  const forms = dictionary.headwordsOf(term).map(({ headword, words, rank }) => {
    const tokens = tokensOf(headword);
    const lone = tokens.length === 1 ? LONE_HEADWORD : 1;
    return { terms: searchTermsOf(tokens), weight: lone / (words * words * (1 + RANK * rank)) };
  });
  return distinctForms(forms)
    .sort((one, other) => other.weight - one.weight)
    .slice(0, MOST_HEADWORDS);
}
