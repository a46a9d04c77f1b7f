/** What the index holds, what an update does, and what it did. Pure. */
import { shorten } from '../render.js';
import type { IndexReport, Overview, Progress, SourcesReport } from '../types.js';
import { escapeLine } from './markdown.js';
import { button, colours, container, notice, type Payload, text } from './shapes.js';
import type { Texts } from './texts.js';

const LINES_LIMIT = 15;
/** Characters of one block: a report, the pages before it and a question stay within the limit of a message. */
const BLOCK_LIMIT = 800;

/** A fifth of the live articles, and not a handful: what a site that went down, or a folder that went missing, looks like. */
const LARGE = { share: 0.2, articles: 5 };

/** Articles that an update would change or remove, of those that are live. */
export function weighUpdate({ articles: { changed, removed, kept } }: IndexReport): { touched: number; live: number; isLarge: boolean } {
  const [touched, live] = [changed + removed, changed + removed + kept];
  return { touched, live, isLarge: touched >= LARGE.articles && touched > live * LARGE.share };
}

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

/** What following pages did to the articles' folder; what needs attention comes first. Nothing where no page is followed. */
export function renderSources({ added, changed, removed, vanished, unchanged, problems }: SourcesReport, { index }: Texts): Payload[] {
  const short = (words: string) => escapeLine(shorten(words, 100));
  const lines = [
    ...vanished.map(({ url, since }) => index.vanished(short(url), since.slice(0, 10))),
    ...problems.map(({ path, reason }) => index.notFollowed(short(path), short(reason))),
    ...Object.entries({ added, removed, changed }).flatMap(([change, pages]) =>
      pages.map(({ title, url }) => `${index.page[change as 'added' | 'removed' | 'changed']}: ${short(title)} (${short(url)})`),
    ),
  ].map((line) => `- ${line}`);
  if (lines.length === 0) return unchanged === 0 ? [] : [notice(index.pagesSame)];
  return [box(vanished.length + problems.length > 0 ? colours.partly : colours.answered, limit(lines, index).join('\n'))];
}

export function renderLargeChange(report: IndexReport, { index, button: labels }: Texts): Payload {
  const { touched, live } = weighUpdate(report);
  const apply = button({ kind: 'apply-update', touched }, { label: labels.applyUpdate, style: 'danger' });
  return notice(index.largeChange(touched, live), colours.partly, [apply]);
}

const limit = (lines: string[], { more }: Texts['index']): string[] =>
  lines.length <= LINES_LIMIT ? lines : [...lines.slice(0, LINES_LIMIT), more(lines.length - LINES_LIMIT)];

const box = (colour: number, ...blocks: string[]): Payload => ({
  components: [
    container(
      colour,
      blocks.filter((block) => block !== '').map((block) => text(shorten(block, BLOCK_LIMIT))),
    ),
  ],
});
