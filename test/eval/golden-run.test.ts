/** A real run over DRCD dev, scored by the product and by an oracle that goes the long way: straight from the lines of TREC's files. */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { parseQrels, parseRun, trec } from '../../src/eval/formats/trec.js';
import { averagePrecisionAt, ndcgAt, rankByScore, recallAt, reciprocalRankAt } from '../../src/eval/metrics.js';
import { mean } from '../../src/eval/statistics.js';
import { openAnswerer, refreshIndex } from '../../src/pipeline.js';
import { parseSettings } from '../../src/settings.js';
import type { Answer, TestCase } from '../../src/types.js';
import { answerOf } from './answers.js';

const data = resolve(process.env.YINGJIA_SHARED ?? '../shared', 'data/drcd-dev');
const missing = existsSync(data) || process.env.YINGJIA_REQUIRE_ALL ? '' : ` (skipped: no ${data}; set YINGJIA_SHARED)`;
const EVERY = 12;

type Question = { id: string; question: string; passage_ids: string[] };

/** The passages that were found, and graded judgments: the gold passage 2, others of its article 1, so that gains differ. */
async function makeRun(folder: string): Promise<{ qrels: string; run: string }> {
  mkdirSync(join(folder, 'corpus'));
  copyFileSync(join(data, 'passages.jsonl'), join(folder, 'corpus/passages.jsonl'));
  const settings = parseSettings(
    { YINGJIA_STATE: join(folder, 'state') },
    { corpus: join(folder, 'corpus'), index: join(folder, 'index') },
  );
  await refreshIndex(settings);
  const answerer = await openAnswerer(settings);
  const { articles } = await answerer.overview();
  const questions = readFileSync(join(data, 'questions.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Question)
    .filter((_, index) => index % EVERY === 0);
  const articleOf = (passage: string) => passage.slice(0, passage.lastIndexOf('-'));
  const cases: TestCase[] = [];
  const answers = new Map<string, Answer>();
  for (const { id, question, passage_ids: gold } of questions) {
    const siblings = articles
      .map((article) => article.id)
      .filter((other) => !gold.includes(other) && articleOf(other) === articleOf(gold[0]!));
    const evidence = [
      ...gold.map((articleId) => ({ articleId, quote: '', grade: 2 })),
      ...siblings.map((articleId) => ({ articleId, quote: '', grade: 1 })),
    ];
    cases.push({ id, question, answerable: true, evidence });
    answers.set(id, answerOf({ hits: await answerer.search({ text: question }, 10) }));
  }
  await answerer.close();
  const { files } = trec.render({ cases, answers });
  const textOf = (path: string) => files.find((file) => file.path === path)!.text;
  return { qrels: textOf('qrels.txt'), run: textOf('run.txt') };
}

/** trec_eval's definitions, written out over lines: no code of the product, no running sums. */
function scoreByHand(qrels: string, run: string) {
  const judged = qrels
    .trim()
    .split('\n')
    .map((line) => line.split(' '));
  const ranked = run
    .trim()
    .split('\n')
    .map((line) => line.split(' '));
  const topics = [...new Set(judged.map(([topic]) => topic!))];
  const scores = topics.map((topic) => {
    const gradeOf = (document: string) => Number(judged.find(([of, , id]) => of === topic && id === document)?.[3] ?? 0);
    const relevant = judged.filter(([of, , , grade]) => of === topic && Number(grade) > 0).map(([, , id]) => id!);
    const list = ranked
      .filter(([of]) => of === topic)
      .sort((one, other) => Number(other[4]) - Number(one[4]))
      .map(([, , id]) => id!);
    const rankOf = (document: string) => (list.includes(document) ? list.indexOf(document) + 1 : Number.POSITIVE_INFINITY);
    const ideal = relevant
      .map(gradeOf)
      .sort((one, other) => other - one)
      .slice(0, 10);
    const gain = (grades: readonly number[]) =>
      grades.map((grade, index) => (grade * Math.log(2)) / Math.log(index + 2)).reduce((sum, each) => sum + each, 0);
    return {
      recall: relevant.filter((document) => rankOf(document) <= 5).length / relevant.length,
      reciprocal: 1 / Math.min(...relevant.map(rankOf)),
      precision:
        relevant
          .map((document) => relevant.filter((other) => rankOf(other) <= rankOf(document)).length / rankOf(document))
          .reduce((sum, each) => sum + each, 0) / relevant.length,
      ndcg: gain(list.slice(0, 10).map(gradeOf)) / gain(ideal),
    };
  });
  const average = (of: (each: (typeof scores)[number]) => number) => scores.reduce((sum, each) => sum + of(each), 0) / scores.length;
  return {
    recall: average((each) => each.recall),
    reciprocal: average((each) => each.reciprocal),
    precision: average((each) => each.precision),
    ndcg: average((each) => each.ndcg),
  };
}

test.skipIf(missing !== '')(`nDCG, MAP, MRR and recall of a run over DRCD equal the definitions to 1e-6${missing}`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'yingjia-golden-'));
  const { qrels, run } = await makeRun(folder);
  rmSync(folder, { recursive: true });
  const judgments = parseQrels(qrels).qrels;
  const rankings = parseRun(run).run;
  const scored = [...judgments].map(([topic, judged]) => ({ judged, ranking: rankByScore(rankings.get(topic) ?? []) }));
  const byHand = scoreByHand(qrels, run);
  expect(scored.length).toBeGreaterThan(200);
  expect(mean(scored.map(({ ranking, judged }) => recallAt(ranking, judged, 5)))).toBeCloseTo(byHand.recall, 6);
  expect(mean(scored.map(({ ranking, judged }) => reciprocalRankAt(ranking, judged)))).toBeCloseTo(byHand.reciprocal, 6);
  expect(mean(scored.map(({ ranking, judged }) => averagePrecisionAt(ranking, judged)))).toBeCloseTo(byHand.precision, 6);
  expect(mean(scored.map(({ ranking, judged }) => ndcgAt(ranking, judged, 10)))).toBeCloseTo(byHand.ndcg, 6);
  expect(byHand.reciprocal).toBeGreaterThan(0.9);
});
