/** An answer as the terminal shows it: the answer, then the numbered sources with what was quoted. Pure. */
import { createColors } from 'picocolors';
import { numberSources, renderBody, renderLine } from '../render.js';
import type { Answer } from '../types.js';

type Words = { sources: string; nearest: string; generation: string };

const words = (language: string): Words =>
  language.startsWith('zh')
    ? language === 'zh-Hans'
      ? { sources: '出处', nearest: '相近主题', generation: '索引第' }
      : { sources: '出處', nearest: '相近主題', generation: '索引第' }
    : { sources: 'Sources', nearest: 'Nearest topics', generation: 'index' };

const statusColour = { answered: 'green', partly: 'yellow', 'not-in-articles': 'yellow' } as const;

/** `colour`: whether the terminal shows colours. */
export function renderAnswer(answer: Answer, colour: boolean): string {
  const colours = createColors(colour);
  const mark = (text: string) => text.replace(/\[\d{1,3}\]/gu, (marker) => colours.cyan(marker));
  const bar = colours[statusColour[answer.status]]('▌');
  const lines = answer.text.split('\n').map((line) => `${bar} ${mark(renderLine(line))}`);
  if (answer.citations.length === 0) return lines.join('\n');
  const quotes = new Map(answer.citations.map((citation) => [citation.marker, citation]));
  lines.push('', colours.dim(words(answer.language).sources));
  for (const { marker, articleTitle, reported } of numberSources(answer.citations)) {
    const citation = quotes.get(marker)!;
    const place = [articleTitle, ...citation.headings.map(renderLine), ...(citation.page === undefined ? [] : [`p. ${citation.page}`])]
      .filter((part) => part !== '')
      .join(' › ');
    lines.push(`${colours.cyan(`[${marker}]`)} ${place}`);
    for (const source of reported)
      lines.push(
        colours.dim(
          `    ${[source.title, source.publisher, source.date, source.address].filter((part) => part !== undefined && part !== '').join(', ')}`,
        ),
      );
    lines.push(`    “${renderLine(renderBody(citation.quote))}”`);
  }
  return lines.join('\n');
}
