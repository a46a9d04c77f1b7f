/**
 * What buttons and forms carry in their ids, within Discord's 100 characters. A proof id names article, version and
 * offsets, so that it works after a restart, for months, on any shard; only where the article's id is too long does it
 * name a digest, which the state keeps. Pure.
 */
import type { QuoteRef } from '../state/records.js';

export const ID_LIMIT = 100;

/** Kinds of controls and what follows their name. Forms carry the same kinds. */
export type Control =
  /** `page` undefined: the page on which the quote begins. `marker` only keeps ids of one message apart. */
  | { kind: 'proof'; article: ArticleRef; start: number; end: number; marker: number; page?: number }
  | { kind: 'vote-up' }
  | { kind: 'vote-down' }
  | { kind: 'stop'; flight: string }
  | { kind: 'follow-up' }
  | { kind: 'thread' }
  /** The question is the button's label. */
  | { kind: 'topic'; number: number }
  | { kind: 'tell' }
  /** A stored question that waits for a click. */
  | { kind: 'ask'; pending: string }
  | { kind: 'review'; list: 'feedback' | 'gaps'; index: number }
  | { kind: 'accept'; list: 'feedback' | 'gaps'; item: string }
  | { kind: 'dismiss'; list: 'feedback' | 'gaps'; item: string }
  | { kind: 'privacy'; step: 'export' | 'delete' | 'delete-now' }
  | { kind: 'add-article'; collection: string; replace: boolean }
  | { kind: 'ask-about' }
  /** Articles removed or changed by the update that was asked about: more of them are asked about again. */
  | { kind: 'apply-update'; touched: number }
  /** `live` when it was asked about: a second click, or one after an update, goes back nowhere. */
  | { kind: 'roll-back'; live: number; to?: number };

/** `digest` stands for an article and version that the state keeps under it. */
export type ArticleRef = { articleId: string; articleVersion: string } | { digest: string };

const kinds = {
  proof: 'p',
  'vote-up': 'u',
  'vote-down': 'd',
  stop: 's',
  'follow-up': 'f',
  thread: 't',
  topic: 'q',
  tell: 'm',
  ask: 'a',
  review: 'r',
  accept: 'c',
  dismiss: 'x',
  privacy: 'y',
  'add-article': 'n',
  'ask-about': 'o',
  'apply-update': 'i',
  'roll-back': 'b',
} as const satisfies Record<Control['kind'], string>;

const kindByLetter = new Map<string, Control['kind']>(Object.entries(kinds).map(([kind, letter]) => [letter, kind as Control['kind']]));

/** @returns at most 100 characters; a proof by name may be longer, see `articleRefOf`. */
export function createControlId(control: Control): string {
  return [kinds[control.kind], ...partsOf(control)].join(':');
}

/** A reference by name where its id fits, else by the digest. */
export function articleRefOf(quote: QuoteRef, digest: string): ArticleRef {
  const byName: ArticleRef = { articleId: quote.articleId, articleVersion: quote.articleVersion };
  const longest = createControlId({ kind: 'proof', article: byName, start: quote.start, end: quote.end, marker: 999, page: 9_999 });
  return longest.length <= ID_LIMIT && isHash(quote.articleVersion) ? byName : { digest };
}

function partsOf(control: Control): readonly string[] {
  switch (control.kind) {
    case 'proof': {
      const { article, start, end, marker, page } = control;
      const place = [start, end - start, marker, page ?? ''].map((value) => (value === '' ? '' : Number(value).toString(36)));
      return 'digest' in article
        ? ['', ...place, article.digest]
        : [Buffer.from(article.articleVersion, 'hex').toString('base64url'), ...place, article.articleId];
    }
    case 'stop':
      return [control.flight];
    case 'topic':
      return [String(control.number)];
    case 'ask':
      return [control.pending];
    case 'review':
      return [control.list, String(control.index)];
    case 'accept':
    case 'dismiss':
      return [control.list, control.item];
    case 'privacy':
      return [control.step];
    case 'add-article':
      return [control.replace ? '1' : '0', control.collection];
    case 'apply-update':
      return [String(control.touched)];
    case 'roll-back':
      return [String(control.live), ...(control.to === undefined ? [] : [String(control.to)])];
    default:
      return [];
  }
}

/** @returns undefined for an id that is none of ours, or of an older program. */
export function parseControlId(id: string): Control | undefined {
  const [letter, ...parts] = id.split(':');
  const kind = kindByLetter.get(letter ?? '');
  switch (kind) {
    case undefined:
      return undefined;
    case 'proof':
      return parseProof(parts);
    case 'stop':
      return { kind, flight: parts[0] ?? '' };
    case 'topic':
      return { kind, number: Number(parts[0]) };
    case 'ask':
      return { kind, pending: parts[0] ?? '' };
    case 'review':
      return { kind, list: listOf(parts[0]), index: Number(parts[1] ?? 0) };
    case 'accept':
    case 'dismiss':
      return { kind, list: listOf(parts[0]), item: parts[1] ?? '' };
    case 'privacy':
      return { kind, step: parts[0] === 'export' || parts[0] === 'delete-now' ? parts[0] : 'delete' };
    case 'add-article':
      return { kind, replace: parts[0] === '1', collection: parts.slice(1).join(':') };
    case 'apply-update':
      return { kind, touched: Number(parts[0] ?? 0) };
    case 'roll-back':
      return { kind, live: Number(parts[0]), ...(parts[1] === undefined ? {} : { to: Number(parts[1]) }) };
    default:
      return { kind };
  }
}

function parseProof([version, start, length, marker, page, ...name]: readonly string[]): Control | undefined {
  const numbers = [start, length, marker].map((digits) => Number.parseInt(digits ?? '', 36));
  if (numbers.some(Number.isNaN) || name.length === 0) return undefined;
  const [from, size, mark] = numbers as [number, number, number];
  const article =
    version === ''
      ? { digest: name.join(':') }
      : { articleId: name.join(':'), articleVersion: Buffer.from(version ?? '', 'base64url').toString('hex') };
  const place = { start: from, end: from + size, marker: mark };
  return { kind: 'proof', article, ...place, ...(page === '' || page === undefined ? {} : { page: Number.parseInt(page, 36) }) };
}

const listOf = (name: string | undefined) => (name === 'gaps' ? 'gaps' : 'feedback');
const isHash = (version: string) => /^(?:[0-9a-f]{2})+$/.test(version);
