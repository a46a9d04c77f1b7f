/** Extract -> Citation: which words of which article version, reported by whom. Pure; the quote is always a slice of the article. */
import type { Article, Citation, Source } from '../types.js';

export type QuotedSpan = {
  article: Article;
  headings: readonly string[];
  start: number;
  end: number;
  span?: { start: number; end: number };
};

/** Footnote marks of the sentences that were quoted, and those that follow right behind the quote. */
const footnote = /\[\^([^\]\s]+)\]/gu;

/** Sources that the quoted sentences name by footnote; where they name none, all of the article's. */
export function sourcesOf(article: Article, start: number, end: number): Source[] {
  const behind = /^(?:\s*\[\^[^\]\s]+\])*/u.exec(article.text.slice(end))?.[0].length ?? 0;
  const named = new Set([...article.text.slice(start, end + behind).matchAll(footnote)].map((match) => match[1]!));
  const sources = article.sources.filter((source) => named.has(source.id));
  return sources.length > 0 ? sources : [...article.sources];
}

export function createCitation(marker: number, { article, headings, start, end, span }: QuotedSpan): Citation {
  const page = article.pageStarts?.findLastIndex((pageStart) => pageStart <= start);
  return {
    marker,
    articleId: article.id,
    articleVersion: article.version,
    title: article.title,
    sources: sourcesOf(article, start, end),
    headings,
    ...(page !== undefined && page >= 0 ? { page: page + 1 } : {}),
    quote: article.text.slice(start, end),
    start,
    end,
    ...(span === undefined ? {} : { span }),
  };
}
