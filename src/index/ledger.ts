/**
 * What a segment holds, without its texts: enough to plan an update and to find any article, passage or vector in the segment's files.
 *
 *   ledger.json   ids, versions, collections and files of its articles
 *   columns.bin   little endian: Uint32 magic, articles, passages, reserved; Uint32 articleEnds[articles] (bytes in articles.jsonl),
 *                 Uint32 passageEnds[articles] (ordinals), Uint32 sections[passages], Uint32 lineEnds[passages] (bytes in passages.jsonl),
 *                 Uint8 keys[16 * passages]
 */
import { hash } from 'node:crypto';

const MAGIC = 0x59_4a_43_31;
const HEADER_WORDS = 4;
export const KEY_BYTES = 16;

/** Parallel arrays over the segment's articles; `collectionOf` points into `collections`, `pathOf` into `paths`: files of the corpus. */
export type Ledger = {
  ids: string[];
  versions: string[];
  collections: string[];
  collectionOf: number[];
  paths: string[];
  pathOf: number[];
};

export type Columns = {
  articleEnds: Uint32Array;
  passageEnds: Uint32Array;
  /** Section of each passage: dense within the segment, ascending, never shared by two articles. */
  sections: Uint32Array;
  lineEnds: Uint32Array;
  /** First 16 bytes of the SHA-256 of each embedded text. */
  keys: Uint8Array;
};

export const createLedger = (): Ledger => ({ ids: [], versions: [], collections: [], collectionOf: [], paths: [], pathOf: [] });

export const renderLedger = (content: Ledger): Uint8Array => Buffer.from(JSON.stringify(content));

/** In: bytes whose checksum held, so that they are what this program wrote. */
export const parseLedger = (bytes: Uint8Array): Ledger =>
  JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')) as Ledger;

/** What tells two embedded texts apart (equal texts have equal vectors): the key as a string of 16 characters, for maps and sets. */
export const keyNameOf = (embeddedText: string): string => hash('sha256', embeddedText, 'binary').slice(0, KEY_BYTES);

/** The same of a key in a column of keys. */
export const keyName = (keys: Uint8Array, ordinal: number): string =>
  Buffer.from(keys.buffer, keys.byteOffset + ordinal * KEY_BYTES, KEY_BYTES).toString('latin1');

export function renderColumns(parts: {
  articleEnds: readonly number[];
  passageEnds: readonly number[];
  sections: readonly number[];
  lineEnds: readonly number[];
  keyNames: readonly string[];
}): Uint8Array {
  const articles = parts.articleEnds.length;
  const passages = parts.sections.length;
  const bytes = new Uint8Array(columnBytes(articles, passages));
  new Uint32Array(bytes.buffer, 0, HEADER_WORDS).set([MAGIC, articles, passages, 0]);
  const columns = viewColumns(bytes, articles, passages);
  columns.articleEnds.set(parts.articleEnds);
  columns.passageEnds.set(parts.passageEnds);
  columns.sections.set(parts.sections);
  columns.lineEnds.set(parts.lineEnds);
  const keys = Buffer.from(columns.keys.buffer, columns.keys.byteOffset, columns.keys.byteLength);
  parts.keyNames.forEach((name, ordinal) => {
    keys.write(name, ordinal * KEY_BYTES, 'latin1');
  });
  return bytes;
}

/** In: bytes whose checksum held, aligned to 4. */
export function parseColumns(bytes: Uint8Array): Columns {
  const [magic, articles, passages] = new Uint32Array(bytes.buffer, bytes.byteOffset, HEADER_WORDS);
  if (magic !== MAGIC || bytes.byteLength !== columnBytes(articles!, passages!)) throw new Error('columns.bin is of another format');
  return viewColumns(bytes, articles!, passages!);
}

const columnBytes = (articles: number, passages: number) => 4 * (HEADER_WORDS + 2 * articles + 2 * passages) + KEY_BYTES * passages;

function viewColumns(bytes: Uint8Array, articles: number, passages: number): Columns {
  let offset = bytes.byteOffset + 4 * HEADER_WORDS;
  const words = (length: number) => {
    const view = new Uint32Array(bytes.buffer, offset, length);
    offset += 4 * length;
    return view;
  };
  return {
    articleEnds: words(articles),
    passageEnds: words(articles),
    sections: words(passages),
    lineEnds: words(passages),
    keys: new Uint8Array(bytes.buffer, offset, KEY_BYTES * passages),
  };
}

/** Half-open range that belongs to position `index` of a column of ends. */
export const rangeOf = (ends: Uint32Array, index: number): readonly [start: number, end: number] => [
  index === 0 ? 0 : ends[index - 1]!,
  ends[index]!,
];
