/**
 * Forms of words in both languages -> what they are to the verifier. In: the rows of the language files and the glossary of the collection.
 * Out: a table that finds the longest known form at a place. Pure; built once, asked for every token.
 */
import type { GlossaryRow } from '../text/glossary.js';
import { plainText } from '../text/plain.js';
import { stem } from '../text/stem.js';
import { isIdeographic } from '../text/terms.js';
import { knownNames } from './known-names.js';
import * as words from './lexicon-words.js';

/** One sense of a form; forms of one row share `key`, in whichever language they stand. */
export type Sense = {
  key: string;
  /** A proper name, or an acronym that must be carried like one. */
  name?: boolean;
  /** "amount+" and "amount-" are opposites. */
  pole?: string;
  negation?: 'hard' | 'soft' | 'false';
  restriction?: boolean;
  /** "not only". */
  opening?: boolean;
  speech?: boolean;
  passive?: boolean;
  anaphor?: boolean;
  /** Key of the name that the form begins with: Oracle in "Oracle's cloud". */
  inner?: string;
  /** Says nothing by itself. */
  empty?: boolean;
};

export type Lexicon = {
  /** Longest known run of ideographs at `index` of a folded text. */
  ideographsAt(plain: string, index: number): { sense: Sense; length: number } | undefined;
  /** Longest known run of words beginning at `index` of the stems of a text. */
  wordsAt(stems: readonly string[], index: number): { sense: Sense; length: number } | undefined;
};

/** Acronyms that say what somebody or something is, not who. */
const commonAcronyms = new Set(['ai', 'it', 'ceo', 'cfo', 'cto', 'us', 'tv', 'pc', 'r&d', 'ip', 'vm', 'q4']);

export function createLexicon(glossary: readonly GlossaryRow[]): Lexicon {
  const table = new FormTable();
  for (const name of knownNames) table.addRow(rowForms(name), { key: '', name: true });
  for (const row of glossary) addGlossaryRow(table, row);
  for (const forms of words.synonyms) table.addRow(split(forms), { key: '' });
  for (const [dimension, up, down] of words.opposites) {
    table.addRow(split(up), { key: '', pole: `${dimension}+` });
    table.addRow(split(down), { key: '', pole: `${dimension}-` });
  }
  table.addEach(split(words.stopWords), { empty: true });
  table.addEach(split(words.anaphors), { anaphor: true, empty: true });
  table.addEach(split(words.speech), { speech: true });
  table.addEach(split(words.passives), { passive: true, empty: true });
  table.addEach(split(words.restrictions), { restriction: true });
  table.addEach(split(words.softNegations), { negation: 'soft' });
  table.addEach(split(words.hardNegations), { negation: 'hard', empty: true });
  table.addEach(split(words.falseNegations), { negation: 'false', empty: true });
  table.addEach(split(words.openings), { opening: true, empty: true });
  return table;
}

const split = (forms: string) => forms.split('|').filter((form) => form !== '');
const rowForms = (row: string) => row.split(/[|=]/);

/** Forms that are numbers, dates or units are read by rules, not by the glossary. */
const readByRules =
  /\d|^(?:億|十億|兆|瓦特?|吉瓦|十億瓦|百萬瓦|兆瓦|美元|百分之|趴|percent|%|watts?|w|gw|mw|gigawatts?|megawatts?|usd|us dollars|dollars|billion|trillion|hundred million|times|tenfold|十倍|倍|nm|奈米|納米|[一二三四五六七八九十]+月|january|june|october|november|上半年|下半年|年中|first half|second half|mid-year)$/iu;

function addGlossaryRow(table: FormTable, { zh, en }: GlossaryRow): void {
  const forms = [...zh, ...en].filter((form) => !readByRules.test(form));
  table.addRow(forms, { key: '', ...(isNameRow(en) ? { name: true } : {}) });
}

/** All English forms begin with a capital, or one is an acronym of three letters and more: a name. "AI|artificial intelligence" is a term. */
function isNameRow(english: readonly string[]): boolean {
  const named = english.filter((form) => /^[A-Z]|[a-z][A-Z]/u.test(form) && !commonAcronyms.has(form.toLowerCase()));
  return named.length === english.length || named.some((form) => /^[A-Z][A-Za-z]*[A-Z]{2,}$/u.test(form));
}

class FormTable implements Lexicon {
  /** By first ideograph, longest first. */
  private readonly ideographs = new Map<string, { form: string; sense: Sense }[]>();
  /** By first stem, longest first. */
  private readonly words = new Map<string, { stems: readonly string[]; sense: Sense }[]>();

  /** Every form gets the senses given; the key of the row is an earlier row's where a form is known already. */
  addRow(forms: readonly string[], sense: Sense): void {
    if (forms.length === 0) return;
    const known = forms.map((form) => this.exact(form)?.key).find((key) => key !== undefined && key !== '');
    const key = known ?? `=${plainText(forms[0]!)}`;
    for (const form of forms) this.add(form, { ...sense, key });
  }

  addEach(forms: readonly string[], sense: Omit<Sense, 'key'>): void {
    for (const form of forms) this.add(form, { key: `=${plainText(form)}`, ...sense });
  }

  ideographsAt(plain: string, index: number): { sense: Sense; length: number } | undefined {
    const found = this.ideographs.get(plain[index]!)?.find(({ form }) => plain.startsWith(form, index));
    return found === undefined ? undefined : { sense: found.sense, length: found.form.length };
  }

  wordsAt(stems: readonly string[], index: number): { sense: Sense; length: number } | undefined {
    const found = this.words
      .get(stems[index]!)
      ?.find(({ stems: wanted }) => wanted.every((each, offset) => stems[index + offset] === each));
    return found === undefined ? undefined : { sense: found.sense, length: found.stems.length };
  }

  /** A form that is known keeps its key and what it is; what is new is added. */
  private add(form: string, sense: Sense): void {
    const existing = this.exact(form);
    if (existing !== undefined) {
      const { key } = existing;
      Object.assign(existing, sense, { key });
      return;
    }
    const plain = plainText(form);
    const inner = this.innerName(plain);
    if (inner !== undefined && inner !== sense.key) sense = { ...sense, inner };
    if (isIdeographic(plain.codePointAt(0)!))
      insert(this.ideographs, plain[0]!, { form: plain, sense: { ...sense } }, ({ form: each }) => each.length);
    else {
      const stems = stemsOf(plain);
      if (stems.length > 0) insert(this.words, stems[0]!, { stems, sense: { ...sense } }, ({ stems: each }) => each.length);
    }
  }

  private innerName(plain: string): string | undefined {
    const found = isIdeographic(plain.codePointAt(0)!) ? this.ideographsAt(plain, 0) : this.wordsAt(stemsOf(plain), 0);
    return found?.sense.name === true ? found.sense.key : undefined;
  }

  private exact(form: string): Sense | undefined {
    const plain = plainText(form);
    if (isIdeographic(plain.codePointAt(0)!)) return this.ideographs.get(plain[0]!)?.find((each) => each.form === plain)?.sense;
    const stems = stemsOf(plain);
    return this.words
      .get(stems[0] ?? '')
      ?.find((each) => each.stems.length === stems.length && each.stems.every((one, index) => one === stems[index]))?.sense;
  }
}

function insert<T>(map: Map<string, T[]>, key: string, entry: T, length: (entry: T) => number): void {
  const entries = map.get(key);
  if (entries === undefined) map.set(key, [entry]);
  else {
    const at = entries.findIndex((each) => length(each) < length(entry));
    entries.splice(at < 0 ? entries.length : at, 0, entry);
  }
}

const wordPattern = /[a-z]+(?=n't\b)|n't\b|[a-z0-9\u00c0-\u024f]+(?:\.\d+)?/g;

/** Words of a folded text: their place, and the stem by which they are compared. */
export function wordsOf(plain: string): { start: number; end: number; stem: string }[] {
  const words: { start: number; end: number; stem: string }[] = [];
  for (const match of plain.matchAll(wordPattern))
    words.push({ start: match.index, end: match.index + match[0].length, stem: stem(match[0].replace(/(\d)s$/, '$1')) });
  return words;
}

export function stemsOf(plain: string): string[] {
  return wordsOf(plain).map((word) => word.stem);
}
