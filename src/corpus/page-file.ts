/** A page that was fetched <-> the Markdown file that it is stored as, so that the index can be rebuilt from the folder alone. Pure. */
import { createHash } from 'node:crypto';
import { Document } from 'yaml';
import { cleanLine, cleanText, type Draft } from './article.js';

/** UTF-16 units of a file name's readable part; file systems allow 255 bytes, of which a Chinese character takes three. */
const NAME_LIMIT = 60;

/** Front matter that `parseFrontMatter` reads back to the same fields. */
export function renderFields(fields: Omit<Draft, 'text' | 'pageStarts'>): string {
  const { id, title, url, publisher, date, language, sources } = fields;
  const entries = Object.entries({ id, title, url, publisher, date, language, sources }).filter(([, value]) => value !== undefined);
  return new Document(Object.fromEntries(entries), { schema: 'core' }).toString({
    lineWidth: 0,
    defaultStringType: 'QUOTE_DOUBLE',
    defaultKeyType: 'PLAIN',
  });
}

export function renderPage(draft: Draft): string {
  const { text, ...fields } = draft;
  return `---\n${renderFields(fields)}---\n\n${cleanText(text).trim()}\n`;
}

/** "https://example.org/news/微軟.html" -> "example.org-news-微軟-1a2b3c4d": readable in any script, safe on any system, one for an address. */
export function fileNameOf(url: string): string {
  const { hostname, pathname } = new URL(url);
  const words = `${hostname}${decodePath(pathname).replace(/\.(?:html?|php|aspx?|pdf|docx|md|txt)$/i, '')}`
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N}.]+/gu, '-')
    .replace(/\.{2,}/g, '.');
  const readable = Array.from(words)
    .slice(0, NAME_LIMIT)
    .join('')
    .replace(/^[-.]+|[-.]+$/g, '');
  return `${readable}-${createHash('sha256').update(url).digest('hex').slice(0, 8)}`;
}

/** "https://example.org/a/The%20plan.pdf" -> "The plan"; the host where there is no path. */
export function lastWords(url: string): string {
  const { hostname, pathname } = new URL(url);
  const [name = ''] = decodePath(pathname).split('/').slice(-1);
  return cleanLine(name.replace(/\.[a-z]{2,4}$/i, '')) || hostname;
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // Not every percent sign begins an encoded character.
  }
}
