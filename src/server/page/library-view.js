/** The library: what the articles are, how the index came to be, what could not be answered; with the token, what to do about it. */
import { getFile, getJson, maintainer, postJson, Refused } from './api.js';
import { el } from './dom.js';
import { renderMaintenance } from './maintenance.js';
import { readChoice } from './stored.js';

/**
 * @typedef {import('./main.js').App} App
 * @typedef {import('./main.js').Status} Status
 * @typedef {import('./words.js').Words} Words
 * @typedef {import('../../types.js').Overview} Overview
 * @typedef {{ id: string, question: string, asked: number, told: number }} Gap
 * @typedef {{ hidden: number, gaps: Gap[] }} Gaps
 */

/** @param {HTMLElement} main @param {App} app @returns {Promise<void>} */
export async function showLibrary(main, app) {
  main.className = 'library';
  main.replaceChildren(el('h1', {}, app.words.library));
  try {
    const [status, overview, gaps] = await Promise.all([getJson('/api/status'), getJson('/api/articles'), getJson('/api/gaps')]);
    if (main.className !== 'library') return;
    const again = () => showLibrary(main, app);
    main.replaceChildren(
      el('h1', {}, app.words.library),
      renderFigures(status, app),
      el(
        'div',
        { class: 'shelves' },
        renderArticles(overview, app),
        el('div', { class: 'ledger' }, renderLedger(status, gaps, app, again)),
      ),
    );
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (error.code === 'KEY' && (await app.askForKey())) return showLibrary(main, app);
    main.append(el('p', { class: 'failure', role: 'alert' }, error.code === 'OFFLINE' ? app.words.offline : error.message));
  }
}

/** @param {Status} status @param {App} app */
function renderFigures({ articles, passages, generation, collections }, { words, language }) {
  const number = new Intl.NumberFormat(language);
  const figures = [
    [words.articles, articles],
    [words.passages, passages],
    [words.collections, collections.length],
    [words.generation, generation],
  ];
  return el(
    'dl',
    { class: 'figures' },
    figures.map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, number.format(Number(value))))),
  );
}

/** @param {Overview} overview @param {App} app */
function renderArticles({ articles }, app) {
  const { words } = app;
  const list = el('div', { class: 'shelf-list' });
  const isOwn = (/** @type {{ language: string }} */ article) => Number(article.language.slice(0, 2) === app.language.slice(0, 2));
  const own = [...articles].sort((a, b) => isOwn(b) - isOwn(a));
  const fill = (/** @type {string} */ wanted) => {
    const fold = (/** @type {string} */ text) => text.normalize('NFKC').toLowerCase();
    const found = own.filter(({ title, id }) => fold(`${title} ${id}`).includes(fold(wanted.trim())));
    const names = [...new Set(found.map(({ collection }) => collection))];
    list.replaceChildren(
      ...names.map((name) =>
        renderShelf(
          name,
          found.filter(({ collection }) => collection === name),
          app,
        ),
      ),
    );
    if (found.length === 0) list.append(el('p', { class: 'fine' }, words.noMatch));
  };
  const filter = el('input', {
    type: 'search',
    class: 'filter',
    placeholder: words.filter,
    'aria-label': words.filter,
    oninput: () => fill(filter.value),
  });
  fill('');
  return el('section', { class: 'shelf' }, el('div', { class: 'shelf-head' }, el('h2', {}, words.articles), filter), list);
}

/** @param {string} name @param {Overview['articles']} articles @param {App} app */
function renderShelf(name, articles, { words, language, openArticle }) {
  const number = new Intl.NumberFormat(language);
  const names = new Intl.DisplayNames(language, { type: 'language' });
  const rows = articles.map(({ id, title, language: written, date, characters }) => {
    const button = el(
      'button',
      { type: 'button', class: 'spine', lang: written },
      el('span', { class: 'spine-title', dir: 'auto' }, title),
      el(
        'span',
        { class: 'spine-facts' },
        [nameOf(names, written), date, words.characters(number.format(characters))].filter(Boolean).join(' · '),
      ),
    );
    button.addEventListener('click', () => openArticle(id, button));
    return el('li', {}, button);
  });
  return el(
    'section',
    {},
    el('h3', { class: 'small-title', dir: 'auto' }, name, ' ', el('span', { class: 'count' }, articles.length)),
    el('ul', { class: 'spines' }, rows),
  );
}

/** An article may claim any language. @param {Intl.DisplayNames} names @param {string} tag */
function nameOf(names, tag) {
  try {
    return names.of(tag) ?? tag;
  } catch (error) {
    if (error instanceof RangeError) return tag;
    throw error;
  }
}

/** @param {Status} status @param {Gaps} gaps @param {App} app @param {() => void} again */
function renderLedger(status, gaps, app, again) {
  const { words } = app;
  return [
    el('section', { class: 'card' }, el('h2', {}, words.lastUpdate), renderReport(status.report, words)),
    el('section', { class: 'card' }, el('h2', {}, words.gaps), renderGaps(gaps, words, again)),
    status.generations.length > 0 &&
      el('section', { class: 'card' }, el('h2', {}, words.generations), renderGenerations(status.generations, app)),
    el(
      'section',
      { class: 'card' },
      el('h2', {}, words.evaluation),
      status.evaluation === null ? el('p', { class: 'fine' }, words.noEvaluation) : el('p', {}, renderEvaluation(status.evaluation, words)),
    ),
    el('section', { class: 'card' }, el('h2', {}, words.maintenance), renderMaintenance(status, words, again)),
  ];
}

/** A link cannot carry the key: where there is one, the report is fetched with it, and saved. @param {string} address @param {Words} words */
function renderEvaluation(address, words) {
  if (readChoice('key') === undefined) return el('a', { href: address, target: '_blank' }, words.openEvaluation);
  const save = async () => {
    const file = URL.createObjectURL(await getFile(address));
    const link = el('a', { download: 'evaluation.html' });
    link.setAttribute('href', file);
    link.click();
    URL.revokeObjectURL(file);
  };
  return el('button', { type: 'button', class: 'text-button', onclick: save }, words.saveEvaluation);
}

/** @param {Status['report']} report @param {Words} words */
function renderReport(report, words) {
  if (report === null) return el('p', { class: 'fine' }, words.noUpdate);
  const { articles, embedded, changes, problems, seconds } = report;
  return [
    el('p', {}, words.updated(articles)),
    el('p', { class: 'fine' }, words.embedded({ passages: embedded.passages, seconds: seconds.toFixed(1) })),
    changes.length > 0 && renderChanges(changes, words),
    problems.length > 0 && [
      el('h3', { class: 'small-title' }, words.problems),
      el(
        'ul',
        { class: 'changes' },
        problems.slice(0, 50).map(({ path, reason }) => el('li', { dir: 'auto' }, el('code', {}, path), ' ', reason)),
      ),
    ],
  ].flat();
}

/** @param {NonNullable<Status['report']>['changes']} changes @param {Words} words */
function renderChanges(changes, words) {
  const items = changes
    .slice(0, 200)
    .map(({ change, title }) =>
      el('li', { 'data-change': change }, el('span', { class: 'tag' }, words.change[change]), el('span', { dir: 'auto' }, title)),
    );
  return el(
    'details',
    { open: changes.length <= 5 },
    el('summary', {}, words.changes(changes.length)),
    el('ul', { class: 'changes' }, items),
  );
}

/** @param {Status['generations']} generations @param {App} app */
function renderGenerations(generations, { words, language }) {
  const time = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  const rows = generations.map(({ generation, createdAt, reason, articles: { added, changed, removed }, live }) =>
    el(
      'li',
      { class: live ? 'generation live' : 'generation' },
      el('span', { class: 'generation-number' }, generation),
      el(
        'span',
        {},
        el(
          'span',
          { class: 'generation-what' },
          words.reason[/** @type {keyof Words['reason']} */ (reason)] ?? reason,
          live && el('span', { class: 'tag' }, words.live),
        ),
        el('span', { class: 'fine' }, `${time.format(new Date(createdAt))} · +${added} ~${changed} −${removed}`),
      ),
    ),
  );
  return el('ol', { class: 'generations' }, rows);
}

/** @param {Gaps} gaps @param {Words} words @param {() => void} again */
function renderGaps({ hidden, gaps }, words, again) {
  if (hidden > 0) return el('p', { class: 'fine' }, words.gapsHidden(hidden));
  if (gaps.length === 0) return el('p', { class: 'fine' }, words.noGaps);
  const rows = gaps.map(({ id, question, asked, told }) => {
    const dismiss = el(
      'button',
      {
        type: 'button',
        class: 'text-button',
        onclick: () => postJson(`/api/admin/gaps/${encodeURIComponent(id)}/dismiss`, {}).then(again),
      },
      words.dismiss,
    );
    return el(
      'li',
      {},
      el('span', { class: 'gap-question', dir: 'auto' }, question),
      el(
        'span',
        { class: 'fine' },
        words.asked(asked),
        told > 0 && ` · ${words.told} ×${told}`,
        maintainer.token !== undefined && [' · ', dismiss].map((each) => each),
      ),
    );
  });
  return el('ul', { class: 'gaps' }, rows);
}
