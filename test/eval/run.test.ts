import { describe, expect, test } from 'vitest';
import { YingjiaError } from '../../src/errors.js';
import { expectedLanguage, scoreLanguage, scoreNuggets } from '../../src/eval/answer-text.js';
import { runEvaluation } from '../../src/eval/run.js';
import { createRunDocument, parseRunDocument } from '../../src/eval/run-document.js';
import type { Answerer, TestCase } from '../../src/types.js';
import { answerOf, citationOf } from './answers.js';
import { clubCases, createClubAnswerer } from './club.js';

const metric = (run: { summary: { metrics: readonly { name: string; value: number }[] } }, name: string) =>
  run.summary.metrics.find((each) => each.name === name)?.value;

describe('an evaluation', () => {
  test('scores searching, citing, declining and language of every case', async () => {
    const run = await runEvaluation({ answerer: createClubAnswerer(), cases: clubCases });
    expect(run.results).toHaveLength(clubCases.length);
    expect(run.failures).toEqual([]);
    expect(run.evidenceMissing).toEqual([]);
    expect(run.overview).toMatchObject({ generation: 1, articles: 3 });
    for (const name of [
      'quote-validity',
      'evidence-hit@1',
      'hit@1',
      'citation-recall',
      'declined',
      'answered',
      'language-fidelity',
      'right',
      'auroc',
    ]) {
      expect([name, metric(run, name)]).toEqual([name, 1]);
    }
    expect(run.summary.kinds.map(({ kind, cases }) => [kind, cases])).toEqual([
      ['fact', 8],
      ['off-topic', 4],
    ]);
  });

  test('with declining off answers everything, and counts that', async () => {
    const run = await runEvaluation({ answerer: createClubAnswerer(), cases: clubCases, decline: false });
    expect(run.declining).toBe(false);
    expect(metric(run, 'declined')).toBe(0);
    expect(metric(run, 'auroc')).toBe(1);
  });

  test('names evidence that stands in no article', async () => {
    const lost: TestCase = {
      id: 'lost',
      question: 'Who founded the rowing club?',
      answerable: true,
      evidence: [{ articleId: 'club', quote: 'Zoe founded it.' }],
    };
    const run = await runEvaluation({ answerer: createClubAnswerer(), cases: [lost] });
    expect(run.evidenceMissing).toEqual([{ id: 'lost', articleId: 'club', quote: 'Zoe founded it.' }]);
  });

  test('keeps a question that fails with its problem, and goes on', async () => {
    const whole = createClubAnswerer();
    const breaking: Answerer = {
      ...whole,
      stream: (question, options) => {
        if (question.text === clubCases[2]!.question) throw new YingjiaError('MODEL', { problem: 'The model is down.', fix: 'Wait.' });
        return whole.stream(question, options);
      },
    };
    const run = await runEvaluation({ answerer: breaking, cases: clubCases });
    expect(run.failures.map(({ testCase, problem }) => [testCase.id, problem])).toEqual([[clubCases[2]!.id, 'The model is down. Wait.']]);
    expect(run.results).toHaveLength(clubCases.length - 1);
  });

  test('stops where it is told to', async () => {
    const stop = new AbortController();
    const running = runEvaluation({
      answerer: createClubAnswerer(),
      cases: clubCases,
      signal: stop.signal,
      onProgress: ({ done }) => done === 2 && stop.abort(),
    });
    await expect(running).rejects.toThrow(/abort/i);
  });

  test('comes back whole from its JSON document', async () => {
    const run = await runEvaluation({ answerer: createClubAnswerer(), cases: clubCases.slice(0, 3) });
    const document = createRunDocument(run, 'club.jsonl', { YINGJIA_MIN_CONFIDENCE: 0.5 });
    expect(parseRunDocument(JSON.stringify(document), 'baseline.json')).toEqual(document);
  });

  test.each([
    { name: 'text', text: 'hello', problem: /no baseline: it is no JSON/ },
    { name: 'another JSON', text: '{"format": "promptfoo"}', problem: /no baseline: format/ },
  ])('$name is refused as a baseline', ({ text, problem }) => {
    expect(() => parseRunDocument(text, 'b.json')).toThrow(problem);
  });
});

describe('what an answer says', () => {
  const testCase: TestCase = {
    id: 'a',
    question: '俱樂部什麼時候成立？',
    answerable: true,
    evidence: [],
    answers: ['1887 年', 'tea merchants'],
  };

  test('expected facts are found in claims and quotes, whatever script, width and case', () => {
    const answer = answerOf({
      claims: [{ text: '成立於１８８７年。', citations: [1] }],
      citations: [citationOf('club', 'Tea Merchants founded it.', 'Tea Merchants founded it.')],
    });
    expect(scoreNuggets(answer, testCase)).toBe(1);
    expect(scoreNuggets(answerOf({ claims: [{ text: 'In 1887.', citations: [] }] }), testCase)).toBe(0);
    expect(scoreNuggets(answerOf(), { ...testCase, answers: undefined })).toBeUndefined();
  });

  test.each([
    { name: 'the question decides', question: '俱樂部什麼時候成立？', tags: ['fact', 'en'], expected: 'zh-Hant' },
    { name: 'in its script', question: '俱乐部什么时候成立？', tags: [], expected: 'zh-Hans' },
    { name: 'the tags decide where it does not tell', question: '1887?', tags: ['fact', 'en'], expected: 'en' },
  ])('language: $name', ({ question, tags, expected }) => {
    expect(expectedLanguage({ ...testCase, question, tags })).toBe(expected);
  });

  test('a quote in another language does not count against the answer', () => {
    const quote = 'Tea merchants founded the club in 1887, and it has rowed ever since.';
    const citations = [citationOf('club', quote, quote)];
    const framed = answerOf({ language: 'zh-Hant', text: `文章說：「${quote}」[1]`, citations });
    expect(scoreLanguage(framed, testCase)).toBe(1);
    expect(scoreLanguage({ ...framed, text: `The article says something about this: "${quote}"` }, testCase)).toBe(0);
    expect(scoreLanguage({ ...framed, language: 'en' }, testCase)).toBe(0);
  });
});
