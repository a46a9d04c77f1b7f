/**
 * Tables of records in any of the shapes in which people keep them: JSON lines, a JSON array, a JSON object of columns, CSV. Out: one record
 * a row, with its line. Pure.
 */
import { parseCsv } from './csv.js';

export type Row = { line?: number; record: Record<string, unknown> };
export type Rows = { rows: Row[]; problems: { line?: number; reason: string }[]; shape: 'lines' | 'array' | 'columns' | 'csv' };

/** Python writes NaN and Infinity, which JSON does not know; outside strings they become null. */
const parseLenient = (text: string): unknown =>
  JSON.parse(text.replace(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g, (token) => (token.startsWith('"') ? token : 'null')));

export function parseRows(text: string): Rows {
  const source = text.replace(/^\uFEFF/, '');
  const start = source.trimStart();
  if (start.startsWith('[')) return parseArray(source);
  if (start.startsWith('{')) return parseColumns(source) ?? parseLines(source);
  return parseTable(source);
}

function parsePieces(pieces: readonly { line: number; text: string }[], shape: Rows['shape']): Rows {
  const rows: Row[] = [];
  const problems: Rows['problems'] = [];
  for (const { line, text } of pieces) {
    try {
      const record = parseLenient(text);
      if (typeof record === 'object' && record !== null && !Array.isArray(record)) rows.push({ line, record: record as Row['record'] });
      else problems.push({ line, reason: 'is no record' });
    } catch (cause) {
      problems.push({ line, reason: `is no JSON: ${(cause as Error).message}` });
    }
  }
  return { rows, problems, shape };
}

function parseLines(source: string): Rows {
  const pieces = source.split(/\r?\n/).map((text, index) => ({ line: index + 1, text }));
  return parsePieces(
    pieces.filter(({ text }) => text.trim() !== ''),
    'lines',
  );
}

const parseArray = (source: string): Rows => parsePieces(splitArray(source), 'array');

/** The elements of a JSON array, each with the line it begins on, so that one bad element costs one. */
function splitArray(source: string): { line: number; text: string }[] {
  const pieces: { line: number; text: string }[] = [];
  let depth = 0;
  let line = 1;
  let start = -1;
  let startLine = 1;
  const end = (index: number) => {
    if (start >= 0) pieces.push({ line: startLine, text: source.slice(start, index) });
    start = -1;
  };
  for (let index = 0; index < source.length; index++) {
    const character = source[index]!;
    if (character === '\n') line += 1;
    if (depth === 1 && start < 0 && !/[\s,\]]/.test(character)) {
      start = index;
      startLine = line;
    }
    if (character === '"') index = endOfString(source, index);
    else if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') {
      depth -= 1;
      if (depth === 0) end(index);
    } else if (character === ',' && depth === 1) end(index);
  }
  return pieces;
}

function endOfString(source: string, start: number): number {
  let index = start + 1;
  while (index < source.length && source[index] !== '"') index += source[index] === '\\' ? 2 : 1;
  return index;
}

/** `{"question": ["..."], ...}` as Hugging Face writes it, `{"question": {"0": "..."}}` as pandas does. */
function parseColumns(source: string): Rows | undefined {
  let whole: unknown;
  try {
    whole = parseLenient(source);
  } catch {
    return undefined;
  }
  const columns = Object.entries(whole as Record<string, unknown>).map(([name, values]) => ({ name, values: columnValues(values) }));
  const length = columns[0]?.values?.length;
  if (length === undefined || !columns.every(({ values }) => values?.length === length)) return undefined;
  const rows = Array.from({ length }, (_, row) => ({
    record: Object.fromEntries(columns.map(({ name, values }) => [name, values![row]])),
  }));
  return { rows, problems: [], shape: 'columns' };
}

function columnValues(values: unknown): unknown[] | undefined {
  if (Array.isArray(values)) return values;
  if (typeof values !== 'object' || values === null) return undefined;
  return Object.keys(values).every((key) => /^\d+$/.test(key)) ? Object.values(values) : undefined;
}

/** Empty cells are absent; an unnamed first column is pandas' row number. */
function parseTable(source: string): Rows {
  const [header, ...body] = parseCsv(source);
  if (header === undefined) return { rows: [], problems: [], shape: 'csv' };
  const problems: Rows['problems'] = [];
  const rows = body.map(({ line, cells }) => {
    if (cells.length > header.cells.length)
      problems.push({ line, reason: `has ${cells.length} cells, and the header ${header.cells.length}` });
    const entries = header.cells.map((name, index) => [name.trim(), cells[index] ?? ''] as const);
    return { line, record: Object.fromEntries(entries.filter(([name, cell]) => name !== '' && cell !== '')) };
  });
  return { rows, problems, shape: 'csv' };
}
