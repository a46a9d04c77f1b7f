/**
 * An honest small answerer over a few made-up articles: the sentences that share most words with the question, quoted as
 * exact slices. Tests can hold it in the middle of an answer, let it fail, and change its articles.
 */
import { createHash } from 'node:crypto';
import type {
  Answer,
  AnswerEvent,
  Answerer,
  AnswerOptions,
  Article,
  Citation,
  Claim,
  Overview,
  Question,
  Source,
} from '../../src/types.js';

const press: Source = {
  id: 'S1',
  title: 'Harbour Gazette, annual review',
  publisher: 'Harbour Gazette',
  url: 'https://gazette.example/review',
  date: '2025-03',
};
const survey: Source = {
  id: 'S2',
  title: 'Coast survey',
  publisher: 'Coast Survey Office',
  url: 'https://survey.example/lamps',
  date: '2024-11-02',
};

const texts: Omit<Article, 'version'>[] = [
  {
    id: 'crane',
    collection: 'harbour',
    title: 'The old harbour crane',
    date: '2025-04-01',
    language: 'en',
    sources: [press],
    text: '# The crane\n\nThe harbour crane lifts forty tonnes at low tide.[^S1] It was painted green in 1987 by volunteers.[^S1]\n\n## Why it stays\n\nThe crane stays because the museum pays for its upkeep.[^S1] Without the museum the crane would be scrap.[^S1]\n',
  },
  {
    id: 'lighthouse',
    collection: 'harbour',
    title: 'The lighthouse lamp',
    language: 'en',
    sources: [press, survey],
    text: '# The lamp\n\nHarbour Gazette says the lighthouse lamp was lit in 1911.[^S1] Coast Survey Office says the lighthouse lamp was lit in 1913.[^S2]\n',
  },
  {
    id: '茶館/開幕',
    collection: 'tea',
    title: '巷口的茶館',
    date: '2025-01-05',
    language: 'zh-Hant',
    sources: [{ id: 'S3', title: '巷弄誌', publisher: '巷弄誌', url: 'https://lane.example/tea', date: '2025-01' }],
    text: '# 茶館\n\n巷口的茶館每天早上六點開門。[^S3]老闆娘種了三棵桂花樹。[^S3]\n\n## 茶\n\n茶館只賣高山烏龍茶。[^S3]因為老闆娘的家鄉在山上，所以她只賣烏龍茶。[^S3]\n',
  },
];

const versionOf = (article: Omit<Article, 'version'>): string => createHash('sha256').update(JSON.stringify(article)).digest('hex');
const withVersion = (article: Omit<Article, 'version'>): Article => ({ ...article, version: versionOf(article) });

type Sentence = { article: Article; start: number; end: number; quote: string; words: Set<string> };

export class SmallAnswerer implements Answerer {
  readonly asked: Question[] = [];
  /** Streams that were begun and not ended. */
  open = 0;
  generation = 1;
  /** Awaited before each event of a stream. */
  before: ((event: number, question: Question) => Promise<void>) | undefined;
  failure: Error | undefined;
  /** Makes each answer about as long as this. */
  lengthen = 0;
  #live = new Map(texts.map((article) => [article.id, withVersion(article)]));
  readonly #versions = new Map([...this.#live.values()].map((article) => [`${article.id}@${article.version}`, article]));

  put(article: Omit<Article, 'version'>): Article {
    const made = withVersion(article);
    this.#live.set(made.id, made);
    this.#versions.set(`${made.id}@${made.version}`, made);
    this.generation += 1;
    return made;
  }

  remove(id: string): void {
    this.#live.delete(id);
    this.generation += 1;
  }

  live(id: string): Article {
    return this.#live.get(id)!;
  }

  async *stream(question: Question, { signal }: AnswerOptions = {}): AsyncGenerator<AnswerEvent, void, undefined> {
    this.asked.push(question);
    this.open += 1;
    try {
      if (this.failure !== undefined) throw this.failure;
      const answer = this.#answerTo(question);
      let event = 0;
      for (const claim of answer.claims) {
        await this.before?.(event++, question);
        signal?.throwIfAborted();
        yield { kind: 'claim', claim, citations: answer.citations.filter(({ marker }) => claim.citations.includes(marker)) };
      }
      await this.before?.(event, question);
      signal?.throwIfAborted();
      yield { kind: 'done', answer };
    } finally {
      this.open -= 1;
    }
  }

  async answer(question: Question): Promise<Answer> {
    return this.#answerTo(question);
  }

  async search(): Promise<never> {
    throw new Error('Nothing here searches.');
  }

  async readArticle(id: string, version?: string): Promise<Article | undefined> {
    return version === undefined ? this.#live.get(id) : this.#versions.get(`${id}@${version}`);
  }

  async overview(collections?: readonly string[]): Promise<Overview> {
    const articles = [...this.#live.values()].filter(({ collection }) => collections?.includes(collection) ?? true);
    return {
      generation: this.generation,
      passages: articles.length * 3,
      articles: articles.map(({ text, sources: _, ...rest }) => ({ ...rest, characters: text.length })),
    };
  }

  async suggestQuestions({ typed, collections, limit }: Parameters<Answerer['suggestQuestions']>[0]): Promise<string[]> {
    const all = [
      ['harbour', 'How much does the crane lift?'],
      ['harbour', 'When was the lamp lit?'],
      ['tea', '茶館幾點開門？'],
    ] as const;
    return all
      .filter(
        ([collection, question]) => (collections?.includes(collection) ?? true) && question.toLowerCase().includes(typed.toLowerCase()),
      )
      .map(([, question]) => question)
      .slice(0, limit);
  }

  async close(): Promise<void> {}

  #answerTo(question: Question): Answer {
    const language = /\p{Script=Han}/u.test(question.text) ? 'zh-Hant' : 'en';
    const chosen = this.#choose(question);
    const common = {
      question: question.text,
      language,
      hits: [],
      withheld: [],
      mode: 'extractive' as const,
      generation: this.generation,
      timingsMs: {},
    };
    if (chosen.length === 0) {
      const topics = [...this.#live.values()].map(({ title }) => title);
      const text = language === 'en' ? 'The articles do not answer this.' : '這些文章沒有回答這個問題。';
      return {
        ...common,
        status: 'not-in-articles',
        confidence: 0.1,
        text,
        claims: [],
        citations: [],
        conflicts: [],
        nearestTopics: topics,
      };
    }
    const citations = chosen.map(toCitation);
    const claims: Claim[] = chosen.map(({ quote }, index) => ({
      text: quote.padEnd(Math.ceil(this.lengthen / chosen.length), ` ${quote}`),
      citations: [index + 1],
    }));
    const disputed = claims.flatMap(({ text }, index) => (text.includes('lamp was lit in') ? [index] : []));
    return {
      ...common,
      status: 'answered',
      confidence: 0.9,
      text: claims.map((claim) => `${claim.text} [${claim.citations.join('][')}]`).join('\n'),
      claims,
      citations,
      conflicts: disputed.length > 1 ? [{ claims: disputed }] : [],
      nearestTopics: [],
    };
  }

  /** A follow-up of few words looks in the article that was cited last. */
  #choose({ text, history = [], collections }: Question): Sentence[] {
    const last = history.at(-1);
    const own = wordsOf(text);
    const isFollowUp = last !== undefined && own.size < 4;
    const wanted = isFollowUp ? own : new Set([...wordsOf(last?.question ?? ''), ...own]);
    const within = isFollowUp ? last.citations?.[0]?.articleId : undefined;
    const sentences = [...this.#live.values()]
      .filter(({ id, collection }) => (collections?.includes(collection) ?? true) && (within === undefined || id === within))
      .flatMap(sentencesOf)
      .map((sentence) => ({ sentence, shared: [...wanted].filter((word) => sentence.words.has(word)).length }))
      .filter(({ shared }) => shared >= (isFollowUp ? 1 : 2))
      .sort((a, b) => b.shared - a.shared);
    return sentences
      .filter(({ shared }) => shared >= sentences[0]!.shared - 1)
      .slice(0, 3)
      .map(({ sentence }) => sentence);
  }
}

function toCitation({ article, start, end, quote }: Sentence, index: number): Citation {
  const marks = article.text.slice(end, end + 12);
  return {
    marker: index + 1,
    articleId: article.id,
    articleVersion: article.version,
    title: article.title,
    sources: article.sources.filter(({ id }) => marks.startsWith(`[^${id}]`)),
    headings: [],
    quote,
    start,
    end,
  };
}

function sentencesOf(article: Article): Sentence[] {
  return [...article.text.matchAll(/[^\n#。.!?！？[\]^]+[。.!?！？]/g)].map((match) => {
    const quote = match[0].trimStart();
    const start = match.index + match[0].length - quote.length;
    return { article, start, end: start + quote.length, quote, words: wordsOf(quote) };
  });
}

const SMALL_WORDS = new Set(
  'the a an is was were it its of in at by for to and on what when how why does do did who which has be would much and'.split(' '),
);

/** Words of Latin text, pairs of Han characters. */
function wordsOf(text: string): Set<string> {
  const latin = text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const han = [...text.matchAll(/\p{Script=Han}+/gu)].flatMap(([run]) => [...run].map((sign, index, all) => sign + (all[index + 1] ?? '')));
  return new Set([
    ...latin.filter((word) => !SMALL_WORDS.has(word)).map((word) => word.replace(/s$/, '')),
    ...han.filter((pair) => pair.length === 2),
  ]);
}
