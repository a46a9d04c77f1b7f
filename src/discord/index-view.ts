/** What the index holds, what an update does, and what it did. Pure. */
import { shorten } from '../render.js';
import type { IndexReport, Overview, Progress } from '../types.js';
import { escapeLine } from './markdown.js';
import { colours, container, type Payload, text } from './shapes.js';
import type { Texts } from './texts.js';

const LINES_LIMIT = 15;

export function renderOverview({ generation, passages, articles }: Overview, { index }: Texts): Payload {
  const counts = new Map<string, number>();
  for (const { collection } of articles) counts.set(collection, (counts.get(collection) ?? 0) + 1);
  const lines = [...counts].map(([name, count]) => `- ${index.collection(escapeLine(name), count)}`);
  return box(
    colours.plain,
    `**${index.statusTitle(generation)}**\n${index.total(articles.length, passages)}`,
    limit(lines, index).join('\n'),
  );
}

export function renderProgress(progress: Progress | undefined, { index }: Texts): Payload {
  const { step, done, total, current } = progress ?? {};
  const bar = step === undefined ? '' : `${barOf(done!, total!)} ${index.progress(escapeLine(step), done!, total!)}`;
  return box(colours.working, `⏳ ${index.working}`, bar, current === undefined ? '' : `-# ${escapeLine(shorten(current, 120))}`);
}

const BAR_LENGTH = 16;

function barOf(done: number, total: number): string {
  const full = total === 0 ? BAR_LENGTH : Math.round((Math.min(done, total) / total) * BAR_LENGTH);
  return `${'▰'.repeat(full)}${'▱'.repeat(BAR_LENGTH - full)}`;
}

export function renderReport(report: IndexReport, { index }: Texts): Payload {
  const { articles, passages, changes, problems, notices, dryRun, generation, seconds } = report;
  const isSame = articles.added + articles.changed + articles.removed === 0;
  const changed = changes.map(({ title, change }) => `- ${index.change[change]}: ${escapeLine(shorten(title, 100))}`);
  const unread = problems.map(({ path, reason }) => `- ${escapeLine(shorten(path, 100))}: ${escapeLine(shorten(reason, 140))}`);
  return box(
    problems.length > 0 ? colours.partly : colours.answered,
    [dryRun ? index.preview : index.done(generation, seconds), ...(isSame ? [index.unchanged] : [])].join('\n'),
    [
      index.articles(articles.added, articles.changed, articles.removed, articles.kept),
      index.passages(passages.added, passages.removed, passages.kept),
    ].join('\n'),
    limit(changed, index).join('\n'),
    unread.length === 0 ? '' : `**${index.problems}**\n${limit(unread, index).join('\n')}`,
    limit(
      notices.map((line) => `-# ${escapeLine(shorten(line, 200))}`),
      index,
    ).join('\n'),
  );
}

const limit = (lines: string[], { more }: Texts['index']): string[] =>
  lines.length <= LINES_LIMIT ? lines : [...lines.slice(0, LINES_LIMIT), more(lines.length - LINES_LIMIT)];

const box = (colour: number, ...blocks: string[]): Payload => ({
  components: [
    container(
      colour,
      blocks.filter((block) => block !== '').map((block) => text(shorten(block, 1_100))),
    ),
  ],
});
