import { describe, expect, test } from 'vitest';
import { ragas } from '../../../src/eval/formats/ragas.js';
import { recognizeFormat } from '../../../src/eval/formats/recognize.js';

const parse = (text: string, path = 'set.jsonl') => ragas.parse([{ path, text }], []);

/** As `TestsetGenerator(...).to_pandas().to_csv()` of 0.1 writes it: row numbers, Python lists, NaN as an empty cell, quoted line breaks. */
const generatedCsv = [
  ',question,contexts,ground_truth,evolution_type,metadata,episode_done',
  `0,"What did the firm call ""the pause""?","['The firm stopped building.\\nIt said ""enough"".', 'It\\'s a freeze of 1.5\\xa0GW.']",A stop of building.,simple,"[{'source': 'a.md'}]",True`,
  '1,Who founded it?,"[""Ann\'s brother founded it.""]",The answer to given question is not present in context,reasoning,"[{\'source\': \'b.md\'}]",True',
  '2,"Why, in',
  "two lines?\",\"['Because.' 'So it is.']\",,multi_context,[{}],True",
  '',
].join('\r\n');

/** As `EvaluationDataset.to_jsonl` of 0.2 writes it. */
const samples = [
  {
    user_input: '微軟為什麼暫停擴建？',
    retrieved_contexts: ['微軟停下擴建。'],
    response: '不想被單一世代的硬體綁住。',
    reference: '不想被單一世代的硬體綁住。',
    reference_contexts: ['第一個原因是納德拉不想被單一世代的硬體綁住。'],
  },
  {
    user_input: [
      { content: 'When did Maia 200 launch?', metadata: null, type: 'human' },
      { content: 'On 26 January 2026.', metadata: null, type: 'ai', tool_calls: null },
      { content: 'Who makes it?', metadata: null, type: 'human' },
    ],
    reference: 'TSMC',
  },
];

describe('Ragas, first generation', () => {
  const { cases, losses } = parse(`\uFEFF${generatedCsv}`, 'testset.csv');

  test('contexts of a generated test set are its evidence, read from Python lists', () => {
    expect(cases[0]).toEqual({
      id: 'case-1',
      question: 'What did the firm call "the pause"?',
      answerable: true,
      evidence: [{ quote: 'The firm stopped building.\nIt said "enough".' }, { quote: "It's a freeze of 1.5\u00a0GW." }],
      answers: ['A stop of building.'],
      tags: ['simple'],
    });
  });

  test('what the generator could not answer is to be declined', () => {
    expect(cases[1]).toMatchObject({ question: 'Who founded it?', answerable: false, evidence: [] });
    expect(cases[1]).not.toHaveProperty('answers');
  });

  test('a line break within a cell, lists without commas and an empty reference are read', () => {
    expect(cases[2]).toMatchObject({
      question: 'Why, in\r\ntwo lines?',
      answerable: true,
      evidence: [{ quote: 'Because.' }, { quote: 'So it is.' }],
    });
  });

  test('columns that have no place are named', () => {
    expect(losses).toEqual([{ path: 'testset.csv', reason: expect.stringContaining('(metadata, episode_done)') }]);
  });

  test('an object of columns, as Hugging Face and pandas write it, and NaN are read', () => {
    for (const columns of [
      '{"question": ["a?", "b?"], "ground_truths": [["x"], ["y"]], "answer": ["n", NaN], "contexts": [["c"], ["d"]]}',
      '{"question":{"0":"a?","1":"b?"},"ground_truths":{"0":["x"],"1":["y"]},"answer":{"0":"n","1":NaN},"contexts":{"0":["c"],"1":["d"]}}',
    ]) {
      const parsed = parse(columns);
      expect(parsed.cases.map(({ question, answers, answerable }) => ({ question, answers, answerable }))).toEqual([
        { question: 'a?', answers: ['x'], answerable: true },
        { question: 'b?', answers: ['y'], answerable: true },
      ]);
      expect(parsed.cases[0]!.evidence).toEqual([]);
      expect(parsed.losses.some(({ reason }) => reason.includes('what another system answered'))).toBe(true);
    }
  });
});

describe('Ragas, second generation', () => {
  test.each([
    { name: 'JSON lines', text: samples.map((sample) => JSON.stringify(sample)).join('\n') },
    { name: 'a JSON array', text: JSON.stringify(samples, null, 2) },
  ])('$name: reference contexts are evidence, a conversation becomes history', ({ text }) => {
    const { cases } = parse(text);
    expect(cases).toEqual([
      {
        id: 'case-1',
        question: '微軟為什麼暫停擴建？',
        answerable: true,
        evidence: [{ quote: '第一個原因是納德拉不想被單一世代的硬體綁住。' }],
        answers: ['不想被單一世代的硬體綁住。'],
      },
      {
        id: 'case-2',
        question: 'Who makes it?',
        answerable: true,
        evidence: [],
        answers: ['TSMC'],
        history: [{ question: 'When did Maia 200 launch?', answer: 'On 26 January 2026.' }],
      },
    ]);
  });

  test('a bad row costs one row, and its line is named', () => {
    const { cases, losses } = parse(`{"user_input": "a?", "reference": "x"}\n{"user_input": }\n{"reference": "y"}\n`);
    expect(cases).toHaveLength(1);
    expect(losses.filter(({ line }) => line !== undefined).map(({ line, reason }) => [line, reason.slice(0, 12)])).toEqual([
      [2, 'is no JSON: '],
      [1, 'has no refer'],
      [3, 'has no quest'],
    ]);
  });
});

describe('export to Ragas', () => {
  const cases = [
    {
      id: 'one',
      question: 'Who, "exactly"?',
      answerable: true,
      evidence: [{ articleId: 'a', quote: "It's Ann,\nnot Bob." }],
      answers: ['Ann', '安'],
      history: [{ question: 'And before?', answer: 'Bob.' }],
      tags: ['fact', 'en'],
    },
    { id: 'two', question: '天氣如何？', answerable: false, evidence: [], tags: ['off-topic', 'zh'] },
  ];

  test.each(['ragas.jsonl', 'ragas.csv'])('%s comes back as it went', (path) => {
    const file = ragas.render({ cases }).files.find((each) => each.path === path)!;
    expect(recognizeFormat([file], path).name).toBe('ragas');
    expect(ragas.parse([file], []).cases).toEqual(cases);
  });

  test('what has no place in it is said', () => {
    const graded = { id: 'g', question: 'q?', answerable: true, evidence: [{ articleId: 'a', quote: '', grade: 2 }] };
    expect(ragas.render({ cases: [graded] }).losses.map(({ reason }) => reason)).toEqual([
      'g: whole articles as evidence have no place in it',
      'g: grades of evidence have no place in it',
    ]);
  });
});
