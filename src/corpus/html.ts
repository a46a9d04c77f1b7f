/** A web page -> one article: main content by Readability as Markdown, and what the page's head says of title, author, date and address. */
import { Readability } from '@mozilla/readability';
import { detectLanguage, parseLanguage } from '../text/language.js';
import { cleanLine, type Draft, type Parsed, parseDate, Unreadable } from './article.js';
import { decodeMarkup } from './decode.js';
import { type HtmlDocument, openHtml, renderMarkdown } from './markup.js';

/** Elements from which on Readability's repeated passes are not worth their time. */
const MAX_ELEMENTS = 50_000;

/** @param charset of the Content-Type header, where there was one. @param address the page was fetched from, where it was. */
export function parseHtml(bytes: Uint8Array, { charset, address }: { charset?: string; address?: string } = {}): Parsed {
  const document = openHtml(decodeMarkup(bytes, charset));
  const head = readHead(document, address);
  const main = readBody(document);
  const title = head.title ?? main.title;
  const text = withoutTitle(main.body, title);
  if (text === '') throw new Unreadable('holds no text (its words may come from a script)');
  return { drafts: [{ ...head, language: plausibleLanguage(head.language, text), title, text }], problems: [] };
}

/** A first heading that only says the title again would stand above every passage twice. */
function withoutTitle(body: string, title: string | undefined): string {
  const [first = '', ...rest] = body.split('\n');
  const repeats = rest.length > 0 && cleanLine(first.replace(/^#{1,6} /, '')) === title && /^#{1,6} /.test(first);
  return repeats ? rest.join('\n').trim() : body;
}

/** Many a page in Chinese, Japanese or Korean says that it is in English, for its template does: there the text decides. */
function plausibleLanguage(stated: string | undefined, body: string): string | undefined {
  const seen = detectLanguage(body);
  const disagrees = /^(?:zh|ja|ko)\b/.test(seen) && stated !== undefined && parseLanguage(stated)?.slice(0, 2) !== seen.slice(0, 2);
  return disagrees ? undefined : stated;
}

function readHead(document: HtmlDocument, address: string | undefined): Omit<Draft, 'text'> {
  const meta = (...names: string[]): string | undefined => {
    for (const name of names) {
      for (const attribute of ['property', 'name', 'itemprop']) {
        const content = document.querySelector(`meta[${attribute}="${name}"]`)?.getAttribute('content');
        if (content && cleanLine(content) !== '') return cleanLine(content);
      }
    }
    return undefined;
  };
  const data = readLinkedData(document);
  const author = data.author ?? meta('author', 'article:author', 'dc.creator');
  const site = meta('og:site_name') ?? data.publisher;
  const url = canonicalAddress(document, address);
  const publisher = [author, site].filter((name) => name !== undefined && !/^https?:/.test(name)).join(', ');
  const date =
    meta('article:published_time', 'datePublished', 'date', 'dc.date', 'DC.date.issued', 'pubdate', 'publish-date') ??
    data.date ??
    document.querySelector('article time[datetime], time[pubdate]')?.getAttribute('datetime') ??
    undefined;
  return {
    title: meta('og:title') ?? data.title ?? titleOf(document),
    url,
    publisher: publisher || (url === undefined ? undefined : new URL(url).hostname),
    date: date === undefined ? undefined : parseDate(date),
    language: document.documentElement.getAttribute('lang') ?? meta('og:locale') ?? undefined,
  };
}

/**
 * The part of the page's title that a heading repeats ("The plan" of "The plan | Example News"), else its only first heading, else the
 * title as it is.
 */
function titleOf(document: HtmlDocument): string | undefined {
  const words = (element: { textContent: string | null }) => cleanLine(element.textContent ?? '').replace(/\s*[¶#]$/, '');
  const title = cleanLine(document.querySelector('title')?.textContent ?? '');
  const headings = Array.from(document.querySelectorAll('h1, h2') as Iterable<{ tagName: string; textContent: string | null }>);
  const repeated = title.split(/\s+[|–—·»:-]\s+|\s*[|｜]\s*/).find((part) => headings.some((heading) => words(heading) === part));
  const first = headings.filter(({ tagName }) => tagName === 'H1');
  return repeated || (first.length === 1 && words(first[0]!)) || title || undefined;
}

/** The canonical address where the page names one on its own host: a page may not take the place of another site's. */
function canonicalAddress(document: HtmlDocument, address: string | undefined): string | undefined {
  const written = document.querySelector('link[rel="canonical"]')?.getAttribute('href')?.trim();
  const canonical = written && URL.canParse(written, address) ? new URL(written, address) : undefined;
  if (canonical === undefined || !/^https?:$/.test(canonical.protocol)) return address;
  if (address !== undefined && canonical.host !== new URL(address).host) return address;
  canonical.hash = '';
  return canonical.href;
}

/** What schema.org data says of the article, where the page carries it. */
function readLinkedData(document: HtmlDocument): { title?: string; author?: string; publisher?: string; date?: string } {
  for (const script of document.querySelectorAll('script[type="application/ld+json"]')) {
    let value: unknown;
    try {
      value = JSON.parse(script.textContent ?? '');
    } catch {
      continue; // Broken data of this kind is common, and says nothing of the page's text.
    }
    const items = [value, (value as { '@graph'?: unknown })?.['@graph']].flat().filter((item) => typeof item === 'object' && item !== null);
    const article = items.find((item) => /Article|BlogPosting|Report/.test(String((item as Record<string, unknown>)['@type'])));
    if (article === undefined) continue;
    const { headline, author, publisher, datePublished } = article as Record<string, unknown>;
    return { title: nameOf(headline), author: nameOf(author), publisher: nameOf(publisher), date: nameOf(datePublished) };
  }
  return {};
}

function nameOf(value: unknown): string | undefined {
  if (typeof value === 'string') return cleanLine(value) || undefined;
  if (Array.isArray(value)) return value.map(nameOf).filter(Boolean).join(', ') || undefined;
  return typeof value === 'object' && value !== null ? nameOf((value as { name?: unknown }).name ?? '') : undefined;
}

/** Readability rewrites the document that it is given: this comes last. */
function readBody(document: HtmlDocument): { body: string; title?: string } {
  const options = { maxElemsToParse: MAX_ELEMENTS, keepClasses: false, serializer: (node: unknown) => node };
  const main = new Readability(document as never, options as never).parse();
  const root = (main?.content as unknown) ?? document.body;
  return { body: root ? renderMarkdown(root) : '', title: main?.title ? cleanLine(main.title) : undefined };
}
