/** Names and digests of quoted article versions: what a proof button carries, and back. */
import { createDigestId } from '../state/ids.js';
import type { QuoteRef } from '../state/records.js';
import type { Table } from '../state/table.js';
import { type ArticleRef, articleRefOf } from './ids.js';

export type ArticleRefs = {
  /** Pure. */
  refOf(quote: QuoteRef): ArticleRef;
  /** Keeps what the digests among these stand for; before they are shown. */
  keep(quotes: readonly QuoteRef[]): Promise<void>;
  /** @returns undefined for a digest that is not known. */
  resolve(ref: ArticleRef): Promise<{ articleId: string; articleVersion: string } | undefined>;
};

const memoOf = (digest: string) => `article ${digest}`;

export function createArticleRefs(memos: Table<string>): ArticleRefs {
  const refOf = (quote: QuoteRef) => articleRefOf(quote, createDigestId(quote.articleId, quote.articleVersion));
  return {
    refOf,
    async keep(quotes) {
      for (const quote of quotes) {
        const ref = refOf(quote);
        if ('digest' in ref) await memos.put(memoOf(ref.digest), JSON.stringify([quote.articleId, quote.articleVersion]));
      }
    },
    async resolve(ref) {
      if (!('digest' in ref)) return ref;
      const memo = await memos.get(memoOf(ref.digest));
      if (memo === undefined) return undefined;
      const [articleId, articleVersion] = JSON.parse(memo) as [string, string];
      return { articleId, articleVersion };
    },
  };
}
