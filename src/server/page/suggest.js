/** The question box: it grows, understands input methods, and offers questions that fit what was typed. */
import { getJson } from './api.js';
import { el, icon } from './dom.js';

/**
 * @typedef {import('./words.js').Words} Words
 * @typedef {{ element: HTMLFormElement, focus: () => void, setBusy: (busy: boolean) => void }} Composer
 */

const WAIT_MS = 120;

/**
 * @param {{ words: Words, language: string, placeholder: string, onAsk: (question: string) => void, onStop: () => void, lastQuestion: () => string | undefined }} parts
 * @returns {Composer}
 */
export function createComposer({ words, language, placeholder, onAsk, onStop, lastQuestion }) {
  const listId = 'fitting';
  const box = el('textarea', {
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
    'aria-controls': listId,
    dir: 'auto',
  });
  const button = el('button', { class: 'send', 'aria-label': words.send, title: words.send }, icon('send'));
  const list = el('ul', { id: listId, class: 'fitting', role: 'listbox', 'aria-label': words.tryThese, hidden: true });
  const element = el(
    'form',
    { class: 'composer', role: 'search' },
    el('div', { class: 'composer-box' }, box, button),
    list,
    el('p', { class: 'hint' }, words.hint),
  );
  const choices = createChoices(box, list, (question) => submit(question));
  let busy = false;

  const submit = (/** @type {string} */ text) => {
    const question = text.trim();
    if (question === '' || busy) return;
    box.value = '';
    grow(box);
    choices.hide();
    onAsk(question);
  };
  element.addEventListener('submit', (event) => {
    event.preventDefault();
    if (busy) onStop();
    else submit(box.value);
  });
  box.addEventListener('keydown', (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    if (choices.handle(event)) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      submit(box.value);
    } else if (event.key === 'ArrowUp' && box.value === '') {
      box.value = lastQuestion() ?? '';
      grow(box);
      event.preventDefault();
    }
  });
  box.addEventListener('input', () => {
    grow(box);
    choices.find(box.value.trim(), language);
  });
  box.addEventListener('blur', () => choices.hide());
  return {
    element,
    focus: () => box.focus({ preventScroll: true }),
    setBusy(now) {
      busy = now;
      button.replaceChildren(icon(now ? 'stop' : 'send'));
      button.setAttribute('aria-label', now ? words.stop : words.send);
      button.title = now ? words.stop : words.send;
    },
  };
}

/** @param {HTMLTextAreaElement} box */
function grow(box) {
  box.style.height = 'auto';
  box.style.height = `${Math.min(box.scrollHeight, 200)}px`;
}

/** A listbox under the box: arrows choose, Enter takes, Escape hides. @param {HTMLTextAreaElement} box @param {HTMLElement} list @param {(question: string) => void} take */
function createChoices(box, list, take) {
  let chosen = -1;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  let asked = 0;
  const options = () => /** @type {HTMLElement[]} */ ([...list.children]);
  const hide = () => {
    clearTimeout(waiting);
    asked += 1;
    list.hidden = true;
    chosen = -1;
    box.setAttribute('aria-expanded', 'false');
    box.removeAttribute('aria-activedescendant');
  };
  const choose = (/** @type {number} */ index) => {
    chosen = index;
    for (const [at, option] of options().entries()) option.setAttribute('aria-selected', String(at === index));
    if (index >= 0) box.setAttribute('aria-activedescendant', options()[index].id);
    else box.removeAttribute('aria-activedescendant');
  };
  const show = (/** @type {readonly string[]} */ questions) => {
    list.replaceChildren(
      ...questions.map((question, index) => {
        const option = el('li', { id: `fitting-${index}`, role: 'option', 'aria-selected': 'false', dir: 'auto' }, question);
        option.addEventListener('pointerdown', (event) => {
          event.preventDefault();
          take(question);
        });
        return option;
      }),
    );
    list.hidden = questions.length === 0;
    box.setAttribute('aria-expanded', String(questions.length > 0));
    choose(-1);
  };
  return {
    hide,
    /** @param {string} typed @param {string} language */
    find(typed, language) {
      clearTimeout(waiting);
      if (typed.length < 2) return hide();
      asked += 1;
      const own = asked;
      waiting = setTimeout(async () => {
        const query = new URLSearchParams({ typed: typed.slice(0, 500), language, limit: '5' });
        // Without suggestions the box works as well: what is wrong with the server is told when a question is asked.
        const { questions } = await getJson(`/api/suggest?${query}`).catch(() => ({ questions: [] }));
        if (own === asked && document.activeElement === box) show(questions.filter((/** @type {string} */ each) => each !== typed));
      }, WAIT_MS);
    },
    /** @param {KeyboardEvent} event @returns {boolean} whether the key was for the list */
    handle(event) {
      if (list.hidden) return false;
      const count = options().length;
      if (event.key === 'ArrowDown') choose((chosen + 1) % count);
      else if (event.key === 'ArrowUp') choose(chosen <= 0 ? count - 1 : chosen - 1);
      else if (event.key === 'Enter' && chosen >= 0) take(options()[chosen].textContent ?? '');
      else if (event.key === 'Escape') hide();
      else return false;
      event.preventDefault();
      event.stopPropagation();
      return true;
    },
  };
}
