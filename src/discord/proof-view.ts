/**
 * A passage as proof: the quoted words marked, with its heading, the lines around it, title, date, version and sources.
 * In: the article version that was quoted, what it is now, and a page. Out: one payload. Pure.
 */
import { headingsAt, renderBody, safeAddress, shorten } from '../render.js';
import type { Article, Source } from '../types.js';
import type { ArticleRef } from './ids.js';
import { escapeLine, escapeText, link, mark } from './markdown.js';
import { button, colours, container, linkButton, type Payload, rows, separator, text } from './shapes.js';
import type { Texts } from './texts.js';

export type ProofRequest = {
  article: Article;
  ref: ArticleRef;
  start: number;
  end: number;
  marker: number;
  /** From 0; the page on which the quote begins when absent. */
  page?: number;
  /** The live version, or undefined where the article was removed. */
  live: Article | undefined;
  texts: Texts;
};

/** Characters of the body on a page. */
const PAGE_LENGTH = 1_300;
const SHOWN_LIMIT = 2_700;

export function renderProof({ article, ref, start, end, marker, page, live, texts }: ProofRequest): Payload {
  const pages = planPages(article.text);
  const quotePage = Math.max(
    0,
    pages.findLastIndex((each) => each.start <= start),
  );
  const shownPage = Math.min(Math.max(page ?? quotePage, 0), pages.length - 1);
  const window = pages[shownPage]!;
  const go = (to: number, label: string) =>
    button({ kind: 'proof', article: ref, start, end, marker, page: to }, { label, disabled: to < 0 || to >= pages.length });
  const sources = sourcesOf(article, start, end);
  const address = sources.map(({ url }) => safeAddress(url)).find((each) => each !== undefined);
  const isFar = Math.abs(quotePage - shownPage) > 1;
  return {
    components: [
      container(colours.answered, [
        text(
          [
            `**\\[${marker}\\] ${escapeLine(shorten(article.title, 200))}**`,
            `-# ${placeOf(article, start, texts, shownPage, pages.length)}`,
            ...noteOf(article, live, start, end)(texts),
          ].join('\n'),
        ),
        text(shorten(quoteLines(renderWindow(article.text, window, start, end)), SHOWN_LIMIT)),
        ...(sources.length === 0 ? [] : [separator(), text(sources.map(renderSource).join('\n'))]),
        ...rows([
          go(shownPage - 1, `◀ ${texts.button.earlier}`),
          ...(isFar ? [go(quotePage, texts.button.quote)] : []),
          go(shownPage + 1, `${texts.button.later} ▶`),
          ...(address === undefined ? [] : linkButton(texts.button.openSource, address)),
        ]),
      ]),
    ],
  };
}

/** Pages of about `PAGE_LENGTH`, cut between paragraphs or lines where there are any. Contiguous; never empty. */
export function planPages(body: string): { start: number; end: number }[] {
  const pages: { start: number; end: number }[] = [];
  for (let start = 0; start < body.length; ) {
    const limit = Math.min(start + PAGE_LENGTH, body.length);
    const paragraph = body.lastIndexOf('\n\n', limit) + 2;
    const line = body.lastIndexOf('\n', limit) + 1;
    const hard = isHighHalf(body.charCodeAt(limit - 1)) ? limit - 1 : limit;
    const end = limit === body.length ? limit : ([paragraph, line].find((cut) => cut > start + PAGE_LENGTH / 3) ?? hard);
    pages.push({ start, end });
    start = end;
  }
  return pages.length > 0 ? pages : [{ start: 0, end: 0 }];
}

const isHighHalf = (unit: number) => unit >= 0xd800 && unit <= 0xdbff;

function renderWindow(body: string, window: { start: number; end: number }, start: number, end: number): string {
  const from = clamp(start, window);
  const to = clamp(end, window);
  const quoted = from < to ? mark(escapeText(renderBody(body.slice(from, to)))) : '';
  return `${around(body.slice(window.start, from))}${quoted}${around(body.slice(to, window.end))}`.trim();
}

/** Stands before a heading while everything else is escaped; Unicode's private use area. */
const HEADING = '\uE000';

/** What stands around the quote, its headings in bold. */
const around = (part: string): string =>
  escapeText(renderBody(part.replaceAll(HEADING, '').replace(/^[ \t]{0,3}#{1,6}[ \t]+(?=\S)/gm, HEADING))).replace(
    new RegExp(`^${HEADING}(.+)$`, 'gm'),
    '**$1**',
  );

const clamp = (offset: number, { start, end }: { start: number; end: number }) => Math.min(Math.max(offset, start), end);

const quoteLines = (lines: string) => (lines === '' ? '> …' : lines.replace(/^/gm, '> '));

function placeOf(article: Article, start: number, texts: Texts, page: number, pages: number): string {
  const headings = headingsAt(article.text, start)
    .slice(-3)
    .map((heading) => escapeLine(shorten(heading, 100)));
  const place = headings.length === 0 ? [] : [headings.join(' › ')];
  const date = article.date === undefined ? [] : [escapeLine(shorten(article.date, 30))];
  const pageNumber = pages > 1 ? [texts.proof.page(page + 1, pages)] : [];
  return [...place, ...date, `v${article.version.slice(0, 8)}`, ...pageNumber].join(' · ');
}

/** Whether the article is still what was quoted. */
const noteOf =
  (article: Article, live: Article | undefined, start: number, end: number) =>
  (texts: Texts): string[] => {
    if (live === undefined) return [`⚠️ ${texts.proof.removed}`];
    if (live.version === article.version) return [`-# ${texts.proof.current}`];
    const stands = live.text.includes(article.text.slice(start, end));
    return [`⚠️ ${stands ? texts.proof.changedStands : texts.proof.changedGone}`];
  };

/** The sources that the quote's footnotes name, else all of the article's; at most five. */
function sourcesOf(article: Article, start: number, end: number): readonly Source[] {
  const after = /^(?:\s?\[\^[^\]\n]{1,40}\])+/.exec(article.text.slice(end, end + 200))?.[0] ?? '';
  const named = new Set([...`${article.text.slice(start, end)}${after}`.matchAll(/\[\^([^\]\n]{1,40})\]/g)].map((match) => match[1]));
  const cited = article.sources.filter(({ id }) => named.has(id));
  return (cited.length > 0 ? cited : article.sources).slice(0, 5);
}

const renderSource = ({ title, publisher, date, url }: Source): string => {
  const address = safeAddress(url);
  const linked = link(shorten(title, 120), address !== undefined && address.length <= 200 ? address : undefined);
  return [linked, publisher && escapeLine(shorten(publisher, 60)), date && escapeLine(shorten(date, 30))].filter(Boolean).join(' · ');
};
