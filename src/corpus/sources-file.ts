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
const DEFAULT_COLLECTION = 'web';

const collectionSchema = z.string().regex(/^[^\s./\\][^/\\\u0000-\u001f]*$/, 'must be the name of a folder');

const DEFAULT_LIMIT = 100;

const sourceSchema = z.strictObject({
  url: z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).transform((url) => new URL(url).href),
  /** Folder below the articles' folder that its pages are stored in. */
  collection: collectionSchema.default(DEFAULT_COLLECTION),
  /** Found out from what the address answers where it is not said. */
  kind: z.enum(['page', 'feed', 'sitemap']).optional(),
  /** When it is followed while the bot runs; without it, on each `yingjia index`. */
  schedule: z.string().refine(isCron, 'must be a cron expression such as "0 6 * * *"').optional(),
  /** Most pages of a feed or sitemap that are followed, the first ones listed. */
  limit: z.int().min(1).max(10_000).default(DEFAULT_LIMIT),
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
  const parsed = fileSchema.safeParse(readValues(document, path));
  if (parsed.success) return parsed.data.sources;
  const [issue] = parsed.error.issues;
  const place = issue!.path.join('.');
  throw createFileError(path, lineOf(document, issue!.path, lines), place === '' ? issue!.message : `${place}: ${issue!.message}`);
}

/**
 * A source that is not in the file (yet). Whether its address is one is found out when it is followed.
 *
 * @throws YingjiaError USAGE where the collection is no name of a folder.
 */
export function createSource(url: string, collection: string = DEFAULT_COLLECTION): FollowedSource {
  checkCollection(collection);
  return { url: URL.canParse(url) ? new URL(url).href : url, collection, limit: DEFAULT_LIMIT };
}

/** @throws YingjiaError USAGE where it is no name of a folder. */
export function checkCollection(collection: string): void {
  if (collectionSchema.safeParse(collection).success) return;
  throw new YingjiaError('USAGE', {
    problem: `"${collection}" cannot be the name of a collection.`,
    fix: 'Name a folder, without slashes and without a dot in front.',
  });
}

/** Adds sources that the file does not have yet; its comments and order stay. */
export function addSources(directory: string, sources: readonly FollowedSource[]): void {
  const known = new Set(readSources(directory).map(({ url }) => url));
  const added = new Map(sources.filter(({ url }) => !known.has(url)).map((source) => [source.url, source]));
  if (added.size === 0) return;
  const path = join(directory, fileName);
  const document = parseDocument(existsSync(path) ? readFileSync(path, 'utf8') : '');
  if (!isMap(document.contents)) document.contents = document.createNode({ sources: [] }) as never;
  if (!isSeq(document.get('sources'))) document.set('sources', document.createNode([]));
  for (const { url, collection } of added.values()) document.addIn(['sources'], document.createNode({ url, collection }));
  writeAtomically(path, document.toString({ lineWidth: 0 }));
}

function readValues(document: ReturnType<typeof parseDocument>, path: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 50 });
  } catch (cause) {
    throw createFileError(path, 1, (cause as Error).message);
  }
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
    fix: 'Correct it; docs/sources.md shows what a source may say.',
  });
}
