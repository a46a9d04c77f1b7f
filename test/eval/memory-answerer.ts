/** A small honest answerer over articles in memory: the sentence that shares most rare words with the question, quoted and cited. */

import { backgroundIdf } from '../../src/text/background.js';
import { fold } from '../../src/text/fold.js';
import { detectLanguage } from '../../src/text/language.js';
import { sentencesOf } from '../../src/text/sentences.js';
import { isIdeographic, termsOf } from '../../src/text/terms.js';
import type { Answer, Answerer, Article, Hit } from '../../src/types.js';
import { answerOf } from './answers.js';

const ENOUGH = 0.5;
const FOUND = 10;
const CITED = 3;

export const articleOf = (id: string, text: string, title = id): Article => ({
  id,
  version: `${id}-v1`,
  collection: 'default',
  title,
  sources: [],
  language: detectLanguage(text),
  text,
});

/** `change` is where a test plants its fault: it gets each answer before it is given. */
export function createMemoryAnswerer(articles: readonly Article[], change: (answer: Answer) => Answer = (answer) => answer): Answerer {
  const byId = new Map(articles.map((article) => [article.id, article]));
  const search = (question: string): Hit[] => {
    const wanted = new Set(termsOf(fold(question)).filter((term) => !isIdeographic(term)));
    const total = [...wanted].reduce((sum, term) => sum + backgroundIdf(term), 0);
    return articles
      .flatMap((article) =>
        sentencesOf(article.text).map(({ start, end }, section): Hit => {
          const text = article.text.slice(start, end);
          const terms = new Set(termsOf(fold(text)));
          const score = [...wanted].reduce((sum, term) => sum + (terms.has(term) ? backgroundIdf(term) : 0), 0) / (total || 1);
          const passage = {
            id: `${article.id}:${start}`,
            articleId: article.id,
            articleVersion: article.version,
            headings: [],
            text,
            start,
            end,
            section,
          };
          return { passage, score, lexical: score, similarity: 0 };
        }),
      )
      .sort((left, right) => right.score - left.score)
      .slice(0, FOUND);
  };
  const answer = (question: string, decline: boolean): Answer => {
    const hits = search(question);
    const confidence = Math.min(1, hits[0]?.score ?? 0);
    const declined = decline && confidence < ENOUGH;
    const cited = declined ? [] : hits.slice(0, CITED).filter((hit) => hit.score >= (hits[0]?.score ?? 0) * 0.8);
    return change(
      answerOf({
        status: declined ? 'not-in-articles' : 'answered',
        confidence,
        question,
        language: detectLanguage(question),
        text: declined ? '' : cited.map((hit, index) => `${hit.passage.text} [${index + 1}]`).join('\n'),
        claims: cited.map((hit, index) => ({ text: hit.passage.text, citations: [index + 1] })),
        citations: cited.map(({ passage }, index) => ({
          marker: index + 1,
          articleId: passage.articleId,
          articleVersion: passage.articleVersion,
          title: byId.get(passage.articleId)!.title,
          sources: [],
          headings: [],
          quote: passage.text,
          start: passage.start,
          end: passage.end,
        })),
        hits,
      }),
    );
  };
  return {
    async *stream(question, options = {}) {
      const whole = answer(question.text, options.decline ?? true);
      for (const claim of whole.claims) {
        yield { kind: 'claim', claim, citations: whole.citations.filter(({ marker }) => claim.citations.includes(marker)) };
      }
      yield { kind: 'done', answer: whole };
    },
    answer: async (question, options = {}) => answer(question.text, options.decline ?? true),
    search: async (question, limit = FOUND) => search(question.text).slice(0, limit),
    readArticle: async (id, version) => {
      const article = byId.get(id);
      return version === undefined || article?.version === version ? article : undefined;
    },
    overview: async () => ({
      generation: 1,
      passages: articles.reduce((sum, article) => sum + sentencesOf(article.text).length, 0),
      articles: articles.map(({ id, version, collection, title, language, text }) => ({
        id,
        version,
        collection,
        title,
        language,
        characters: text.length,
      })),
    }),
    suggestQuestions: async () => [],
    close: async () => {},
  };
}
