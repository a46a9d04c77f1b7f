import { describe, expect, test } from 'vitest';
import { leastConfidence, type RetrieveRequest, retrieveBest } from '../../src/answer/languages.js';
import type { Article, IndexSnapshot, Retrieval } from '../../src/types.js';

const article = (language: string) => ({ id: language, language }) as Article;
const found = (language: string): Retrieval => ({
  generation: 1,
  sections: [{ article: article(language), headings: [], sentences: [] } as unknown as Retrieval['sections'][number]],
  signals: {},
  asks: 'other',
  timingsMs: { search: 0, rank: 0 },
});
const request: RetrieveRequest = { text: '為什麼?', context: '', language: 'zh-Hant' };
const snapshot = {} as IndexSnapshot;

describe('a question is looked for', () => {
  test('in its own language alone, where an article in it was found', async () => {
    const retrieveAcross = () => Promise.reject(new Error('not asked for'));
    const best = await retrieveBest({ retrieve: async () => found('zh-Hans'), retrieveAcross }, snapshot, request);
    expect(best).toMatchObject({ across: false, retrieval: { sections: [{ article: { id: 'zh-Hans' } }] } });
  });

  test('in the other language where none was found, which weighs what it finds in its own way', async () => {
    const best = await retrieveBest({ retrieve: async () => found('en'), retrieveAcross: async () => found('en') }, snapshot, request);
    expect(best.across).toBe(true);
    const own = await retrieveBest({ retrieve: async () => found('en') }, snapshot, request);
    expect(own.across).toBe(false);
    expect(own.confidence).not.toBe(best.confidence);
  });
});

describe('what is found in another language', () => {
  test('has to be surer to be shown', () => {
    expect(leastConfidence({ across: false }, 0.5)).toBe(0.5);
    expect(leastConfidence({ across: true }, 0.5)).toBeCloseTo(0.7);
    expect(leastConfidence({ across: true }, 0.9)).toBeGreaterThan(0.9);
  });

  test('is always shown, or never, where the setting says so', () => {
    expect(leastConfidence({ across: true }, 0)).toBe(0);
    expect(leastConfidence({ across: true }, 1)).toBe(1);
  });
});
