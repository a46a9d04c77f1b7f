/** What stands there before anything was asked: the promise, the box, examples, and what was asked before. */
import { getJson } from './api.js';
import { el, icon } from './dom.js';
import { readConversations } from './stored.js';

/**
 * @typedef {import('./main.js').App} App
 * @typedef {import('./stored.js').Conversation} Conversation
 */

/** @param {App} app @param {HTMLElement} composer @param {(conversation: Conversation) => void} open @param {() => void} forget */
export function renderFirst(app, composer, open, forget) {
  const { words, status } = app;
  return el(
    'section',
    { class: 'hero' },
    el('div', { class: 'scaffold', 'aria-hidden': 'true' }),
    el(
      'h1',
      {},
      words.heroTitle.map((part) => el('span', {}, part)),
    ),
    el('p', { class: 'hero-text' }, status === undefined ? '' : words.heroText(status.articles)),
    composer,
    el(
      'div',
      { class: 'under' },
      el('section', { class: 'examples', hidden: true }),
      renderRecent(readConversations().slice(0, 6), words, open, forget),
    ),
    el('footer', { class: 'foot' }, el('span', {}, words.footer), ' ', el('a', { href: '/api/openapi.json' }, words.api)),
  );
}

/** @param {HTMLElement} main @param {App} app @param {(question: string) => void} start */
export async function fillSuggestions(main, app, start) {
  const { questions } = await getJson(`/api/suggest?${new URLSearchParams({ typed: '', language: app.language, limit: '6' })}`).catch(
    () => ({ questions: [] }),
  );
  const place = /** @type {HTMLElement | null} */ (main.querySelector('.examples'));
  if (place === null || questions.length === 0) return;
  const items = questions.map((/** @type {string} */ question) =>
    el(
      'li',
      {},
      el(
        'button',
        { type: 'button', class: 'example', dir: 'auto', onclick: () => start(question) },
        el('span', {}, question),
        icon('arrow'),
      ),
    ),
  );
  place.replaceChildren(el('h2', { class: 'small-title' }, app.words.tryThese), el('ul', {}, items));
  place.hidden = false;
}

/** @param {Conversation[]} conversations @param {import('./words.js').Words} words @param {(conversation: Conversation) => void} open @param {() => void} forget */
function renderRecent(conversations, words, open, forget) {
  if (conversations.length === 0) return false;
  const items = conversations.map((conversation) =>
    el(
      'li',
      {},
      el(
        'button',
        { type: 'button', class: 'example', dir: 'auto', onclick: () => open(conversation) },
        el('span', {}, conversation.turns[0]?.question),
        icon('arrow'),
      ),
    ),
  );
  return el(
    'section',
    { class: 'recent' },
    el('h2', { class: 'small-title' }, words.recent),
    el('ul', {}, items),
    el(
      'p',
      { class: 'fine' },
      words.recentNote,
      ' ',
      el('button', { type: 'button', class: 'text-button', onclick: forget }, words.forgetAll),
    ),
  );
}
