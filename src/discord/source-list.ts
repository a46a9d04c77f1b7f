/**
 * The numbered sources under an answer, each with its button. In: citations. Out: components that keep within the room
 * that is left in the message. Pure.
 */
import type { APIButtonComponent, APIComponentInContainer } from 'discord.js';
import { type NumberedSource, numberSources, shorten } from '../render.js';
import type { Citation } from '../types.js';
import type { ArticleRef } from './ids.js';
import { escapeLine, link } from './markdown.js';
import { button, rows, section, text } from './shapes.js';
import type { Texts } from './texts.js';

export type SourceListOptions = { texts: Texts; articleRefOf: (citation: Citation) => ArticleRef };

/** Above this number of sources a section each would pass the limit of components. */
const SECTIONS_LIMIT = 7;
const BUTTONS_LIMIT = 20;
/** Characters that all sources of a message may take together. */
const LIST_LIMIT = 2_400;

/** Ever shorter ways to write a list, until one fits. */
const manners = [
  { reported: 4, title: 160, address: 400 },
  { reported: 2, title: 100, address: 250 },
  { reported: 1, title: 80, address: 150 },
  { reported: 1, title: 50, address: 0 },
  { reported: 0, title: 40, address: 0 },
] as const;
type Manner = (typeof manners)[number];

/** @returns the components and how many characters of text they take; nothing for no citations. */
export function renderSourceList(
  citations: readonly Citation[],
  { texts, articleRefOf }: SourceListOptions,
): { components: APIComponentInContainer[]; characters: number } {
  if (citations.length === 0) return { components: [], characters: 0 };
  const ordered = [...citations].sort((a, b) => a.marker - b.marker);
  const lines = fittingLines(numberSources(ordered), texts);
  const characters = lines.reduce((sum, line) => sum + line.length + 1, 0);
  const proof = (citation: Citation, label: string): APIButtonComponent => {
    const { start, end, marker } = citation;
    return button({ kind: 'proof', article: articleRefOf(citation), start, end, marker }, { label });
  };
  if (ordered.length <= SECTIONS_LIMIT) {
    return { components: lines.map((line, index) => section(line, proof(ordered[index]!, texts.button.passage))), characters };
  }
  const buttons = ordered.slice(0, BUTTONS_LIMIT).map((citation) => proof(citation, `${texts.button.passage} ${citation.marker}`));
  return { components: [text(lines.join('\n')), ...rows(buttons)], characters };
}

function fittingLines(sources: readonly NumberedSource[], texts: Texts): string[] {
  for (const manner of manners) {
    const lines = sources.map((source) => renderSource(source, manner, texts));
    if (lines.join('\n').length <= LIST_LIMIT) return lines;
  }
  const fitting = Math.floor(LIST_LIMIT / 100);
  const lines = sources.slice(0, fitting).map((source) => renderSource(source, manners.at(-1)!, texts));
  return [...lines, texts.index.more(sources.length - fitting)];
}

function renderSource({ marker, articleTitle, reported }: NumberedSource, manner: Manner, texts: Texts): string {
  const number = `**\\[${marker}\\]**`;
  const shown = reported.slice(0, manner.reported).map(({ title, publisher, date, address }) => {
    const words = shorten(title, manner.title);
    const linked = address !== undefined && address.length <= manner.address ? link(words, address) : escapeLine(words);
    return [linked, publisher && escapeLine(shorten(publisher, 60)), date && escapeLine(shorten(date, 30))].filter(Boolean).join(' · ');
  });
  const article = escapeLine(shorten(articleTitle, manner.title));
  if (shown.length === 0) return `${number} ${article}`;
  return `${number} ${shown.join('\n')}\n-# ${texts.answer.inArticle(article)}`;
}

/** Who reported what a citation quotes, on one line: "SemiAnalysis, 2025-11-12". */
export function reportedBy(citation: Citation, texts: Texts): string {
  const names = numberSources([citation])[0]!.reported.map(({ publisher, title, date }) =>
    escapeLine(`${shorten(publisher ?? title, 60)}, ${date ?? texts.answer.noDate}`),
  );
  return names.length > 0 ? names.slice(0, 3).join('; ') : escapeLine(shorten(citation.title, 80));
}
