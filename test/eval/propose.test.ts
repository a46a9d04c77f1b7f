import { describe, expect, test } from 'vitest';
import { checkTestSet } from '../../src/eval/check.js';
import { proposeCases } from '../../src/eval/propose.js';
import { renderTestSet } from '../../src/eval/test-set.js';
import type { TestCase } from '../../src/types.js';
import { clubArticles, clubCases } from './club.js';
import { articleOf } from './memory-answerer.js';

const propose = (text: string, cases: readonly TestCase[] = [], id = 'a') => proposeCases([articleOf(id, text)], cases, { limit: 10 });
const asked = (text: string) => propose(text).map(({ question, answers }) => [question, answers![0]]);

describe('proposals', () => {
  test.each([
    {
      text: 'The chip came out on 26 January 2026 in a small town.',
      expected: ['The chip came out on what date in a small town?', '26 January 2026'],
    },
    { text: 'In 1887 tea merchants founded the rowing club.', expected: ['In what year tea merchants founded the rowing club?', '1887'] },
    {
      text: 'The company holds about 27 percent of the shares.',
      expected: ['The company holds about what percentage of the shares?', '27'],
    },
    {
      text: 'Contracts were worth more than US$12.5 billion in all.',
      expected: ['Contracts were worth more than how many dollars in all?', '12.5 billion'],
    },
    {
      text: 'The old bridge carries 9,000 cars a day in summer.',
      expected: ['The old bridge carries how many cars a day in summer?', '9,000'],
    },
    { text: '微軟在 2026 年 1 月 26 日推出 Maia 200。', expected: ['微軟在什麼時候推出 Maia 200？', '2026 年 1 月 26 日'] },
    { text: '微軟的預租約占業者總量的 60%。', expected: ['微軟的預租約占業者總量的百分之多少？', '60'] },
    { text: '甲骨文在那一季簽下超過 30 份合約。', expected: ['甲骨文在那一季簽下超過多少份合約？', '30'] },
    { text: '微软在 2024 年暂停了数据中心的扩建。', expected: ['微软在什么时候暂停了数据中心的扩建？', '2024 年'] },
  ])('"$text" asks for its number or date', ({ text, expected }) => {
    expect(asked(text)).toEqual([expected]);
  });

  test.each([
    { name: 'points back at another sentence', text: 'It was sold for 300 dollars in the following spring.' },
    { name: 'has a number only in a name', text: 'Maia 200 is a chip that many people admire these days.' },
    { name: 'has no number', text: 'The boathouse stands by the river and is painted green.' },
    {
      name: 'is a heading, a list or a table',
      text: '## The 300 boats of the club\n\n- 300 boats lie in the harbour of the town\n\n| 300 boats | of the club in town |',
    },
  ])('a sentence that $name asks nothing', ({ text }) => {
    expect(asked(text)).toEqual([]);
  });

  test('leave out what a case covers already, and what is asked already', () => {
    const text = 'The old bridge carries 9,000 cars a day in summer.';
    const covering: TestCase = { id: 'c', question: 'q?', answerable: true, evidence: [{ articleId: 'a', quote: 'carries 9,000 cars' }] };
    expect(propose(text, [covering])).toEqual([]);
    expect(propose(text, [{ ...covering, evidence: [], question: 'the old bridge carries how many cars a day in summer?' }])).toEqual([]);
  });

  test('take turns between articles, and keep to a language', () => {
    const articles = [...clubArticles, articleOf('zh', '亞洲協會在 1784 年成立。學會有 300 名會員。')];
    const two = proposeCases(articles, [], { limit: 3 }).map(({ evidence }) => evidence[0]!.articleId);
    expect(new Set(two).size).toBe(3);
    expect(proposeCases(articles, [], { limit: 9, language: 'zh' }).every(({ tags }) => tags!.includes('zh'))).toBe(true);
  });

  test('are sound cases: their quotes stand in the articles', () => {
    const proposals = proposeCases(clubArticles, [], { limit: 50 });
    expect(proposals.length).toBeGreaterThan(0);
    expect(checkTestSet(renderTestSet(proposals), new Map(clubArticles.map((article) => [article.id, article]))).problems).toEqual([]);
  });
});

describe('the check of a test set', () => {
  const articles = new Map(clubArticles.map((article) => [article.id, article]));
  const check = (cases: readonly TestCase[], more = '') => checkTestSet(renderTestSet(cases) + more, articles);

  test('finds nothing wrong with a sound one, and counts its kinds', () => {
    expect(check(clubCases)).toMatchObject({ cases: 12, toDecline: 4, problems: [], untouchedArticles: [] });
    expect(check(clubCases).balance).toEqual([
      { kind: 'fact', cases: 8, toDecline: 0, languages: { en: 6, 'zh-Hant': 2 } },
      { kind: 'off-topic', cases: 4, toDecline: 4, languages: { en: 2, 'zh-Hant': 2 } },
    ]);
  });

  test.each([
    { name: 'a quote that stands nowhere', change: { evidence: [{ quote: 'Nobody said so.' }] }, reason: /stands in no article/ },
    {
      name: 'a quote from another article',
      change: { evidence: [{ articleId: 'bridge', quote: 'The rowing club' }] },
      reason: /does not stand in "bridge"/,
    },
    {
      name: 'an article that there is not',
      change: { evidence: [{ articleId: 'gone', quote: 'x' }] },
      reason: /"gone", which there is not/,
    },
    { name: 'no evidence', change: { evidence: [] }, reason: /has no evidence/ },
    { name: 'the same question twice', change: { question: clubCases[1]!.question.toUpperCase() }, reason: /asks what "burned" asks/ },
  ])('names $name', ({ change, reason }) => {
    const { problems } = check([clubCases[1]!, { ...clubCases[0]!, ...change }]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ id: 'founded', reason: expect.stringMatching(reason) });
  });

  test('names bad lines by number, and ids that stand twice', () => {
    const { problems } = check(
      [clubCases[0]!],
      `not json\n${JSON.stringify({ ...clubCases[1], id: 'founded' })}\n{"id": "x", "question": " ", "answerable": true, "evidence": []}\n`,
    );
    expect(problems.map(({ line, reason }) => `${line}: ${reason}`)).toEqual([
      expect.stringMatching(/^2: is no JSON/),
      '3: id "founded" stands already on line 1',
      '4: question is empty',
    ]);
  });

  test('notes a fact that the evidence does not say, and what is too little to judge by', () => {
    const { notes } = check([{ ...clubCases[0]!, answers: ['1887', 'coffee merchants'] }]);
    expect(notes.map(({ reason }) => reason)).toEqual([
      'expects "coffee merchants", which its evidence does not say',
      'only 1 cases of the kind "fact"',
      'only 0 of 1 questions are to be declined: declining can hardly be judged',
    ]);
  });
});
