/**
 * An honest small core for the tests of the doors: it finds sentences by the words they share with a question, quotes them exactly,
 * declines where too few are shared, shows both sides where sentences give different years, and understands a short follow-up.
 */
import { YingjiaError } from '../../src/errors.js';
import { fold } from '../../src/text/fold.js';
import { termsOf } from '../../src/text/terms.js';
import type { Answer, AnswerEvent, Answerer, Article, Citation, Claim, Hit, Passage, Question } from '../../src/types.js';
import { pastArticles, smallArticles } from './small-articles.js';

const LIMIT = 2_000;
const MIN_SHARE = 0.45;

type Sentence = Passage & { article: Article };

function sentencesOf(article: Article): Sentence[] {
  const found: Sentence[] = [];
  let headings: string[] = [];
  for (const line of article.text.matchAll(/[^\n]+/g)) {
    if (line[0].startsWith('#')) headings = [line[0].replace(/^#+ /, '')];
    else
      for (const match of line[0].matchAll(/(?:\[\^\w+\]|[\s>])*(?<sentence>.*?(?:[。！？」](?=\[|[^」]|$)|\.(?=\[|\s|$)))/gu)) {
        const text = match.groups!.sentence!;
        const end = line.index + match.index + match[0].length;
        const start = end - text.length;
        found.push({
          id: `${article.id}:${start}`,
          articleId: article.id,
          articleVersion: article.version,
          headings,
          text,
          start,
          end,
          section: 0,
          article,
        });
      }
  }
  return found;
}

const stopWords = new Set(
  'the a an of is are was were do does did to in on at when why what how which who and it he she they 的 了 是 在 嗎 呢 哪 什 麼 為'.split(
    ' ',
  ),
);

const termSet = (text: string) =>
  new Set(
    termsOf(
      fold(text)
        .split(/(?<=[㐀-鿿])|(?=[㐀-鿿])|[^\p{L}\p{N}]+/u)
        .filter((part) => !stopWords.has(part))
        .join(' '),
    ),
  );

function search(question: Question): { hit: Hit; sentence: Sentence }[] {
  const wanted = termSet(question.text);
  const last = question.history?.at(-1);
  const followUp = last !== undefined && wanted.size < 8;
  if (followUp) for (const term of termSet(last.question)) wanted.add(term);
  const carried = new Set(followUp ? last.citations?.map((each) => each.articleId) : []);
  const scored = smallArticles
    .filter((article) => question.collections?.includes(article.collection) ?? true)
    .flatMap(sentencesOf)
    .map((sentence) => {
      const own = termSet(`${sentence.article.title} ${sentence.headings.join(' ')} ${sentence.text}`);
      const shared = [...wanted].filter((term) => own.has(term)).length;
      const score = Math.min(1, shared / Math.max(1, wanted.size) + (carried.has(sentence.articleId) ? 0.2 : 0));
      const { article: _article, ...passage } = sentence;
      return { hit: { passage, score, lexical: score, similarity: score }, sentence };
    });
  return scored.filter(({ hit }) => hit.score > 0).sort((a, b) => b.hit.score - a.hit.score);
}

function cite({ article, text, start, end, headings }: Sentence, marker: number): Citation {
  const { id: articleId, version: articleVersion, title, sources } = article;
  const number = /\d[\d,.]*\d/.exec(text);
  const span = number === null ? {} : { span: { start: start + number.index, end: start + number.index + number[0].length } };
  return { marker, articleId, articleVersion, title, sources, headings, quote: text, start, end, ...span };
}

const years = (text: string): string[] => text.match(/\b1\d{3}\b/g) ?? [];

/** @returns the answer and its claims, all of them quotes. */
function answerNow(question: Question, decline: boolean): Answer {
  const started = performance.now();
  const found = search(question);
  const best = found[0]?.hit.score ?? 0;
  const answered = found.length > 0 && (!decline || best >= MIN_SHARE);
  const chosen = answered ? found.filter(({ hit }) => hit.score >= best * 0.85).slice(0, 2) : [];
  const citations = chosen.map(({ sentence }, index) => cite(sentence, index + 1));
  const claims: Claim[] = citations.map(({ quote, marker }) => ({ text: quote, citations: [marker] }));
  const [one, two] = claims;
  const differ = one !== undefined && two !== undefined && years(one.text).length > 0 && years(two.text).length > 0;
  const language = /[㐀-鿿]/.test(question.text) ? 'zh-Hant' : 'en';
  const topics = [...new Set(smallArticles.slice(0, 3).map(({ title }) => title))];
  return {
    status: answered ? 'answered' : 'not-in-articles',
    confidence: best,
    question: question.text,
    language,
    text: answered
      ? claims.map(({ text }, index) => `${text} [${index + 1}]`).join(' ')
      : language === 'en'
        ? 'The articles do not say.'
        : '文章裡沒有提到。',
    claims,
    citations,
    hits: found.slice(0, 10).map(({ hit }) => hit),
    withheld: [],
    conflicts: differ && years(one.text)[0] !== years(two.text)[0] ? [{ claims: [0, 1] }] : [],
    nearestTopics: answered ? [] : topics,
    mode: 'extractive',
    generation: 3,
    timingsMs: { total: performance.now() - started },
    ...(citations.some(({ articleId }) => articleId === 'harbour/lighthouse') && language !== 'en' ? { notices: ['引自英文文章'] } : {}),
  };
}

/** `onStream` may hold an answer up, to test what a client does meanwhile. */
export function createSmallAnswerer({
  onStream,
}: {
  onStream?: (question: Question, signal?: AbortSignal) => Promise<void>;
} = {}): Answerer {
  async function* stream(
    question: Question,
    { decline = true, signal }: { decline?: boolean; signal?: AbortSignal } = {},
  ): AsyncGenerator<AnswerEvent, void, undefined> {
    const text = question.text.trim();
    if (text === '' || text.length > LIMIT)
      throw new YingjiaError('USAGE', { problem: `The question has ${text.length} characters.`, fix: `Ask with 1 to ${LIMIT}.` });
    const answer = answerNow({ ...question, text }, decline);
    for (const claim of answer.claims) {
      yield { kind: 'claim', claim, citations: answer.citations.filter(({ marker }) => claim.citations.includes(marker)) };
      await onStream?.(question, signal);
    }
    yield { kind: 'done', answer };
  }
  return {
    stream,
    async answer(question, options) {
      for await (const event of stream(question, options)) if (event.kind === 'done') return event.answer;
      throw new Error('no answer');
    },
    search: async (question, limit = 10) =>
      search(question)
        .slice(0, limit)
        .map(({ hit }) => hit),
    readArticle: async (id, version) =>
      version === undefined
        ? smallArticles.find((article) => article.id === id)
        : [...smallArticles, ...pastArticles].find((article) => article.id === id && article.version === version),
    overview: async () => ({
      generation: 3,
      passages: smallArticles.flatMap(sentencesOf).length,
      articles: smallArticles.map(({ text, sources: _sources, ...rest }) => ({ ...rest, characters: text.length })),
    }),
    async suggestQuestions({ typed, language, limit }) {
      const all = [
        '守塔人為什麼離開霧港燈塔？',
        '霧港燈塔在哪一年第一次點燈？',
        'Why did the keeper leave the lighthouse?',
        'How heavy is the bronze bell?',
      ];
      const fit = all.filter(
        (each) => each.includes(typed) && (language === undefined || /[㐀-鿿]/.test(each) === language.startsWith('zh')),
      );
      return fit.slice(0, limit);
    },
    close: async () => undefined,
  };
}
