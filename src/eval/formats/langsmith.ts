/**
 * LangSmith's examples: `inputs` and `outputs`, as JSON lines, as a JSON array, and as CSV whose cells hold JSON or whose columns are
 * named `inputs.question`. In: datasets. Out: JSON lines that it takes back.
 */
import type { TestCase } from '../../types.js';
import { asRecord, asText, asTexts, CaseCollector, type Exported, type ExportRequest, type Format, parseMessages } from './format.js';
import { parseRows, type Row } from './rows.js';

const questionKeys = ['question', 'query', 'input', 'user_input', 'text', 'prompt', 'content'];
const answerKeys = ['answers', 'answer', 'output', 'reference', 'expected', 'response', 'ground_truth', 'content'];

/** `inputs` of a row: a record, a record as JSON in a cell, or columns with that prefix. */
function partOf(record: Row['record'], part: 'inputs' | 'outputs' | 'metadata'): Record<string, unknown> {
  const direct = record[part] ?? record[part.replace(/s$/, '')];
  if (typeof direct === 'string') {
    const [row] = direct.trim().startsWith('{') ? parseRows(`[${direct}]`).rows : [];
    return row?.record ?? { content: direct };
  }
  const prefixed = Object.entries(record).flatMap(([name, value]) => {
    const match = new RegExp(`^${part.replace(/s$/, '')}s?[._](.+)$`).exec(name);
    return match === null ? [] : [[match[1]!, value] as const];
  });
  return asRecord(direct) ?? Object.fromEntries(prefixed);
}

const firstText = (record: Readonly<Record<string, unknown>>, keys: readonly string[]): string | undefined =>
  keys.map((key) => asText(record[key])).find((text) => text !== undefined);

function askedBy(inputs: Readonly<Record<string, unknown>>): { question: string; history?: TestCase['history'] } | undefined {
  const messages = [inputs.messages, inputs.input, inputs.chat_history].find(Array.isArray);
  const question = firstText(inputs, questionKeys);
  if (messages === undefined) return question === undefined ? undefined : { question };
  const parsed = parseMessages(messages);
  if (question !== undefined && parsed !== undefined) return { question, history: [...parsed.history, { question: parsed.question }] };
  return parsed && { question: parsed.question, ...(parsed.history.length > 0 ? { history: parsed.history } : {}) };
}

/** The last message of a model, where the reference is a conversation. */
function answersOf(outputs: Readonly<Record<string, unknown>>): string[] {
  for (const key of answerKeys) {
    const texts = asTexts(outputs[key] ?? []);
    if (texts.length > 0) return texts;
  }
  const message = asRecord(Array.isArray(outputs.messages) ? outputs.messages.at(-1) : undefined);
  return asTexts(message?.content ?? []);
}

/** Cells of a CSV hold JSON lists as text. */
function listOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value !== 'string' || !value.trim().startsWith('[')) return [];
  const { rows, problems } = parseRows(value);
  if (problems.length === 0) return rows.map(({ record }) => record);
  try {
    return JSON.parse(value) as unknown[];
  } catch {
    return [];
  }
}

function evidenceOf(outputs: Readonly<Record<string, unknown>>): TestCase['evidence'] {
  const own = listOf(outputs.evidence);
  if (own.length > 0 && own.every((each) => typeof asRecord(each)?.quote === 'string')) return own as TestCase['evidence'][number][];
  const contexts = [outputs.contexts, outputs.context, outputs.documents].map((value) => (Array.isArray(value) ? value : listOf(value)));
  const texts = (contexts.find((list) => list.length > 0) ?? []).map((each) => asText(each) ?? asText(asRecord(each)?.page_content));
  return texts.filter((text) => text !== undefined).map((quote) => ({ quote }));
}

function parseRow({ line, record }: Row, collector: CaseCollector): void {
  const asked = askedBy(partOf(record, 'inputs'));
  if (asked === undefined) {
    collector.lose(line, `has no question among its inputs (${Object.keys(partOf(record, 'inputs')).join(', ') || 'none'})`);
    return;
  }
  const outputs = partOf(record, 'outputs');
  const metadata = partOf(record, 'metadata');
  const answers = answersOf(outputs);
  const declared = asText(outputs.answerable) ?? asText(metadata.answerable);
  const answerable = declared === undefined ? answers.length > 0 : declared.toLowerCase() === 'true';
  const evidence = answerable ? evidenceOf(outputs) : [];
  if (answerable && evidence.length === 0) collector.lose(line, 'has no context: its citations cannot be scored');
  if (declared === undefined && answers.length === 0) collector.lose(line, 'has no reference output: it is taken as one to be declined');
  const history = Array.isArray(metadata.history) ? (metadata.history as TestCase['history']) : asked.history;
  const tags = asTexts(metadata.tags ?? metadata.dataset_split ?? record.split ?? []);
  collector.add(line, {
    id: asText(metadata.id) ?? asText(record.id),
    question: asked.question,
    answerable,
    evidence,
    ...(answers.length > 0 ? { answers } : {}),
    ...(history === undefined ? {} : { history }),
    ...(tags.length > 0 ? { tags } : {}),
  });
}

function render({ cases }: ExportRequest): Exported {
  const lines = cases.map((testCase) => ({
    inputs: { question: testCase.question },
    outputs: { answers: testCase.answers ?? [], evidence: testCase.evidence, answerable: testCase.answerable },
    metadata: {
      id: testCase.id,
      ...(testCase.tags === undefined ? {} : { tags: testCase.tags }),
      ...(testCase.history === undefined ? {} : { history: testCase.history }),
    },
  }));
  return { files: [{ path: 'langsmith.jsonl', text: lines.map((line) => `${JSON.stringify(line)}\n`).join('') }], losses: [] };
}

export const langsmith: Format = {
  name: 'langsmith',
  title: 'LangSmith (JSON lines, JSON, CSV)',
  recognizes(files) {
    const [first] = files.length === 1 ? parseRows(files[0]!.text).rows : [];
    return first !== undefined && Object.keys(first.record).some((name) => /^inputs?(?:$|[._])/.test(name));
  },
  parse([file]) {
    const { rows, problems } = parseRows(file!.text);
    const collector = new CaseCollector(file!.path);
    for (const { line, reason } of problems) collector.lose(line, reason);
    for (const row of rows) parseRow(row, collector);
    return collector.finish();
  },
  render,
};
