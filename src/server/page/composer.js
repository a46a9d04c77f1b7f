/** The question box: it grows, understands input methods, and offers questions that fit what was typed. */
import { Choices } from './choices.js';
import { el, icon } from './dom.js';

/**
 * @typedef {{
 *   words: import('./words.js').Words,
 *   language: string,
 *   placeholder: string,
 *   onAsk: (question: string) => void,
 *   onStop: () => void,
 *   lastQuestion: () => string | undefined,
 * }} ComposerParts
 */

const LIST = 'fitting';
const TALLEST_PX = 200;

export class Composer {
  #busy = false;

  /** @param {ComposerParts} parts */
  constructor(parts) {
    const { words } = parts;
    this.parts = parts;
    this.box = createBox(parts.placeholder);
    this.button = el('button', { class: 'send', 'aria-label': words.send, title: words.send }, icon('send'));
    const list = el('ul', { id: LIST, class: 'fitting', role: 'listbox', 'aria-label': words.tryThese, hidden: true });
    this.choices = new Choices(this.box, list, (question) => this.#submit(question));
    const field = el('div', { class: 'composer-box' }, this.box, this.button);
    this.element = el('form', { class: 'composer', role: 'search' }, field, list, el('p', { class: 'hint' }, words.hint));
    this.#listen();
  }

  focus() {
    this.box.focus({ preventScroll: true });
  }

  /** While an answer comes in, the button stops it. @param {boolean} busy */
  setBusy(busy) {
    const { words } = this.parts;
    const label = busy ? words.stop : words.send;
    this.#busy = busy;
    this.button.replaceChildren(icon(busy ? 'stop' : 'send'));
    this.button.setAttribute('aria-label', label);
    this.button.title = label;
  }

  #listen() {
    this.element.addEventListener('submit', (event) => {
      event.preventDefault();
      if (this.#busy) this.parts.onStop();
      else this.#submit(this.box.value);
    });
    this.box.addEventListener('keydown', (event) => this.#press(event));
    this.box.addEventListener('input', () => {
      this.#grow();
      this.choices.find(this.box.value.trim(), this.parts.language);
    });
    this.box.addEventListener('blur', () => this.choices.hide());
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    // 229: Safari tells of the Enter that ends a composition only by this code.
    if (event.isComposing || event.keyCode === 229 || this.choices.handle(event)) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      this.#submit(this.box.value);
    } else if (event.key === 'ArrowUp' && this.box.value === '') {
      event.preventDefault();
      this.box.value = this.parts.lastQuestion() ?? '';
      this.#grow();
    }
  }

  /** @param {string} text */
  #submit(text) {
    const question = text.trim();
    if (question === '' || this.#busy) return;
    this.box.value = '';
    this.#grow();
    this.choices.hide();
    this.parts.onAsk(question);
  }

  #grow() {
    this.box.style.height = 'auto';
    this.box.style.height = `${Math.min(this.box.scrollHeight, TALLEST_PX)}px`;
  }
}

/** @param {string} placeholder */
const createBox = (placeholder) =>
  el('textarea', {
    id: 'question',
    rows: 1,
    maxlength: 4000,
    placeholder,
    'aria-label': placeholder,
    autocomplete: 'off',
    enterkeyhint: 'send',
    role: 'combobox',
    'aria-expanded': 'false',
    'aria-autocomplete': 'list',
    'aria-controls': LIST,
    dir: 'auto',
  });
