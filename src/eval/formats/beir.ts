/**
 * BEIR's folders: `corpus.jsonl`, `queries.jsonl` and `qrels/<split>.tsv` (its header may be missing). In: the test split, or the only one there is;
 * judged documents become evidence that is a whole article. The corpus itself is indexed as it is: `--corpus FOLDER`.
 */
import type { TestCase } from '../../types.js';
import {
  asRecord,
  asText,
  asTexts,
  CaseCollector,
  type Exported,
  type ExportRequest,
  type Format,
  type Imported,
  type InputFile,
} from './format.js';
import { parseRows } from './rows.js';
import { applyJudgments, describeJudgmentLosses, judgmentsOf, type Qrels } from './trec.js';

const isQueries = ({ path }: InputFile) => /(^|\/)queries\.jsonl$/.test(path);
const isQrels = ({ path }: InputFile) => /(^|\/)qrels\/[^/]+\.tsv$/.test(path);

function parseJudgments(file: InputFile, collector: CaseCollector): Qrels {
  const qrels: Qrels = new Map();
  file.text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .forEach((content, index) => {
      if (content.trim() === '') return;
      const columns = content.split('\t').map((cell) => cell.trim());
      // The header says query-id, corpus-id, score. TREC's four columns are met in such folders too.
      const [query, document, grade] = columns.length === 4 ? [columns[0], columns[2], columns[3]] : columns;
      if (index === 0 && Number.isNaN(Number(grade))) return;
      if (query === undefined || document === undefined || grade === undefined || Number.isNaN(Number(grade))) {
        collector.lose(index + 1, 'is no judgment: query, document and grade with tabs between them');
        return;
      }
      qrels.set(query, (qrels.get(query) ?? new Map<string, number>()).set(document, Number(grade)));
    });
  return qrels;
}

/** The split called "test", else the first by name. */
function chooseSplit(files: readonly InputFile[]): { chosen: InputFile; others: InputFile[] } | undefined {
  const splits = files.filter(isQrels).sort((left, right) => (left.path < right.path ? -1 : 1));
  const chosen = splits.find(({ path }) => path.endsWith('/test.tsv')) ?? splits[0];
  return chosen && { chosen, others: splits.filter((split) => split !== chosen) };
}

function parse(files: readonly InputFile[]): Imported {
  const queries = files.find(isQueries)!;
  const splits = chooseSplit(files)!;
  const collector = new CaseCollector(queries.path);
  const judgmentCollector = new CaseCollector(splits.chosen.path);
  const qrels = parseJudgments(splits.chosen, judgmentCollector);
  const { rows, problems } = parseRows(queries.text);
  for (const { line, reason } of problems) collector.lose(line, reason);
  let unjudged = 0;
  for (const { line, record } of rows) {
    const id = asText(record._id) ?? asText(record.id);
    const question = asText(record.text);
    const metadata = asRecord(record.metadata) ?? {};
    if (id === undefined || question === undefined) collector.lose(line, 'has no _id or no text');
    else if (qrels.has(id) || metadata.answerable === false) {
      const answers = asTexts(metadata.answers ?? []);
      const tags = asTexts(metadata.tags ?? []);
      collector.add(line, {
        id,
        question,
        answerable: false,
        evidence: [],
        ...(answers.length > 0 ? { answers } : {}),
        ...(tags.length > 0 ? { tags } : {}),
      });
    } else unjudged += 1;
  }
  if (unjudged > 0) collector.lose(undefined, `${unjudged} queries without judgments in ${splits.chosen.path} are left out`);
  for (const { path } of splits.others) judgmentCollector.losses.push({ path, reason: 'is another split and not read' });
  return { cases: applyJudgments(qrels, collector.cases), losses: [...collector.losses, ...judgmentCollector.losses] };
}

function render({ cases, articles = [] }: ExportRequest): Exported {
  const lines = (values: readonly unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('');
  const queries = cases.map((testCase) => ({ _id: testCase.id, text: testCase.question, metadata: metadataOf(testCase) }));
  const judgments = cases.flatMap((testCase) =>
    [...judgmentsOf(testCase)].map(([article, grade]) => `${testCase.id}\t${article}\t${grade}\n`),
  );
  const losses = describeJudgmentLosses(cases, 'qrels/test.tsv').filter(({ reason }) => !reason.endsWith('has no judgments'));
  for (const { id, history } of cases) {
    if (history !== undefined) losses.push({ path: 'queries.jsonl', reason: `${id}: what was asked before has no place in it` });
  }
  return {
    files: [
      { path: 'corpus.jsonl', text: lines(articles.map(({ id, title, text }) => ({ _id: id, title, text }))) },
      { path: 'queries.jsonl', text: lines(queries) },
      { path: 'qrels/test.tsv', text: `query-id\tcorpus-id\tscore\n${judgments.join('')}` },
    ],
    losses,
  };
}

const metadataOf = ({ answerable, answers, tags }: TestCase) => ({
  ...(answerable ? {} : { answerable }),
  ...(answers === undefined ? {} : { answers }),
  ...(tags === undefined ? {} : { tags }),
});

export const beir: Format = {
  name: 'beir',
  title: 'BEIR (a folder)',
  recognizes: (files) => files.some(isQueries) && files.some(isQrels),
  parse,
  render,
};
