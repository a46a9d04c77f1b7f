/**
 * Do sources give different answers? Candidates are sentences that fit the question; they disagree where different sources give
 * different dates or amounts for it, or where sources that are named in words stand beside each other under words of disagreement. Pure.
 */
import { fold } from '../text/fold.js';
import { termsOf } from '../text/terms.js';
import type { Article, RankedSection, Retrieval, Source } from '../types.js';
import { sourcesOf } from './cite.js';
import { amountsDiffer, datesDiffer, type Values, valuesOf } from './values.js';

/** One sentence and who reports it. */
export type Report = {
  article: Article;
  headings: readonly string[];
  start: number;
  end: number;
  share: number;
  source: string;
  date?: string;
};

/** Each side is what gives the same answer, best first; at least two sides. */
export type Disagreement = readonly (readonly Report[])[];

type Candidate = Report & {
  section: RankedSection;
  sourceKey: string;
  named: boolean;
  text: string;
  values: Values;
  terms: ReadonlySet<number>;
};

const CANDIDATES = 12;
/** A sentence fits when it covers this much of what the best one covers. */
const FITS = 0.6;
/** Terms that two sentences about the same thing share, of the shorter one's. */
const ALIKE = 0.3;
const MOST_SIDES = 4;

const disagreementWords =
  /不一致|不一样|说法不同|不相同|没有共识|不同意|分歧|出入|各说各话|则说|则把|却说|澄清|反驳|否认|相反|\b(?:disagree\w*|differ(?:s|ed|ent|ences?)?|conflict\w*|contradict\w*|do not agree|clarif\w+|disput\w+|den(?:y|ies|ied)|by contrast|whereas)\b/u;

/** @returns undefined where the sources that were found agree, or there is only one. */
export function findDisagreement(retrieval: Retrieval, question: string): Disagreement | undefined {
  const candidates = candidatesOf(retrieval, question);
  const differ = differenceOf(retrieval.asks, question);
  // Without a value to compare, sources differ only over what fits best of all; a reason is no report.
  if (differ === undefined && (retrieval.asks === 'reason' || !isBest(candidates[0], retrieval))) return undefined;
  return splitSides(candidates, {
    areRivals: (one, other) => areRivals(one, other, differ),
    agree: (one, other) => agree(one, other, differ),
  });
}

/** What a sentence states: who reports it, its values, and the terms by which it is told whether two are about the same. */
export type Stated = { sourceKey: string; values: Values; terms: ReadonlySet<number> };

/** Each side is what agrees, one statement a source, best first. @returns undefined where there are no two sides. */
export function splitSides<Statement extends Stated>(
  statements: readonly Statement[],
  { areRivals, agree }: Record<'areRivals' | 'agree', (one: Statement, other: Statement) => boolean>,
): Statement[][] | undefined {
  const sides: Statement[][] = [];
  for (const statement of statements) {
    const against = sides.flat().filter((other) => other.sourceKey !== statement.sourceKey && areRivals(statement, other));
    const side = sides.find(
      (members) => members.every((other) => !against.includes(other)) && members.some((other) => agree(statement, other)),
    );
    if (sides.length === 0) sides.push([statement]);
    else if (side !== undefined) {
      if (!side.some((other) => other.sourceKey === statement.sourceKey)) side.push(statement);
    } else if (against.length > 0 && sides.length < MOST_SIDES) sides.push([statement]);
  }
  return sides.length > 1 ? sides : undefined;
}

function isBest(candidate: Candidate | undefined, { sections }: Retrieval): boolean {
  return (
    candidate !== undefined &&
    sections.every((section) => section.sentences.every((sentence) => !sentence.quotable || sentence.share <= candidate.share))
  );
}

/** Values that a question may be about; undefined: it is not about a value. */
export type Difference = ((one: Values, other: Values) => boolean) | undefined;

export function differenceOf(asks: string, question: string): Difference {
  if (asks === 'time') return (one, other) => datesDiffer(one.dates, other.dates);
  if (asks !== 'number') return undefined;
  const units = new Set(
    valuesOf(question)
      .quantities.map((quantity) => quantity.unit)
      .concat(unitWords(question)),
  );
  return (one, other) => amountsDiffer(one.quantities, other.quantities, units);
}

/** Units that a question names without a number: "how many GW". */
const unitWords = (question: string): string[] =>
  valuesOf(question.replace(/(?:多少|几|幾|how many|how much|what)\s*/giu, '1 '))
    .quantities.map((quantity) => quantity.unit)
    .filter((unit) => unit !== '');

function areRivals(one: Candidate, other: Candidate, differ: Difference): boolean {
  const sideBySide = one.section === other.section && one.named && other.named && saysSourcesDiffer(one.section);
  return differ === undefined ? sideBySide : differ(one.values, other.values) && (sideBySide || alike(one, other));
}

/** Whether a section speaks of disagreement, in its headings or sentences. */
function saysSourcesDiffer({ article, headings, sentences }: RankedSection): boolean {
  return disagreementWords.test(
    fold([article.title, ...headings, ...sentences.map(({ start, end }) => article.text.slice(start, end))].join(' ')),
  );
}

const agree = (one: Candidate, other: Candidate, differ: Difference) =>
  differ !== undefined && !differ(one.values, other.values) && (one.section === other.section || alike(one, other));

/** Whether two sentences are about the same, by the terms that they share. */
export function alike(one: Stated, other: Stated): boolean {
  let common = 0;
  for (const term of one.terms) if (other.terms.has(term)) common += 1;
  return common >= ALIKE * Math.min(one.terms.size, other.terms.size);
}

function candidatesOf(retrieval: Retrieval, question: string): Candidate[] {
  const sentences = retrieval.sections.flatMap((section) =>
    section.sentences.filter((sentence) => sentence.quotable).map((sentence) => ({ section, sentence })),
  );
  const best = Math.max(...sentences.map(({ sentence }) => sentence.share), 0);
  const [top] = [...sentences].sort((a, b) => b.sentence.share - a.sentence.share);
  if (top === undefined) return [];
  const fits = ({ sentence }: (typeof sentences)[number]) =>
    sentence.share >= best * 0.01 && sentence.coverage >= FITS * top.sentence.coverage;
  const fitting = new Set(sentences.filter(fits).map(({ section }) => section));
  const all = sentences
    .sort((a, b) => b.sentence.share - a.sentence.share)
    .map((each) => ({ fits: fits(each), candidate: createCandidate(each.section, each.sentence, question) }))
    .filter(({ candidate }) => gives(candidate, retrieval.asks));
  const compared = all.filter(({ candidate }) => candidate.named && saysSourcesDiffer(candidate.section)).map(({ candidate }) => candidate);
  const found = all.filter(({ fits, candidate }) => fits || (compared.includes(candidate) && fitting.has(candidate.section)));
  const candidates = found.map(({ candidate }) => candidate).slice(0, CANDIDATES);
  const comparison = candidates[0] === undefined ? undefined : comparisonOf(candidates[0], compared);
  return comparison === undefined ? candidates : compared.filter((candidate) => candidate.section === comparison);
}

/** A section, elsewhere than what fits best, that compares sources on the very value found there. */
function comparisonOf(best: Candidate, compared: readonly Candidate[]): RankedSection | undefined {
  if (compared.some((candidate) => candidate.section === best.section)) return undefined;
  const same = ({ values }: Candidate) =>
    values.quantities.some((one) =>
      best.values.quantities.some((other) => one.unit !== '' && one.unit === other.unit && one.value === other.value),
    );
  const sharing = compared.find((candidate) => candidate.sourceKey === best.sourceKey && same(candidate));
  return sharing?.section;
}

/** Whether a sentence gives what is asked for: a date, an amount, or, for other questions, what a source that it names says. */
function gives({ values, named }: Candidate, asks: string): boolean {
  if (asks === 'time') return values.dates.some(({ date }) => date.year !== undefined);
  if (asks === 'number') return values.quantities.some((quantity) => quantity.unit !== '' && quantity.unit !== 'ordinal');
  return named;
}

function createCandidate(section: RankedSection, sentence: { start: number; end: number; share: number }, question: string): Candidate {
  const { article, headings } = section;
  const written = article.text.slice(sentence.start, sentence.end);
  const { source, sourceKey, date, named } = reporterOf(article, sentence.start, sentence.end);
  const end = sentence.end - (/(?:\s*\[\^[^\]\s]+\])+\s*$/u.exec(written)?.[0].length ?? 0);
  return {
    section,
    article,
    headings,
    start: sentence.start,
    end,
    share: sentence.share,
    source,
    ...(date === undefined ? {} : { date }),
    sourceKey,
    named,
    text: written,
    values: answeringValues(written, date, question),
    terms: new Set(termsOf(written)),
  };
}

/** Values of a sentence but for the day of the report, which is no answer, and dates that the question says itself. */
export function answeringValues(text: string, reported: string | undefined, question: string): Values {
  const values = valuesOf(text);
  return {
    ...values,
    dates: values.dates.filter((mention) => !isDayOf(mention, reported) && !question.includes(text.slice(mention.start, mention.end))),
  };
}

/** Who reports the words at [start, end), and when: the source that they name, else the first of their footnotes, else the article. */
export function reporterOf(
  article: Article,
  start: number,
  end: number,
): { source: string; sourceKey: string; date: string | undefined; named: boolean } {
  const sources = sourcesOf(article, start, end);
  const named = sources.find((source) => isNamed(source, article.text.slice(start, end)));
  const source = named ?? sources[0];
  const name = source === undefined ? article.title : (source.publisher ?? source.title);
  return { source: name, sourceKey: name, date: source === undefined ? article.date : source.date, named: named !== undefined };
}

/** A publisher or its site's name stands in the sentence: "The Register", "sunrisemedium 的分析說". */
function isNamed(source: Source, written: string): boolean {
  const folded = fold(written);
  return (source.publisher ?? '')
    .split(/[,、/]|\bvia\b/u)
    .map((name) => fold(name.trim()).replace(/\.(?:com|org|net|ai|tw)$/u, ''))
    .some((name) => name.length > 3 && folded.includes(name));
}

const isDayOf = ({ date: { year, month, part } }: Values['dates'][number], day: string | undefined): boolean =>
  day !== undefined &&
  year !== undefined &&
  part === undefined &&
  day.startsWith(month === undefined ? `${year}` : `${year}-${String(month).padStart(2, '0')}`) &&
  month !== undefined;
