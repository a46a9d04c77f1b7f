/** What every format's reader yields, and how an `Article` comes of it. Pure. */
import { hash } from 'node:crypto';
import { detectLanguage, detectScript, parseLanguage } from '../text/language.js';
import type { Article, Source } from '../types.js';

/** What one file, or one line of a file, says of an article. Absent: the file does not tell. */
export type Draft = {
  id?: string;
  title?: string;
  text: string;
  /** Address of the article itself; becomes its source where no sources are named. */
  url?: string;
  publisher?: string;
  date?: string;
  /** As written: "zh-TW", "en-US". */
  language?: string;
  sources?: readonly Source[];
  pageStarts?: readonly number[];
};

/** `problems` name a place within the file where there is one ("line 3: ..."); what they do not touch is in `drafts`. */
export type Parsed = { drafts: readonly Draft[]; problems: readonly string[] };

/** A file, or a page that was fetched, that is there but holds nothing that can be used; the message says why, to follow its path. */
export class Unreadable extends Error {
  constructor(
    message: string,
    /** Whether the same content cannot be used next time either. */
    readonly isLasting = true,
  ) {
    super(message);
  }
}

/** What the file's place says where the draft does not: its path within the collection without extension, and its base name. */
export type Place = { collection: string; id: string; title: string };

export function createArticle(draft: Draft, place: Place): Article {
  const text = cleanText(draft.text);
  const title = cleanLine(draft.title ?? '') || place.title;
  const fields: Omit<Article, 'version'> = {
    id: draft.id ?? place.id,
    collection: place.collection,
    title,
    sources: draft.sources ?? ownSource(draft, title),
    language: languageOf(draft.language, text, title),
    text,
    ...(draft.date === undefined ? {} : { date: draft.date }),
    ...(draft.pageStarts === undefined ? {} : { pageStarts: draft.pageStarts }),
  };
  return { ...fields, version: hash('sha256', canonicalJson(fields)) };
}

/** NFC, `\n` for every line end, no byte order mark, no half of a surrogate pair. Idempotent. */
export function cleanText(text: string): string {
  return text
    .replace(/^\uFEFF+/, '')
    .replace(/\r\n?/g, '\n')
    .toWellFormed()
    .normalize('NFC');
}

/** One line: runs of white space and control characters become a space. */
export function cleanLine(text: string): string {
  return cleanText(text)
    .replace(/[\s\u0000-\u001f\u007f]+/g, ' ')
    .trim();
}

/**
 * A date as written -> ISO 8601, as precise as written, at most to the day: "2024", "2024-06", "2025-11-12". Read are ISO dates and
 * times, 2025/11/12, 2025年11月12日, and English dates of the day that is written, whatever the zone: "Wed, 12 Nov 2025 22:00:00 +0800".
 *
 * @returns undefined for what is no date.
 */
export function parseDate(written: string): string | undefined {
  const text = written.trim().slice(0, 100);
  const digits = /^(\d{4})(?:年?$|[-/.年](\d{1,2})(?:月?$|[-/.月](\d{1,2})(?!\d)))/.exec(text);
  if (digits) return joinDate(digits[1]!, digits[2], digits[3]);
  const dayFirst = /\b(\d{1,2}) ([a-z]{3})[a-z]*\.?,? (\d{4})\b/i.exec(text);
  if (dayFirst) return joinDate(dayFirst[3]!, monthOf(dayFirst[2]!), dayFirst[1]);
  const monthFirst = /\b([a-z]{3})[a-z]*\.? (?:(\d{1,2})(?:st|nd|rd|th)?,? )?(\d{4})\b/i.exec(text);
  return monthFirst ? joinDate(monthFirst[3]!, monthOf(monthFirst[1]!), monthFirst[2]) : undefined;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const monthOf = (name: string) => String(months.indexOf(name.toLowerCase()) + 1);

function joinDate(year: string, month?: string, day?: string): string | undefined {
  if (month === undefined) return year;
  const instant = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day ?? '1')));
  if (instant.getUTCMonth() + 1 !== Number(month) || instant.getUTCDate() !== Number(day ?? '1')) return undefined;
  return [year, month.padStart(2, '0'), ...(day === undefined ? [] : [day.padStart(2, '0')])].join('-');
}

/** JSON with sorted keys and no white space: equal values give equal text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonicalJson(each)}`).join(',')}}`;
}

function ownSource({ url, publisher, date }: Draft, title: string): Source[] {
  if (url === undefined && publisher === undefined) return [];
  return [{ id: 'S1', title, ...(publisher && { publisher }), ...(url && { url }), ...(date && { date }) }];
}

function languageOf(stated: string | undefined, text: string, title: string): string {
  const language = stated === undefined ? undefined : parseLanguage(stated);
  if (language === 'zh') return detectScript(text);
  return language ?? detectLanguage(`${title}\n${text}`);
}
