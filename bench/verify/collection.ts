/** The shipped collection, read plainly: articles with their passages, for tests and benches of what stands on them. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import type { ContextPassage } from '../../src/answer/write.js';
import { chunkArticle } from '../../src/chunk.js';
import { type GlossaryRow, parseGlossary } from '../../src/text/glossary.js';
import type { Article } from '../../src/types.js';

/** Tests and benches run in the project's folder. */
const corpus = resolve('corpus');

export function readArticles(): Article[] {
  const folder = join(corpus, 'nadella-scaffolding');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => parseArticle(readFileSync(join(folder, name), 'utf8')));
}

function parseArticle(file: string): Article {
  const [, front, body] = /^---\n([\s\S]*?)\n---\n+([\s\S]*)$/.exec(file)!;
  const { id, title, language, date, sources } = parse(front!) as Article;
  const text = body!.normalize('NFC').trimEnd();
  const version = createHash('sha256').update(text).digest('hex');
  return {
    id,
    version,
    collection: 'nadella-scaffolding',
    title,
    language,
    sources: sources ?? [],
    ...(date === undefined ? {} : { date: String(date) }),
    text,
  };
}

export function readGlossary(): GlossaryRow[] {
  return parseGlossary(readFileSync(join(corpus, 'glossary.tsv'), 'utf8'));
}

/** Passages as a question would get them: labelled in order. */
export function contextOf(articles: readonly Article[]): ContextPassage[] {
  return articles
    .flatMap((article) => chunkArticle(article).map((passage) => ({ passage, article })))
    .map((each, index) => ({ ...each, label: `P${index + 1}` }));
}
