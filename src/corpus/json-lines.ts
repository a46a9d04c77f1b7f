/**
 * JSON lines, one article a line: `{"id","title","text","url"?,"date"?,"language"?}`; BEIR's `_id` for `id`, `lang` for `language`.
 * A line that is none is named, the others are read. Pure.
 */
import { z } from 'zod';
import { type Draft, type Parsed, parseDate } from './article.js';

/** Lines named one by one; a file of another kind would fill the screen. */
const MAX_NAMED = 5;

const name = z.union([z.string(), z.number()]).transform((value) => String(value));
const optional = <T extends z.ZodType>(schema: T) => schema.nullish().catch(null);

const lineSchema = z
  .object({
    id: name.optional(),
    _id: name.optional(),
    title: optional(z.string()),
    text: z.string('has no "text"'),
    url: optional(z.url({ protocol: /^https?$/ })),
    date: optional(z.union([z.string(), z.number()])),
    language: optional(z.string()),
    lang: optional(z.string()),
  })
  .refine(({ id, _id }) => (id ?? _id ?? '') !== '', 'has no "id"')
  .refine(({ text }) => text.trim() !== '', 'has an empty "text"');

export function parseJsonLines(content: string): Parsed {
  const drafts: Draft[] = [];
  const problems: string[] = [];
  const lineOfId = new Map<string, number>();
  for (const [index, line] of content.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const draft = parseLine(line);
    if (typeof draft === 'string') problems.push(`line ${index + 1}: ${draft}`);
    else if (lineOfId.has(draft.id!)) problems.push(`line ${index + 1}: has the id "${draft.id}" of line ${lineOfId.get(draft.id!)}`);
    else {
      lineOfId.set(draft.id!, index + 1);
      drafts.push(draft);
    }
  }
  const further = problems.length - MAX_NAMED;
  return { drafts, problems: further > 0 ? [...problems.slice(0, MAX_NAMED), `${further} further lines that are no articles`] : problems };
}

/** @returns what is wrong with the line, where something is. */
function parseLine(line: string): Draft | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    return `is no JSON: ${(cause as Error).message}`;
  }
  const parsed = lineSchema.safeParse(value);
  if (!parsed.success) return parsed.error.issues[0]!.message;
  const { id, _id, title, text, url, date, language, lang } = parsed.data;
  return {
    id: (id ?? _id)!,
    title: title?.trim() || (id ?? _id)!,
    text,
    url: url ?? undefined,
    date: date === null || date === undefined ? undefined : parseDate(String(date)),
    language: language ?? lang ?? undefined,
  };
}
