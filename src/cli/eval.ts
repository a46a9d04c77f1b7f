/** `yingjia eval`: scores a test set, compares with a baseline, holds a gate, and writes what a person or a CI reads. */
import { basename } from 'node:path';
import { YingjiaError } from '../errors.js';
import type { Comparison } from '../eval/compare.js';
import type { Gate, GateResult } from '../eval/gate.js';
import type { EvaluationRun } from '../eval/run.js';
import type { RunDocument, RunSettings } from '../eval/run-document.js';
import type { Settings } from '../settings.js';
import type { TestCase } from '../types.js';
import type { Command, CommandContext, ExitCode } from './command.js';
import { openProgress } from './progress.js';
import { refreshOption } from './refresh.js';
import { withAnswerer } from './with-answerer.js';

export const DEFAULT_SET = 'test/sets/nadella.jsonl';

export const evaluate = {
  name: 'eval',
  summary: 'Score a test set, compare with a baseline, hold a gate.',
  options: [
    { flags: '--set <file>', description: `the test set, JSON lines (default: ${DEFAULT_SET})` },
    { flags: '--baseline <file>', description: 'compare with this run, written by eval --json; a regression is exit code 3' },
    { flags: '--gate <file>', description: 'floors and tolerances; exit code 3 where one does not hold' },
    { flags: '--report <file>', description: 'write the report, one HTML file' },
    { flags: '--junit <file>', description: 'write JUnit XML' },
    { flags: '--markdown <file>', description: 'write a summary for a CI' },
    { flags: '--cases <file>', description: 'write a JSON line for each case: id, answer, scores' },
    { flags: '--no-decline', description: 'answer every question as well as can be' },
    {
      flags: '--judge <times>',
      description: 'let the chat model judge every answer so many times; costs money, wavers, gates nothing by itself',
    },
    { flags: '--tune', description: 'try weights and thresholds on the set, and say what to set' },
    { flags: '--json', description: 'print the run as one JSON document' },
    refreshOption,
  ],
  examples: [
    'eval',
    'eval --report report.html',
    'eval --json > baseline.json',
    'eval --baseline baseline.json --gate test/sets/gate.json --junit eval.xml',
  ],
  run: async (context) => {
    const times = parseTimes(context.values.judge);
    const request = await readRequest(context);
    if (context.values.tune === true) return (await import('./eval-tune.js')).tuneSettings(context, request.cases);
    const judge = times === undefined ? undefined : await (await import('./eval-judge.js')).openEvaluationJudge(context, times);
    const run = await withAnswerer(context, async (answerer) => {
      const { runEvaluation } = await import('../eval/run.js');
      const progress = openProgress();
      try {
        const { collections } = context.settings.retrieve;
        const decline = context.values.decline !== false;
        return await runEvaluation({
          answerer,
          cases: request.cases,
          decline,
          collections,
          ...(judge === undefined ? {} : { judge }),
          onProgress: progress.show,
          signal: context.signal,
        });
      } finally {
        progress.close();
      }
    }).finally(() => judge?.close());
    return tell(context, request, run);
  },
} satisfies Command;

type Request = { set: string; cases: readonly TestCase[]; baseline?: RunDocument; gate?: Gate };

/** All that can be wrong with files is found before the long work. */
async function readRequest({ values }: CommandContext): Promise<Request> {
  const { readText } = await import('../eval/files.js');
  const { parseTestSet } = await import('../eval/test-set.js');
  const set = textOf(values.set) ?? DEFAULT_SET;
  const cases = parseTestSet(await readText(set, 'test set'), set);
  await refuseTestSets([values.report, values.junit, values.markdown, values.cases]);
  const baselinePath = textOf(values.baseline);
  const gatePath = textOf(values.gate);
  const { parseRunDocument } = await import('../eval/run-document.js');
  const { defaultGate, parseGate } = await import('../eval/gate.js');
  const baseline = baselinePath === undefined ? undefined : parseRunDocument(await readText(baselinePath, 'baseline'), baselinePath);
  const gate = gatePath === undefined ? baseline && defaultGate : parseGate(await readText(gatePath, 'gate'), gatePath);
  return { set, cases, ...(baseline === undefined ? {} : { baseline }), ...(gate === undefined ? {} : { gate }) };
}

/** A test set is work of people's hands: what `eval` writes never takes its place. @throws YingjiaError USAGE */
async function refuseTestSets(paths: readonly unknown[]): Promise<void> {
  const { isTestSet } = await import('../eval/test-set.js');
  const { readFile } = await import('node:fs/promises');
  for (const path of paths.map(textOf)) {
    if (path === undefined) continue;
    // A file that cannot be read is no test set; whether it can be written shows when it is.
    const text = await readFile(path, 'utf8').catch(() => '');
    if (!isTestSet(text)) continue;
    throw new YingjiaError('USAGE', {
      problem: `"${path}" is a test set, and what eval writes would take its place.`,
      fix: `Name another file, or ask this set: yingjia eval --set ${path}`,
    });
  }
}

const MOST_TIMES = 20;

/** @throws YingjiaError USAGE where it is no small whole number. */
function parseTimes(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  const times = typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  if (Number.isInteger(times) && times >= 1 && times <= MOST_TIMES) return times;
  throw new YingjiaError('USAGE', {
    problem: `--judge is "${value}".`,
    fix: `Give a whole number from 1 to ${MOST_TIMES}, such as --judge 3.`,
  });
}

/** A flag with a value, or absent. */
export const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

async function tell(context: CommandContext, request: Request, run: EvaluationRun): Promise<ExitCode> {
  const { createRunDocument } = await import('../eval/run-document.js');
  const document = createRunDocument(run, basename(request.set), describeSettings(context.settings));
  const comparison = request.baseline && (await compare(request.baseline, document, request.gate!));
  const { checkGate } = await import('../eval/gate.js');
  const held = request.gate && checkGate(request.gate, document, comparison);
  await writeFiles(context, { run, document, comparison, gate: held });
  if (context.values.json === true) context.print(JSON.stringify({ ...document, comparison, gate: held }));
  else {
    const { renderComparison, renderGate, renderRun } = await import('../eval/render-table.js');
    context.print(renderRun(document));
    if (comparison !== undefined) context.print(`\n${renderComparison(comparison)}`);
    if (held !== undefined) context.print(`\n${renderGate(held)}`);
  }
  for (const { id, problem } of document.failures) context.tell(`Failed: ${id}: ${problem}`);
  if (run.failures.length > 0) return 1;
  return held === undefined || held.held ? 0 : 3;
}

async function compare(baseline: RunDocument, document: RunDocument, gate: Gate): Promise<Comparison> {
  const { compareRuns } = await import('../eval/compare.js');
  const { toleranceOf } = await import('../eval/gate.js');
  const comparison = compareRuns(baseline, document, toleranceOf(gate));
  if (comparison.paired > 0) return comparison;
  throw new YingjiaError('EVAL', {
    problem: `The baseline is of "${baseline.set}" and has no case in common with "${document.set}".`,
    fix: 'Write a baseline of the same test set with "npx yingjia eval --json > baseline.json".',
  });
}

type Told = { run: EvaluationRun; document: RunDocument; comparison: Comparison | undefined; gate: GateResult | undefined };

async function writeFiles({ values, tell }: CommandContext, { run, document, comparison, gate }: Told): Promise<void> {
  const { writeText } = await import('../eval/files.js');
  const [report, junit, markdown, cases] = [values.report, values.junit, values.markdown, values.cases].map(textOf);
  if (junit !== undefined) await writeText(junit, (await import('../eval/render-junit.js')).renderJunit(document, gate));
  if (markdown !== undefined)
    await writeText(markdown, (await import('../eval/render-markdown.js')).renderMarkdown(document, comparison, gate));
  if (cases !== undefined) {
    const lines = run.results.map(
      ({ testCase, answer, scores, judgement }) => `${JSON.stringify({ id: testCase.id, answer, scores, judgement })}\n`,
    );
    await writeText(cases, lines.join(''));
  }
  if (report !== undefined) {
    const { renderReport } = await import('../eval/report/page.js');
    await writeText(report, await renderReport({ run, document, comparison, gate }));
    tell(`The report is in ${report}.`);
  }
}

/** What a run depends on, by the environment's names. No key, and no path but the collections' names. */
function describeSettings({ retrieve, answer, model }: Settings): RunSettings {
  return {
    YINGJIA_CHAT_MODEL: model.chatModel ?? 'none: quoted sentences',
    YINGJIA_EMBEDDING_MODEL: model.embeddingModel ?? 'local',
    YINGJIA_DICTIONARY: retrieve.dictionary !== undefined,
    YINGJIA_MIN_CONFIDENCE: answer.minConfidence,
    YINGJIA_LOCAL_VECTOR_WEIGHT: retrieve.localVectorWeight,
    YINGJIA_VECTOR_WEIGHT: retrieve.vectorWeight,
    collections: retrieve.collections?.join(', ') ?? 'all',
  };
}
