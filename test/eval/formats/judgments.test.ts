/** BEIR folders and TREC's files: sets whose evidence is whole documents. */
import { describe, expect, test } from 'vitest';
import { beir } from '../../../src/eval/formats/beir.js';
import { recognizeFormat } from '../../../src/eval/formats/recognize.js';
import { isRunFile, parseRun, trec } from '../../../src/eval/formats/trec.js';
import { answerOf, hitOf } from '../answers.js';

const folder = (qrels: string, path = 'qrels/test.tsv') => [
  { path: 'corpus.jsonl', text: '{"_id": "d1", "title": "T", "text": "One."}\n{"_id": "d2", "title": "", "text": "Two."}\n' },
  {
    path: 'queries.jsonl',
    text: '{"_id": "q1", "text": "what is one", "metadata": {}}\n{"_id": "q2", "text": "unjudged"}\n{"_id": "q3", "text": "nothing helps"}\n',
  },
  { path, text: qrels },
];

describe('a BEIR folder', () => {
  test.each([
    { name: 'with its header', qrels: 'query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td2\t0\nq3\td1\t0\n' },
    { name: 'without a header, with CRLF', qrels: 'q1\td1\t2\r\nq1\td2\t0\r\nq3\td1\t0\r\n' },
    { name: "with TREC's four columns", qrels: 'q1\t0\td1\t2\nq1\t0\td2\t0\nq3\t0\td1\t0\n' },
  ])('$name: judged documents are graded evidence; nothing but zeros is to be declined', ({ qrels }) => {
    const files = folder(qrels);
    expect(recognizeFormat(files, 'scifact').name).toBe('beir');
    const { cases, losses } = beir.parse(files, []);
    expect(cases).toEqual([
      {
        id: 'q1',
        question: 'what is one',
        answerable: true,
        evidence: [
          { articleId: 'd1', quote: '', grade: 2 },
          { articleId: 'd2', quote: '', grade: 0 },
        ],
      },
      { id: 'q3', question: 'nothing helps', answerable: false, evidence: [] },
    ]);
    expect(losses.map(({ reason }) => reason)).toEqual(['1 queries without judgments in qrels/test.tsv are left out']);
  });

  test('with only a dev split is read by that one; another split is named', () => {
    const files = [...folder('q1\td1\t1\n', 'qrels/dev.tsv'), { path: 'qrels/train.tsv', text: 'q2\td1\t1\n' }];
    const { cases, losses } = beir.parse(files, []);
    expect(cases.map(({ id }) => id)).toEqual(['q1']);
    expect(losses).toContainEqual({ path: 'qrels/train.tsv', reason: 'is another split and not read' });
  });

  test('comes back as it went, graded, with its documents', () => {
    const cases = [
      {
        id: 'q 1',
        question: '什麼？',
        answerable: true,
        evidence: [{ articleId: 'd1', quote: '', grade: 3 }],
        answers: ['x'],
        tags: ['fact', 'zh'],
      },
      { id: 'no', question: 'weather?', answerable: false, evidence: [] },
    ];
    const exported = beir.render({ cases });
    expect(beir.parse(exported.files, []).cases).toEqual(cases);
    expect(exported.losses).toEqual([]);
  });
});

describe("TREC's files", () => {
  const known = [
    { id: '301', question: 'International Organized Crime', answerable: true, evidence: [] },
    { id: '302', question: 'Poliomyelitis', answerable: true, evidence: [] },
  ];

  test('judgments are put to the questions that are known; topics without one are named', () => {
    const text = '301 0 FBIS3-10082 1\n301\t0\tFBIS3-10169\t0\n302 0 LA-1 2\r\n303 0 LA-2 1\nbroken line\n';
    expect(recognizeFormat([{ path: 'qrels.txt', text }], 'qrels.txt').name).toBe('trec');
    const { cases, losses } = trec.parse([{ path: 'qrels.txt', text }], known);
    expect(cases.map(({ evidence }) => evidence)).toEqual([
      [
        { articleId: 'FBIS3-10082', quote: '' },
        { articleId: 'FBIS3-10169', quote: '', grade: 0 },
      ],
      [{ articleId: 'LA-1', quote: '', grade: 2 }],
    ]);
    expect(losses).toEqual([
      { path: 'qrels.txt', line: 5, reason: 'is no judgment: four columns, the last a whole number' },
      { path: 'qrels.txt', reason: '1 topics have no question in the set that --set names (303)' },
    ]);
  });

  test('our ranking is written so that trec_eval sorts it as it was', () => {
    const falling = answerOf({ hits: [hitOf('b', 0.9), hitOf('b', 0.8), hitOf('a', 0.5)] });
    const tied = answerOf({ hits: [hitOf('a b%', 1), hitOf('z', 1 - 1e-12)] });
    const cases = [
      { id: 't 1', question: 'one?', answerable: true, evidence: [{ articleId: 'a b%', quote: '', grade: 2 }] },
      { id: 't2', question: 'two?', answerable: true, evidence: [{ articleId: 'a', quote: '' }] },
    ];
    const { files } = trec.render({
      cases,
      answers: new Map([
        ['t 1', tied],
        ['t2', falling],
      ]),
    });
    const byPath = new Map(files.map(({ path, text }) => [path, text]));
    expect(byPath.get('run.txt')).toBe(
      't%201 Q0 a%20b%25 1 -1 yingjia\nt%201 Q0 z 2 -2 yingjia\nt2 Q0 b 1 0.9 yingjia\nt2 Q0 a 2 0.5 yingjia\n',
    );
    expect(isRunFile(byPath.get('run.txt')!)).toBe(true);
    expect(parseRun(byPath.get('run.txt')!).run.get('t 1')).toEqual([
      { id: 'a b%', score: -1 },
      { id: 'z', score: -2 },
    ]);
    expect(trec.parse([{ path: 'qrels.txt', text: byPath.get('qrels.txt')! }], cases).cases).toEqual(cases);
  });
});

describe('what is in no format', () => {
  test.each(['', 'just a sentence.', '{"a": 1}', '<html></html>', 'name,age\nAnn,3\n', '[]'])(
    'is refused with what could be read: %j',
    (text) => {
      expect(() => recognizeFormat([{ path: 'x', text }], 'x')).toThrow(/in no format that is read here/);
    },
  );
});
