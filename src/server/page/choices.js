/** A listbox of questions under the box: arrows choose, Enter takes, Escape hides. */
import { getJson } from './api.js';
import { el } from './dom.js';

const WAIT_MS = 120;
const LEAST_CHARACTERS = 2;

export class Choices {
  #chosen = -1;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #waiting;
  /** Counts what was typed: an answer for what is typed no more is dropped. */
  #typed = 0;

  /** @param {HTMLTextAreaElement} box @param {HTMLElement} list @param {(question: string) => void} take */
  constructor(box, list, take) {
    this.box = box;
    this.list = list;
    this.take = take;
  }

  hide() {
    clearTimeout(this.#waiting);
    this.#typed += 1;
    this.#show([]);
  }

  /** @param {string} typed @param {string} language */
  find(typed, language) {
    this.#typed += 1;
    const own = this.#typed;
    clearTimeout(this.#waiting);
    if (typed.length < LEAST_CHARACTERS) return this.hide();
    this.#waiting = setTimeout(async () => {
      const query = new URLSearchParams({ typed: typed.slice(0, 500), language, limit: '5' });
      // Without suggestions the box works as well: what is wrong with the server is told when a question is asked.
      const { questions } = await getJson(`/api/suggest?${query}`).catch(() => ({ questions: [] }));
      if (own !== this.#typed || document.activeElement !== this.box) return;
      this.#show(questions.filter((/** @type {string} */ each) => each !== typed));
    }, WAIT_MS);
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether the key was for the list */
  handle(event) {
    if (this.list.hidden) return false;
    const count = this.list.children.length;
    if (event.key === 'ArrowDown') this.#choose((this.#chosen + 1) % count);
    else if (event.key === 'ArrowUp') this.#choose(this.#chosen <= 0 ? count - 1 : this.#chosen - 1);
    else if (event.key === 'Enter' && this.#chosen >= 0) this.take(this.list.children[this.#chosen].textContent ?? '');
    else if (event.key === 'Escape') this.hide();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  /** @param {readonly string[]} questions */
  #show(questions) {
    const options = questions.map((question, index) => {
      const option = el('li', { id: `fitting-${index}`, role: 'option', 'aria-selected': 'false', dir: 'auto' }, question);
      option.addEventListener('pointerdown', (event) => {
        event.preventDefault();
        this.take(question);
      });
      return option;
    });
    this.list.replaceChildren(...options);
    this.list.hidden = questions.length === 0;
    this.box.setAttribute('aria-expanded', String(questions.length > 0));
    this.#choose(-1);
  }

  /** @param {number} index */
  #choose(index) {
    this.#chosen = index;
    for (const [at, option] of [...this.list.children].entries()) option.setAttribute('aria-selected', String(at === index));
    if (index >= 0) this.box.setAttribute('aria-activedescendant', this.list.children[index].id);
    else this.box.removeAttribute('aria-activedescendant');
  }
}
