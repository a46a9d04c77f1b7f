/** The numbered sources beside an answer: article, place, the quoted words, and where they were reported. */
import { el, icon, outwardLink } from './dom.js';
import { renderQuote } from './render-article.js';

/**
 * @typedef {import('../../types.js').Citation} Citation
 * @typedef {import('./answer-view.js').TurnContext} TurnContext
 */

/** @param {readonly Citation[]} citations @param {TurnContext} context */
export function renderSources(citations, context) {
  return [
    el('h3', { class: 'small-title' }, context.words.sources),
    el(
      'ol',
      { class: 'source-list' },
      [...citations].sort((a, b) => a.marker - b.marker).map((citation) => renderSource(citation, context)),
    ),
  ];
}

/** @param {Citation} citation @param {TurnContext} context */
function renderSource(citation, { words, openCitation }) {
  const { marker, title, headings, page } = citation;
  const place = [...headings, ...(page === undefined ? [] : [words.page(page)])].join(' › ');
  const open = el(
    'button',
    { type: 'button', class: 'source-open', 'aria-label': `${words.source(marker)}: ${title}` },
    el('span', { dir: 'auto' }, title),
    icon('arrow'),
  );
  open.addEventListener('click', () => openCitation(citation, open));
  return el(
    'li',
    { class: 'source', 'data-marker': marker },
    el('span', { class: 'source-number', 'aria-hidden': 'true' }, marker),
    el(
      'div',
      { class: 'source-body' },
      open,
      place !== '' && el('p', { class: 'source-place', dir: 'auto' }, place),
      el('blockquote', { class: 'source-quote', dir: 'auto' }, renderQuote(citation)),
      renderReported(citation.sources, words),
    ),
  );
}

/** @param {Citation['sources']} sources @param {import('./words.js').Words} words */
export function renderReported(sources, words) {
  if (sources.length === 0) return false;
  const lines = sources.map(({ title, publisher, date, url }) =>
    el(
      'li',
      { dir: 'auto' },
      outwardLink(url, title),
      el('span', { class: 'reported-by' }, [publisher, date ?? words.undated].filter(Boolean).join(', ')),
    ),
  );
  return el('ul', { class: 'reported' }, lines);
}
