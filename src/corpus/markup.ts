/** HTML elements -> Markdown: headings, lists, tables, quotes and code stay; links keep their words, pictures go. Imported by the HTML and DOCX readers only. */
import { parseHTML } from 'linkedom';
import Turndown from 'turndown';

/** Deeper trees are no documents, and would exhaust the stack of those who walk them. */
const MAX_DEPTH = 400;

type Element = {
  tagName: string;
  children: ArrayLike<Element>;
  parentElement: Element | null;
  textContent: string | null;
  getAttribute(name: string): string | null;
};
export type HtmlDocument = ReturnType<typeof parseHTML>['document'];

/** @throws Error for a tree that is nested too deeply. */
export function openHtml(html: string): HtmlDocument {
  const written = parseHTML(html).document;
  const document = written.documentElement?.tagName === 'HTML' ? written : parseHTML(`<html>${html}</html>`).document;
  arrangeDocument(document);
  let level: Element[] = [document.documentElement as unknown as Element];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) throw new Error('its elements are nested too deeply');
    level = level.flatMap((element) => Array.from(element.children));
  }
  return document;
}

/** A head, then a body that holds all the rest: HTML lets both tags be left out, and linkedom leaves the tree as it is written. */
function arrangeDocument(document: HtmlDocument): void {
  const root = document.documentElement;
  const find = (tagName: string) => Array.from(root.children as Iterable<typeof root>).find((child) => child.tagName === tagName);
  const head = find('HEAD') ?? document.createElement('head');
  const body = find('BODY') ?? document.createElement('body');
  const nodes = Array.from(root.childNodes as Iterable<typeof root>).filter((node) => node !== head);
  const at = nodes.indexOf(body as typeof root);
  body.prepend(...nodes.slice(0, Math.max(at, 0)));
  body.append(...nodes.slice(at + 1));
  root.replaceChildren(head, body);
  // A picture's title (SVG) is no page's.
  for (const title of body.querySelectorAll('title')) if (title.closest('svg') === null) head.append(title);
}

/** @param root an element; it may be changed. */
export function renderMarkdown(root: unknown): string {
  const turndown = new Turndown({ headingStyle: 'atx', codeBlockStyle: 'fenced', bulletListMarker: '-', emDelimiter: '*', hr: '---' });
  // Backslashes before stars and brackets would stand in every quote; what is shown strips marks anyway.
  turndown.escape = (text) => text;
  turndown.remove(['script', 'style', 'noscript', 'iframe', 'form', 'button'] as never);
  turndown.addRule('link words', { filter: 'a', replacement: (content) => (/^[¶#§]$/.test(content.trim()) ? '' : content) });
  turndown.addRule('no pictures', { filter: ['img', 'svg', 'picture', 'video', 'audio', 'canvas'] as never, replacement: () => '' });
  turndown.addRule('list item', { filter: 'li', replacement: (content, node) => renderListItem(content, node as unknown as Element) });
  turndown.addRule('table', { filter: 'table', replacement: (_content, node) => `\n\n${renderTable(node as unknown as Element)}\n\n` });
  const markdown = turndown.turndown(root as never);
  return markdown
    .replace(/\u00a0/g, ' ')
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** One space after the mark, where Turndown puts three. */
function renderListItem(content: string, item: Element): string {
  const list = item.parentElement;
  const number = Number(list?.getAttribute('start') ?? 1) + Array.from(list?.children ?? []).indexOf(item);
  const mark = list?.tagName === 'OL' ? `${number}. ` : '- ';
  return `${mark}${content.trim().replace(/\n/g, `\n${' '.repeat(mark.length)}`)}\n`;
}

/** Rows with bars between cells; the first row is the head. A table of one column is its lines. */
function renderTable(table: Element): string {
  const rows = findAll(table, 'TR').map((row) =>
    Array.from(row.children)
      .filter(({ tagName }) => tagName === 'TD' || tagName === 'TH')
      .map(({ textContent }) => (textContent ?? '').replace(/\s+/g, ' ').replaceAll('|', '/').trim()),
  );
  const [head, ...body] = rows.filter((cells) => cells.some((cell) => cell !== ''));
  if (head === undefined) return '';
  const width = Math.max(head.length, ...body.map((cells) => cells.length));
  if (width === 1) return [head, ...body].map(([cell]) => cell).join('\n\n');
  const line = (cells: readonly string[]) => `| ${Array.from({ length: width }, (_, column) => cells[column] ?? '').join(' | ')} |`;
  return [line(head), line(Array(width).fill('---')), ...body.map(line)].join('\n');
}

function findAll(element: Element, tagName: string): Element[] {
  return Array.from(element.children).flatMap((child) => (child.tagName === tagName ? [child] : findAll(child, tagName)));
}
