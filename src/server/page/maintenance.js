/** What maintainers may do in the library, after they have signed in with their token. */
import { getJson, maintainer, postJson, Refused } from './api.js';
import { announce, el } from './dom.js';

/**
 * @typedef {import('./main.js').Status} Status
 * @typedef {import('./words.js').Words} Words
 */

/** @param {Status} status @param {Words} words @param {() => void} again */
export function renderMaintenance({ maintenance }, words, again) {
  if (!maintenance) return el('p', { class: 'fine' }, words.readOnly);
  return maintainer.token === undefined ? renderSignIn(words, again) : renderTools(words, again);
}

/** @param {Words} words @param {() => void} again */
function renderSignIn(words, again) {
  const field = el('input', {
    type: 'password',
    class: 'filter',
    autocomplete: 'current-password',
    'aria-label': words.token,
    placeholder: words.token,
    required: true,
  });
  const wrong = el('p', { class: 'failure', role: 'alert' });
  const form = el('form', { class: 'sign-in' }, field, el('button', { class: 'primary' }, words.signIn), wrong);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    maintainer.token = field.value;
    try {
      await getJson('/api/admin');
      announce(words.signedIn);
      again();
    } catch (error) {
      maintainer.token = undefined;
      wrong.textContent = error instanceof Refused && error.code === 'ADMIN' ? words.wrongToken : /** @type {Error} */ (error).message;
    }
  });
  return form;
}

/** @param {Words} words @param {() => void} again */
function renderTools(words, again) {
  const note = el('p', { class: 'fine', role: 'status' });
  const update = el('button', { type: 'button', class: 'primary' }, words.updateIndex);
  update.addEventListener('click', async () => {
    update.disabled = true;
    note.textContent = words.updating;
    try {
      await postJson('/api/admin/refresh', {});
      again();
    } catch (error) {
      note.textContent = `${words.failed}. ${/** @type {Error} */ (error).message}`;
      update.disabled = false;
    }
  });
  const leave = el('button', { type: 'button', class: 'quiet' }, words.signOut);
  leave.addEventListener('click', () => {
    maintainer.token = undefined;
    again();
  });
  return el('div', { class: 'sign-in' }, update, leave, note);
}
