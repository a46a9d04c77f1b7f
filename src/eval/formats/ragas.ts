/**
 * Ragas, in both generations of its columns (question/answer/contexts/ground_truth and user_input/response/retrieved_contexts/reference), as
 * JSON, JSON lines or CSV. In: test sets and evaluation results. Out: the second generation, as JSON lines and as CSV.
 */
import type { Answer, TestCase } from '../../types.js';
import { renderCsv } from './csv.js';
import { asText, asTexts, CaseCollector, type Exported, type ExportRequest, type Format, type Loss, parseMessages } from './format.js';
import { parsePythonList, renderPythonList } from './python-literal.js';
import { parseRows, type Row } from './rows.js';

/** What Ragas' test-set generator writes where it could not answer its own question from the context. */
const noAnswer = /^(?:the )?answer (?:to (?:the )?given question )?is not present in (?:the )?context\.?$/i;

/** Columns of results: what another system answered and found, and its scores. A test set holds none of this. */
const resultColumns = ['answer', 'response', 'retrieved_contexts', 'retrieved_context_ids'];
const keptColumns = new Set([
  ...['question', 'user_input', 'contexts', 'ground_truth', 'ground_truths', 'reference', 'reference_contexts', 'reference_context_ids'],
  ...['id', 'answerable', 'answers', 'tags', 'evolution_type', 'synthesizer_name', ...resultColumns],
]);

/** Lists in CSV cells are text: Python's or JSON's. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return parsePythonList(value) ?? asTexts(value);
  return asTexts(value);
}

function questionOf(record: Row['record']): { question: string; history?: TestCase['history'] } | undefined {
  const given = record.user_input ?? record.question;
  if (Array.isArray(given)) {
    const parsed = parseMessages(given);
    return parsed && { question: parsed.question, ...(parsed.history.length > 0 ? { history: parsed.history } : {}) };
  }
  const question = asText(given);
  return question === undefined ? undefined : { question };
}

/** `contexts` are the reference where there is no answer of a system (generated test sets), and what that system found where there is. */
function contextsOf(record: Row['record']): string[] {
  if (record.reference_contexts !== undefined) return textsOf(record.reference_contexts);
  return record.contexts !== undefined && asText(record.answer) === undefined ? textsOf(record.contexts) : [];
}

function parseRow({ line, record }: Row, collector: CaseCollector): void {
  const asked = questionOf(record);
  if (asked === undefined) {
    collector.lose(line, 'has no question');
    return;
  }
  const ids = textsOf(record.reference_context_ids ?? []);
  const contexts = contextsOf(record);
  const references =
    record.answers !== undefined
      ? textsOf(record.answers)
      : [record.reference, record.ground_truth, record.ground_truths].flatMap(textsOf).filter((text) => !/^nan$/i.test(text));
  const answers = references.filter((text) => !noAnswer.test(text.trim()));
  const declared = asText(record.answerable);
  const answerable =
    declared === undefined ? answers.length > 0 || (contexts.length > 0 && references.length === 0) : declared.toLowerCase() === 'true';
  const evidence = answerable
    ? contexts.map((quote, index) => ({ ...(ids.length === contexts.length ? { articleId: ids[index]! } : {}), quote }))
    : [];
  if (answerable && contexts.length === 0 && ids.length > 0) evidence.push(...ids.map((articleId) => ({ articleId, quote: '' })));
  if (answerable && evidence.length === 0) collector.lose(line, 'has no reference context: its citations cannot be scored');
  const tags = textsOf(record.tags ?? record.evolution_type ?? record.synthesizer_name ?? []);
  collector.add(line, {
    id: asText(record.id),
    ...asked,
    answerable,
    evidence,
    ...(answers.length > 0 ? { answers } : {}),
    ...(tags.length > 0 ? { tags } : {}),
  });
}

function reportColumns(rows: readonly Row[], collector: CaseCollector): void {
  const columns = new Set(rows.flatMap(({ record }) => Object.keys(record)));
  const results = resultColumns.filter((column) => columns.has(column));
  if (results.length > 0) collector.lose(undefined, `what another system answered is left out (${results.join(', ')})`);
  const unknown = [...columns].filter((column) => !keptColumns.has(column));
  if (unknown.length > 0) collector.lose(undefined, `columns that a test set does not hold are left out (${unknown.join(', ')})`);
}

function renderRecord(testCase: TestCase, answer: Answer | undefined): Record<string, unknown> {
  const evidence = testCase.evidence.filter(({ quote, grade = 1 }) => quote !== '' && grade > 0);
  const turns = (testCase.history ?? []).flatMap(({ question, answer: said }) => [
    { type: 'human', content: question },
    ...(said === undefined ? [] : [{ type: 'ai', content: said }]),
  ]);
  return {
    id: testCase.id,
    user_input: turns.length === 0 ? testCase.question : [...turns, { type: 'human', content: testCase.question }],
    ...(answer === undefined ? {} : { response: answer.text, retrieved_contexts: answer.hits.map((hit) => hit.passage.text) }),
    reference: testCase.answers?.join('\n') ?? null,
    ...(testCase.answers === undefined ? {} : { answers: testCase.answers }),
    reference_contexts: evidence.map(({ quote }) => quote),
    ...(evidence.length > 0 && evidence.every(({ articleId }) => articleId !== undefined)
      ? { reference_context_ids: evidence.map(({ articleId }) => articleId) }
      : {}),
    answerable: testCase.answerable,
    tags: testCase.tags ?? [],
  };
}

function describeLosses(cases: readonly TestCase[]): Loss[] {
  return cases.flatMap(({ id, evidence }) => {
    const reasons: string[] = [];
    if (evidence.some(({ quote }) => quote === '')) reasons.push('whole articles as evidence have no place in it');
    if (evidence.some(({ grade }) => grade !== undefined && grade !== 1)) reasons.push('grades of evidence have no place in it');
    return reasons.map((reason) => ({ path: 'ragas.jsonl', reason: `${id}: ${reason}` }));
  });
}

function render({ cases, answers }: ExportRequest): Exported {
  const records = cases.map((testCase) => renderRecord(testCase, answers?.get(testCase.id)));
  const columns = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const cell = (value: unknown): string => {
    if (value === undefined || value === null) return '';
    if (Array.isArray(value)) return value.every((each) => typeof each === 'string') ? renderPythonList(value) : JSON.stringify(value);
    return typeof value === 'boolean' ? (value ? 'True' : 'False') : String(value);
  };
  return {
    files: [
      { path: 'ragas.jsonl', text: records.map((record) => `${JSON.stringify(record)}\n`).join('') },
      { path: 'ragas.csv', text: renderCsv([columns, ...records.map((record) => columns.map((column) => cell(record[column])))]) },
    ],
    losses: describeLosses(cases),
  };
}

export const ragas: Format = {
  name: 'ragas',
  title: 'Ragas (JSON, JSON lines, CSV)',
  recognizes(files) {
    const [first] = files.length === 1 ? parseRows(files[0]!.text).rows : [];
    if (first === undefined) return false;
    const has = (name: string) => name in first.record;
    return has('user_input') || (has('question') && (has('ground_truth') || has('ground_truths') || has('contexts') || has('answer')));
  },
  parse([file]) {
    const { rows, problems } = parseRows(file!.text);
    const collector = new CaseCollector(file!.path);
    for (const { line, reason } of problems) collector.lose(line, reason);
    reportColumns(rows, collector);
    for (const row of rows) {
      const given = row.record.user_input;
      // A conversation in a CSV cell is a list of records, as JSON or as Python prints it; only the first can be read.
      const messages = typeof given === 'string' && given.trim().startsWith('[{') ? parseConversation(given) : undefined;
      parseRow(messages === undefined ? row : { ...row, record: { ...row.record, user_input: messages } }, collector);
    }
    return collector.finish();
  },
  render,
};

function parseConversation(cell: string): unknown[] | undefined {
  const { rows, problems } = parseRows(cell);
  return problems.length === 0 ? rows.map(({ record }) => record) : undefined;
}
