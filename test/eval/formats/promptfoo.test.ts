import { describe, expect, test } from 'vitest';
import { promptfoo } from '../../../src/eval/formats/promptfoo.js';
import { recognizeFormat } from '../../../src/eval/formats/recognize.js';

const configuration = `# yaml-language-server: $schema=https://promptfoo.dev/config-schema.json
description: 'RAG evaluation'
prompts: [file://prompt.txt]
providers:
  - openai:gpt-4o-mini
defaultTest:
  vars:
    system: be brief
  assert:
    - type: cost
      threshold: 0.01
tests:
  - description: purpose of the pause
    vars:
      query: Why did Microsoft pause?
      context: It did not want one generation of hardware.
    assert:
      - type: contains
        value: one generation
      - type: icontains-all
        value: [hardware, "2024"]
      - type: llm-rubric
        value: says why
  - vars:
      question:
        - What is Maia 200?
        - Maia 200 是什麼？
    metadata:
      category: fact
  - vars: &shared
      input: How do I cook rice?
    assert:
      - type: is-refusal
  - vars:
      topic: no question here
  - file://more_tests.yaml
`;

const parse = (text: string) => promptfoo.parse([{ path: 'promptfooconfig.yaml', text }], []);

describe('promptfoo', () => {
  const { cases, losses } = parse(configuration);

  test('is recognized as a configuration and as a list of tests', () => {
    expect(recognizeFormat([{ path: 'a.yaml', text: configuration }], 'a.yaml').name).toBe('promptfoo');
    expect(recognizeFormat([{ path: 'b.yaml', text: '- vars:\n    question: why?\n' }], 'b.yaml').name).toBe('promptfoo');
  });

  test('words that must stand in the answer are expected facts, the context is evidence', () => {
    expect(cases[0]).toEqual({
      id: 'purpose of the pause',
      question: 'Why did Microsoft pause?',
      answerable: true,
      evidence: [{ quote: 'It did not want one generation of hardware.' }],
      answers: ['one generation', 'hardware', '2024'],
    });
  });

  test('a list among the vars makes a case of each', () => {
    expect(cases.slice(1, 3).map(({ question, tags }) => ({ question, tags }))).toEqual([
      { question: 'What is Maia 200?', tags: ['fact'] },
      { question: 'Maia 200 是什麼？', tags: ['fact'] },
    ]);
  });

  test('is-refusal is a case to be declined', () => {
    expect(cases[3]).toMatchObject({ question: 'How do I cook rice?', answerable: false, evidence: [] });
    expect(cases).toHaveLength(4);
  });

  test('what a model or program must judge, and what stands elsewhere, is reported by line', () => {
    expect(losses.map(({ line, reason }) => `${line}: ${reason}`)).toEqual(
      expect.arrayContaining([
        '13: the assertion "llm-rubric" has no counterpart',
        '13: the assertion "cost" has no counterpart',
        '34: has no question among its vars (system, topic)',
        '36: "file://more_tests.yaml" names tests elsewhere, which are not read: import that file',
      ]),
    );
  });

  test('a YAML bomb of aliases is refused, not expanded', () => {
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x,x]',
      ...[...'bcdefgh'].map((name, index) => `${name}: &${name} [${Array(10).fill(`*${'abcdefg'[index]}`).join(',')}]`),
    ].join('\n');
    expect(() => parse(`${bomb}\ntests: *h\n`)).toThrow(/cannot be expanded/);
  });

  test('comes back as it went', () => {
    const set = [
      {
        id: 'one',
        question: 'Who: "exactly"?\n# not a comment',
        answerable: true,
        evidence: [
          { articleId: 'a', quote: 'It is Ann: "yes".' },
          { articleId: 'b', quote: '', grade: 2 },
        ],
        answers: ['Ann', 'yes'],
        history: [{ question: 'And before?' }],
        tags: ['fact', 'en'],
      },
      { id: 'no', question: 'true', answerable: false, evidence: [] },
    ];
    const [file] = promptfoo.render({ cases: set }).files;
    expect(recognizeFormat([file!], file!.path).name).toBe('promptfoo');
    expect(promptfoo.parse([file!], []).cases).toEqual(set);
  });
});
