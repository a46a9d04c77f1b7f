/** The page: language, appearance, addresses, keys; the views do the rest. */
import { getJson, Refused } from './api.js';
import { createPanel } from './article-panel.js';
import { AskView } from './ask-view.js';
import { byId, el, icon } from './dom.js';
import { showLibrary } from './library-view.js';
import { readChoice, writeChoice } from './stored.js';
import { chooseLanguage, wordsOf } from './words.js';

/**
 * @typedef {import('zod').infer<typeof import('../library.js').statusSchema>} Status
 * @typedef {import('../../types.js').Citation} Citation
 * @typedef {{
 *   language: import('./words.js').PageLanguage,
 *   words: import('./words.js').Words,
 *   status: Status | undefined,
 *   openCitation: (citation: Citation, opener: HTMLElement) => void,
 *   openArticle: (id: string, opener: HTMLElement) => void,
 *   askForKey: () => Promise<boolean>,
 * }} App
 */

const main = /** @type {HTMLElement} */ (byId('main'));
const stored = readChoice('language');
const language = stored === 'en' || stored === 'zh-Hant' ? stored : chooseLanguage(navigator.languages);
/** What had the focus before the panel opened. @type {HTMLElement | undefined} */
let opener;

/** @type {App} */
const app = {
  language,
  words: wordsOf(language),
  status: undefined,
  openCitation({ articleId: id, articleVersion: version, start, end, span }, from) {
    opener = from;
    showPlace({ id, version, quoted: { start, end }, span });
  },
  openArticle(id, from) {
    opener = from;
    showPlace({ id });
  },
  askForKey,
};
const panel = createPanel(() => app.words, closePanel);
const askView = new AskView(main, app);

/** @param {import('./article-panel.js').Place} place */
function showPlace(place) {
  const query = new URLSearchParams({ id: place.id });
  if (place.version !== undefined) query.set('version', place.version);
  for (const [name, range] of /** @type {const} */ ([
    ['', place.quoted],
    ['span-', place.span],
  ])) {
    if (range === undefined) continue;
    query.set(`${name}start`, String(range.start));
    query.set(`${name}end`, String(range.end));
  }
  const address = `/article?${query}`;
  if (panel.isOpen()) history.replaceState({ panel: true, under: history.state?.under }, '', address);
  else history.pushState({ panel: true, under: location.pathname + location.search }, '', address);
  void panel.open(place);
}

function closePanel() {
  if (history.state?.panel) history.back();
  else {
    history.replaceState(null, '', '/');
    showAddress();
  }
}

/** What the address says: a place in an article over the view that is there, or a view. */
function showAddress() {
  const query = new URLSearchParams(location.search);
  if (location.pathname === '/article') {
    const id = query.get('id');
    if (id !== null)
      void panel.open({ id, version: query.get('version') ?? undefined, quoted: rangeOf(query, ''), span: rangeOf(query, 'span-') });
    return;
  }
  const wasOpen = panel.isOpen();
  panel.close();
  showView(location.pathname === '/library' ? 'library' : 'ask');
  if (wasOpen && opener?.isConnected) opener.focus({ preventScroll: true });
}

/** @param {URLSearchParams} query @param {string} prefix */
function rangeOf(query, prefix) {
  const [start, end] = ['start', 'end'].map((name) => Number(query.get(prefix + name) ?? Number.NaN));
  return Number.isInteger(start) && Number.isInteger(end) && end > start ? { start, end } : undefined;
}

/** @type {'ask' | 'library' | undefined} */
let view;

/** @param {'ask' | 'library'} wanted @param {boolean} [anew] */
function showView(wanted, anew = false) {
  if (wanted === view && !anew) return;
  view = wanted;
  for (const link of document.querySelectorAll('.views [data-view]')) {
    if (link.getAttribute('data-view') === wanted) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  if (wanted === 'ask') askView.show();
  else void showLibrary(main, app);
}

/** Words that stand in the document itself. */
function showWords() {
  const { words } = app;
  document.documentElement.lang = app.language;
  for (const element of document.querySelectorAll('[data-words]'))
    element.textContent = String(words[/** @type {'ask'} */ (element.getAttribute('data-words'))]);
  for (const element of document.querySelectorAll('[data-label]'))
    element.setAttribute('aria-label', String(words[/** @type {'views'} */ (element.getAttribute('data-label'))]));
  const switcher = byId('language');
  switcher.textContent = words.otherLanguage;
  switcher.setAttribute('aria-label', words.otherLanguageLabel);
  switcher.setAttribute('lang', app.language === 'en' ? 'zh-Hant' : 'en');
  const fresh = byId('fresh');
  fresh.replaceChildren(icon('plus'));
  fresh.setAttribute('aria-label', words.fresh);
  fresh.setAttribute('title', words.fresh);
  showTheme();
}

const themes = /** @type {const} */ (['auto', 'light', 'dark']);

function showTheme() {
  const theme = themes.find((each) => each === readChoice('theme')) ?? 'auto';
  const label = { auto: app.words.themeAuto, light: app.words.themeLight, dark: app.words.themeDark }[theme];
  if (theme === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  const button = byId('theme');
  button.replaceChildren(icon(theme));
  button.setAttribute('aria-label', label);
  button.setAttribute('title', label);
}

/** A dialog for the key of this server. @returns {Promise<boolean>} whether one was given */
function askForKey() {
  const { words } = app;
  return new Promise((resolve) => {
    const field = el('input', {
      type: 'password',
      class: 'filter',
      'aria-label': words.key,
      required: true,
      autocomplete: 'current-password',
    });
    const form = el(
      'form',
      { class: 'key-form' },
      el('h2', {}, words.keyTitle),
      el('p', {}, words.keyText),
      field,
      el('button', { class: 'primary' }, words.signIn),
    );
    const dialog = el('dialog', { class: 'key-dialog', 'aria-label': words.keyTitle }, form);
    const end = (/** @type {boolean} */ given) => {
      dialog.remove();
      resolve(given);
    };
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      writeChoice('key', field.value.trim());
      end(true);
    });
    dialog.addEventListener('cancel', () => end(false));
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** Asks again for as long as keys are given and wrong. */
async function readStatus() {
  try {
    app.status = await getJson('/api/status');
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (error.code === 'KEY' && (await askForKey())) await readStatus();
  }
}

document.addEventListener('click', (event) => {
  const link = /** @type {HTMLElement} */ (event.target).closest('a[data-view]');
  if (link === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  history.pushState(null, '', link.getAttribute('href'));
  showAddress();
  main.focus({ preventScroll: true });
  scrollTo({ top: 0 });
});
document.addEventListener('keydown', (event) => {
  if (event.isComposing) return;
  const typing = /** @type {HTMLElement} */ (event.target).matches('input, textarea, [contenteditable]');
  if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && view === 'ask') {
    event.preventDefault();
    askView.focus();
  } else if (event.key === 'Escape' && panel.isOpen()) closePanel();
});
addEventListener('popstate', showAddress);
byId('fresh').addEventListener('click', () => {
  history.pushState(null, '', '/');
  panel.close();
  view = undefined;
  askView.fresh();
  showView('ask', true);
});
byId('language').addEventListener('click', () => {
  app.language = app.language === 'en' ? 'zh-Hant' : 'en';
  app.words = wordsOf(app.language);
  writeChoice('language', app.language);
  showWords();
  if (view !== undefined) showView(view, true);
  if (panel.isOpen()) showAddress();
});
byId('theme').addEventListener('click', () => {
  const now = themes.findIndex((each) => each === (readChoice('theme') ?? 'auto'));
  writeChoice('theme', themes[(now + 1) % themes.length]);
  showTheme();
});

showWords();
await readStatus();
if (location.pathname === '/article') showView('ask');
showAddress();
const shared = new URLSearchParams(location.search);
const question = location.pathname === '/' ? shared.get('q') : null;
if (question !== null && question.trim() !== '') {
  history.replaceState(null, '', '/');
  void askView.ask(question.slice(0, 4000), { history: shared.getAll('h').slice(-5), generation: shared.get('g') ?? undefined });
} else if (location.pathname === '/') askView.focus();
