/** Honest small parts for the index's tests: articles of paragraphs, a chunker of paragraphs, an embedder that hashes character pairs. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { UpdateRequest } from '../../src/index/update.js';
import type { Article, Corpus, Embedder, Passage } from '../../src/types.js';

export const DIMENSION = 32;

export function article(id: string, text: string, more: Partial<Omit<Article, 'version'>> = {}): Article {
  const fields = { id, collection: 'default', title: `Title of ${id}`, sources: [], language: 'en', text, ...more };
  return { ...fields, version: createHash('sha256').update(JSON.stringify(fields)).digest('hex') };
}

/** One passage a paragraph; two to a section. */
export function chunk({ id, version, text }: Article): Passage[] {
  const passages: Passage[] = [];
  for (const match of text.matchAll(/[^\n]+/g)) {
    const start = match.index;
    const ordinal = passages.length;
    passages.push({
      id: createHash('sha256').update(`${id} ${ordinal} ${match[0]}`).digest('hex').slice(0, 16),
      articleId: id,
      articleVersion: version,
      headings: [`Part ${ordinal >> 1}`],
      text: match[0],
      start,
      end: start + match[0].length,
      section: ordinal >> 1,
    });
  }
  return passages;
}

export const embeddedText = (title: string, { headings, text }: Passage) => `${title}\n${headings.join(' > ')}\n${text}`;

export function vectorOf(text: string, dimension = DIMENSION): Float32Array {
  const vector = new Float32Array(dimension).fill(1e-3);
  for (let index = 0; index + 1 < text.length; index++) {
    const pair = (text.charCodeAt(index) * 31 + text.charCodeAt(index + 1)) * 2654435761;
    vector[(pair >>> 8) % dimension]! += pair & 1 ? 1 : -1;
  }
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

/** Counts what it is asked. */
export function countingEmbedder(name = 'local', dimension = DIMENSION, version = '1'): Embedder & { texts: string[] } {
  const texts: string[] = [];
  return {
    texts,
    fingerprint: { name, dimension, version },
    embedTexts: async (asked) => {
      texts.push(...asked);
      return asked.map((text) => vectorOf(text, dimension));
    },
    embedQuestion: async (text) => vectorOf(text, dimension),
  };
}

/** In memory where the system has such a place: what is tested is the order of syncs, not the disk's speed. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'yingjia-index-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** One file an article ("id.md"), always settled: its time changes with the article's version. */
export function corpusOf(
  articles: readonly Article[],
  problems: Corpus['problems'] = [],
): Corpus & { read: Corpus['read']; reads: string[] } {
  const byPath = new Map(articles.map((each) => [`${each.id}.md`, each]));
  const reads: string[] = [];
  return {
    reads,
    directory: '/corpus',
    files: [...byPath].map(([path, { text, version }]) => ({ path, size: text.length, mtimeMs: Number.parseInt(version.slice(0, 8), 16) })),
    problems,
    async read(path) {
      reads.push(path);
      return { articles: [byPath.get(path)!], problems: [] };
    },
  };
}

export function request(folder: string, articles: readonly Article[], more: Partial<UpdateRequest> = {}): UpdateRequest {
  return {
    directory: join(folder, 'index'),
    corpusDirectory: join(folder, 'corpus'),
    openCorpus: async () => corpusOf(articles),
    chunk,
    embeddedText,
    chunkerVersion: 'paragraphs-1',
    embedder: countingEmbedder(),
    settings: { graphMinPassages: 1_000_000, keepGenerations: 3 },
    ...more,
  };
}
