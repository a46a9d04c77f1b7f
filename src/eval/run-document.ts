/**
 * What `eval --json` prints and `--baseline` reads: a run without the passages found, so that a baseline stays small enough to keep.
 * In: `EvaluationRun`. Out: a JSON document, checked again when it is read back.
 */
import { z } from 'zod';
import { YingjiaError } from '../errors.js';
import type { Outcome } from './abstention.js';
import { judgementSchema } from './judge.js';
import type { EvaluationRun } from './run.js';

const FORMAT = 'yingjia-evaluation';
const VERSION = 1;

/** JSON has no NaN: what does not apply is null. */
const measured = z
  .number()
  .nullable()
  .transform((value) => value ?? Number.NaN);
const metricSchema = z.object({ name: z.string(), value: measured, low: measured, high: measured, cases: z.number() });

const caseSchema = z.object({
  id: z.string(),
  question: z.string(),
  answerable: z.boolean(),
  tags: z.array(z.string()).default([]),
  status: z.enum(['answered', 'partly', 'not-in-articles']),
  confidence: z.number(),
  text: z.string(),
  /** Distinct articles in the order in which they were found. */
  found: z.array(z.string()),
  citations: z.array(
    z.object({ articleId: z.string(), articleVersion: z.string(), start: z.number(), end: z.number(), quote: z.string() }),
  ),
  scores: z.record(z.string(), z.number()),
  judgement: judgementSchema.optional(),
});

const documentSchema = z.object({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  set: z.string(),
  declining: z.boolean(),
  generation: z.number(),
  articles: z.number(),
  passages: z.number(),
  settings: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  seconds: z.number(),
  latencyMs: z.object({ p50: measured, p95: measured, slowest: measured }),
  metrics: z.array(metricSchema),
  kinds: z.array(z.object({ kind: z.string(), cases: z.number(), metrics: z.array(metricSchema) })),
  failures: z.array(z.object({ id: z.string(), problem: z.string() })),
  evidenceMissing: z.array(z.object({ id: z.string(), articleId: z.string().optional(), quote: z.string() })),
  cases: z.array(caseSchema),
});

export type RunDocument = z.infer<typeof documentSchema>;
export type RunCase = RunDocument['cases'][number];

/** What of the settings an evaluation depends on, by the environment's names. */
export type RunSettings = RunDocument['settings'];

export function createRunDocument(run: EvaluationRun, set: string, settings: RunSettings): RunDocument {
  return {
    format: FORMAT,
    version: VERSION,
    set,
    declining: run.declining,
    generation: run.overview.generation,
    articles: run.overview.articles,
    passages: run.overview.passages,
    settings,
    seconds: run.seconds,
    latencyMs: run.summary.latencyMs,
    metrics: run.summary.metrics.map((metric) => ({ ...metric })),
    kinds: run.summary.kinds.map(({ kind, cases, metrics }) => ({ kind, cases, metrics: metrics.map((metric) => ({ ...metric })) })),
    failures: run.failures.map(({ testCase, problem }) => ({ id: testCase.id, problem })),
    evidenceMissing: run.evidenceMissing.map((missing) => ({ ...missing })),
    cases: run.results.map(({ testCase, answer, scores, judgement }) => ({
      id: testCase.id,
      question: testCase.question,
      answerable: testCase.answerable,
      tags: [...(testCase.tags ?? [])],
      status: answer.status,
      confidence: answer.confidence,
      text: answer.text,
      found: [...new Set(answer.hits.map((hit) => hit.passage.articleId))],
      citations: answer.citations.map(({ articleId, articleVersion, start, end, quote }) => ({
        articleId,
        articleVersion,
        start,
        end,
        quote,
      })),
      scores: { ...scores },
      ...(judgement === undefined ? {} : { judgement }),
    })),
  };
}

export const outcomeOfCase = ({ answerable, status, confidence, scores }: RunCase): Outcome => ({
  answerable,
  declined: status === 'not-in-articles',
  confidence,
  right: answerable && scores.right === 1,
});

/** @throws YingjiaError EVAL where the text is no such document. */
export function parseRunDocument(text: string, name: string): RunDocument {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw noBaseline(name, `it is no JSON: ${(cause as Error).message}`, cause);
  }
  const parsed = documentSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw noBaseline(name, `${issue!.path.join('.') || 'it'}: ${issue!.message}`);
  }
  return parsed.data;
}

const noBaseline = (name: string, reason: string, cause?: unknown) =>
  new YingjiaError('EVAL', {
    problem: `${name} is no baseline: ${reason}.`,
    fix: 'Write one with "npx yingjia eval --json > baseline.json".',
    cause,
  });
