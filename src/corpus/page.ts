/** One page of a source: fetched where it may be and is due, stored as a file of its collection, missed where it is gone. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { SourcePage } from '../types.js';
import { cleanLine, cleanText, type Draft, Unreadable } from './article.js';
import { writeAtomically } from './atomic-file.js';
import { decodeUtf8 } from './decode.js';
import type { DocumentReader } from './documents.js';
import type { Fetcher, FetchOutcome } from './fetch.js';
import type { Link } from './link-list.js';
import { parseMarkdown } from './markdown.js';
import { fileNameOf, lastWords, renderFields, renderPage } from './page-file.js';
import { parsePlainText } from './plain-text.js';
import type { PageState, SourceState } from './source-state.js';

const DAY_MS = 24 * 60 * 60 * 1000;

/** A page that its list says is unchanged, or no longer names, is asked for again only after this time. */
const RECHECK_MS = 7 * DAY_MS;

/** A page that is gone is told, and removed by a run at least this much later that finds it gone still. */
const GRACE_MS = DAY_MS;

/** By media type: how a page is read. */
export const pageFormats: Readonly<Record<string, 'html' | 'pdf' | 'docx' | 'md' | 'txt'>> = {
  'text/html': 'html',
  'application/xhtml+xml': 'html',
  'application/pdf': 'pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'text/markdown': 'md',
  'text/plain': 'txt',
};

/** What following a page needs; `state` is changed as pages are followed. */
export type Following = {
  directory: string;
  fetcher: Fetcher;
  documents: DocumentReader;
  state: SourceState;
  /** Addresses that this run has followed already: a page that two sources name goes to the first one's collection. */
  followed: Set<string>;
  now: Date;
  signal?: AbortSignal;
};

export type PageRequest = {
  url: string;
  collection: string;
  /** Address of the source that leads here. */
  source: string;
  /** What the source's list says of the page; absent where it does not name it (any more). */
  link?: Link;
  /** The answer, where the page was fetched already to find out what it is. */
  answer?: FetchOutcome;
};

export type PageOutcome =
  | { kind: 'added' | 'changed' | 'removed'; page: SourcePage }
  | { kind: 'vanished'; page: SourcePage; since: string }
  | { kind: 'unchanged' }
  | { kind: 'problem'; reason: string };

/** Whether a page must be asked for. A clock that went back makes it due. */
export function isDue({ directory, state, now }: Following, { url, collection, source, link }: PageRequest): boolean {
  const known = state.pages[url];
  if (known === undefined || !isStored(directory, known, collection)) return true;
  const waitedMs = now.getTime() - Date.parse(known.checkedAt);
  if (waitedMs < 0 || waitedMs >= RECHECK_MS || known.goneSince !== undefined) return true;
  const listed = link !== undefined || source === url;
  return listed && (link?.changed === undefined || link.changed !== known.changed);
}

/** Whether the page's file is there, in the collection where it is wanted now. */
function isStored(directory: string, known: PageState, collection: string): boolean {
  return known.path.startsWith(`${collection}/`) && existsSync(join(directory, known.path));
}

export async function followPage(following: Following, request: PageRequest): Promise<PageOutcome> {
  const { directory, state, now, signal } = following;
  const known = state.pages[request.url];
  const stored = known !== undefined && isStored(directory, known, request.collection);
  const answer =
    request.answer ??
    (await following.fetcher.fetch({
      url: request.url,
      types: Object.keys(pageFormats),
      ...(stored ? { etag: known.etag, lastModified: known.lastModified } : {}),
      signal,
    }));
  switch (answer.kind) {
    case 'unchanged':
      if (known === undefined) return { kind: 'problem', reason: 'says that it has not changed, but was not fetched before' };
      state.pages[request.url] = {
        ...known,
        changed: request.link?.changed ?? known.changed,
        checkedAt: now.toISOString(),
        goneSince: undefined,
      };
      return { kind: 'unchanged' };
    case 'gone':
      if (known !== undefined && existsSync(join(directory, known.path))) return missPage(following, request.url, known);
      delete state.pages[request.url];
      return { kind: 'problem', reason: `is not there (${answer.status})` };
    case 'refused':
    case 'failed':
      return { kind: 'problem', reason: answer.reason };
    case 'fetched':
      return storePage(following, request, answer);
  }
}

type Fetched = Extract<FetchOutcome, { kind: 'fetched' }>;

async function storePage(following: Following, request: PageRequest, answer: Fetched): Promise<PageOutcome> {
  const { directory, state, now } = following;
  const format = pageFormats[answer.type]!;
  let draft: Draft;
  try {
    draft = completeDraft(await parsePage(following.documents, format, answer), request, answer.url);
  } catch (cause) {
    if (cause instanceof Unreadable) return { kind: 'problem', reason: cause.message };
    throw cause;
  }
  const known = state.pages[request.url];
  const extension = format === 'pdf' || format === 'docx' ? format : 'md';
  const pathOf = (id: string) => `${request.collection}/${fileNameOf(id)}.${extension}`;
  if (isTaken(following, request.url, pathOf(draft.id!), draft)) draft = { ...draft, id: answer.url, url: answer.url };
  const path = pathOf(draft.id!);
  const existed = existsSync(join(directory, path));
  const changed = writePage(join(directory, path), draft, answer.bytes);
  const page: SourcePage = { url: request.url, path, title: draft.title! };
  state.pages[request.url] = {
    source: request.source,
    path,
    title: page.title,
    etag: answer.etag,
    lastModified: answer.lastModified,
    changed: request.link?.changed,
    checkedAt: now.toISOString(),
  };
  if (known !== undefined && known.path !== path) removeFile(following, known.path);
  return changed ? { kind: existed || known !== undefined ? 'changed' : 'added', page } : { kind: 'unchanged' };
}

async function parsePage(documents: DocumentReader, format: (typeof pageFormats)[string], answer: Fetched): Promise<Draft> {
  const { bytes, charset, url: address } = answer;
  if (format === 'html') return (await documents.parse({ kind: 'html', bytes, charset, address })).drafts[0]!;
  if (format === 'pdf' || format === 'docx') return (await documents.parse({ kind: format, bytes })).drafts[0]!;
  const parsed = format === 'md' ? parseMarkdown(decodeUtf8(bytes)) : parsePlainText(decodeUtf8(bytes));
  const [draft] = parsed.drafts;
  if (draft === undefined) throw new Unreadable(parsed.problems[0]!);
  if (draft.text.trim() === '') throw new Unreadable('holds no text');
  return draft;
}

/** Some sites name one canonical address for all of their pages: then another page with other words stands at the path already. */
function isTaken({ directory, state }: Following, url: string, path: string, draft: Draft): boolean {
  const other = Object.entries(state.pages).some(([address, page]) => address !== url && page.path === path);
  return (
    other &&
    existsSync(join(directory, path)) &&
    !readFileSync(join(directory, path), 'utf8').endsWith(`\n${cleanText(draft.text).trim()}\n`)
  );
}

/** What the page says goes before what the list says of it; its id is its address, whatever it says: no page takes another's place. */
function completeDraft(draft: Draft, { link }: PageRequest, address: string): Draft {
  const url = draft.url ?? address;
  const title = cleanLine(draft.title ?? link?.title ?? '') || lastWords(url);
  const publisher = draft.publisher ?? new URL(url).hostname;
  return { ...draft, id: url, title, url, publisher, date: draft.date ?? link?.date };
}

/** A PDF or Word file is kept as it is, with what is known of it beside it. @returns whether anything changed on disk. */
function writePage(path: string, draft: Draft, bytes: Buffer): boolean {
  if (path.endsWith('.md')) return writeIfChanged(path, Buffer.from(renderPage(draft)));
  const { text: _text, pageStarts: _pageStarts, ...fields } = draft;
  const side = writeIfChanged(`${path}.yaml`, Buffer.from(renderFields(fields)));
  return writeIfChanged(path, bytes) || side;
}

function writeIfChanged(path: string, content: Buffer): boolean {
  if (existsSync(path) && readFileSync(path).equals(content)) return false;
  writeAtomically(path, content);
  return true;
}

/** An address that answers "gone" may be back tomorrow: it is told first. */
function missPage(following: Following, url: string, known: PageState): PageOutcome {
  const { state, now } = following;
  const page: SourcePage = { url, path: known.path, title: known.title };
  const since = known.goneSince !== undefined && Date.parse(known.goneSince) <= now.getTime() ? known.goneSince : now.toISOString();
  if (now.getTime() - Date.parse(since) < GRACE_MS) {
    state.pages[url] = { ...known, checkedAt: now.toISOString(), goneSince: since };
    return { kind: 'vanished', page, since };
  }
  delete state.pages[url];
  removeFile(following, known.path);
  return { kind: 'removed', page };
}

/** Removes a file that no other address stands for. */
function removeFile({ directory, state }: Following, path: string): void {
  if (Object.values(state.pages).some((page) => page.path === path)) return;
  rmSync(join(directory, path), { force: true });
  rmSync(join(directory, `${path}.yaml`), { force: true });
}
