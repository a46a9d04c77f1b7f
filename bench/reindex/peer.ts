/** MiniSearch with neighbouring pairs of Chinese characters as terms: what a JavaScript program would index the same articles with. */
import MiniSearch from 'minisearch';
import type { MadeArticle } from './articles.js';

/** Of each run of Han characters its neighbouring pairs, and words of anything else. */
function tokenizePairs(text: string): string[] {
  const tokens: string[] = [];
  for (const [run] of text.matchAll(/\p{Script=Han}+|[\p{L}\p{N}]+/gu)) {
    if (!/^\p{Script=Han}/u.test(run) || run.length === 1) tokens.push(run);
    else for (let index = 0; index + 1 < run.length; index++) tokens.push(run.slice(index, index + 2));
  }
  return tokens;
}

export function buildMiniSearch(articles: readonly MadeArticle[]): MiniSearch<MadeArticle> {
  const search = new MiniSearch<MadeArticle>({ idField: 'path', fields: ['title', 'text'], tokenize: tokenizePairs });
  search.addAll(articles);
  return search;
}
