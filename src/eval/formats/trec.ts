/**
 * TREC's files: judgments (qrels: `topic 0 document grade`) and rankings (run: `topic Q0 document rank score tag`), the latter so that trec_eval
 * and ranx can score our run. Neither holds questions: judgments are put to cases that are known.
 */
import type { TestCase } from '../../types.js';
import { distinct } from '../metrics.js';
import type { Exported, ExportRequest, Format, Imported, InputFile, Loss } from './format.js';

/** White space parts columns, and so is written as %20; a percent sign as %25. */
const renderId = (id: string) => id.replace(/[\s%]/gu, encodeURIComponent);
const parseId = (id: string) => id.replace(/%(?:20|25|09|0A|0D)/gi, decodeURIComponent);

type Line = { line: number; columns: string[] };

const linesOf = (text: string): Line[] =>
  text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((content, index) => ({ line: index + 1, columns: content.trim().split(/\s+/) }))
    .filter(({ columns }) => columns[0] !== '');

const isJudgment = ({ columns }: Line) => columns.length === 4 && /^-?\d+$/.test(columns[3]!);
const isRanked = ({ columns }: Line) => columns.length === 6 && /^Q0$/i.test(columns[1]!) && !Number.isNaN(Number(columns[4]));

/** By topic: id -> grade. */
export type Qrels = Map<string, Map<string, number>>;
/** By topic: documents with their scores, in the order of the file. */
export type Run = Map<string, { id: string; score: number }[]>;

export function parseQrels(text: string): { qrels: Qrels; problems: { line: number; reason: string }[] } {
  const qrels: Qrels = new Map();
  const problems: { line: number; reason: string }[] = [];
  for (const each of linesOf(text)) {
    if (!isJudgment(each)) {
      problems.push({ line: each.line, reason: 'is no judgment: four columns, the last a whole number' });
      continue;
    }
    const [topic, , document, grade] = each.columns as [string, string, string, string];
    const judged = qrels.get(parseId(topic)) ?? new Map<string, number>();
    qrels.set(parseId(topic), judged.set(parseId(document), Number(grade)));
  }
  return { qrels, problems };
}

export function parseRun(text: string): { run: Run; problems: { line: number; reason: string }[] } {
  const run: Run = new Map();
  const problems: { line: number; reason: string }[] = [];
  for (const each of linesOf(text)) {
    if (!isRanked(each)) {
      problems.push({ line: each.line, reason: 'is no line of a run: six columns, the second Q0, the fifth a number' });
      continue;
    }
    const [topic, , document, , score] = each.columns as [string, string, string, string, string];
    const ranked = run.get(parseId(topic)) ?? [];
    ranked.push({ id: parseId(document), score: Number(score) });
    run.set(parseId(topic), ranked);
  }
  return { run, problems };
}

export const isRunFile = (text: string): boolean => {
  const [first] = linesOf(text);
  return first !== undefined && isRanked(first);
};

/** Judgments become evidence: each a whole article, with its grade. */
export function applyJudgments(qrels: Qrels, cases: readonly TestCase[]): TestCase[] {
  return cases.map((testCase) => {
    const judged = qrels.get(testCase.id);
    if (judged === undefined) return testCase;
    const evidence = [...judged].map(([articleId, grade]) => ({ articleId, quote: '', ...(grade === 1 ? {} : { grade }) }));
    const answerable = evidence.some(({ grade = 1 }) => grade > 0);
    return { ...testCase, answerable, evidence: answerable ? evidence : [] };
  });
}

function parse([file]: readonly InputFile[], known: readonly TestCase[]): Imported {
  const { qrels, problems } = parseQrels(file!.text);
  const losses: Loss[] = problems.map((problem) => ({ path: file!.path, ...problem }));
  const ids = new Set(known.map(({ id }) => id));
  const orphans = [...qrels.keys()].filter((topic) => !ids.has(topic));
  if (orphans.length > 0) {
    const shown = orphans.slice(0, 3).join(', ');
    losses.push({ path: file!.path, reason: `${orphans.length} topics have no question in the set that --set names (${shown})` });
  }
  return { cases: applyJudgments(qrels, known).filter(({ id }) => qrels.has(id)), losses };
}

/** Best grade of each article named; evidence without an article has no place in judgments. */
export function judgmentsOf(testCase: TestCase): Map<string, number> {
  const judged = new Map<string, number>();
  for (const { articleId, grade = 1 } of testCase.evidence) {
    if (articleId !== undefined) judged.set(articleId, Math.max(grade, judged.get(articleId) ?? Number.NEGATIVE_INFINITY));
  }
  return judged;
}

/** Scores as found where they fall strictly even as 32-bit floats, which is how trec_eval reads and sorts them; else the rank, negative. */
function renderRanking(topic: string, ranked: readonly { id: string; score: number }[]): string {
  const falls = ranked.every(({ score }, index) => index === 0 || Math.fround(score) < Math.fround(ranked[index - 1]!.score));
  return ranked
    .map(({ id, score }, index) => `${renderId(topic)} Q0 ${renderId(id)} ${index + 1} ${falls ? score : -(index + 1)} yingjia\n`)
    .join('');
}

export function describeJudgmentLosses(cases: readonly TestCase[], path: string): Loss[] {
  return cases.flatMap(({ id, evidence, answerable }) => {
    if (!answerable) return [{ path, reason: `${id}: a case to be declined has no judgments` }];
    if (evidence.some(({ articleId }) => articleId === undefined))
      return [{ path, reason: `${id}: evidence that names no article has no place in it` }];
    return evidence.some(({ quote }) => quote !== '') ? [{ path, reason: `${id}: quotes become judgments of whole articles` }] : [];
  });
}

function render({ cases, answers }: ExportRequest): Exported {
  const qrels = cases
    .map((testCase) =>
      [...judgmentsOf(testCase)].map(([article, grade]) => `${renderId(testCase.id)} 0 ${renderId(article)} ${grade}\n`).join(''),
    )
    .join('');
  const topics = cases.map(({ id, question }) => `${renderId(id)}\t${question.replace(/\s+/g, ' ')}\n`).join('');
  const files: InputFile[] = [
    { path: 'qrels.txt', text: qrels },
    { path: 'topics.tsv', text: topics },
  ];
  if (answers !== undefined) {
    const run = cases.map(({ id }) => {
      const hits = answers.get(id)?.hits ?? [];
      const best = new Map([...hits].reverse().map((hit) => [hit.passage.articleId, hit.score]));
      return renderRanking(
        id,
        distinct(hits.map((hit) => hit.passage.articleId)).map((article) => ({ id: article, score: best.get(article)! })),
      );
    });
    files.push({ path: 'run.txt', text: run.join('') });
  }
  return { files, losses: describeJudgmentLosses(cases, 'qrels.txt') };
}

export const trec: Format = {
  name: 'trec',
  title: 'TREC judgments and run (for trec_eval)',
  recognizes(files) {
    const [first] = files.length === 1 ? linesOf(files[0]!.text) : [];
    return first !== undefined && isJudgment(first) && files[0]!.text.split('\n', 1)[0]!.split(',').length < 4;
  },
  parse,
  render,
};
