import { describe, expect, test } from 'vitest';
import { compareRuns } from '../../src/eval/compare.js';
import { checkGate, defaultGate, type Gate, parseGate, toleranceOf } from '../../src/eval/gate.js';
import { renderJunit } from '../../src/eval/render-junit.js';
import { renderMarkdown } from '../../src/eval/render-markdown.js';
import { renderComparison, renderGate, renderRun } from '../../src/eval/render-table.js';
import { runEvaluation } from '../../src/eval/run.js';
import { createRunDocument, type RunDocument } from '../../src/eval/run-document.js';
import type { Answer, TestCase } from '../../src/types.js';
import { clubCases, createClubAnswerer } from './club.js';

async function evaluate(change?: (answer: Answer) => Answer, cases: readonly TestCase[] = clubCases): Promise<RunDocument> {
  return createRunDocument(await runEvaluation({ answerer: createClubAnswerer(change), cases }), 'club.jsonl', {});
}

const none = () => 0;
const uncited = (answer: Answer): Answer => ({ ...answer, citations: [], claims: [] });
const of = (comparison: ReturnType<typeof compareRuns>, name: string) => comparison.metrics.find((metric) => metric.name === name)!;

describe('two runs', () => {
  test('that are the same differ in nothing', async () => {
    const comparison = compareRuns(await evaluate(), await evaluate(), none);
    expect(comparison).toMatchObject({ paired: 12, unpaired: [], changed: [] });
    expect(comparison.metrics.map(({ verdict }) => verdict)).toEqual(comparison.metrics.map(() => 'no difference shown'));
    expect(comparison.metrics.map(({ name }) => name)).not.toContain('latency');
  });

  test('are compared case by case, and each changed case says how', async () => {
    const [was, now] = [await evaluate(), await evaluate(uncited)];
    const comparison = compareRuns(was, now, none);
    expect(of(comparison, 'evidence-hit@1')).toMatchObject({ old: 1, new: 0, difference: -1, cases: 8, verdict: 'inconclusive' });
    expect(comparison.changed.map(({ change }) => change)).toEqual(Array(8).fill('broken'));
    expect(compareRuns(now, was, none).changed.map(({ change }) => change)).toEqual(Array(8).fill('fixed'));
  });

  test('of enough cases are called worse, and better the other way round', async () => {
    const many = Array.from({ length: 4 }, (_, copy) =>
      clubCases.map((testCase) => ({ ...testCase, id: `${testCase.id}-${copy}` })),
    ).flat();
    const [was, now] = [await evaluate(undefined, many), await evaluate(uncited, many)];
    expect(of(compareRuns(was, now, none), 'evidence-hit@1').verdict).toBe('worse');
    expect(of(compareRuns(now, was, none), 'evidence-hit@1').verdict).toBe('better');
    const surer = await evaluate((answer) => ({ ...answer, confidence: answer.confidence / 4 }), many);
    expect(of(compareRuns(was, surer, none), 'calibration-error').verdict).toBe('worse');
  });

  test('pair only questions that both ask in the same words', async () => {
    const reworded = clubCases.map((testCase, index) =>
      index === 0 ? { ...testCase, question: 'Who started the rowing club?' } : testCase,
    );
    const comparison = compareRuns(await evaluate(), await evaluate(undefined, [...reworded, { ...clubCases[1]!, id: 'new' }]), none);
    expect(comparison).toMatchObject({ paired: 11, unpaired: ['founded', 'new'] });
  });
});

describe('a gate', () => {
  const gate = (metrics: Gate['metrics'], tolerance = 0): Gate => ({ tolerance, metrics });

  test.each([
    { name: 'a floor that is reached holds', rules: { right: { floor: 1 } }, held: true },
    { name: 'a floor that is missed does not', rules: { 'evidence-hit@1': { floor: 1.01 } }, held: false },
    { name: 'a ceiling holds below it', rules: { 'calibration-error': { ceiling: 0.5 } }, held: true },
    { name: 'a ceiling does not above it', rules: { 'calibration-error': { ceiling: 0 } }, held: false },
    { name: 'a rule that only warns never fails', rules: { right: { floor: 2, warn: true } }, held: true },
    { name: 'no rule is a gate that holds', rules: {}, held: true },
  ] as { name: string; rules: Gate['metrics']; held: boolean }[])('$name', async ({ rules, held }) => {
    expect(checkGate(gate(rules), await evaluate()).held).toBe(held);
  });

  test('fails where what it asks for was not measured', async () => {
    const run = await evaluate(uncited);
    expect(run.metrics.some(({ name }) => name === 'quote-validity')).toBe(false);
    expect(checkGate(gate({ 'quote-validity': { floor: 1 } }), run)).toMatchObject({
      held: false,
      checks: [{ explanation: 'not measured, at least 1 is asked for' }],
    });
  });

  test('lets through a fall within the tolerance, and none beyond it', async () => {
    const [was, now] = [await evaluate(), await evaluate(uncited)];
    const comparison = compareRuns(was, now, none);
    expect(checkGate(gate({ 'evidence-hit@1': {} }), now, comparison).held).toBe(false);
    expect(checkGate(gate({ 'evidence-hit@1': { tolerance: 1 } }), now, comparison).held).toBe(true);
    expect(checkGate(gate({ 'evidence-hit@1': {} }), was, compareRuns(now, was, none)).held).toBe(true);
    expect(toleranceOf(gate({ right: { tolerance: 0.5 } }, 0.1))('right')).toBe(0.5);
    expect(toleranceOf(gate({ right: {} }, 0.1))('right')).toBe(0.1);
  });

  test('reads its own shape, and nothing else', () => {
    expect(parseGate('{"metrics": {"right": {"floor": 0.5}}}', 'gate.json')).toEqual({ tolerance: 0, metrics: { right: { floor: 0.5 } } });
    for (const [text, problem] of [
      ['', /it is no JSON/],
      ['{"metrics": {"rihgt": {"floor": 1}}}', /no metric "rihgt"; there are right, /],
      ['{"metrics": {"right": {"flour": 1}}}', /metrics.right: Unrecognized key/],
      ['{"tolerance": -1, "metrics": {}}', /tolerance/],
    ] as const) {
      expect(() => parseGate(text, 'gate.json')).toThrow(problem);
    }
  });
});

describe('what a CI shows', () => {
  test('JUnit: a test for each case and each check, well-formed whatever the words', async () => {
    const odd = clubCases.map((testCase, index) =>
      index === 8 ? { ...testCase, question: 'Which merchants founded <b>"it"</b> & \u0007 when? ]]>' } : testCase,
    );
    const run = await evaluate(undefined, odd);
    const xml = renderJunit(run, checkGate(defaultGate, run));
    expect(xml).toContain('name="rice: Which merchants founded &lt;b&gt;&quot;it&quot;&lt;/b&gt; &amp; \ufffd when? ]]&gt;"');
    expect(xml.match(/<testcase /g)).toHaveLength(12 + checkGate(defaultGate, run).checks.length);
    const { DOMParser } = await import('linkedom');
    expect(new DOMParser().parseFromString(xml, 'text/xml').querySelectorAll('testsuite')).toHaveLength(2);
  });

  test('Markdown: headline, what does not hold, and the cases that broke, with their marks disarmed', async () => {
    const odd = clubCases.map((testCase, index) =>
      index === 0 ? { ...testCase, question: 'Which *merchants* founded the rowing club | [the](//by:in) @the <by>?' } : testCase,
    );
    const [was, now] = [await evaluate(undefined, odd), await evaluate(uncited, odd)];
    const comparison = compareRuns(was, now, none);
    const text = renderMarkdown(now, comparison, checkGate(defaultGate, now, comparison));
    expect(text).toContain('❌ The gate does not hold.');
    expect(text).toContain('| `evidence-hit@1` | 0.0 | 0.0 to 0.0 | 100.0 |');
    expect(text).toContain('- founded: Which \\*merchants\\* founded the rowing club \\| \\[the\\]\\(//by\\:in\\) \\@the &lt;by&gt;?');
    expect(
      text
        .split('\n')
        .filter((line) => line.startsWith('|'))
        .every((line) => line.match(/(?<!\\)\|/g)!.length === 6),
    ).toBe(true);
  });

  test('the terminal: every metric with its interval, and columns that line up in any script', async () => {
    const run = await evaluate();
    const text = renderRun(run);
    for (const { name } of run.metrics) expect(text).toContain(`\n${name} `);
    const comparison = compareRuns(run, run, none);
    expect(renderComparison(comparison)).toContain('12 cases compared: 0 fixed, 0 broken, 0 answered otherwise.');
    expect(renderGate(checkGate(defaultGate, run, comparison))).toMatch(/The gate holds\.$/);
  });
});
