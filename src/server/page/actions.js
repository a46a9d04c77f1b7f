/** What can be done with an answer: judge it, copy it, share it, tell the maintainers. */
import { postJson } from './api.js';
import { el, icon, iconButton } from './dom.js';

/**
 * @typedef {import('./stored.js').KeptAnswer} KeptAnswer
 * @typedef {import('./stored.js').StoredTurn} StoredTurn
 * @typedef {import('./answer-view.js').TurnContext} TurnContext
 * @typedef {keyof import('./words.js').Words['reasons']} Reason
 */

/** @param {StoredTurn} turn @param {KeptAnswer} answer @param {TurnContext} context */
export function renderActions(turn, answer, context) {
  const { words, feedback, linkTo } = context;
  const note = el('span', { class: 'action-note', role: 'status' });
  const form = el('div', { class: 'why', hidden: true });
  const told = answer.status === 'not-in-articles';
  const copy = (/** @type {string} */ text) => copyText(text).then(() => say(note, words.copied));
  const bar = el(
    'div',
    { class: 'actions' },
    feedback && !told && answer.claims.length > 0 && renderThumbs(turn.question, answer, { words, note, form }),
    feedback && told && renderTell(turn.question, answer, { words, note }),
    iconButton('link', words.copyLink, { class: 'action', onclick: () => copy(linkTo(turn)) }),
    answer.claims.length > 0 && iconButton('copy', words.copyAnswer, { class: 'action', onclick: () => copy(plainAnswer(answer)) }),
    note,
    answer.claims.length > 0 &&
      el(
        'span',
        { class: 'made' },
        words.made({ generation: answer.generation, seconds: answer.seconds ?? '', generated: answer.mode === 'generated' }),
      ),
  );
  return el('div', { class: 'after' }, bar, form);
}

/** @param {HTMLElement} note @param {string} text */
function say(note, text) {
  note.textContent = text;
}

/** @typedef {{ words: import('./words.js').Words, note: HTMLElement, form: HTMLElement }} Parts */

/** @param {string} question @param {KeptAnswer} answer @param {Parts} parts */
function renderThumbs(question, answer, { words, note, form }) {
  /** @type {string | undefined} */
  let id;
  const send = async (/** @type {object} */ vote) => {
    try {
      id = (await postJson('/api/feedback', { ...describe(question, answer), ...vote, ...(id === undefined ? {} : { id }) })).id;
      say(note, words.thanks);
    } catch (error) {
      say(note, `${words.failed}. ${/** @type {Error} */ (error).message}`);
    }
  };
  const choose = (/** @type {'up' | 'down'} */ verdict) => {
    up.setAttribute('aria-pressed', String(verdict === 'up'));
    down.setAttribute('aria-pressed', String(verdict === 'down'));
    form.hidden = verdict === 'up';
    if (verdict === 'down') {
      form.replaceChildren(
        renderWhy(
          words,
          (vote) => send(vote).then(() => down.focus()),
          () => down.focus(),
          form,
        ),
      );
      /** @type {HTMLElement} */ (form.querySelector('input')).focus();
      form.scrollIntoView({ block: 'nearest' });
    } else void send({ verdict });
  };
  const up = iconButton('up', words.up, { class: 'action', 'aria-pressed': 'false', onclick: () => choose('up') });
  const down = iconButton('down', words.down, { class: 'action', 'aria-pressed': 'false', onclick: () => choose('down') });
  return [up, down];
}

/**
 * @param {import('./words.js').Words} words
 * @param {(vote: object) => void} send
 * @param {() => void} cancel
 * @param {HTMLElement} host
 */
function renderWhy(words, send, cancel, host) {
  const name = `reason-${crypto.randomUUID()}`;
  const reasons = Object.entries(words.reasons).map(([value, label]) =>
    el('label', { class: 'reason' }, el('input', { type: 'radio', name, value }), label),
  );
  const comment = el('textarea', { rows: 2, maxlength: 2000, 'aria-label': words.comment, placeholder: words.comment });
  const form = el(
    'form',
    { class: 'why-form' },
    el('fieldset', {}, el('legend', {}, words.why), reasons),
    comment,
    el(
      'div',
      { class: 'why-buttons' },
      el('button', { class: 'primary' }, words.sendFeedback),
      el('button', { type: 'button', class: 'quiet', onclick: () => leave(cancel) }, words.cancel),
    ),
  );
  const leave = (/** @type {() => void} */ then) => {
    host.hidden = true;
    then();
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const reason = /** @type {Reason | null} */ (new FormData(form).get(name));
    const said = comment.value.trim();
    leave(() => send({ verdict: 'down', ...(reason ? { reason } : {}), ...(said === '' ? {} : { comment: said }) }));
  });
  form.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    leave(cancel);
  });
  return form;
}

/** @param {string} question @param {KeptAnswer} answer @param {Omit<Parts, 'form'>} parts */
function renderTell(question, { language }, { words, note }) {
  const button = el('button', { type: 'button', class: 'quiet' }, icon('note'), words.tellMaintainers);
  button.addEventListener('click', async () => {
    try {
      await postJson('/api/gaps', { question: question.slice(0, 2000), language });
      button.remove();
      say(note, words.toldMaintainers);
    } catch (error) {
      say(note, `${words.failed}. ${/** @type {Error} */ (error).message}`);
    }
  });
  return button;
}

/** What is sent with a vote: no more than what was shown. @param {string} question @param {KeptAnswer} answer */
function describe(question, { text, status, language, mode, generation, citations }) {
  const places = citations.map(({ articleId, articleVersion, start, end }) => ({ articleId, articleVersion, start, end }));
  return { question, answer: { text, status, language, mode, generation, citations: places } };
}

/** The answer for a letter or a note. @param {KeptAnswer} answer */
function plainAnswer({ claims, citations }) {
  const said = claims.map((claim) => `${claim.text} ${claim.citations.map((marker) => `[${marker}]`).join(' ')}`);
  const sources = citations.map(({ marker, title, sources: reported }) => {
    const names = reported.map(({ publisher, title: name, date, url }) => [publisher ?? name, date, url].filter(Boolean).join(', '));
    return `[${marker}] ${title} (${names.join('; ')})`;
  });
  return [...said, '', ...sources].join('\n');
}

/** @param {string} text */
export async function copyText(text) {
  if (navigator.clipboard !== undefined) return navigator.clipboard.writeText(text);
  const area = el('textarea', { class: 'unseen', readonly: true }, text);
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}
