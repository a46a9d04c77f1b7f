/** `yingjia index`: brings the index up to date with the articles. */
import { existsSync } from 'node:fs';
import { YingjiaError } from '../errors.js';
import type { IndexReport, Progress, SourcesReport } from '../types.js';
import type { Command, CommandContext } from './command.js';
import type { AnswerTrial } from './index-trial.js';
import { openJsonProgress, openProgress } from './progress.js';

export const index = {
  name: 'index',
  summary: 'Bring the index up to date with the articles, and with the sources that are followed.',
  arguments: [{ name: '[what...]', description: 'pages, feeds or sitemaps to add and follow; files to copy into the articles’ folder' }],
  options: [
    { flags: '--watch', description: 'go on following the folder and its scheduled sources' },
    { flags: '--replace', description: 'let a file that is named take the place of one with other content' },
    { flags: '--no-follow', description: 'do not ask the followed pages and feeds for news' },
    { flags: '--no-resume', description: 'leave an index that was rolled back as it is' },
    { flags: '--dry-run', description: 'show what would change, and change nothing' },
    { flags: '--rebuild', description: 'chunk and embed everything again' },
    { flags: '--verify', description: 'check every checksum first, and index again what is damaged' },
    { flags: '--allow-empty', description: 'let a collection that became empty empty the index' },
    {
      flags: '--gate <set>',
      description:
        'answer this test set before and after; where answers get worse, go back, exit code 3; with --dry-run, show which answers would change',
    },
    { flags: '--json', description: 'print the report as one JSON document' },
  ],
  examples: [
    'index',
    'index --dry-run',
    'index --watch',
    'index --corpus ~/articles --json',
    'index --dry-run --gate questions.jsonl',
    'index https://example.org/feed.xml --collection news',
    'index report.pdf notes.md --collection minutes',
  ],
  run: async (context) => {
    const { values, settings, print, tell, signal } = context;
    checkUsage(context);
    const gate = values.gate as string | undefined;
    const isDry = values.dryRun === true;
    const { refreshIndex } = await import('../pipeline.js');
    const progress = values.json === true ? openJsonProgress(tell) : openProgress();
    const update = (where = settings, dryRun = isDry) =>
      refreshIndex(where, {
        dryRun,
        rebuild: values.rebuild === true,
        allowEmpty: values.allowEmpty === true,
        verifyAll: values.verify === true,
        resume: values.resume !== false,
        onProgress: progress.show,
        onNotice: tell,
        signal,
      });
    const run = async (): Promise<Outcome> => {
      if (gate === undefined) return { report: await update(), held: true };
      if (isDry) return (await import('./index-trial.js')).tryUpdate(context, gate, (copy) => update(copy, false));
      return (await import('./index-gate.js')).updateGated(context, gate, update);
    };
    const show = async ({ report }: Outcome) => {
      progress.close();
      for (const { path, reason } of report.problems) tell(`Not read: ${path} ${reason}`);
      print(values.json === true ? JSON.stringify(report) : renderReport(report));
      if (values.json !== true && report.answers !== undefined) print((await import('./index-trial.js')).renderTrial(report.answers));
    };
    try {
      if (!isDry) await takeIn(context, progress.show);
      const outcome = await run();
      await show(outcome);
      if (values.watch === true) await keepWatching(context, async () => showIfNew(await run(), show));
      return outcome.held ? 0 : 3;
    } finally {
      progress.close();
    }
  },
} satisfies Command;

type Outcome = { report: IndexReport & { answers?: AnswerTrial }; held: boolean };

/** Anything that looks like an address is one; "C:\\notes.md" does not. */
const isAddress = (given: string) => /^[a-z][a-z\d+.-]+:/i.test(given) && !existsSync(given);

/** Copies the files given, adds the addresses given; where nothing is given, fetches what the sources have new. */
async function takeIn(
  { positionals, values, settings, tell, signal }: CommandContext,
  onProgress: (progress: Progress) => void,
): Promise<void> {
  const collection = settings.retrieve.collections?.[0];
  const files = positionals.filter((given) => !isAddress(given));
  const urls = positionals.filter(isAddress);
  if (files.length > 0) {
    const { takeFiles } = await import('../corpus/take-files.js');
    for (const { from, path, outcome } of takeFiles(settings.corpus, files, { collection, replace: values.replace === true }))
      tell(
        outcome === 'present' ? `There already: ${from} as ${path}` : `${outcome === 'copied' ? 'Copied' : 'Replaced'}: ${from} as ${path}`,
      );
  }
  if (values.follow === false || (files.length > 0 && urls.length === 0)) return;
  const { followSources } = await import('../pipeline.js');
  const followed = await followSources(settings, { urls: urls.length === 0 ? undefined : urls, collection, onProgress, signal });
  for (const line of sourceLines(followed)) tell(line);
}

/** Pure: what following the sources did, a line for each thing a person should know. */
export function sourceLines({ added, changed, removed, vanished, problems }: SourcesReport): string[] {
  return [
    ...added.map(({ url, path }) => `Added: ${url} as ${path}`),
    ...changed.map(({ url }) => `Changed: ${url}`),
    ...removed.map(({ url, path }) => `Removed: ${path}, for ${url} is gone`),
    ...vanished.map(({ url, since }) => `Gone since ${since.slice(0, 10)}, and removed if it stays so: ${url}`),
    ...problems.map(({ path, reason }) => `Not followed: ${path} ${reason}`),
  ];
}

/** While a folder is followed, an update that found nothing new is not worth a report. */
async function showIfNew(outcome: Outcome, show: (outcome: Outcome) => Promise<void>): Promise<void> {
  const { articles, problems } = outcome.report;
  if (articles.added + articles.changed + articles.removed + problems.length > 0) await show(outcome);
}

async function keepWatching({ settings, tell, signal }: CommandContext, update: () => Promise<void>): Promise<void> {
  const { watchCorpus } = await import('./watch.js');
  tell(`Following "${settings.corpus.directory}"; Ctrl+C ends it.`);
  await watchCorpus({ settings, update, tell, signal });
}

/** @throws YingjiaError USAGE for what does not go together. */
function checkUsage({ values, positionals }: CommandContext): void {
  const wrong =
    values.dryRun === true && positionals.length > 0
      ? {
          problem: '--dry-run copies and fetches nothing, so that files and addresses cannot be named with it.',
          fix: 'Leave one of them out.',
        }
      : values.dryRun === true && values.watch === true
        ? { problem: '--watch has nothing to follow in a dry run.', fix: 'Leave one of them out.' }
        : values.follow === false && positionals.some(isAddress)
          ? { problem: '--no-follow fetches nothing, so that addresses cannot be named with it.', fix: 'Leave one of them out.' }
          : undefined;
  if (wrong !== undefined) throw new YingjiaError('USAGE', wrong);
}

/** Pure: the report as a person reads it. */
export function renderReport({ dryRun, generation, articles, passages, embedded, changes, seconds }: IndexReport): string {
  const count = (number: number, noun: string) => `${number.toLocaleString('en')} ${noun}`;
  const cost = embedded.costUsd === undefined ? '' : `, about ${embedded.costUsd.toFixed(4)} USD`;
  return [
    dryRun ? 'Nothing was changed; this is what an update would do.' : `Generation ${generation} is live.`,
    `  articles   ${count(articles.added, 'added')}, ${count(articles.changed, 'changed')}, ${count(articles.kept, 'kept')}, ${count(articles.removed, 'removed')}`,
    `  passages   ${count(passages.added, 'added')}, ${count(passages.kept, 'kept')}, ${count(passages.removed, 'removed')}`,
    `  embedded   ${count(embedded.passages, embedded.passages === 1 ? 'passage' : 'passages')}, ${count(embedded.characters, 'characters')}${cost}`,
    ...changes.slice(0, 20).map(({ change, title, articleId }) => `  ${change.padEnd(10)} ${title === '' ? articleId : title}`),
    ...(changes.length > 20 ? [`  ... and ${changes.length - 20} more`] : []),
    `  ${seconds.toFixed(2)} s`,
  ].join('\n');
}
