/**
 * The plots, as SVG inside the page: drawn when the report is written, coloured by the page's own variables, so that they follow light and dark.
 */
import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import type { CoveragePoint, ReliabilityBin } from '../abstention.js';
import type { MetricComparison } from '../compare.js';
import type { KindSummary } from '../summary.js';
import { type Html, trusted } from './html.js';

const WIDTH = 460;
const HEIGHT = 300;
const ink = 'currentColor';
const accent = 'var(--accent)';
const good = 'var(--good)';
const bad = 'var(--bad)';
const faint = 'var(--line)';

type Options = Parameters<typeof Plot.plot>[0];

/** `label` is what a screen reader says. */
function draw(label: string, options: Options): Html {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const svg = Plot.plot({
    document: document as never,
    width: WIDTH,
    height: HEIGHT,
    style: { fontSize: '12px', overflow: 'visible' },
    ...options,
  }) as unknown as {
    setAttribute(name: string, value: string): void;
    outerHTML: string;
  };
  svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', label);
  // Within an image, names of its parts are nobody's.
  return trusted(svg.outerHTML.replace(/(<g\b[^>]*?) aria-(?:label|description)="[^"]*"/g, '$1'));
}

const percent = { domain: [0, 100], label: null, ticks: [0, 25, 50, 75, 100], tickFormat: (value: number) => `${value}%` };

/** Share of right outcomes by kind of question, with 95 % intervals; the number of questions stands at the right. */
export function drawKinds(kinds: readonly KindSummary[]): Html {
  const rows = kinds
    .flatMap(({ kind, cases, metrics }) => {
      const right = metrics.find(({ name }) => name === 'right');
      return right === undefined ? [] : [{ kind, cases, value: right.value * 100, low: right.low * 100, high: right.high * 100 }];
    })
    .sort((left, right) => left.value - right.value || right.cases - left.cases);
  return draw('Share of right outcomes by kind of question', {
    height: 50 + rows.length * 26,
    marginLeft: 110,
    marginRight: 34,
    x: { ...percent, grid: true },
    y: { domain: rows.map(({ kind }) => kind), label: null, tickSize: 0 },
    marks: [
      Plot.ruleY(rows, { y: 'kind', x1: 'low', x2: 'high', stroke: accent, strokeOpacity: 0.35, strokeWidth: 7, strokeLinecap: 'round' }),
      Plot.dot(rows, { y: 'kind', x: 'value', fill: accent, r: 5 }),
      Plot.text(rows, {
        y: 'kind',
        text: (row: { cases: number }) => `${row.cases}`,
        frameAnchor: 'right',
        dx: 30,
        textAnchor: 'end',
        fill: ink,
        fillOpacity: 0.6,
      }),
    ],
  });
}

/** Claimed against true: on the diagonal, confidence can be taken at its word. */
export function drawReliability(bins: readonly ReliabilityBin[]): Html {
  const rows = bins.map(({ confidence, share, count }) => ({ confidence: confidence * 100, share: share * 100, count }));
  return draw('Calibration: confidence against the share of questions that the articles answer', {
    grid: true,
    marginLeft: 48,
    x: { ...percent, label: 'confidence claimed →' },
    y: { ...percent, label: '↑ answerable in truth' },
    r: { range: [3, 16], domain: [0, Math.max(1, ...rows.map(({ count }) => count))] },
    marks: [
      Plot.line(
        [
          [0, 0],
          [100, 100],
        ],
        { stroke: ink, strokeOpacity: 0.4, strokeDasharray: '4 4' },
      ),
      Plot.ruleX(rows, { x: 'confidence', y1: 'confidence', y2: 'share', stroke: bad, strokeOpacity: 0.5 }),
      Plot.dot(rows, { x: 'confidence', y: 'share', r: 'count', fill: accent, fillOpacity: 0.75, stroke: 'var(--surface)' }),
    ],
  });
}

export type OperatingPoint = { coverage: number; risk: number };

/** Were only the surest questions answered: how many of these answers would be wrong. The dot is where the bot stands now. */
export function drawCoverageRisk(points: readonly CoveragePoint[], now: OperatingPoint | undefined): Html {
  const rows = points.map(({ coverage, risk }) => ({ coverage: coverage * 100, risk: risk * 100 }));
  const top = Math.max(10, ...rows.map(({ risk }) => risk));
  return draw('Coverage and risk: share of wrong answers among the surest questions', {
    grid: true,
    marginLeft: 48,
    x: { ...percent, label: 'questions answered →' },
    y: { domain: [0, top], label: '↑ answers that are wrong', tickFormat: (value: number) => `${value}%`, ticks: 5 },
    marks: [
      Plot.areaY(rows, { x: 'coverage', y: 'risk', fill: accent, fillOpacity: 0.12, curve: 'step-after' }),
      Plot.lineY(rows, { x: 'coverage', y: 'risk', stroke: accent, strokeWidth: 2, curve: 'step-after' }),
      ...(now === undefined
        ? []
        : [Plot.dot([now], { x: now.coverage * 100, y: now.risk * 100, r: 6, fill: bad, stroke: 'var(--surface)', strokeWidth: 2 })]),
    ],
  });
}

const BIN = 5;

/** How sure the bot was: answerable questions upwards, those to be declined downwards; the line is the threshold. */
export function drawConfidence(outcomes: readonly { answerable: boolean; confidence: number }[], threshold: number | undefined): Html {
  const counts = new Map<string, { from: number; answerable: boolean; count: number }>();
  for (const { answerable, confidence } of outcomes) {
    const from = Math.min(100 - BIN, Math.floor((confidence * 100) / BIN) * BIN);
    const key = `${from} ${answerable}`;
    const bin = counts.get(key) ?? { from, answerable, count: 0 };
    counts.set(key, { ...bin, count: bin.count + 1 });
  }
  const rows = [...counts.values()].map(({ from, answerable, count }) => ({
    x1: from,
    x2: from + BIN,
    y: answerable ? count : -count,
    colour: answerable ? good : bad,
  }));
  const rectangle = { x1: 'x1', x2: 'x2', y1: 0, y2: 'y', inset: 0.75, rx: 2 };
  return draw('Confidence of answerable questions, upwards, and of questions to be declined, downwards', {
    marginLeft: 48,
    x: { ...percent, label: 'confidence →' },
    y: { label: '↑ answerable   ↓ to be declined', grid: true, ticks: 6, tickFormat: (value: number) => `${Math.abs(value)}` },
    marks: [
      Plot.rect(
        rows.filter(({ y }) => y > 0),
        { ...rectangle, fill: good },
      ),
      Plot.rect(
        rows.filter(({ y }) => y < 0),
        { ...rectangle, fill: bad },
      ),
      Plot.ruleY([0], { stroke: ink, strokeOpacity: 0.5 }),
      ...(threshold === undefined ? [] : [Plot.ruleX([threshold * 100], { stroke: ink, strokeWidth: 1.5, strokeDasharray: '4 3' })]),
    ],
  });
}

/** Time to the whole answer, with the median and the 95th percentile. */
export function drawLatency(milliseconds: readonly number[], p50: number, p95: number): Html {
  const lines = [
    { at: p50, name: 'median' },
    { at: p95, name: '95 %' },
  ];
  return draw('Time to the whole answer, in milliseconds', {
    marginLeft: 48,
    marginTop: 28,
    x: { label: 'milliseconds →' },
    y: { label: '↑ questions', grid: true, ticks: 5 },
    marks: [
      Plot.rectY(
        milliseconds,
        Plot.binX({ y: 'count' }, {
          x: (value: number) => value,
          fill: accent,
          fillOpacity: 0.75,
          inset: 0.75,
          thresholds: 30,
          rx: 2,
        } as never),
      ),
      Plot.ruleY([0], { stroke: ink, strokeOpacity: 0.5 }),
      Plot.ruleX(lines, { x: 'at', stroke: ink, strokeDasharray: '4 3' }),
      Plot.text(lines, { x: 'at', text: 'name', frameAnchor: 'top', dy: -12, dx: 3, textAnchor: 'start', fill: ink }),
    ],
  });
}

const verdictColours: Record<MetricComparison['verdict'], string> = {
  better: good,
  worse: bad,
  'no difference shown': faint,
  inconclusive: 'var(--muted)',
};

/** Change of each metric against the baseline, in points, with 95 % intervals: left of the line is worse. */
export function drawChanges(metrics: readonly MetricComparison[]): Html {
  const rows = metrics.map(({ name, difference, interval, verdict }) => ({
    name,
    difference: difference * 100,
    low: interval.low * 100,
    high: interval.high * 100,
    colour: verdictColours[verdict],
  }));
  const reach = Math.max(5, ...rows.flatMap(({ low, high }) => [Math.abs(low), Math.abs(high)]));
  return draw('Change of each metric against the baseline', {
    width: 640,
    height: 50 + rows.length * 24,
    marginLeft: 140,
    marginRight: 20,
    x: { domain: [-reach, reach], grid: true, label: 'points →' },
    y: { domain: rows.map(({ name }) => name), label: null, tickSize: 0 },
    marks: [
      Plot.ruleX([0], { stroke: ink, strokeOpacity: 0.5 }),
      ...rows.map((row) =>
        Plot.ruleY([row], {
          y: 'name',
          x1: 'low',
          x2: 'high',
          stroke: row.colour,
          strokeOpacity: 0.6,
          strokeWidth: 6,
          strokeLinecap: 'round',
        }),
      ),
      ...rows.map((row) => Plot.dot([row], { y: 'name', x: 'difference', fill: row.colour, stroke: ink, strokeWidth: 1, r: 4.5 })),
    ],
  });
}
