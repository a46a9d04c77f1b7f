/** A source -> the pages to follow: the page itself, or what its feed or sitemap names. */
import { gunzipSync } from 'node:zlib';
import type { CorpusProblem } from '../types.js';
import { Unreadable } from './article.js';
import type { FetchOutcome } from './fetch.js';
import type { Link, LinkList } from './link-list.js';
import { type Following, type PageRequest, pageFormats } from './page.js';
import type { FollowedSource } from './sources-file.js';

/** Sitemaps that one sitemap may lead to, and how deep. */
const MAX_SITEMAPS = 50;
const MAX_SITEMAP_DEPTH = 2;

/** Unpacked size of a packed sitemap. Source: sitemaps.org protocol, "50MB (52,428,800 bytes)". */
const MAX_SITEMAP_BYTES = 52_428_800;

const listTypes = [
  'application/rss+xml',
  'application/atom+xml',
  'application/rdf+xml',
  'application/feed+json',
  'application/json',
  'application/xml',
  'text/xml',
  'application/gzip',
  'application/x-gzip',
];

export type SourceLinks =
  | { kind: 'pages'; requests: readonly PageRequest[]; problems: readonly CorpusProblem[] }
  | { kind: 'problem'; reason: string };

/** @returns the pages that the source names now, and those it named before, which may be gone. */
export async function findPages(following: Following, source: FollowedSource): Promise<SourceLinks> {
  const { state } = following;
  const known = state.lists[source.url];
  const kind = source.kind ?? known?.kind;
  const own: PageRequest = { url: source.url, collection: source.collection, source: source.url };
  if (kind === 'page') {
    state.lists[source.url] = { kind, links: [] };
    return { kind: 'pages', requests: [own], problems: [] };
  }
  const answer = await fetchList(following, source.url, known?.limit === source.limit ? known : undefined);
  if (answer.kind === 'unchanged' && known !== undefined) return createRequests(following, source, known.links, []);
  if (answer.kind !== 'fetched') return { kind: 'problem', reason: explainMissing(answer) };
  const list = await readList(following, answer);
  if (list instanceof Unreadable) return { kind: 'problem', reason: list.message };
  if (list === undefined) {
    if (kind !== undefined) return { kind: 'problem', reason: `is no ${kind} any more` };
    if (pageFormats[answer.type] === undefined)
      return { kind: 'problem', reason: `is of type ${answer.type || 'unknown'}, and neither a page, a feed nor a sitemap` };
    state.lists[source.url] = { kind: 'page', links: [] };
    return { kind: 'pages', requests: [{ ...own, answer }], problems: [] };
  }
  const problems: CorpusProblem[] = [];
  const links = list.kind === 'feed' ? list.links : await collectSitemaps(following, list, source.limit, problems);
  const kept = links.slice(0, source.limit);
  // That a sitemap of sitemaps has not changed says nothing of those that it names.
  const { etag, lastModified } = list.sitemaps.length === 0 ? answer : {};
  state.lists[source.url] = { kind: list.kind, limit: source.limit, etag, lastModified, links: [...kept] };
  return createRequests(following, source, kept, problems);
}

function explainMissing(answer: Exclude<FetchOutcome, { kind: 'fetched' }>): string {
  if (answer.kind === 'gone') return `is not there (${answer.status})`;
  return answer.kind === 'unchanged' ? 'says that it has not changed, but was not fetched before' : answer.reason;
}

function fetchList({ fetcher, signal }: Following, url: string, known?: { etag?: string; lastModified?: string }): Promise<FetchOutcome> {
  return fetcher.fetch({
    url,
    types: [...listTypes, ...Object.keys(pageFormats)],
    etag: known?.etag,
    lastModified: known?.lastModified,
    signal,
  });
}

/** @returns undefined for what is no list, Unreadable for a broken one. */
async function readList(
  { documents }: Following,
  answer: Extract<FetchOutcome, { kind: 'fetched' }>,
): Promise<LinkList | undefined | Unreadable> {
  const { bytes, charset, url: address } = answer;
  if (
    ['html', 'pdf', 'docx'].includes(pageFormats[answer.type] ?? '') &&
    !/^\s*<(?:\?xml[^>]*>\s*<)?(?:rss|feed|rdf:RDF|urlset|sitemapindex)[\s>]/.test(bytes.toString('latin1', 0, 1024))
  ) {
    return undefined;
  }
  try {
    const unpacked = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes, { maxOutputLength: MAX_SITEMAP_BYTES }) : bytes;
    return await documents.parseList({ kind: 'list', bytes: unpacked, charset, address });
  } catch (cause) {
    return cause instanceof Unreadable ? cause : new Unreadable(`could not be unpacked: ${(cause as Error).message}`);
  }
}

/** Links of a sitemap and of the sitemaps that it names, until there are enough. */
async function collectSitemaps(following: Following, first: LinkList, limit: number, problems: CorpusProblem[]): Promise<Link[]> {
  const links = [...first.links];
  let level = first.sitemaps;
  let fetched = 0;
  for (let depth = 0; depth < MAX_SITEMAP_DEPTH && level.length > 0; depth++) {
    const next: string[] = [];
    for (const url of level) {
      if (links.length >= limit || fetched++ >= MAX_SITEMAPS) return links;
      const answer = await fetchList(following, url);
      const list = answer.kind === 'fetched' ? await readList(following, answer) : new Unreadable(explainMissing(answer));
      if (list === undefined || list instanceof Unreadable) problems.push({ path: url, reason: list?.message ?? 'is no sitemap' });
      else {
        links.push(...list.links);
        next.push(...list.sitemaps);
      }
    }
    level = next;
  }
  return links;
}

function createRequests(
  { state }: Following,
  source: FollowedSource,
  links: readonly Link[],
  problems: readonly CorpusProblem[],
): SourceLinks {
  const requests = new Map<string, PageRequest>();
  for (const link of links) requests.set(link.url, { url: link.url, collection: source.collection, source: source.url, link });
  for (const [url, page] of Object.entries(state.pages)) {
    if (page.source === source.url && !requests.has(url)) requests.set(url, { url, collection: source.collection, source: source.url });
  }
  return { kind: 'pages', requests: [...requests.values()], problems };
}
