/** A plain text file -> one article. The title is the first line where that is short and no sentence. Pure. */
import { cleanText, type Parsed } from './article.js';

/** UTF-16 units from which on a first line is no title. */
const TITLE_LIMIT = 80;

export function parsePlainText(content: string): Parsed {
  const text = cleanText(content).replace(/^(?:[^\S\n]*\n)+/, '');
  const [firstLine = ''] = text.split('\n', 1);
  return { drafts: [{ title: isTitle(firstLine.trim()) ? firstLine : undefined, text }], problems: [] };
}

function isTitle(line: string): boolean {
  const sentence = /[。！!；;…]|[.?？,，、:：][\p{Pe}\p{Pf}"'”’]*$|[.?？][\p{Pe}\p{Pf}"'”’]*\s+\p{Lu}/u;
  return line !== '' && line.length < TITLE_LIMIT && /[\p{L}\p{N}]/u.test(line) && !sentence.test(line);
}
