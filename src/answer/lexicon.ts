/**
 * Forms of words in both languages -> what they are to the verifier. In: the rows of the language files and the glossary of the collection.
 * Out: a table that finds the longest known form at a place. Pure; built once, asked for every token.
 */
import type { GlossaryRow } from '../text/glossary.js';
import { plainText } from '../text/plain.js';
import { stem } from '../text/stem.js';
import { isIdeographic } from '../text/terms.js';
import { knownNames, knownPlaces } from './known-names.js';
import { opposites } from './lexicon-opposites.js';
import { synonyms } from './lexicon-synonyms.js';
import * as words from './lexicon-words.js';

/** One sense of a form; forms of one row share `key`, in whichever language they stand. */
export type Sense = {
  key: string;
  /** A proper name, or an acronym that must be carried like one. */
  name?: boolean;
  /** A name of somebody or something that acts: no acronym of a technique. */
  actor?: boolean;
  /** "amount+" and "amount-" are opposites. */
  pole?: string;
  negation?: 'hard' | 'soft' | 'false';
  restriction?: boolean;
  /** "not only". */
  opening?: boolean;
  speech?: boolean;
  /** Done by both sides to each other. */
  mutual?: boolean;
  passive?: boolean;
  anaphor?: boolean;
  /** Key of the name that the form begins with: Oracle in "Oracle's cloud". */
  inner?: string;
  /** It holds an office of that name's, and is not part of it: Microsoft's CFO. */
  holder?: boolean;
  /** Says nothing by itself. */
  empty?: boolean;
};

export type Lexicon = {
  /** Longest known run of ideographs at `index` of a folded text. */
  ideographsAt(plain: string, index: number): { sense: Sense; length: number } | undefined;
  /** Longest known run of words beginning at `index`. */
  wordsAt(words: readonly Word[], index: number): { sense: Sense; length: number } | undefined;
};

/** A word of a folded text: where it stands, as written, and the stem by which it is compared. */
export type Word = { start: number; end: number; written: string; stem: string };

/** Acronyms that say what somebody or something is, not who. */
const commonAcronyms = new Set(['ai', 'it', 'ceo', 'cfo', 'cto', 'us', 'tv', 'pc', 'r&d', 'ip', 'vm', 'q4']);

export function createLexicon(glossary: readonly GlossaryRow[]): Lexicon {
  const table = new FormTable();
  for (const name of knownNames) table.addRow(rowForms(name), { key: '', name: true, actor: true });
  for (const row of glossary) addGlossaryRow(table, row);
  for (const place of knownPlaces) table.addRow(rowForms(place), { key: '', name: true, actor: false });
  for (const forms of synonyms) table.addRow(split(forms), { key: '' });
  for (const [dimension, up, down] of opposites) {
    table.addRow(split(up), { key: '', pole: `${dimension}+` });
    table.addRow(split(down), { key: '', pole: `${dimension}-` });
  }
  table.addEach(split(words.stopWords), { empty: true });
  table.addEach(split(words.anaphors), { anaphor: true, empty: true });
  for (const forms of words.speech) table.addRow(split(forms), { key: '', speech: true });
  table.addEach(split(words.mutual), { mutual: true });
  table.addEach(split(words.passives), { passive: true, empty: true });
  table.addEach(split(words.restrictions), { restriction: true });
  table.addEach(split(words.softNegations), { negation: 'soft' });
  for (const form of split(words.hardNegations))
    table.addEach([form], { negation: 'hard', ...(words.nearZero.split('|').includes(form) ? {} : { empty: true }) });
  table.addEach(split(words.falseNegations), { negation: 'false', empty: true });
  table.addEach(split(words.openings), { opening: true, empty: true });
  table.spreadPoles();
  return table;
}

const split = (forms: string) => forms.split('|').filter((form) => form !== '');
const rowForms = (row: string) => row.split(/[|=]/);

/** Forms that are numbers, dates or units are read by rules, not by the glossary. */
const readByRules =
  /\d|^(?:億|十億|兆|瓦特?|吉瓦|十億瓦|百萬瓦|兆瓦|美元|百分之|趴|percent|%|watts?|w|gw|mw|gigawatts?|megawatts?|usd|us dollars|dollars|billion|trillion|hundred million|times|tenfold|十倍|倍|nm|奈米|納米|[一二三四五六七八九十]+月|january|june|october|november|上半年|下半年|年中|first half|second half|mid-year)$/iu;

function addGlossaryRow(table: FormTable, { zh, en }: GlossaryRow): void {
  const forms = [...zh, ...en].filter((form) => !readByRules.test(form));
  table.addRow(forms, { key: '', ...(isNameRow(en) ? { name: true, ...(isActorRow(en) ? { actor: true } : {}) } : {}) });
}

/** All English forms begin with a capital, or one is an acronym of three letters and more: a name. "AI|artificial intelligence" is a term. */
function isNameRow(english: readonly string[]): boolean {
  const named = english.filter((form) => /^[A-Z]|[a-z][A-Z]/u.test(form) && !commonAcronyms.has(form.toLowerCase()));
  return named.length === english.length || named.some((form) => /^[A-Z][A-Za-z]*[A-Z]{2,}$/u.test(form));
}

/** Some form is of words with capitals alone, and none is written small: Amazon Web Services, but neither GPU nor Trojan horse. */
function isActorRow(english: readonly string[]): boolean {
  return english.every((form) => /^[A-Z](?!he )/u.test(form)) && english.some((form) => /^[A-Z][a-z]/u.test(form) && !/ [a-z]/u.test(form));
}

/** Ends of forms that name who holds an office. */
const office =
  /\b(?:c[a-z]o|chief|founder|president|chair\w*|director|head|boss)$|(?:执行长|财务长|技术长|营运长|创办人|总裁|董事长|主席|总经理)$/;

class FormTable implements Lexicon {
  /** By first ideograph, longest first. */
  private readonly ideographs = new Map<string, { form: string; sense: Sense }[]>();
  /** By first stem, longest first, and words of grammar before others of the same length. */
  private readonly words = new Map<string, { words: readonly Word[]; exact: boolean; sense: Sense }[]>();

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

  /** A winner's curse is a winner's: a form of several words has the pole of the word that has one. */
  spreadPoles(): void {
    for (const entries of this.words.values()) {
      for (const { words, sense } of entries)
        if (words.length > 1 && sense.pole === undefined)
          Object.assign(sense, poleIn(words.map((word) => this.wordsAt([word], 0)?.sense.pole)));
    }
    for (const entries of this.ideographs.values()) {
      for (const { form, sense } of entries) {
        if (form.length > 2 && sense.pole === undefined)
          Object.assign(sense, poleIn([...form].map((_, index) => this.ideographsWithin(form, index)?.pole)));
      }
    }
  }

  private ideographsWithin(form: string, index: number): Sense | undefined {
    return this.ideographs
      .get(form[index]!)
      ?.find((each) => each.form.length > 1 && each.form !== form && form.startsWith(each.form, index))?.sense;
  }

  ideographsAt(plain: string, index: number): { sense: Sense; length: number } | undefined {
    const found = this.ideographs.get(plain[index]!)?.find(({ form }) => plain.startsWith(form, index));
    return found === undefined ? undefined : { sense: found.sense, length: found.form.length };
  }

  wordsAt(words: readonly Word[], index: number): { sense: Sense; length: number } | undefined {
    const found = this.words
      .get(words[index]!.stem)
      ?.find((entry) => entry.words.every((wanted, offset) => isForm(words[index + offset], wanted, entry.exact)));
    return found === undefined ? undefined : { sense: found.sense, length: found.words.length };
  }

  /** A form that is known keeps its key and what it is; what is new is added. */
  private add(form: string, sense: Sense): void {
    const existing = this.exact(form, isClosed(sense));
    if (existing !== undefined) {
      Object.assign(existing, sense, { key: existing.key });
      return;
    }
    const plain = plainText(form);
    const inner = this.innerName(plain);
    // Another inflection of a known word means the same.
    const key = this.exact(form)?.key ?? sense.key;
    const entry = {
      ...sense,
      key,
      ...(inner === undefined || inner === sense.key ? {} : { inner, ...(office.test(plain) ? { holder: true } : {}) }),
    };
    if (isIdeographic(plain.codePointAt(0)!))
      insert(this.ideographs, plain[0]!, { form: plain, sense: entry }, ({ form: each }) => each.length);
    else {
      const words = wordsOf(plain);
      if (words.length > 0)
        insert(
          this.words,
          words[0]!.stem,
          { words, exact: isClosed(sense), sense: entry },
          (each) => each.words.length + (each.exact ? 0.5 : 0),
        );
    }
  }

  private innerName(plain: string): string | undefined {
    const words = wordsOf(plain);
    const found = isIdeographic(plain.codePointAt(0)!)
      ? this.ideographsAt(plain, 0)
      : words.length === 0
        ? undefined
        : this.wordsAt(words, 0);
    return found?.sense.name === true ? found.sense.key : undefined;
  }

  /** The entry of the same form: written alike, or with the same stem where neither is a word of grammar. */
  private exact(form: string, closed = false): Sense | undefined {
    const plain = plainText(form);
    if (isIdeographic(plain.codePointAt(0)!)) return this.ideographs.get(plain[0]!)?.find((each) => each.form === plain)?.sense;
    const words = wordsOf(plain);
    const entries = (this.words.get(words[0]?.stem ?? '') ?? []).filter((entry) => entry.words.length === words.length);
    const alike = (entry: { words: readonly Word[] }, exact: boolean) =>
      entry.words.every((each, index) => isForm(words[index], each, exact));
    return (
      entries.find((entry) => alike(entry, true)) ?? (closed ? undefined : entries.find((entry) => !entry.exact && alike(entry, false)))
    )?.sense;
  }
}

/** Words of grammar are known as written only: "notes" is no "not". */
const isClosed = (sense: Sense) => sense.negation !== undefined || sense.empty === true || sense.passive === true || sense.opening === true;

function isForm(word: Word | undefined, wanted: Word, exact: boolean): boolean {
  return word !== undefined && (exact ? word.written === wanted.written : word.stem === wanted.stem);
}

function poleIn(poles: readonly (string | undefined)[]): { pole?: string } {
  const pole = poles.find((each) => each !== undefined);
  return pole === undefined ? {} : { pole };
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

export function wordsOf(plain: string): Word[] {
  const words: Word[] = [];
  for (const match of plain.matchAll(wordPattern)) {
    const [written] = match;
    words.push({ start: match.index, end: match.index + written.length, written, stem: stem(written.replace(/(\d)s$/, '$1')) });
  }
  return words;
}

export function stemsOf(plain: string): string[] {
  return wordsOf(plain).map((word) => word.stem);
}
