/** `sources.yaml` in the articles' folder: which pages, feeds and sitemaps are followed, and where their pages go. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Cron } from 'croner';
import { isMap, isSeq, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { YingjiaError } from '../errors.js';
import { writeAtomically } from './atomic-file.js';

const fileName = 'sources.yaml';

/** Collection of pages for which none is named. */
export const DEFAULT_COLLECTION = 'web';

const sourceSchema = z.strictObject({
  url: z.url({ protocol: /^https?$/, error: 'must be an http or https address' }),
  /** Folder below the articles' folder that its pages are stored in. */
  collection: z
    .string()
    .regex(/^[^\s./\\][^/\\]*$/, 'must be the name of a folder')
    .default(DEFAULT_COLLECTION),
  /** Found out from what the address answers where it is not said. */
  kind: z.enum(['page', 'feed', 'sitemap']).optional(),
  /** When it is followed while the bot runs; without it, on each `yingjia index`. */
  schedule: z.string().refine(isCron, 'must be a cron expression such as "0 6 * * *"').optional(),
  /** Most pages of a feed or sitemap that are followed, the first ones listed. */
  limit: z.int().min(1).max(10_000).default(100),
});
const fileSchema = z.strictObject({ sources: z.array(sourceSchema) });

export type FollowedSource = z.infer<typeof sourceSchema>;

/** @returns none where there is no file. @throws YingjiaError CORPUS naming the line of what is wrong. */
export function readSources(directory: string): FollowedSource[] {
  const path = join(directory, fileName);
  if (!existsSync(path)) return [];
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(path, 'utf8'), {
    schema: 'core',
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'silent',
  });
  const [error] = document.errors;
  if (error) throw createFileError(path, lines.linePos(error.pos[0]).line, error.message);
  if (document.contents === null) return [];
  const parsed = fileSchema.safeParse(document.toJS({ maxAliasCount: 50 }));
  if (parsed.success) return parsed.data.sources;
  const [issue] = parsed.error.issues;
  const place = issue!.path.join('.');
  throw createFileError(path, lineOf(document, issue!.path, lines), place === '' ? issue!.message : `${place}: ${issue!.message}`);
}

/** Adds sources that the file does not have yet; its comments and order stay. @returns those that were added. */
export function addSources(directory: string, urls: readonly string[], collection?: string): FollowedSource[] {
  const known = new Set(readSources(directory).map(({ url }) => url));
  const added = [...new Set(urls)].filter((url) => !known.has(url)).map((url) => sourceSchema.parse({ url, collection }));
  if (added.length === 0) return [];
  const path = join(directory, fileName);
  const document = parseDocument(existsSync(path) ? readFileSync(path, 'utf8') : '');
  if (!isMap(document.contents)) document.contents = document.createNode({ sources: [] }) as never;
  if (!isSeq(document.get('sources'))) document.set('sources', document.createNode([]));
  for (const { url, collection } of added) document.addIn(['sources'], document.createNode({ url, collection }));
  writeAtomically(path, document.toString({ lineWidth: 0 }));
  return added;
}

function isCron(pattern: string): boolean {
  try {
    new Cron(pattern, { paused: true }).stop();
    return true;
  } catch {
    return false;
  }
}

function lineOf(document: ReturnType<typeof parseDocument>, path: readonly PropertyKey[], lines: LineCounter): number {
  for (let depth = path.length; depth > 0; depth--) {
    const node = document.getIn(path.slice(0, depth), true) as { range?: [number, number, number] } | undefined;
    if (node?.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

function createFileError(path: string, line: number, problem: string): YingjiaError {
  return new YingjiaError('CORPUS', {
    problem: `${path}, line ${line}: ${problem}.`,
    fix: 'Correct it; docs/re-indexing.md shows what a source may say.',
  });
}
