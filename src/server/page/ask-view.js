/** Asking: the first page with its examples, then the conversation. */
import { createTurnView } from './answer-view.js';
import { ask, getJson, Refused } from './api.js';
import { announce, el, icon } from './dom.js';
import { forgetConversations, keep, readConversations, writeConversation } from './stored.js';
import { createComposer } from './suggest.js';

/**
 * @typedef {import('../../types.js').Turn} Turn
 * @typedef {import('./main.js').App} App
 * @typedef {import('./stored.js').StoredTurn} StoredTurn
 * @typedef {{ show: () => void, ask: (question: string, from?: Shared) => void, fresh: () => void, focus: () => void }} AskView
 * @typedef {{ history: string[], generation: string | undefined }} Shared what a shared link carries beside its question
 */

/** @param {HTMLElement} main @param {App} app @returns {AskView} */
export function createAskView(main, app) {
  let conversation = createConversation();
  /** @type {AbortController | undefined} */
  let running;
  /** @type {import('./suggest.js').Composer | undefined} */
  let composer;

  const contextOf = () => ({
    words: app.words,
    feedback: app.status?.feedback ?? false,
    openCitation: app.openCitation,
    ask: (/** @type {string} */ question) => void start(question),
    linkTo: (/** @type {StoredTurn} */ turn) => linkTo(conversation.turns, turn),
  });
  const makeComposer = () => {
    composer = createComposer({
      words: app.words,
      language: app.language,
      placeholder: conversation.turns.length === 0 ? app.words.placeholder : app.words.placeholderMore,
      onAsk: (question) => void start(question),
      onStop: () => running?.abort(),
      lastQuestion: () => conversation.turns.at(-1)?.question,
    });
    composer.setBusy(running !== undefined);
    return composer.element;
  };
  const showConversation = () => {
    main.replaceChildren(el('div', { class: 'turns' }), el('div', { class: 'dock' }, makeComposer()));
    for (const turn of conversation.turns) {
      if (turn.answer === undefined) continue;
      const view = createTurnView(turn.question, contextOf());
      main.firstElementChild?.append(view.element);
      view.finish(turn);
    }
  };
  const showFirst = () => {
    main.replaceChildren(renderFirst(app, makeComposer(), { ask: (question) => void start(question), open, forget }));
    void fillSuggestions(main, app, (question) => void start(question));
  };
  const show = () => {
    main.className = conversation.turns.length === 0 ? 'first' : 'talking';
    if (conversation.turns.length === 0) showFirst();
    else showConversation();
  };
  const open = (/** @type {import('./stored.js').Conversation} */ stored) => {
    conversation = stored;
    show();
    scrollTo({ top: 0 });
    composer?.focus();
  };
  const forget = () => {
    forgetConversations();
    announce(app.words.forgetAllDone);
    show();
    composer?.focus();
  };

  /** On a touch screen the keyboard would cover what is to be read. */
  const focusBox = () => {
    if (matchMedia('(pointer: fine)').matches) composer?.focus();
  };

  /** @param {string} question @param {Shared} [shared] */
  async function start(question, shared) {
    if (running !== undefined) return;
    const earlier = shared === undefined ? historyOf(conversation.turns) : shared.history.map((each) => ({ question: each }));
    /** @type {StoredTurn} */
    const turn = { question };
    conversation.turns.push(turn);
    if (main.className !== 'talking') {
      show();
      focusBox();
    }
    const view = createTurnView(question, contextOf());
    main.firstElementChild?.append(view.element);
    view.element.scrollIntoView({ block: 'start', behavior: prefersStill() ? 'instant' : 'smooth' });
    running = new AbortController();
    composer?.setBusy(true);
    const started = performance.now();
    try {
      await ask(
        { question, history: earlier, locale: app.language },
        (event) => {
          if (event.kind === 'claim') view.addClaim(event.claim, event.citations);
          else {
            turn.answer = keep(event.answer, ((performance.now() - started) / 1000).toFixed(2));
            view.finish(turn, noticeFor(app, shared, event.answer.generation));
          }
        },
        running.signal,
      );
      conversation.at = new Date().toISOString();
      writeConversation({ ...conversation, turns: conversation.turns.filter(({ answer }) => answer !== undefined) });
    } catch (error) {
      conversation.turns = conversation.turns.filter((each) => each !== turn);
      const retry = () => {
        view.element.remove();
        void start(question, shared);
      };
      failWith(error, app, view, retry);
    } finally {
      running = undefined;
      composer?.setBusy(false);
    }
  }

  return {
    show,
    ask: (question, shared) => void start(question, shared),
    fresh() {
      running?.abort();
      conversation = createConversation();
      show();
      composer?.focus();
    },
    focus: focusBox,
  };
}

const prefersStill = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** @returns {import('./stored.js').Conversation} */
const createConversation = () => ({ id: crypto.randomUUID(), at: '', turns: [] });

/** @param {readonly StoredTurn[]} turns @returns {Turn[]} */
function historyOf(turns) {
  return turns.slice(-10).flatMap(({ question, answer }) => {
    if (answer === undefined) return [];
    const citations = answer.citations.map(({ articleId, articleVersion, start, end }) => ({ articleId, articleVersion, start, end }));
    return [{ question, answer: answer.text, citations }];
  });
}

/** A link asks again: what it opens is what the articles say then. @param {readonly StoredTurn[]} turns @param {StoredTurn} turn */
function linkTo(turns, turn) {
  const query = new URLSearchParams({ q: turn.question });
  if (turn.answer !== undefined) query.set('g', String(turn.answer.generation));
  for (const { question } of turns.slice(0, Math.max(0, turns.indexOf(turn))).slice(-5)) query.append('h', question);
  return `${location.origin}/?${query}`;
}

/** @param {App} app @param {Shared | undefined} shared @param {number} generation */
function noticeFor(app, shared, generation) {
  const then = shared?.generation;
  return then === undefined || then === String(generation) ? undefined : app.words.sharedFrom({ then, now: generation });
}

/** @param {unknown} error @param {App} app @param {import('./answer-view.js').TurnView} view @param {() => void} retry */
function failWith(error, app, view, retry) {
  if (error instanceof DOMException && error.name === 'AbortError') return view.fail(app.words.stopped, retry);
  if (!(error instanceof Refused)) throw error;
  if (error.code === 'KEY') void app.askForKey().then((given) => given && retry());
  view.fail(error.code === 'OFFLINE' ? app.words.offline : error.message, retry);
}

/**
 * @param {App} app
 * @param {HTMLElement} composer
 * @param {{ ask: (question: string) => void, open: (conversation: import('./stored.js').Conversation) => void, forget: () => void }} actions
 */
function renderFirst(app, composer, { open, forget }) {
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
async function fillSuggestions(main, app, start) {
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

/** @param {import('./stored.js').Conversation[]} conversations @param {import('./words.js').Words} words @param {(conversation: import('./stored.js').Conversation) => void} open @param {() => void} forget */
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
