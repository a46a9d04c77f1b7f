import { describe, expect, test } from 'vitest';
import { langsmith } from '../../../src/eval/formats/langsmith.js';
import { recognizeFormat } from '../../../src/eval/formats/recognize.js';

const parse = (text: string, path = 'dataset.jsonl') => langsmith.parse([{ path, text }], []);
const question = { inputs: { question: 'What is a moat?' }, outputs: { answer: 'Scaffolding.' } };

describe('LangSmith', () => {
  test.each([
    { name: 'JSON lines', text: JSON.stringify({ id: 'e1', ...question, metadata: { dataset_split: ['test'] } }) },
    {
      name: 'an export as a JSON array',
      text: JSON.stringify([{ dataset_id: 'd', created_at: '2026-01-01', id: 'e1', ...question, metadata: { dataset_split: ['test'] } }]),
    },
    {
      name: 'CSV with JSON in its cells',
      text: 'id,inputs,outputs,metadata\ne1,"{""question"": ""What is a moat?""}","{""answer"": ""Scaffolding.""}","{""dataset_split"": [""test""]}"\n',
    },
    {
      name: 'CSV with a column for each key',
      text: '\uFEFFid,inputs.question,outputs.answer,split\r\ne1,What is a moat?,Scaffolding.,test\r\n',
    },
    { name: 'CSV with underscores', text: 'id,input_question,output_answer,split\ne1,What is a moat?,Scaffolding.,test\n' },
  ])('$name gives question, answer and split', ({ text }) => {
    expect(recognizeFormat([{ path: 'x', text }], 'x').name).toBe('langsmith');
    const { cases, losses } = parse(text);
    expect(cases).toEqual([
      { id: 'e1', question: 'What is a moat?', answerable: true, evidence: [], answers: ['Scaffolding.'], tags: ['test'] },
    ]);
    expect(losses.map(({ reason }) => reason)).toEqual(['has no context: its citations cannot be scored']);
  });

  test('chats in the shapes of OpenAI and of LangChain become history and question', () => {
    const openai = {
      inputs: {
        messages: [
          { role: 'system', content: 's' },
          { role: 'user', content: 'a?' },
          { role: 'assistant', content: 'b' },
          { role: 'user', content: 'c?' },
        ],
      },
      outputs: { messages: [{ role: 'assistant', content: 'd' }] },
    };
    const langchain = {
      inputs: {
        input: [
          { type: 'human', data: { content: 'a?' } },
          { type: 'ai', data: { content: 'b' } },
          { type: 'human', data: { content: 'c?' } },
        ],
      },
      outputs: { output: 'd' },
    };
    for (const example of [openai, langchain]) {
      expect(parse(JSON.stringify(example)).cases[0]).toMatchObject({
        question: 'c?',
        history: [{ question: 'a?', answer: 'b' }],
        answers: ['d'],
      });
    }
  });

  test('documents among the outputs are evidence', () => {
    const example = { inputs: { query: 'a?' }, outputs: { answer: 'x', documents: [{ page_content: 'It is x.', metadata: {} }] } };
    expect(parse(JSON.stringify(example)).cases[0]!.evidence).toEqual([{ quote: 'It is x.' }]);
  });

  test('an example without inputs that ask is named with its line', () => {
    const { cases, losses } = parse(`${JSON.stringify(question)}\n{"inputs": {"image": "a.png"}, "outputs": {}}\nnot json\n`);
    expect(cases).toHaveLength(1);
    expect(losses.map(({ line }) => line)).toEqual([3, 1, 2]);
  });

  test('comes back as it went', () => {
    const set = [
      {
        id: 'one',
        question: 'Who?',
        answerable: true,
        evidence: [{ articleId: 'a', quote: 'Ann.', grade: 2 }],
        answers: ['Ann'],
        history: [{ question: 'p', answer: 'q' }],
        tags: ['fact', 'en'],
      },
      { id: 'no', question: '天氣？', answerable: false, evidence: [] },
    ];
    const [file] = langsmith.render({ cases: set }).files;
    expect(recognizeFormat([file!], file!.path).name).toBe('langsmith');
    expect(langsmith.parse([file!], [])).toEqual({ cases: set, losses: [] });
  });
});
