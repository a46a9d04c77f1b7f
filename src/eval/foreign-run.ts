/**
 * The ranking of another system (a TREC run) -> a run of ours, as far as rankings go: a baseline to compare with, case by case. Pure.
 */

import { YingjiaError } from '../errors.js';
import type { TestCase } from '../types.js';
import type { Loss } from './formats/format.js';
import { judgmentsOf, parseRun } from './formats/trec.js';
import { judgedAt, rankByScore } from './metrics.js';
import type { RunCase, RunDocument } from './run-document.js';
import { scoreArticleRanking } from './score-case.js';
import { bootstrapMean, mean } from './statistics.js';

type Request = { cases: readonly TestCase[]; text: string; name: string };

/** @throws YingjiaError EVAL where no ranking is of a judged question. */
export function createForeignRun({ cases, text, name }: Request): { document: RunDocument; losses: Loss[] } {
  const { run, problems } = parseRun(text);
  const losses: Loss[] = problems.map((problem) => ({ path: name, ...problem }));
  const scored = cases.flatMap((testCase): RunCase[] => {
    const judgments = judgmentsOf(testCase);
    const ranked = run.get(testCase.id);
    if (ranked === undefined || ![...judgments.values()].some((grade) => grade > 0)) return [];
    return [toRunCase(testCase, rankByScore(ranked), judgments)];
  });
  const ids = new Set(cases.map(({ id }) => id));
  const orphans = [...run.keys()].filter((topic) => !ids.has(topic));
  if (orphans.length > 0)
    losses.push({ path: name, reason: `${orphans.length} topics have no question in the set (${orphans.slice(0, 3).join(', ')})` });
  if (scored.length === 0) {
    throw new YingjiaError('EVAL', {
      problem: `${name} ranks no question of the set whose evidence names an article.`,
      fix: 'Name the set with --set whose ids are the topics of the run.',
    });
  }
  return { document: toDocument(name, scored), losses };
}

function toRunCase(testCase: TestCase, found: readonly string[], judgments: ReadonlyMap<string, number>): RunCase {
  const judged = judgedAt(found, judgments, 10);
  return {
    id: testCase.id,
    question: testCase.question,
    answerable: testCase.answerable,
    tags: [...(testCase.tags ?? [])],
    status: 'answered',
    confidence: 1,
    text: '',
    found: found.slice(0, 10),
    citations: [],
    scores: { ...scoreArticleRanking(found, judgments), ...(judged === undefined ? {} : { 'judged@10': judged }) },
  };
}

function toDocument(name: string, cases: readonly RunCase[]): RunDocument {
  const names = [...new Set(cases.flatMap(({ scores }) => Object.keys(scores)))];
  const absent = Number.NaN;
  return {
    format: 'yingjia-evaluation',
    version: 1,
    set: name,
    declining: false,
    generation: 0,
    articles: 0,
    passages: 0,
    settings: {},
    seconds: 0,
    latencyMs: { p50: absent, p95: absent, slowest: absent },
    metrics: names.map((metric) => {
      const values = cases.map(({ scores }) => scores[metric]).filter((value) => value !== undefined);
      return { name: metric, value: mean(values), ...bootstrapMean(values), cases: values.length };
    }),
    kinds: [],
    failures: [],
    evidenceMissing: [],
    cases: [...cases],
  };
}
