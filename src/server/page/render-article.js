/** Nodes of an article's body, or of a quote alone. The nodes' text is the body, character for character. */
import { cutPieces, planArticle, planInline } from './article-text.js';
import { el } from './dom.js';

/** @typedef {{ start: number, end: number }} Range */
/** @typedef {ReturnType<typeof cutPieces>[number]} Cut */

/**
 * @param {string} text
 * @param {Range | undefined} quoted is put in <mark>: one a block that it touches
 * @param {Range | undefined} span of the quote is put in <b>
 */
export function renderArticleText(text, quoted, span) {
  const body = el('div', { class: 'body' });
  for (const block of planArticle(text)) {
    const element = createBlock(block.kind, block.level);
    const host = block.kind === 'verbatim' ? element.appendChild(el('code')) : element;
    host.append(...renderCuts(text, cutPieces(block.pieces, quoted, span)));
    body.append(element);
  }
  return body;
}

/** @param {import('./article-text.js').BlockKind} kind @param {number} level */
function createBlock(kind, level) {
  if (kind === 'heading') return el(level <= 1 ? 'h3' : level === 2 ? 'h4' : 'h5');
  if (kind === 'quote') return el('blockquote');
  if (kind === 'verbatim') return el('pre', { tabindex: 0 });
  if (kind === 'rule') return el('p', { class: 'rule' });
  return el('p', kind === 'item' ? { class: 'item', 'data-level': level } : {});
}

/** Neighbouring quoted pieces share one <mark>. @param {string} text @param {readonly Cut[]} cuts */
function renderCuts(text, cuts) {
  /** @type {(Node | string)[]} */
  const nodes = [];
  /** @type {HTMLElement | undefined} */
  let mark;
  for (const cut of cuts) {
    const node = renderCut(text.slice(cut.start, cut.end), cut);
    if (!cut.quoted) {
      mark = undefined;
      nodes.push(node);
    } else if (mark === undefined) {
      mark = el('mark', {}, node);
      nodes.push(mark);
    } else mark.append(node);
  }
  return nodes;
}

/** @param {string} words @param {Cut} cut @returns {Node | string} */
function renderCut(words, { kind, answers }) {
  const node =
    kind === 'syntax'
      ? el('span', { class: 'syntax' }, words)
      : kind === 'note'
        ? el('sup', { class: 'note' }, words)
        : kind === 'strong'
          ? el('strong', {}, words)
          : kind === 'code'
            ? el('code', {}, words)
            : kind === 'marker'
              ? el('span', { class: 'marker' }, words)
              : words;
  return answers && kind !== 'syntax' ? el('b', {}, node) : node;
}

/**
 * A quote as it stands in a list of sources: without marks and footnotes, the words that answer in bold.
 *
 * @param {{ quote: string, start: number, span?: Range }} citation
 */
export function renderQuote({ quote, start, span }) {
  const within = span && { start: span.start - start, end: span.end - start };
  const shown = cutPieces(planInline(quote, 0), undefined, within).filter(({ kind }) => kind !== 'syntax' && kind !== 'note');
  const nodes = shown.map((cut) => renderCut(quote.slice(cut.start, cut.end).replace(/\s*\n\s*(?:>\s*)?|^#+\s+/g, ' '), cut));
  return el('q', {}, nodes);
}
