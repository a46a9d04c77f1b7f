/** What the articles cover, for declines, help and status pages. Pure over a generation. */
import type { Article, IndexSnapshot, Overview, Retrieval } from '../types.js';

const TOPICS = 3;

/** Every live article, or those of some collections, by collection and title. */
export function overviewOf(snapshot: IndexSnapshot, collections?: readonly string[]): Overview {
  const articles = liveArticles(snapshot, collections).map(({ id, version, collection, title, language, date, text }) => ({
    id,
    version,
    collection,
    title,
    language,
    ...(date === undefined ? {} : { date }),
    characters: text.length,
  }));
  articles.sort((a, b) => compare(a.collection, b.collection) || compare(a.title, b.title) || compare(a.id, b.id));
  return { generation: snapshot.generation, passages: countPassages(snapshot, collections), articles };
}

function countPassages(snapshot: IndexSnapshot, collections?: readonly string[]): number {
  if (collections === undefined) return snapshot.passageCount;
  return snapshot.segments.reduce((sum, segment) => {
    const counts = Uint8Array.from({ length: segment.articleCount }, (_, article) =>
      Number(collections.includes(segment.collectionOf(article))),
    );
    return sum + segment.articleOf.reduce((own, article, ordinal) => own + segment.live[ordinal]! * counts[article]!, 0);
  }, 0);
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** BCP 47 of the articles that are live. */
export function languagesOf(snapshot: IndexSnapshot): readonly string[] {
  const known = languages.get(snapshot) ?? [...new Set(liveArticles(snapshot).map((article) => article.language))];
  languages.set(snapshot, known);
  return known;
}
const languages = new WeakMap<IndexSnapshot, readonly string[]>();

export function liveArticles(snapshot: IndexSnapshot, collections?: readonly string[]): Article[] {
  return snapshot.segments.flatMap((segment) => {
    const live = new Set<number>();
    for (let ordinal = 0; ordinal < segment.passageCount; ordinal++) if (segment.live[ordinal] === 1) live.add(segment.articleOf[ordinal]!);
    return [...live]
      .filter((article) => collections === undefined || collections.includes(segment.collectionOf(article)))
      .map((article) => segment.article(article));
  });
}

/** Titles of the articles nearest to what was asked, those in the asker's language first; without a search, of any. */
export function nearestTopics(
  snapshot: IndexSnapshot,
  retrieval: Retrieval | undefined,
  language: string,
  collections?: readonly string[],
): string[] {
  const nearest =
    retrieval?.sections.filter((section) => section.hit.lexical > 0 || section.hit.similarity > 0).map((section) => section.article) ?? [];
  const articles = nearest.length > 0 ? nearest : liveArticles(snapshot, collections);
  const base = language.split('-')[0]!;
  const own = articles.filter((article) => article.language.split('-')[0] === base);
  const titles = new Set([...own, ...articles].map((article) => article.title).filter((title) => title !== ''));
  return [...titles].slice(0, TOPICS);
}
