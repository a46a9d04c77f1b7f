/** Bytes -> text, or why they are none. Pure. */
import { isUtf8 } from 'node:buffer';
import { Unreadable } from './article.js';

/** @throws Unreadable for what is not UTF-8 text. */
export function decodeUtf8(bytes: Uint8Array): string {
  if (bytes.includes(0)) throw new Unreadable('is no text (it holds zero bytes; UTF-16 text must be saved as UTF-8)');
  if (!isUtf8(bytes)) throw new Unreadable('is not UTF-8; save it as UTF-8, for example with iconv');
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

/**
 * HTML or XML, as browsers decode it: byte order mark, then the Content-Type header's charset, then the document's own declaration, then
 * UTF-8.
 *
 * @throws Unreadable where the bytes are not in that encoding.
 */
export function decodeMarkup(bytes: Uint8Array, charset?: string): string {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 2048));
  const declared = /^<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([\w-]{1,40})|<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{1,40})/i.exec(
    start,
  );
  const label = start.startsWith('\u00ef\u00bb\u00bf') ? 'utf-8' : (charset ?? declared?.[1] ?? declared?.[2] ?? 'utf-8');
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    throw new Unreadable(`is not in the encoding that it names (${label}); save it as UTF-8`);
  }
}
