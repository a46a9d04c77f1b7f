/**
 * What every door shows alike. In: answers and article text as they are. Out: text that hides nothing, sources with their
 * numbers, parts of a length. Pure; how a door marks up the result is its own matter.
 */
import type { Citation, Source } from './types.js';

/** Code points that show nothing but change what is read, in hexadecimal. The emoji selector FE0F and the joiner 200D are apart. */
const INVISIBLE_RANGES = [
  ...['0-8', 'B-1F', '7F-9F', 'AD', '34F', '61C', '115F-1160', '17B4-17B5', '180B-180F'], // controls, soft hyphen, joiners, fillers
  ...['200B-200C', '200E-200F', '202A-202E', '2060-206F', '2800', '3164'], // zero width, bidirectional, blank Braille
  ...['FE00-FE0E', 'FEFF', 'FFA0', 'FFF0-FFFB', '1BCA0-1BCA3', '1D173-1D17A', 'E0000-E0FFF'], // selectors, tags
];

const toClass = (range: string) =>
  `[${range
    .split('-')
    .map((code) => `\\u{${code}}`)
    .join('-')}]`;

/** A joiner between two pictographs makes one emoji of them and stays. */
const INVISIBLE = new RegExp(
  ['(?<!\\p{Extended_Pictographic}\\uFE0F?)\\u200D', '\\u200D(?!\\p{Extended_Pictographic})', ...INVISIBLE_RANGES.map(toClass)].join('|'),
  'gu',
);

/** Marks stacked on one letter beyond this number paint over the lines around it. */
const STACKED_MARKS = /(\p{M}{4})\p{M}+/gu;

/** Text as a person may see it: well formed, line ends as `\n`, nothing hidden, no towers of accents. */
export function renderVisible(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(INVISIBLE, '')
    .replace(STACKED_MARKS, '$1');
}

/** An article's body without its marks: headings, emphasis, links, footnotes such as `[^S4]`. For showing; offsets do not hold. */
export function renderBody(body: string): string {
  return renderVisible(body)
    .replace(/^[ \t]{0,3}\[\^[^\]\n]{1,40}\]:.*$/gm, '')
    .replace(/\[\^[^\]\n]{1,40}\]/g, '')
    .replace(/^[ \t]{0,3}#{1,6}[ \t]+/gm, '')
    .replace(/!?\[([^\]\n]{0,500})\]\([^()\s]{0,2000}(?:[ \t]"[^"\n]{0,500}")?\)/g, '$1')
    .replace(/(\*\*|__)(?=\S)([^*_\n]{1,2000}?)\1/g, '$2')
    .replace(/(?<![*\w])\*(?=\S)([^*\n]{1,2000}?)\*(?![*\w])/g, '$1')
    .replace(/[ \t]+$/gm, '')
    .replace(/(?<=[。！？」』）])[ \t]+(?=\S)/g, '')
    .replace(/\n{3,}/g, '\n\n');
}

/** The headings over an offset of a body, outermost first. */
export function headingsAt(body: string, offset: number): string[] {
  const open: { level: number; title: string }[] = [];
  for (const match of body.slice(0, offset).matchAll(/^[ \t]{0,3}(#{1,6})[ \t]+(.+)$/gm)) {
    const level = match[1]!.length;
    while (open.length > 0 && open.at(-1)!.level >= level) open.pop();
    open.push({ level, title: renderBody(match[2]!).trim() });
  }
  return open.map(({ title }) => title);
}

/** @returns the address where it is one that a reader may be sent to: http(s), no credentials, at most 1,000 characters, as RFC 3986 writes it. */
export function safeAddress(address: string | undefined): string | undefined {
  const url = address !== undefined && address.length <= 1_000 && URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return undefined;
  return (
    url.origin +
    encodeRest(url.pathname) +
    encodeRest(url.search) +
    url.hash.slice(0, 1) +
    encodeRest(url.hash.slice(1)).replaceAll('#', '%23')
  );
}

/** What browsers let stand and the standard does not. */
const encodeRest = (part: string) =>
  part.replace(/%(?![0-9a-f]{2})|[^A-Za-z0-9\-._~:/?#@!$&'()*+,;=%]/gi, (sign) => encodeURIComponent(sign));

/** One line of an answer's list of sources. */
export type NumberedSource = {
  /** As in the answer: [1]. */
  marker: number;
  articleTitle: string;
  /** Where the article says its facts were reported; texts are visible ones, addresses safe. */
  reported: { title: string; publisher?: string; date?: string; address?: string }[];
};

/** Sources in the order of their markers. */
export function numberSources(citations: readonly Citation[]): NumberedSource[] {
  return [...citations]
    .sort((a, b) => a.marker - b.marker)
    .map(({ marker, title, sources }) => ({ marker, articleTitle: renderLine(title), reported: sources.map(renderSource) }));
}

const renderSource = ({ title, publisher, date, url }: Source) => ({
  title: renderLine(title),
  publisher: publisher && renderLine(publisher),
  date: date && renderLine(date),
  address: safeAddress(url),
});

/** Visible text on one line. */
export const renderLine = (text: string) => renderVisible(text).replace(/\s+/g, ' ').trim();

const graphemes = new Intl.Segmenter('zh-Hant', { granularity: 'grapheme' });

/** At most `limit` UTF-16 units, cut between characters as a person counts them, with "…" where something is missing. */
export function shorten(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, cutBefore(text, Math.max(limit - 1, 0))).trimEnd()}…`.slice(0, limit);
}

/**
 * Parts of at most `limit` UTF-16 units, in order: cut between paragraphs, else lines, else sentences (。！？ too), else
 * words, else characters. A fence of ``` that a cut falls into is closed before it and opened again after it.
 */
export function splitText(text: string, limit: number): string[] {
  const parts: string[] = [];
  let rest = text.trim();
  let fence = '';
  while (fence.length + rest.length > limit) {
    const room = limit - fence.length - FENCE_END.length;
    const cut = planCut(rest, room);
    const part = fence + rest.slice(0, cut).trimEnd();
    const open = openFence(part);
    parts.push(open === '' ? part : part + FENCE_END);
    rest = open === '' ? rest.slice(cut).trimStart() : rest.slice(cut).replace(/^\n/, '');
    fence = open === '' ? '' : `${open}\n`;
  }
  return rest === '' && parts.length > 0 ? parts : [...parts, fence + rest];
}

const FENCE_END = '\n```';

/** The opening line of a fence that is still open at the end of `text`, or "". */
function openFence(text: string): string {
  let open = '';
  for (const line of text.match(/^```.*$/gm) ?? []) open = open === '' ? shorten(line, 30) : '';
  return open;
}

/** Best first; the last match that leaves a part of at least a third of the room wins. */
const CUTS = [/\n[ \t]*\n/g, /\n/g, /(?:[。！？]|[.!?…](?=\s))[」』”’）)\]"']*(?:\[\d{1,3}\])*/g, /[\s，；、,;]/g];

function planCut(text: string, room: number): number {
  const window = text.slice(0, room);
  for (const pattern of CUTS) {
    const ends = [...window.matchAll(pattern)].map((match) => match.index + match[0].length);
    const cut = ends.findLast((end) => end >= room / 3);
    if (cut !== undefined) return cut;
  }
  return cutBefore(text, room);
}

/** The last boundary between characters at or before `limit`; never between a backslash and what it escapes. */
function cutBefore(text: string, limit: number): number {
  const from = Math.max(0, limit - 64);
  const near = text.slice(from, limit + 64);
  let cut = 0;
  for (const { index } of graphemes.segment(near)) if (from + index <= limit && index > 0) cut = from + index;
  if (cut === 0) cut = isInsidePair(text, limit) ? limit - 1 : limit;
  const escapes = /\\+$/.exec(text.slice(0, cut))?.[0].length ?? 0;
  return escapes % 2 === 1 && cut > 1 ? cut - 1 : cut;
}

const isInsidePair = (text: string, offset: number) => (text.codePointAt(offset - 1) ?? 0) > 0xffff;
