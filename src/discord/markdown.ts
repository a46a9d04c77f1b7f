/**
 * Text from articles, models and people -> text that Discord shows as it is. Nothing in the result can mention, link,
 * format, quote, or start a heading, list or fence; only `link` makes links, and only to addresses that are safe.
 * Pure. Rules of Discord's markdown: a backslash before a sign that is no letter, digit or space shows that sign.
 */
import { renderLine, renderVisible, safeAddress, shorten } from '../render.js';

/** Signs with a meaning anywhere. A colon matters before //, an at sign before everyone. */
const SIGNS = /[\\*_~`|<>[\]()#@]|:(?=\/\/)/g;
/** Signs with a meaning at the start of a line. */
const LINE_STARTS = /^([ \t]*)([-+]|\d{1,9}(?=[.)]))/gm;

/** Lines stay lines. */
export const escapeText = (text: string): string =>
  renderVisible(text)
    .replace(SIGNS, '\\$&')
    .replace(LINE_STARTS, (_, space: string, sign: string) => (/\d/.test(sign) ? `${space}${sign}\\` : `${space}\\${sign}`));

export const escapeLine = (text: string): string => escapeText(renderLine(text));

/** Text with fenced code: fences that are closed stay fences, everything else is escaped. */
export function escapeWithFences(text: string): string {
  return renderVisible(text)
    .split(/^(```[a-z0-9+#-]{0,20}\n[\s\S]*?\n```)[ \t]*$/gim)
    .map((part, index) => (index % 2 === 1 && !part.slice(3, -3).includes('```') ? part : escapeText(part)))
    .join('');
}

/** A link whose words do not pretend to be another address. @returns the bare words where the address is not safe. */
export function link(words: string, address: string | undefined): string {
  const safe = safeAddress(address);
  const shown = shorten(renderLine(words), 200);
  if (safe === undefined) return escapeLine(shown);
  const host = new URL(safe).host;
  const pretends = /:\/\/|^\s*(www\.|[a-z0-9-]+\.[a-z]{2,}\b)/i.test(shown) && !shown.toLowerCase().includes(host);
  return `[${escapeLine(pretends || shown === '' ? host : shown)}](<${safe.replaceAll('(', '%28').replaceAll(')', '%29')}>)`;
}

/** Bold and underlined, line by line, as passages mark what was quoted. `text` is escaped already. */
export const mark = (text: string): string => text.replace(/[^\n]*[^\s\n][^\n]*/g, (line) => `**__${line.trim()}__**`);
