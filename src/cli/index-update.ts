/** `yingjia index`: brings the index up to date with the articles. */
import { YingjiaError } from '../errors.js';
import type { IndexReport, Progress, SourcesReport } from '../types.js';
import type { Command, CommandContext } from './command.js';
import { openJsonProgress, openProgress } from './progress.js';

export const index = {
  name: 'index',
  summary: 'Bring the index up to date with the articles, and with the sources that are followed.',
  arguments: [{ name: '[urls...]', description: 'pages, feeds or sitemaps to add and follow' }],
  options: [
    { flags: '--watch', description: 'go on following the folder and its scheduled sources' },
    { flags: '--no-follow', description: 'do not ask the followed pages and feeds for news' },
    { flags: '--no-resume', description: 'leave an index that was rolled back as it is' },
    { flags: '--dry-run', description: 'show what would change, and change nothing' },
    { flags: '--rebuild', description: 'chunk and embed everything again' },
    { flags: '--verify', description: 'check every checksum first, and index again what is damaged' },
    { flags: '--allow-empty', description: 'let a collection that became empty empty the index' },
    { flags: '--gate <set>', description: 'answer this test set before and after; where answers get worse, go back, exit code 3' },
    { flags: '--json', description: 'print the report as one JSON document' },
  ],
  examples: [
    'index',
    'index --dry-run',
    'index --watch',
    'index --corpus ~/articles --json',
    'index https://example.org/feed.xml --collection news',
  ],
  run: async (context) => {
    const { values, settings, print, tell, signal } = context;
    const gate = gateOf(values);
    const { refreshIndex } = await import('../pipeline.js');
    const progress = values.json === true ? openJsonProgress(tell) : openProgress();
    try {
      if (values.dryRun !== true && values.follow !== false) await follow(context, progress.show);
      const update = () =>
        refreshIndex(settings, {
          dryRun: values.dryRun === true,
          rebuild: values.rebuild === true,
          allowEmpty: values.allowEmpty === true,
          verifyAll: values.verify === true,
          resume: values.resume !== false,
          onProgress: progress.show,
          onNotice: tell,
          signal,
        });
      const { report, held } =
        gate === undefined
          ? { report: await update(), held: true }
          : await (await import('./index-gate.js')).updateGated(context, gate, update);
      progress.close();
      const show = (done: IndexReport) => {
        for (const { path, reason } of done.problems) tell(`Not read: ${path} ${reason}`);
        print(values.json === true ? JSON.stringify(done) : renderReport(done));
      };
      show(report);
      if (values.watch === true) await keepWatching(context, async () => show(await update()));
      return held ? 0 : 3;
    } finally {
      progress.close();
    }
  },
} satisfies Command;

/** Fetches what the sources have new, and adds the addresses given. */
async function follow({ positionals, settings, tell, signal }: CommandContext, onProgress: (progress: Progress) => void): Promise<void> {
  const { followSources } = await import('../pipeline.js');
  const urls = positionals.length === 0 ? undefined : positionals;
  const followed = await followSources(settings, { urls, collection: settings.retrieve.collections?.[0], onProgress, signal });
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

async function keepWatching({ settings, tell, signal }: CommandContext, update: () => Promise<void>): Promise<void> {
  const { watchCorpus } = await import('./watch.js');
  tell(`Following "${settings.corpus.directory}"; Ctrl+C ends it.`);
  await watchCorpus({ settings, update, tell, signal });
}

/** @throws YingjiaError USAGE with --dry-run: what is not built cannot be asked. */
function gateOf({ gate, dryRun }: Readonly<Record<string, unknown>>): string | undefined {
  if (typeof gate !== 'string') return undefined;
  if (dryRun !== true) return gate;
  throw new YingjiaError('USAGE', { problem: '--gate has nothing to judge in a dry run.', fix: 'Leave --dry-run out.' });
}

/** Pure: the report as a person reads it. */
export function renderReport({ dryRun, generation, articles, passages, embedded, changes, seconds }: IndexReport): string {
  const count = (number: number, noun: string) => `${number.toLocaleString('en')} ${noun}`;
  const cost = embedded.costUsd === undefined ? '' : `, about ${embedded.costUsd.toFixed(4)} USD`;
  return [
    dryRun ? 'Nothing was changed; this is what an update would do.' : `Generation ${generation} is live.`,
    `  articles   ${count(articles.added, 'added')}, ${count(articles.changed, 'changed')}, ${count(articles.kept, 'kept')}, ${count(articles.removed, 'removed')}`,
    `  passages   ${count(passages.added, 'added')}, ${count(passages.kept, 'kept')}, ${count(passages.removed, 'removed')}`,
    `  embedded   ${count(embedded.passages, 'passages')}, ${count(embedded.characters, 'characters')}${cost}`,
    ...changes.slice(0, 20).map(({ change, title, articleId }) => `  ${change.padEnd(10)} ${title === '' ? articleId : title}`),
    ...(changes.length > 20 ? [`  ... and ${changes.length - 20} more`] : []),
    `  ${seconds.toFixed(2)} s`,
  ].join('\n');
}
