/**
 * May this change go in? In: rules from a file, a run, and a comparison where there is a baseline. Out: every check, held or not. Pure.
 *
 * A floor (or ceiling) speaks of the run's own number. A tolerance speaks of the change against the baseline: the check fails where even the
 * hopeful end of the 95 % interval of the change is worse than the tolerance, so that noise alone seldom turns a gate red.
 */
import { z } from 'zod';
import { YingjiaError } from '../errors.js';
import type { Comparison, MetricComparison } from './compare.js';
import { allMetrics, metricByName } from './metric-list.js';
import type { RunDocument } from './run-document.js';

const ruleSchema = z
  .strictObject({
    floor: z.number().optional(),
    ceiling: z.number().optional(),
    tolerance: z.number().min(0).optional(),
    /** Told, but never fails: for scores that waver, such as those of a model's judgement. */
    warn: z.boolean().optional(),
  })
  .readonly();

const gateSchema = z.strictObject({
  /** For metrics whose rule names none. In the metric's unit: 0.02 is two points of a share. */
  tolerance: z.number().min(0).default(0),
  metrics: z.record(z.string(), ruleSchema),
});

export type Gate = z.infer<typeof gateSchema>;

/** Used with a baseline and no file: what a reader would notice may not get worse, and no quote may be false. */
export const defaultGate: Gate = {
  tolerance: 0.01,
  metrics: {
    right: {},
    'hit@1': {},
    'passage-hit@1': {},
    'quote-validity': { floor: 1 },
    'passage-validity': { floor: 1 },
    'passage-alignment': {},
    'evidence-hit@1': {},
    'evidence-hit@3': {},
    'citation-recall': {},
    answered: {},
    declined: {},
    'nugget-recall': {},
    'language-fidelity': {},
    auroc: {},
  },
};

/** @throws YingjiaError EVAL naming what is wrong, and a metric that does not exist. */
export function parseGate(text: string, name: string): Gate {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw noGate(name, `it is no JSON: ${(cause as Error).message}`);
  }
  const parsed = gateSchema.safeParse(value);
  if (!parsed.success) throw noGate(name, parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '));
  const unknown = Object.keys(parsed.data.metrics).find((metric) => !metricByName.has(metric));
  if (unknown !== undefined)
    throw noGate(name, `there is no metric "${unknown}"; there are ${allMetrics.map((each) => each.name).join(', ')}`);
  return parsed.data;
}

const noGate = (name: string, reason: string) =>
  new YingjiaError('EVAL', {
    problem: `${name} is no gate: ${reason}.`,
    fix: 'Write it as {"tolerance": 0.01, "metrics": {"evidence-hit@1": {"floor": 0.8}}}; see docs/evaluation.md.',
  });

export const toleranceOf =
  (gate: Gate) =>
  (metric: string): number =>
    gate.metrics[metric]?.tolerance ?? gate.tolerance;

export type Check = { metric: string; rule: string; value: number; held: boolean; warning: boolean; explanation: string };
export type GateResult = { checks: readonly Check[]; held: boolean };

/** A metric that a rule names and the run does not have fails: what cannot be measured is not known to hold. */
export function checkGate(gate: Gate, run: RunDocument, comparison?: Comparison): GateResult {
  const valueByName = new Map(run.metrics.map(({ name, value }) => [name, value]));
  const comparisonByName = new Map(comparison?.metrics.map((each) => [each.name, each]));
  const checks = Object.entries(gate.metrics).flatMap(([metric, rule]) => {
    const value = valueByName.get(metric) ?? Number.NaN;
    const warning = rule.warn === true;
    const limits: Check[] = [];
    if (rule.floor !== undefined) limits.push({ metric, warning, value, ...checkFloor(value, rule.floor) });
    if (rule.ceiling !== undefined) limits.push({ metric, warning, value, ...checkCeiling(value, rule.ceiling) });
    const compared = comparisonByName.get(metric);
    if (compared !== undefined) limits.push({ metric, warning, value, ...checkChange(compared, toleranceOf(gate)(metric)) });
    return limits;
  });
  return { checks, held: checks.every((check) => check.held || check.warning) };
}

const shown = (value: number) => (Number.isNaN(value) ? 'not measured' : Number(value.toFixed(4)).toString());

/** Rounding of a mean may not turn a gate red. */
const SLACK = 1e-9;

const checkFloor = (value: number, floor: number) => ({
  rule: `at least ${floor}`,
  held: value >= floor - SLACK,
  explanation: `${shown(value)}, at least ${floor} is asked for`,
});

const checkCeiling = (value: number, ceiling: number) => ({
  rule: `at most ${ceiling}`,
  held: value <= ceiling + SLACK,
  explanation: `${shown(value)}, at most ${ceiling} is allowed`,
});

function checkChange({ name, old, difference, interval }: MetricComparison, tolerance: number) {
  const lowerIsBetter = metricByName.get(name)?.better === 'lower';
  const hopeful = lowerIsBetter ? -interval.low : interval.high;
  const sign = difference > 0 ? '+' : '';
  return {
    rule: `no worse than the baseline by more than ${tolerance}`,
    held: hopeful >= -tolerance - SLACK,
    explanation: `${sign}${shown(difference)} against ${shown(old)} (95 %: ${shown(interval.low)} to ${shown(interval.high)})`,
  };
}
