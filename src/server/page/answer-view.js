/** One question and its answer as it comes: claims with their markers, disagreement side by side, what was left out, sources. */
import { renderActions } from './actions.js';
import { announce, el, icon } from './dom.js';
import { renderSources } from './sources-view.js';

/**
 * @typedef {import('../../types.js').Claim} Claim
 * @typedef {import('../../types.js').Citation} Citation
 * @typedef {import('./stored.js').StoredTurn} StoredTurn
 * @typedef {import('./stored.js').KeptAnswer} KeptAnswer
 * @typedef {import('./words.js').Words} Words
 * @typedef {{
 *   words: Words,
 *   feedback: boolean,
 *   openCitation: (citation: Citation, opener: HTMLElement) => void,
 *   ask: (question: string) => void,
 *   linkTo: (turn: StoredTurn) => string,
 * }} TurnContext
 * @typedef {{
 *   element: HTMLElement,
 *   addClaim: (claim: Claim, citations: readonly Citation[]) => void,
 *   finish: (turn: StoredTurn, notice?: string) => void,
 *   fail: (message: string, retry: (() => void) | undefined) => void,
 * }} TurnView
 */

/** @param {string} question @param {TurnContext} context @returns {TurnView} */
export function createTurnView(question, context) {
  const { words } = context;
  const said = el('div', { class: 'said', 'aria-busy': 'true' }, el('p', { class: 'searching' }, words.searching));
  const sources = el('aside', { class: 'sources', hidden: true, 'aria-label': words.sources });
  const answer = el('div', { class: 'answer' }, said, sources);
  const element = el('article', { class: 'turn' }, el('h2', { class: 'question', dir: 'auto' }, question), answer);
  const claims = el('ol', { class: 'claims' });
  /** @type {Citation[]} */
  const seen = [];

  return {
    element,
    addClaim(claim, citations) {
      if (!claims.isConnected) said.replaceChildren(claims);
      seen.push(...citations.filter(({ marker }) => !seen.some((each) => each.marker === marker)));
      const item = renderClaim(claim, seen, context);
      item.classList.add('arriving');
      claims.append(item);
      showSources(sources, seen, context);
    },
    finish(turn, notice) {
      const kept = /** @type {KeptAnswer} */ (turn.answer);
      answer.lang = kept.language;
      answer.dataset.status = kept.status;
      said.replaceChildren(...renderSaid(turn, kept, context, notice));
      said.removeAttribute('aria-busy');
      showSources(sources, kept.citations, context);
      linkHover(answer);
      announce(kept.citations.length > 0 ? words.answeredLive(kept.citations.length) : kept.claims.length > 0 ? words.answered : kept.text);
    },
    fail(message, retry) {
      const again = retry && el('button', { type: 'button', class: 'quiet', onclick: retry }, words.retry);
      said.replaceChildren(el('p', { class: 'failure', role: 'alert' }, message, ' ', again));
      said.removeAttribute('aria-busy');
      sources.hidden = true;
    },
  };
}

/** @param {HTMLElement} sources @param {readonly Citation[]} citations @param {TurnContext} context */
function showSources(sources, citations, context) {
  sources.hidden = citations.length === 0;
  sources.classList.toggle('many', citations.length > 2);
  sources.replaceChildren(...(citations.length === 0 ? [] : renderSources(citations, context)));
}

/** @param {StoredTurn} turn @param {KeptAnswer} answer @param {TurnContext} context @param {string | undefined} notice */
function renderSaid(turn, answer, context, notice) {
  const { words } = context;
  const inConflict = new Set(answer.conflicts.flatMap(({ claims }) => claims));
  const alone = answer.claims.filter((_claim, index) => !inConflict.has(index));
  const isHelp = answer.status === 'answered' && answer.claims.length === 0;
  return [
    el(
      'p',
      { class: 'status' },
      el('span', { class: 'chip', 'data-status': isHelp ? 'help' : answer.status }, isHelp ? words.help : words[answer.status]),
    ),
    notice === undefined ? '' : renderNotice(notice),
    alone.length > 0
      ? el(
          'ol',
          { class: 'claims' },
          alone.map((claim) => renderClaim(claim, answer.citations, context)),
        )
      : '',
    ...answer.conflicts.map(({ claims }) =>
      renderSides(
        claims.map((index) => answer.claims[index]),
        answer,
        context,
      ),
    ),
    answer.claims.length === 0 ? renderWords(answer, context) : '',
    answer.withheld.length > 0 ? renderWithheld(answer, words) : '',
    ...(answer.notices ?? []).map(renderNotice),
    renderActions(turn, answer, context),
  ].filter((node) => node !== '');
}

/** @param {Claim} claim @param {readonly Citation[]} citations @param {TurnContext} context */
function renderClaim(claim, citations, context) {
  return el(
    'li',
    { class: 'claim', dir: 'auto' },
    el('span', { class: 'claim-text' }, claim.text),
    renderMarkers(claim, citations, context),
  );
}

/** @param {Claim} claim @param {readonly Citation[]} citations @param {TurnContext} context */
function renderMarkers(claim, citations, { openCitation, words }) {
  return claim.citations.flatMap((marker) => {
    const citation = citations.find((each) => each.marker === marker);
    if (citation === undefined) return [];
    const button = el(
      'button',
      { type: 'button', class: 'marker-button', 'data-marker': marker, 'aria-label': words.source(marker) },
      `[${marker}]`,
    );
    button.addEventListener('click', () => openCitation(citation, button));
    return [' ', button];
  });
}

/** @param {readonly Claim[]} claims @param {KeptAnswer} answer @param {TurnContext} context */
function renderSides(claims, answer, context) {
  const { words } = context;
  const sides = claims.map((claim) => {
    const from = reportersOf(claim, answer).filter(([name]) => !claim.text.includes(name));
    return el(
      'li',
      { class: 'side', dir: 'auto' },
      el('p', {}, el('span', { class: 'claim-text' }, claim.text), renderMarkers(claim, answer.citations, context)),
      from.length > 0 && el('p', { class: 'side-source' }, from.map((parts) => parts.join(', ')).join(' · ')),
    );
  });
  return el(
    'section',
    { class: 'sides' },
    el('h3', { class: 'sides-title' }, icon('sides'), words.disagreement),
    el('p', { class: 'sides-text' }, words.disagreementText),
    el('ul', { class: 'sides-list' }, sides),
  );
}

/** Who reported what a claim says, each once: name, and date where there is one. @param {Claim} claim @param {KeptAnswer} answer @returns {string[][]} */
function reportersOf(claim, { citations }) {
  const cited = citations.filter(({ marker }) => claim.citations.includes(marker)).flatMap(({ sources }) => sources.slice(0, 3));
  const reporters = cited.map(({ publisher, title, date }) => [publisher ?? title, ...(date === undefined ? [] : [date])]);
  return [...new Map(reporters.map((parts) => [parts.join(), parts])).values()];
}

/** A decline or help: its words, and topics to go on with. @param {KeptAnswer} answer @param {TurnContext} context */
function renderWords(answer, { words, ask, feedback }) {
  const first = answer.nearestTopics.length > 0 ? answer.text.split('\n')[0] : answer.text;
  const topics = answer.nearestTopics.map((topic) =>
    el(
      'li',
      {},
      el('button', { type: 'button', class: 'topic', dir: 'auto', onclick: () => ask(topic) }, el('span', {}, topic), icon('arrow')),
    ),
  );
  return el(
    'div',
    { class: 'declined' },
    el('p', { class: 'declined-text', dir: 'auto' }, first),
    topics.length > 0 && [el('h3', { class: 'small-title' }, words.nearest), el('ul', { class: 'topics' }, topics)],
    answer.status === 'not-in-articles' && feedback && el('p', { class: 'fine' }, words.gapNote),
  );
}

/** @param {KeptAnswer} answer @param {Words} words */
function renderWithheld({ withheld }, words) {
  return el(
    'div',
    { class: 'withheld' },
    el('p', {}, words.withheld(withheld.length)),
    el(
      'ul',
      {},
      withheld.map(({ reason }) => el('li', { dir: 'auto' }, reason)),
    ),
  );
}

/** @param {string} text */
const renderNotice = (text) => el('p', { class: 'notice' }, icon('note'), el('span', {}, text));

/** A marker and its source light up together. @param {HTMLElement} answer */
function linkHover(answer) {
  const light = (/** @type {Event} */ event, /** @type {boolean} */ on) => {
    const marker = /** @type {HTMLElement} */ (event.target).closest?.('[data-marker]')?.getAttribute('data-marker');
    if (marker === null || marker === undefined) return;
    for (const element of answer.querySelectorAll(`[data-marker="${marker}"]`)) element.classList.toggle('lit', on);
  };
  for (const name of ['pointerover', 'focusin']) answer.addEventListener(name, (event) => light(event, true));
  for (const name of ['pointerout', 'focusout']) answer.addEventListener(name, (event) => light(event, false));
}
