/** The article beside the answer, open at the quoted words. */
import { copyText } from './actions.js';
import { readArticle } from './api.js';
import { byId, el, iconButton } from './dom.js';
import { renderArticleText } from './render-article.js';
import { renderReported } from './sources-view.js';

/**
 * @typedef {import('../../types.js').Article & { liveVersion: string | null }} StoredArticle
 * @typedef {{ start: number, end: number }} Range
 * @typedef {{ id: string, version?: string, quoted?: Range, span?: Range }} Place
 * @typedef {import('./words.js').Words} Words
 * @typedef {{ open: (place: Place) => Promise<void>, close: () => void, isOpen: () => boolean }} Panel
 */

/** @param {() => Words} wordsNow @param {() => void} onClose asks for the panel to be closed @returns {Panel} */
export function createPanel(wordsNow, onClose) {
  const panel = /** @type {HTMLElement} */ (byId('panel'));
  let latest = 0;

  /** @param {Place} place @param {Node[]} content @param {string} title */
  const show = (place, content, title) => {
    const words = wordsNow();
    const heading = el('h2', { class: 'panel-title', tabindex: -1, dir: 'auto' }, title);
    panel.replaceChildren(
      el(
        'div',
        { class: 'panel-bar' },
        el('span', { class: 'panel-kind' }, words.article),
        iconButton('close', words.close, { class: 'tool', onclick: onClose }),
      ),
      el('div', { class: 'panel-scroll' }, heading, ...content),
    );
    panel.setAttribute('aria-label', `${words.article}: ${title}`);
    panel.hidden = false;
    document.documentElement.classList.add('reading');
    heading.focus({ preventScroll: true });
    const target = place.quoted === undefined ? null : panel.querySelector('mark');
    if (target === null) /** @type {HTMLElement} */ (panel.querySelector('.panel-scroll')).scrollTop = 0;
    else target.scrollIntoView({ block: 'center', behavior: 'instant' });
  };

  return {
    async open(place) {
      latest += 1;
      const own = latest;
      const words = wordsNow();
      try {
        /** @type {StoredArticle} */
        const article = await readArticle(place.id, place.version);
        if (own !== latest) return;
        show(
          place,
          renderArticle(article, place, words, (version) => void this.open({ id: place.id, version })),
          article.title,
        );
      } catch (error) {
        if (own === latest)
          show(
            { id: place.id },
            [el('p', { class: 'failure', role: 'alert' }, `${/** @type {Error} */ (error).message || words.offline}`)],
            words.failed,
          );
      }
    },
    close() {
      latest += 1;
      panel.hidden = true;
      panel.replaceChildren();
      document.documentElement.classList.remove('reading');
    },
    isOpen: () => !panel.hidden,
  };
}

/** @param {StoredArticle} article @param {Place} place @param {Words} words @param {(version: string) => void} showVersion */
function renderArticle(article, { quoted, span }, words, showVersion) {
  const { text, language, date, collection, sources, version, liveVersion } = article;
  const body = renderArticleText(text, quoted, span);
  body.lang = language;
  return [
    el('p', { class: 'panel-facts' }, [collection, language, date, `${words.version} ${version.slice(0, 8)}`].filter(Boolean).join(' · ')),
    version === liveVersion ? '' : renderOld(liveVersion, words, showVersion),
    quoted === undefined ? '' : renderQuoteBar(text.slice(quoted.start, quoted.end), quoted, words),
    body,
    sources.length > 0
      ? el('section', { class: 'panel-sources' }, el('h3', { class: 'small-title' }, words.reported), renderReported(sources, words))
      : '',
  ].filter((node) => node instanceof Node);
}

/** @param {string | null} liveVersion @param {Words} words @param {(version: string) => void} showVersion */
function renderOld(liveVersion, words, showVersion) {
  if (liveVersion === null) return el('p', { class: 'old' }, words.gone);
  return el(
    'p',
    { class: 'old' },
    words.changed,
    ' ',
    el('button', { type: 'button', class: 'quiet', onclick: () => showVersion(liveVersion) }, words.showLive),
  );
}

/** @param {string} quote @param {Range} quoted @param {Words} words */
function renderQuoteBar(quote, quoted, words) {
  const copied = el('span', { role: 'status', class: 'action-note' });
  const copy = iconButton('copy', words.copyQuote, {
    class: 'action',
    onclick: () =>
      copyText(quote).then(() => {
        copied.textContent = words.copied;
      }),
  });
  return el('p', { class: 'quote-bar' }, el('span', {}, words.quoteAt(quoted)), copy, copied);
}
