/**
 * An article's body as blocks and pieces whose offsets cover it without gap or overlap: the nodes made from them hold the body
 * word for word, marks of Markdown included (hidden by style), so that a quote is marked exactly at its offsets. Pure.
 */

/**
 * @typedef {'text' | 'syntax' | 'note' | 'strong' | 'code' | 'marker'} PieceKind `syntax` is not shown; `note` is the name of a footnote
 * @typedef {{ kind: PieceKind, start: number, end: number }} Piece
 * @typedef {'heading' | 'paragraph' | 'quote' | 'item' | 'verbatim' | 'rule'} BlockKind
 * @typedef {{ kind: BlockKind, level: number, start: number, end: number, pieces: Piece[] }} Block
 * @typedef {{ text: string, start: number, end: number }} Line
 */

const heading = /^ {0,3}(#{1,6})[ \t]+/;
const quote = /^ {0,3}>[ \t]?/;
const item = /^([ \t]*)([-*+]|\d{1,9}[.)])[ \t]+/;
const rule = /^ {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$/;
const fence = /^ {0,3}(```|~~~)/;
const inline = /\[\^([^\]\n]{1,40})\]|(\*\*|__)(?=\S)([^*_\n]{1,500}?)\2|`([^`\n]{1,500})`|\[([^[\]\n]{1,500})\]\([^()\s]{0,2000}\)/g;

/** @param {string} text @returns {Block[]} in order */
export function planArticle(text) {
  const lines = planLines(text);
  /** @type {Block[]} */
  const blocks = [];
  for (let index = 0; index < lines.length; ) {
    const taken = takeBlock(lines, index);
    const block = createBlock(lines.slice(index, taken.next), taken);
    index = taken.next;
    while (index < lines.length && lines[index].text.trim() === '') index += 1;
    const end = index < lines.length ? lines[index].start : text.length;
    if (end > block.end) block.pieces.push({ kind: 'syntax', start: block.end, end });
    blocks.push({ ...block, end });
  }
  return blocks;
}

/** Blank lines at the very start belong to the first block. @param {string} text @returns {Line[]} each with its line end */
function planLines(text) {
  /** @type {Line[]} */
  const lines = [];
  for (const match of text.matchAll(/[^\n]*(?:\n|$)/g)) {
    if (match[0] !== '') lines.push({ text: match[0], start: match.index, end: match.index + match[0].length });
  }
  return lines;
}

/** @param {readonly Line[]} lines @param {number} index @returns {{ kind: BlockKind, level: number, next: number }} */
function takeBlock(lines, index) {
  const first = lines[index].text;
  const opened = fence.exec(first)?.[1];
  if (opened !== undefined) {
    const close = lines.findIndex((line, at) => at > index && line.text.trim().startsWith(opened));
    return { kind: 'verbatim', level: 0, next: close < 0 ? lines.length : close + 1 };
  }
  const level = heading.exec(first)?.[1].length;
  if (level !== undefined) return { kind: 'heading', level, next: index + 1 };
  if (rule.test(first.trimEnd())) return { kind: 'rule', level: 0, next: index + 1 };
  const kind = kindOf(first);
  let next = index + 1;
  while (next < lines.length && continues(kind, lines[next].text)) next += 1;
  return { kind, level: kind === 'item' ? Math.floor((item.exec(first)?.[1].length ?? 0) / 2) : 0, next };
}

/** @param {string} line @returns {BlockKind} */
const kindOf = (line) => (quote.test(line) ? 'quote' : line.startsWith('|') ? 'verbatim' : item.test(line) ? 'item' : 'paragraph');

/** @param {BlockKind} kind @param {string} line */
function continues(kind, line) {
  if (line.trim() === '' || heading.test(line) || fence.test(line) || item.test(line)) return false;
  const other = kindOf(line);
  return kind === 'item' ? other === 'paragraph' : other === kind;
}

/** @param {readonly Line[]} lines @param {{ kind: BlockKind, level: number }} shape @returns {Block} */
function createBlock(lines, { kind, level }) {
  const start = lines[0].start;
  const end = lines[lines.length - 1].end;
  if (kind === 'verbatim') return { kind, level, start, end, pieces: [{ kind: 'text', start, end }] };
  if (kind === 'rule') return { kind, level, start, end, pieces: [{ kind: 'syntax', start, end }] };
  return { kind, level, start, end, pieces: lines.flatMap((line, index) => planLine(line, kind, index === 0)) };
}

/** @param {Line} line @param {BlockKind} kind @param {boolean} first @returns {Piece[]} */
function planLine(line, kind, first) {
  const prefix = kind === 'heading' ? heading : kind === 'quote' ? quote : kind === 'item' && first ? item : undefined;
  const length = prefix?.exec(line.text)?.[0].length ?? 0;
  const head = length === 0 ? [] : [piece(kind === 'item' ? 'marker' : 'syntax', line.start, line.start + length)];
  return [...head, ...planInline(line.text.slice(length), line.start + length)];
}

/** @param {PieceKind} kind @param {number} start @param {number} end @returns {Piece} */
const piece = (kind, start, end) => ({ kind, start, end });

/** @param {string} text @param {number} offset of the text in the body @returns {Piece[]} */
export function planInline(text, offset) {
  /** @type {Piece[]} */
  const pieces = [];
  let done = 0;
  for (const match of text.matchAll(inline)) {
    const [whole, note, , strong, code, label] = match;
    const inner = note ?? strong ?? code ?? label;
    const before = note !== undefined ? 2 : strong !== undefined ? 2 : 1;
    const kind = note !== undefined ? 'note' : strong !== undefined ? 'strong' : code !== undefined ? 'code' : 'text';
    const start = offset + match.index;
    if (match.index > done) pieces.push(piece('text', offset + done, start));
    pieces.push(piece('syntax', start, start + before), piece(kind, start + before, start + before + inner.length));
    pieces.push(piece('syntax', start + before + inner.length, start + whole.length));
    done = match.index + whole.length;
  }
  if (text.length > done) pieces.push(piece('text', offset + done, offset + text.length));
  return pieces;
}

/**
 * Cuts pieces at the borders of a quote and of the words in it that answer.
 *
 * @param {readonly Piece[]} pieces
 * @param {{ start: number, end: number } | undefined} quoted
 * @param {{ start: number, end: number } | undefined} span
 * @returns {(Piece & { quoted: boolean, answers: boolean })[]}
 */
export function cutPieces(pieces, quoted, span) {
  const borders = [quoted?.start, quoted?.end, span?.start, span?.end].filter((border) => border !== undefined);
  return pieces.flatMap(({ kind, start, end }) => {
    const cuts = [...new Set([start, ...borders.filter((border) => border > start && border < end), end])].sort((a, b) => a - b);
    return cuts.slice(0, -1).map((from, index) => {
      const to = cuts[index + 1];
      return { kind, start: from, end: to, quoted: isInside(from, to, quoted), answers: isInside(from, to, span) };
    });
  });
}

/** @param {number} start @param {number} end @param {{ start: number, end: number } | undefined} range */
const isInside = (start, end, range) => range !== undefined && start >= range.start && end <= range.end;
