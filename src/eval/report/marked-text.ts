/** Text with ranges marked in it: what is cited, the words that answer, and the evidence. Pure. */
import { type Html, html } from './html.js';

/** Half open, in the same offsets as the text's own `start`. */
export type Range = { start: number; end: number };
export type Marks = { cited?: Range; answering?: Range; evidence: readonly Range[] };

const covers = (range: Range | undefined, at: number) => range !== undefined && range.start <= at && at < range.end;

/** `start` is where `text` begins in its article. */
export function renderMarked(text: string, start: number, { cited, answering, evidence }: Marks): Html {
  const all = [cited, answering, ...evidence].filter((range) => range !== undefined);
  const cuts = [...new Set([0, text.length, ...all.flatMap((range) => [range.start - start, range.end - start])])]
    .filter((cut) => cut >= 0 && cut <= text.length)
    .sort((left, right) => left - right);
  return html`${cuts.slice(0, -1).map((cut, index) => {
    const at = start + cut;
    let piece = html`${text.slice(cut, cuts[index + 1])}`;
    if (covers(answering, at)) piece = html`<b>${piece}</b>`;
    if (evidence.some((range) => covers(range, at))) piece = html`<span class="evidence">${piece}</span>`;
    return covers(cited, at) ? html`<mark>${piece}</mark>` : piece;
  })}`;
}
