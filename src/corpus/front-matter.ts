/**
 * YAML between `---` lines at the top of a file -> the fields of an article. Data only: YAML's core schema, no tags that run code, few
 * aliases. What is unknown is passed over; what is known but malformed is left out and named with its line. Pure.
 */
import { isMap, LineCounter, parseDocument, type YAMLMap } from 'yaml';
import type { Source } from '../types.js';
import { type Draft, parseDate } from './article.js';
import { parsePlainFields } from './plain-fields.js';

/** An alias may stand for another ("billion laughs"); honest front matter has next to none. */
const MAX_ALIASES = 50;

/** What front matter may say of an article. */
export type Fields = Omit<Draft, 'text'>;

export type FrontMatter =
  /** `body` is the rest of the file, leading blank lines dropped. */
  | { kind: 'read'; fields: Fields; body: string; problems: readonly string[] }
  /** It cannot be told what the file means: none of it may be used. */
  | { kind: 'malformed'; problem: string };

/** @param content with `\n` as line end and no byte order mark. */
export function parseFrontMatter(content: string): FrontMatter {
  const [firstLine = ''] = content.split('\n', 1);
  const kind = /^---(?!-)/.test(firstLine) ? firstLine.slice(3).trim() : undefined;
  if (kind === undefined) return { kind: 'read', fields: {}, body: trimStart(content), problems: [] };
  if (kind !== '') return malformed(1, `front matter in "${kind.slice(0, 20)}" is not read; it must be YAML between two lines "---"`);
  const rest = content.slice(firstLine.length + 1);
  const end = /^(?:---|\.\.\.)[ \t]*(?:\n|$)/m.exec(rest);
  if (!end) return malformed(1, 'the front matter that begins here has no closing line "---"');
  const read = parseFields(rest.slice(0, end.index), 2);
  if (typeof read === 'string') return { kind: 'malformed', problem: read };
  return { kind: 'read', ...read, body: trimStart(rest.slice(end.index + end[0].length)) };
}

/**
 * @param firstLine number of the source's first line in its file.
 * @returns the problem where it cannot be told what the source means.
 */
export function parseFields(source: string, firstLine: number): { fields: Fields; problems: string[] } | string {
  const plain = parsePlainFields(source);
  if (plain !== undefined) return readFields(plain.values, (name) => plain.lineOf(name) + firstLine);
  const lines = new LineCounter();
  const document = parseDocument(source, { schema: 'core', lineCounter: lines, prettyErrors: false, logLevel: 'silent' });
  const lineAt = (offset: number | undefined) => lines.linePos(offset ?? 0).line + firstLine - 1;
  const [error] = document.errors;
  if (error) return `line ${lineAt(error.pos[0])}: broken front matter: ${error.message}`;
  if (document.contents === null) return { fields: {}, problems: [] };
  if (!isMap(document.contents)) return `line ${firstLine}: the front matter is no list of "name: value" lines`;
  let values: Record<string, unknown>;
  try {
    values = document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (cause) {
    return `line ${firstLine}: broken front matter: ${(cause as Error).message}`;
  }
  const map: YAMLMap = document.contents;
  return readFields(values, (name) => lineAt((map.get(name, true) as { range?: [number, number, number] } | undefined)?.range?.[0]));
}

function readFields(values: Record<string, unknown>, lineOf: (name: string) => number): { fields: Fields; problems: string[] } {
  const problems: string[] = [];
  const field = (name: string, expected: string, parse: (value: unknown) => string | undefined): string | undefined => {
    const value = values[name];
    if (value === undefined || value === null) return undefined;
    const parsed = parse(value);
    if (parsed === undefined) problems.push(`line ${lineOf(name)}: "${name}" is no ${expected} and was left out`);
    return parsed;
  };
  const fields: Fields = {
    id: field('id', 'name', parseText),
    title: field('title', 'text', parseText),
    url: field('url', 'http or https address', parseUrl),
    publisher: field('publisher', 'text', parseText),
    date: field('date', 'date such as 2025-11-12', parseYamlDate),
    language: field('language', 'language tag such as zh-Hant', parseText),
  };
  if (values.sources !== undefined && values.sources !== null) {
    const sources = parseSources(values.sources);
    if (sources === undefined)
      problems.push(`line ${lineOf('sources')}: "sources" is no list of sources with a title or url and was left out`);
    else fields.sources = sources;
  }
  return { fields, problems };
}

/** @returns undefined where one of them is no source: half a list would give footnotes to the wrong source. */
function parseSources(value: unknown): Source[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const sources: Source[] = [];
  for (const [index, each] of value.entries()) {
    const entry: Record<string, unknown> = typeof each === 'object' && each !== null ? each : { title: each };
    const url = parseUrl(entry.url);
    const publisher = parseText(entry.publisher);
    const date = entry.date === undefined ? undefined : parseYamlDate(entry.date);
    const title = parseText(entry.title) ?? publisher ?? (url && new URL(url).hostname);
    if (!title) return undefined;
    sources.push({
      id: parseText(entry.id) ?? `S${index + 1}`,
      title,
      ...(publisher && { publisher }),
      ...(url && { url }),
      ...(date && { date }),
    });
  }
  return sources;
}

/** YAML reads 2024 and 1.5 as numbers where a name was meant. */
function parseText(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return undefined;
  const text = String(value).normalize('NFC').trim();
  return text === '' ? undefined : text;
}

function parseYamlDate(value: unknown): string | undefined {
  const text = parseText(value);
  return text === undefined ? undefined : parseDate(text);
}

function parseUrl(value: unknown): string | undefined {
  return typeof value === 'string' && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol) ? value.trim() : undefined;
}

function malformed(line: number, reason: string): FrontMatter {
  return { kind: 'malformed', problem: `line ${line}: ${reason}` };
}

const trimStart = (text: string) => text.replace(/^(?:[ \t]*\n)+/, '');
