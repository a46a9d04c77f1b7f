/**
 * Retrieval -> the words to quote, without a model: runs of neighbouring sentences, as short as they can be and still likely to hold
 * the answer. Pure.
 */
import type { Article, RankedSection, Retrieval } from '../types.js';

/** A run of sentences of one article; offsets into its text, footnote marks at the end and list marks at the beginning left out. */
export type Extract = {
  article: Article;
  headings: readonly string[];
  start: number;
  end: number;
  /** Chance that the answer stands in it, as the ranker shares it out: 0 to 1. */
  share: number;
  coverage: number;
};

export type ExtractSettings = {
  /** Chance that a further sentence must add for each character of its length; higher gives shorter quotes. */
  costPerCharacter: number;
  /** Extracts are added until together they hold this chance. */
  enough: number;
  /** An extract below this share of the best one's chance is not worth showing. */
  worthwhile: number;
  most: number;
};

/** Measured on public question sets: bench/quality prints what these give. */
export const quoteLengths = {
  medium: { costPerCharacter: 0.0003, enough: 0.998, worthwhile: 0.002, most: 3 },
  short: { costPerCharacter: 0.007, enough: 0.9, worthwhile: 0.12, most: 3 },
} as const satisfies Record<string, ExtractSettings>;

const LONGEST_RUN = 4;
const footnotesAtEnd = /(?:\s*\[\^[^\]\s]+\])+\s*$/u;
const listMark = /^(?:\s*(?:[-*+•]|\d{1,3}[.)、]|>|#{1,6})[ \t]+)+/u;

/** Best first; never overlapping. Empty only where no sentence can be quoted. */
export function extractAnswers(retrieval: Retrieval, settings: ExtractSettings = quoteLengths.medium): Extract[] {
  const taken: (Extract & { section: number; from: number; to: number })[] = [];
  let held = 0;
  const seeds = retrieval.sections
    .flatMap((section, sectionIndex) =>
      section.sentences.map((sentence, at) => ({ sectionIndex, at, share: sentence.share, quotable: sentence.quotable })),
    )
    .filter((seed) => seed.quotable)
    .sort((a, b) => b.share - a.share || a.sectionIndex - b.sectionIndex || a.at - b.at);
  for (const seed of seeds) {
    if (
      taken.length === settings.most ||
      (taken.length > 0 && (held >= settings.enough || seed.share < settings.worthwhile * taken[0]!.share))
    )
      break;
    const section = retrieval.sections[seed.sectionIndex]!;
    const free = (at: number) => !taken.some((each) => each.section === seed.sectionIndex && at >= each.from && at <= each.to);
    if (!free(seed.at)) continue;
    const run = bestRun(section, seed.at, free, settings.costPerCharacter);
    const extract = { ...trimMarks(section, run), section: seed.sectionIndex, ...run };
    if (extract.end <= extract.start) continue;
    taken.push(extract);
    held += extract.share;
  }
  return taken.map(({ article, headings, start, end, share, coverage }) => ({ article, headings, start, end, share, coverage }));
}

type Run = { from: number; to: number; share: number };

/** The run around a sentence whose chance, less the cost of its length, is greatest. */
function bestRun(section: RankedSection, at: number, free: (at: number) => boolean, costPerCharacter: number): Run {
  const { sentences, article } = section;
  let best: Run & { value: number } = { from: at, to: at, share: 0, value: Number.NEGATIVE_INFINITY };
  for (let from = at; from >= 0 && at - from < LONGEST_RUN; from--) {
    if (from < at && (!free(from) || !joins(section, from))) break;
    for (let to = at; to < sentences.length && to - from < LONGEST_RUN; to++) {
      if (to > at && (!free(to) || !joins(section, to - 1))) break;
      const share = sentences.slice(from, to + 1).reduce((sum, sentence) => sum + sentence.share, 0);
      const value = share - costPerCharacter * sizeOf(article.text.slice(sentences[from]!.start, sentences[to]!.end));
      if (value > best.value) best = { from, to, share, value };
    }
  }
  return { from: best.from, to: best.to, share: best.share };
}

const ended = /[。！？｡.!?…：:」』”"）)\]]\s*$/u;

/** A quote runs on over a space, or over the end of a line that ends a sentence; never over a blank line, a heading or a bare title. */
function joins({ sentences, article }: RankedSection, at: number): boolean {
  const [sentence, next] = [sentences[at]!, sentences[at + 1]!];
  if (!sentence.quotable || !next.quotable) return false;
  const between = article.text.slice(sentence.end, next.start);
  const listed = listMark.test(article.text.slice(sentence.start, sentence.end)) && listMark.test(article.text.slice(next.start, next.end));
  return !between.includes('\n') || (!/\n\s*\n/u.test(between) && (listed || ended.test(article.text.slice(sentence.start, sentence.end))));
}

/** Length as a reader feels it: a Chinese character counts as much as three letters. */
function sizeOf(text: string): number {
  let size = 0;
  for (let index = 0; index < text.length; index++) size += text.charCodeAt(index) >= 0x2e80 ? 1 : 1 / 3;
  return size;
}

function trimMarks({ article, headings, sentences }: RankedSection, run: Run): Extract {
  const [first, last] = [sentences[run.from]!, sentences[run.to]!];
  const written = article.text.slice(first.start, last.end);
  const start = first.start + (listMark.exec(written)?.[0].length ?? 0);
  const end = last.end - (footnotesAtEnd.exec(written)?.[0].length ?? 0);
  const coverage = Math.max(...sentences.slice(run.from, run.to + 1).map((sentence) => sentence.coverage));
  return { article, headings, start, end, share: run.share, coverage };
}
