/** Asking: the first page with its examples, then the conversation. */
import { createTurnView } from './answer-view.js';
import { ask, Refused } from './api.js';
import { Composer } from './composer.js';
import { announce, el } from './dom.js';
import { fillSuggestions, renderFirst } from './first-view.js';
import { forgetConversations, keep, writeConversation } from './stored.js';

/**
 * @typedef {import('../../types.js').Turn} Turn
 * @typedef {import('./answer-view.js').TurnView} TurnView
 * @typedef {import('./main.js').App} App
 * @typedef {import('./stored.js').Conversation} Conversation
 * @typedef {import('./stored.js').StoredTurn} StoredTurn
 * @typedef {{ view: TurnView, giveUp: AbortController }} Running an answer that is coming in, and what gives it up
 * @typedef {{ history: string[], generation: string | undefined }} Shared what a shared link carries beside its question
 */

export class AskView {
  /** @type {Conversation} */
  #conversation = createConversation();
  /** @type {Running | undefined} */
  #running;
  /** @type {Composer | undefined} */
  #composer;

  /** @param {HTMLElement} main @param {App} app */
  constructor(main, app) {
    this.main = main;
    this.app = app;
  }

  show() {
    const isFirst = this.#conversation.turns.length === 0;
    this.main.className = isFirst ? 'first' : 'talking';
    const start = (/** @type {string} */ question) => void this.ask(question);
    if (isFirst) {
      this.main.replaceChildren(
        renderFirst(
          this.app,
          this.#renderComposer(),
          (stored) => this.#open(stored),
          () => this.#forget(),
        ),
      );
      void fillSuggestions(this.main, this.app, start);
    } else this.main.replaceChildren(this.#renderTurns(), el('div', { class: 'dock' }, this.#renderComposer()));
  }

  /** On a touch screen the keyboard would cover what is to be read. */
  focus() {
    if (matchMedia('(pointer: fine)').matches) this.#composer?.focus();
  }

  fresh() {
    this.#running?.giveUp.abort();
    this.#conversation = createConversation();
    this.show();
    this.#composer?.focus();
  }

  /** @param {string} question @param {Shared} [shared] */
  async ask(question, shared) {
    if (this.#running !== undefined) return;
    const conversation = this.#conversation;
    const history = shared === undefined ? historyOf(conversation.turns) : shared.history.map((each) => ({ question: each }));
    /** @type {StoredTurn} */
    const turn = { question };
    conversation.turns.push(turn);
    const running = this.#startTurn(question);
    const { view } = running;
    try {
      await this.#receive(turn, running, { history, shared });
    } catch (error) {
      // Once the answer is whole, it does not matter how the connection ends.
      if (turn.answer === undefined) {
        conversation.turns = conversation.turns.filter((each) => each !== turn);
        return this.#fail(error, view, () => {
          view.element.remove();
          void this.ask(question, shared);
        });
      }
    } finally {
      this.#end(running);
    }
    conversation.at = new Date().toISOString();
    writeConversation({ ...conversation, turns: conversation.turns.filter(({ answer }) => answer !== undefined) });
  }

  /** The next question may be asked. @param {Running} running */
  #end(running) {
    if (this.#running !== running) return;
    this.#running = undefined;
    this.#composer?.setBusy(false);
  }

  /** @param {string} question */
  #startTurn(question) {
    const view = createTurnView(question, this.#contextOf());
    const running = { view, giveUp: new AbortController() };
    this.#running = running;
    if (this.main.className === 'talking') this.main.firstElementChild?.append(view.element);
    else {
      this.show();
      this.focus();
    }
    this.#composer?.setBusy(true);
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    view.element.scrollIntoView({ block: 'start', behavior: still ? 'instant' : 'smooth' });
    return running;
  }

  /** @param {StoredTurn} turn @param {Running} running @param {{ history: Turn[], shared: Shared | undefined }} before */
  async #receive(turn, running, { history, shared }) {
    const { view, giveUp } = running;
    const started = performance.now();
    /** @param {import('../../types.js').AnswerEvent} event */
    const receive = (event) => {
      if (event.kind === 'claim') return view.addClaim(event.claim, event.citations);
      turn.answer = keep(event.answer, ((performance.now() - started) / 1000).toFixed(2));
      view.finish(turn, noticeFor(this.app, shared, event.answer.generation));
      this.#end(running);
    };
    await ask({ question: turn.question, history, locale: this.app.language }, receive, giveUp.signal);
  }

  /** @param {unknown} error @param {TurnView} view @param {() => void} retry */
  #fail(error, view, retry) {
    const { words, askForKey } = this.app;
    if (error instanceof DOMException && error.name === 'AbortError') return view.fail(words.stopped, retry);
    if (!(error instanceof Refused)) throw error;
    if (error.code === 'KEY') void askForKey().then((given) => given && retry());
    view.fail(error.code === 'OFFLINE' ? words.offline : error.message, retry);
  }

  #contextOf() {
    const turns = this.#conversation.turns;
    return {
      words: this.app.words,
      feedback: this.app.status?.feedback ?? false,
      openCitation: this.app.openCitation,
      ask: (/** @type {string} */ question) => void this.ask(question),
      linkTo: (/** @type {StoredTurn} */ turn) => linkTo(turns, turn),
    };
  }

  /** The turns so far; the one that is coming in is the same node, wherever the reader has been meanwhile. */
  #renderTurns() {
    const turns = el('div', { class: 'turns' });
    for (const turn of this.#conversation.turns) {
      if (turn.answer === undefined) continue;
      const view = createTurnView(turn.question, this.#contextOf());
      turns.append(view.element);
      view.finish(turn);
    }
    if (this.#running !== undefined) turns.append(this.#running.view.element);
    return turns;
  }

  #renderComposer() {
    const { words, language } = this.app;
    const turns = this.#conversation.turns;
    this.#composer = new Composer({
      words,
      language,
      placeholder: turns.length === 0 ? words.placeholder : words.placeholderMore,
      onAsk: (question) => void this.ask(question),
      onStop: () => this.#running?.giveUp.abort(),
      lastQuestion: () => turns.at(-1)?.question,
    });
    this.#composer.setBusy(this.#running !== undefined);
    return this.#composer.element;
  }

  /** @param {Conversation} stored */
  #open(stored) {
    this.#conversation = stored;
    this.show();
    scrollTo({ top: 0 });
    this.focus();
  }

  #forget() {
    forgetConversations();
    announce(this.app.words.forgetAllDone);
    this.show();
    this.#composer?.focus();
  }
}

/** @returns {Conversation} */
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
