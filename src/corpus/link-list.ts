/** A feed (RSS, Atom, RDF, JSON) or a sitemap -> the pages that it names. Run apart: what it reads comes from strangers. */
import { DetectError, parseFeed } from 'feedsmith';
import { DOMParser } from 'linkedom';
import { cleanLine, parseDate, Unreadable } from './article.js';

export type Link = {
  url: string;
  /** What a feed says of the page, where the page itself does not tell. */
  title?: string;
  date?: string;
  /** When the page last changed, as the list writes it: the same words mean that it did not. */
  changed?: string;
};

export type LinkList = {
  kind: 'feed' | 'sitemap';
  title?: string;
  /** As listed; feeds have the newest first. http and https only, each address once. */
  links: readonly Link[];
  /** Further sitemaps that a sitemap names. */
  sitemaps: readonly string[];
};

/** @param address that the list was fetched from; its links may be relative to it. @returns undefined for what is no list. @throws Unreadable for a broken feed. */
export function parseLinkList(text: string, address: string): LinkList | undefined {
  const start = text.slice(0, 4096);
  if (/<(?:\w+:)?(?:urlset|sitemapindex)[\s>]/.test(start)) return parseSitemap(text, address);
  if (!/^\uFEFF?\s*(?:\{|<\?xml|<rss|<feed|<rdf:RDF|<!--)/i.test(start)) return undefined;
  let parsed: ReturnType<typeof parseFeed>;
  try {
    parsed = parseFeed(text);
  } catch (cause) {
    if (cause instanceof DetectError) return undefined;
    throw new Unreadable(`is a broken feed: ${(cause as Error).message}`);
  }
  return { kind: 'feed', title: cleanTitle(parsed.feed.title), links: createLinks(feedLinks(parsed), address), sitemaps: [] };
}

type WrittenLink = { url?: string; title?: unknown; date?: unknown; changed?: unknown };

function feedLinks(parsed: ReturnType<typeof parseFeed>): WrittenLink[] {
  switch (parsed.format) {
    case 'rss':
      return (parsed.feed.items ?? []).map((item) => ({
        url: item.link ?? (item.guid?.isPermaLink === false ? undefined : item.guid?.value),
        title: item.title,
        date: item.pubDate ?? item.dc?.dates?.[0],
      }));
    case 'atom':
      return (parsed.feed.entries ?? []).map((entry) => ({
        url: (entry.links?.find(({ rel }) => rel === undefined || rel === 'alternate') ?? entry.links?.[0])?.href,
        title: entry.title,
        date: entry.published ?? entry.updated,
        changed: entry.updated,
      }));
    case 'rdf':
      return (parsed.feed.items ?? []).map((item) => ({ url: item.link, title: item.title, date: item.dc?.dates?.[0] }));
    case 'json':
      return (parsed.feed.items ?? []).map((item) => ({
        url: item.url,
        title: item.title,
        date: item.date_published,
        changed: item.date_modified,
      }));
  }
}

function parseSitemap(text: string, address: string): LinkList {
  const document = new DOMParser().parseFromString(text, 'text/xml');
  const read = (name: string): WrittenLink[] =>
    Array.from(
      document.getElementsByTagName(name) as Iterable<{ querySelector(name: string): { textContent: string | null } | null }>,
      (element) => ({
        url: element.querySelector('loc')?.textContent ?? undefined,
        changed: element.querySelector('lastmod')?.textContent?.trim() || undefined,
      }),
    );
  return {
    kind: 'sitemap',
    links: createLinks(read('url'), address),
    sitemaps: createLinks(read('sitemap'), address).map(({ url }) => url),
  };
}

function createLinks(written: readonly WrittenLink[], address: string): Link[] {
  const links = new Map<string, Link>();
  for (const { url, title, date, changed } of written) {
    const trimmed = url?.trim();
    if (!trimmed || !URL.canParse(trimmed, address)) continue;
    const absolute = new URL(trimmed, address);
    absolute.hash = '';
    if (!/^https?:$/.test(absolute.protocol) || links.has(absolute.href)) continue;
    links.set(absolute.href, {
      url: absolute.href,
      title: cleanTitle(title),
      date: typeof date === 'string' ? parseDate(date) : undefined,
      changed: typeof changed === 'string' ? changed : undefined,
    });
  }
  return [...links.values()];
}

/** Atom gives titles as objects, and any feed may write tags into them. */
function cleanTitle(written: unknown): string | undefined {
  const text = typeof written === 'object' && written !== null ? (written as { value?: unknown }).value : written;
  return typeof text === 'string' ? cleanLine(text.slice(0, 1000).replace(/<[^<>]*>/g, ' ')) || undefined : undefined;
}
