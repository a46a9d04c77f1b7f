/** A Word document -> one article: headings, lists and tables kept, pictures left out. */
import { inflateRawSync } from 'node:zlib';
import mammoth from 'mammoth';
import { type Parsed, Unreadable } from './article.js';
import { openHtml, renderMarkdown } from './markup.js';

/** A document of a thousand pages has about 10 MB of XML; what unpacks to more is a trap. */
const MAX_UNPACKED_BYTES = 128 * 1024 * 1024;
const MAX_ENTRIES = 10_000;

export async function parseDocx(bytes: Uint8Array): Promise<Parsed> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  checkZip(buffer);
  const { value } = await mammoth.convertToHtml({ buffer }, { convertImage: mammoth.images.imgElement(async () => ({ src: '' })) });
  const text = renderMarkdown(openHtml(value).body);
  if (text === '') throw new Unreadable('holds no text');
  const title = /^#{1,6} (.+)$/m.exec(text)?.[1];
  return { drafts: [{ title, text }], problems: [] };
}

/**
 * Unpacks each entry within a bound before a library unpacks them without one; the sizes that a ZIP file states of itself may lie.
 * Layout: PKWARE's APPNOTE 4.3.12 (central directory) and 4.3.16 (its end).
 *
 * @throws Unreadable for what is no ZIP file, or unpacks to too much.
 */
function checkZip(zip: Buffer): void {
  const end = zip.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'));
  if (end < 0 || end + 22 > zip.length) throw new Unreadable('is no Word document (.docx)');
  const entries = zip.readUInt16LE(end + 10);
  if (entries > MAX_ENTRIES) throw new Unreadable(`unpacks to ${entries} parts, which no document has`);
  let left = MAX_UNPACKED_BYTES;
  let at = zip.readUInt32LE(end + 16);
  try {
    for (let entry = 0; entry < entries; entry++) {
      if (zip.readUInt32LE(at) !== 0x02014b50) throw new RangeError('no entry where one is announced');
      left -= unpackedSize(zip, at, left);
      if (left <= 0) throw new Unreadable(`unpacks to more than ${MAX_UNPACKED_BYTES / 1024 / 1024} MB, which no document does`);
      at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
    }
  } catch (cause) {
    if (cause instanceof Unreadable) throw cause;
    throw new Unreadable('is a broken Word document');
  }
}

/** @returns bytes that the entry unpacks to; `limit` where there are more. */
function unpackedSize(zip: Buffer, entry: number, limit: number): number {
  const local = zip.readUInt32LE(entry + 42);
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const packed = zip.subarray(start, start + zip.readUInt32LE(entry + 20));
  if (zip.readUInt16LE(entry + 10) === 0) return packed.length;
  try {
    return inflateRawSync(packed, { maxOutputLength: limit }).length;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return limit;
    throw cause;
  }
}
