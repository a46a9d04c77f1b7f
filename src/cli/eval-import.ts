/** `yingjia eval import`: test sets of other tools -> a test set; what gets lost is told, line by line. */
import { YingjiaError } from '../errors.js';
import type { Loss } from '../eval/formats/format.js';
import type { Command, CommandContext, ExitCode } from './command.js';
import { textOf } from './eval.js';

export const evaluateImport = {
  name: 'eval import',
  summary: 'Turn a test set of another tool into one of ours.',
  arguments: [{ name: '<path>', description: 'a file, or the folder of a BEIR set' }],
  options: [
    { flags: '--format <name>', description: 'yingjia, ragas, promptfoo, langsmith, beir or trec (default: by content)' },
    { flags: '--set <file>', description: "the test set whose questions TREC's judgments or rankings are about" },
    { flags: '--out <file>', description: 'where to write it (default: standard output)' },
    { flags: '--json', description: 'print format, cases and losses as one JSON document' },
  ],
  examples: [
    'eval import testset.csv --out my-set.jsonl',
    'eval import promptfooconfig.yaml > my-set.jsonl',
    'eval import scifact/ --out scifact.jsonl',
    'eval import qrels.txt --set questions.jsonl --out judged.jsonl',
    'eval import their-run.txt --set judged.jsonl --out baseline.json',
  ],
  run: async (context) => {
    const { values, positionals } = context;
    const path = positionals[0]!;
    const { readInputFiles, readText } = await import('../eval/files.js');
    const { findFormat, recognizeFormat } = await import('../eval/formats/recognize.js');
    const { parseTestSet } = await import('../eval/test-set.js');
    const files = await readInputFiles(path);
    const set = textOf(values.set);
    const known = set === undefined ? [] : parseTestSet(await readText(set, 'test set'), set);
    const { isRunFile } = await import('../eval/formats/trec.js');
    if (files.length === 1 && isRunFile(files[0]!.text)) return importRun(context, files[0]!, known);
    const named = textOf(values.format);
    const format = named === undefined ? recognizeFormat(files, path) : findFormat(named);
    if (named !== undefined && !format.recognizes(files)) throw notInFormat(path, format.title);
    const { cases, losses } = format.parse(files, known);
    if (values.json === true) context.print(JSON.stringify({ format: format.name, cases, losses }));
    tellLosses(context, losses);
    if (cases.length === 0) throw noCases(path, format.name === 'trec' && set === undefined);
    const { renderTestSet } = await import('../eval/test-set.js');
    await deliver(context, renderTestSet(cases));
    context.tell(`${format.title}: ${cases.length} cases, ${cases.filter(({ answerable }) => !answerable).length} of them to be declined.`);
    return 0;
  },
} satisfies Command;

/** To `--out`, else to standard output where no JSON document is there already. */
async function deliver({ values, print }: CommandContext, text: string): Promise<void> {
  const out = textOf(values.out);
  if (out !== undefined) await (await import('../eval/files.js')).writeText(out, text);
  else if (values.json !== true) print(text.trimEnd());
}

const TOLD_LOSSES = 50;

export function tellLosses({ tell }: Pick<CommandContext, 'tell'>, losses: readonly Loss[]): void {
  for (const { path, line, reason } of losses.slice(0, TOLD_LOSSES)) tell(`${path}${line === undefined ? '' : `:${line}`}: ${reason}`);
  if (losses.length > TOLD_LOSSES) tell(`... and ${losses.length - TOLD_LOSSES} more; --json lists them all.`);
}

/** A ranking of another system becomes a baseline: its articles are scored against the judgments of a set, case by case. */
async function importRun(
  context: CommandContext,
  file: { path: string; text: string },
  known: Parameters<typeof import('../eval/foreign-run.js').createForeignRun>[0]['cases'],
): Promise<ExitCode> {
  if (known.length === 0) {
    throw new YingjiaError('USAGE', {
      problem: `${file.path} is a ranking, and says nothing of what was asked.`,
      fix: 'Name the test set that it answers with --set.',
    });
  }
  const { createForeignRun } = await import('../eval/foreign-run.js');
  const { document, losses } = createForeignRun({ cases: known, text: file.text, name: file.path });
  tellLosses(context, losses);
  if (context.values.json === true) context.print(JSON.stringify({ ...document, losses }));
  await deliver(context, `${JSON.stringify(document)}\n`);
  context.tell(`A baseline of ${document.cases.length} rankings; compare with "npx yingjia eval --baseline".`);
  return 0;
}

const notInFormat = (path: string, title: string) =>
  new YingjiaError('EVAL', { problem: `${path} is not in the format ${title}.`, fix: 'Leave --format out to have it recognized.' });

const noCases = (path: string, needsSet: boolean) =>
  new YingjiaError('EVAL', {
    problem: `Nothing in ${path} became a case.`,
    fix: needsSet ? 'Judgments hold no questions: name the set that has them with --set.' : 'The lines above say why.',
  });
