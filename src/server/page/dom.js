/** Builds nodes. Text from articles, questions and answers comes in as strings and stays text: nothing here parses HTML. */

/** @typedef {string | number | Node | null | undefined | false} Child */
/** @typedef {Record<string, string | number | boolean | undefined | null | ((event: any) => void)>} Attributes */

/**
 * Attributes that are functions are listeners (`onclick`); `href` takes only http(s) addresses and paths of this site.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} [attributes]
 * @param {...(Child | readonly Child[])} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, value);
  element.append(
    ...children
      .flat()
      .filter(isPresent)
      .map((child) => (child instanceof Node ? child : String(child))),
  );
  return element;
}

/** @param {Child | readonly Child[]} child @returns {child is string | number | Node} */
const isPresent = (child) => child !== null && child !== undefined && child !== false;

/** @param {HTMLElement} element @param {string} name @param {Attributes[string]} value */
function setAttribute(element, name, value) {
  if (value === undefined || value === null || value === false) return;
  if (typeof value === 'function') element.addEventListener(name.slice(2), value);
  else if (name === 'href') {
    const address = safeAddress(String(value));
    if (address !== undefined) element.setAttribute('href', address);
  } else element.setAttribute(name, value === true ? '' : String(value));
}

/**
 * @param {string | undefined} address
 * @returns {string | undefined} the address where a reader may be sent there
 */
export function safeAddress(address) {
  if (address === undefined) return undefined;
  if (/^\/(?!\/)/.test(address) || address.startsWith('#')) return address;
  if (!URL.canParse(address)) return undefined;
  const { protocol, username, href } = new URL(address);
  return /^https?:$/.test(protocol) && username === '' ? href : undefined;
}

/** A link that leaves the site tells nobody where it came from. @param {string | undefined} address @param {string} text */
export function outwardLink(address, text) {
  const safe = safeAddress(address);
  return safe === undefined ? el('span', {}, text) : el('a', { href: safe, target: '_blank', rel: 'noopener noreferrer' }, text);
}

/** Drawn on 24 x 24 with a stroke. */
const icons = {
  send: 'M12 19V5M5 12l7-7 7 7',
  stop: 'M7 7h10v10H7z',
  close: 'M6 6l12 12M18 6L6 18',
  up: 'M7 11v9H4v-9zM7 11l4-7c2 0 2.500 1.500 2.500 2.500L13 10h5.500c1 0 2 1 1.700 2.200l-1.400 6c-.2 1-1 1.800-2 1.800H7',
  down: 'M17 13V4h3v9zM17 13l-4 7c-2 0-2.500-1.500-2.500-2.500L11 14H5.500c-1 0-2-1-1.700-2.200l1.400-6c.2-1 1-1.800 2-1.800H17',
  link: 'M10 14a4 4 0 005.700 0l3-3a4 4 0 00-5.700-5.700l-1 1M14 10a4 4 0 00-5.700 0l-3 3A4 4 0 0011 18.700l1-1',
  copy: 'M9 9h10v11H9zM5 15V4h10',
  plus: 'M12 5v14M5 12h14',
  auto: 'M12 4a8 8 0 100 16V4zM12 4a8 8 0 010 16',
  light: 'M12 8a4 4 0 100 8 4 4 0 000-8M12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M5 19l2-2M17 7l2-2',
  dark: 'M20 14A8.500 8.500 0 119.500 4 7 7 0 0020 14z',
  arrow: 'M5 12h14M13 6l6 6-6 6',
  sides: 'M12 3v18M4 7h5M4 11h5M15 13h5M15 17h5',
  note: 'M12 11v6M12 7v.5M12 3a9 9 0 100 18 9 9 0 000-18',
};

/** @typedef {keyof typeof icons} IconName */

/** @param {IconName} name */
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', icons[name]);
  svg.append(path);
  return svg;
}

/** A button that is its icon; the label is what it is called. @param {IconName} name @param {string} label @param {Attributes} [attributes] */
export const iconButton = (name, label, attributes = {}) =>
  el('button', { type: 'button', 'aria-label': label, title: label, ...attributes }, icon(name));

/** Said by screen readers. @param {string} text */
export function announce(text) {
  const live = /** @type {HTMLElement} */ (document.getElementById('live'));
  live.textContent = text;
}

/** @template {Element} T @param {string} id @returns {T} */
export const byId = (id) => /** @type {T} */ (/** @type {unknown} */ (document.getElementById(id)));
