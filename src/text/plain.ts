/**
 * Folding that keeps every offset: half width, lower case, one script, each UTF-16 unit replaced by exactly one. For finding words in
 * a text and pointing back at the text itself. Pure.
 */
import { simplify } from './fold.js';

/** Full-width forms and typographic marks that have a plain twin of the same length. */
const twins: Readonly<Record<string, string>> = {
  '　': ' ',
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
  '‐': '-',
  '‑': '-',
  '−': '-',
  '\u00a0': ' ',
  '\u202f': ' ',
};
const folded = /[\uff01-\uff5e\u3000\u2018\u2019\u201c\u201d\u2010\u2011\u2212\u00a0\u202f]/g;

/** plainText(text).length === text.length, and every unit stands where it stood. */
export function plainText(text: string): string {
  const half = text.replace(folded, (mark) => twins[mark] ?? String.fromCharCode(mark.charCodeAt(0) - 0xfee0));
  const lower = half.toLowerCase();
  return simplify(lower.length === half.length ? lower : lowerByUnit(half));
}

/** A few capitals grow when lowered (İ); they stay as they are. */
function lowerByUnit(text: string): string {
  let lowered = '';
  for (const character of text) {
    const lower = character.toLowerCase();
    lowered += lower.length === character.length ? lower : character;
  }
  return lowered;
}
