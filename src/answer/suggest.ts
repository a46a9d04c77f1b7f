/** Questions that the articles can answer, for pickers and autocomplete: made from titles and headings. Pure over a generation. */
import { fold } from '../text/fold.js';
import { parseHeading } from '../text/headings.js';
import type { IndexSnapshot } from '../types.js';
import { liveArticles } from './topics.js';

/** Headings that are questions already are taken as they are; a title becomes a question about it. */
const isQuestion = (text: string) => /[?？]\s*$/u.test(text);
const asQuestion = (title: string, language: string) =>
  isQuestion(title)
    ? title
    : language.startsWith('zh')
      ? language === 'zh-Hans'
        ? `关于「${title}」，文章怎么说？`
        : `關於「${title}」，文章怎麼說？`
      : `What do the articles say about “${title}”?`;

export function suggestQuestions(
  snapshot: IndexSnapshot,
  { typed, language, collections, limit }: { typed: string; language?: string; collections?: readonly string[]; limit: number },
): string[] {
  const base = language?.split('-')[0];
  const wanted = fold(typed)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .split(' ')
    .filter((word) => word !== '');
  const candidates = liveArticles(snapshot, collections).flatMap((article) => {
    const titles = [article.title, ...headingsOf(article.text)].filter((title) => title !== '');
    const own = base === undefined || article.language.split('-')[0] === base ? 1 : 0;
    return titles.map((title, index) => ({
      question: asQuestion(title, article.language),
      score: matchOf(fold(`${article.title} ${title}`), wanted),
      own,
      asks: isQuestion(title) ? 1 : 0,
      index,
    }));
  });
  const fitting = wanted.length === 0 ? candidates : candidates.filter((candidate) => candidate.score > 0);
  fitting.sort((a, b) => b.score - a.score || b.own - a.own || b.asks - a.asks || a.index - b.index);
  return [...new Set(fitting.map((candidate) => candidate.question))].slice(0, limit);
}

const headingsOf = (text: string) => text.split('\n').flatMap((line) => parseHeading(line)?.title ?? []);

/** Share of the typed words that stand in a title; of a run of ideographs, the share of its characters. */
function matchOf(title: string, wanted: readonly string[]): number {
  if (wanted.length === 0) return 0;
  const shares = wanted.map((word) => {
    if (title.includes(word)) return 1;
    const characters = [...word].filter((character) => character >= '\u3400');
    return characters.length < 2 ? 0 : characters.filter((character) => title.includes(character)).length / characters.length / 2;
  });
  return shares.reduce((sum, share) => sum + share, 0) / wanted.length;
}
