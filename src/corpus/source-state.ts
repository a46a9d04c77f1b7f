/**
 * What is known of the pages that were fetched: `.sources-state.json` beside the articles. It spares requests; without it everything is
 * fetched again and the same files come of it.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeAtomically } from './atomic-file.js';

const fileName = '.sources-state.json';

const pageSchema = z.object({
  /** Address of the source that led to the page; the page's own where it was named itself. */
  source: z.string(),
  /** Relative to the articles' folder. */
  path: z.string(),
  title: z.string(),
  etag: z.string().optional(),
  lastModified: z.string().optional(),
  /** As the feed or sitemap wrote it when the page was fetched. */
  changed: z.string().optional(),
  checkedAt: z.iso.datetime(),
  goneSince: z.iso.datetime().optional(),
});
const listSchema = z.object({
  kind: z.enum(['page', 'feed', 'sitemap']),
  /** Most links that were kept; with another limit the list must be read again. */
  limit: z.int().optional(),
  etag: z.string().optional(),
  lastModified: z.string().optional(),
  /** What the list named when it was fetched last. */
  links: z.array(z.object({ url: z.string(), title: z.string().optional(), date: z.string().optional(), changed: z.string().optional() })),
});
const stateSchema = z.object({ version: z.literal(1), pages: z.record(z.string(), pageSchema), lists: z.record(z.string(), listSchema) });

export type PageState = z.infer<typeof pageSchema>;
/** By the address that is asked for. */
export type SourceState = z.infer<typeof stateSchema>;

/** A missing or damaged file is an empty state: it costs requests, nothing else. */
export function readSourceState(directory: string): SourceState {
  let content: string;
  try {
    content = readFileSync(join(directory, fileName), 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    return createEmptyState();
  }
  try {
    return stateSchema.parse(JSON.parse(content));
  } catch {
    return createEmptyState();
  }
}

export function writeSourceState(directory: string, state: SourceState): void {
  writeAtomically(join(directory, fileName), `${JSON.stringify(state)}\n`);
}

const createEmptyState = (): SourceState => ({ version: 1, pages: {}, lists: {} });
