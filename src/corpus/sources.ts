/**
 * The sources that are followed -> files of the articles' folder: pages, and the pages that feeds and sitemaps name. In: sources.yaml, or
 * addresses given. Out: a report; the index is brought up to date from the folder afterwards.
 */
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pLimit from 'p-limit';
import type { CorpusProblem, Progress, SourcePage, SourcesReport } from '../types.js';
import { sweepParts } from './atomic-file.js';
import { createDocumentReader } from './documents.js';
import { createFetcher, type Fetcher } from './fetch.js';
import { type Following, followPage, isDue, type PageOutcome, type PageRequest } from './page.js';
import { createRobots } from './robots.js';
import { findPages } from './source-links.js';
import { readSourceState, writeSourceState } from './source-state.js';
import { addSources, createSource, type FollowedSource, readSources } from './sources-file.js';

/** Hosts that are asked at the same time; a single host is asked for one page after the other. */
const HOSTS_AT_ONCE = 4;

/** Pages after which what is known of them is saved: who is killed asks again for no more than these. */
const SAVED_PAGES = 100;

export type SourcesSettings = { directory: string; maxFileBytes: number; fetchAllow: readonly string[] };

export type SourcesOptions = {
  /** Addresses to add: followed now, and from then on where something could be read there. Without it, all of sources.yaml. */
  urls?: readonly string[];
  /** Where pages of the addresses given go. Default "web". */
  collection?: string;
  /** Which of sources.yaml are followed; all by default. */
  only?: (source: FollowedSource) => boolean;
  onProgress?: (progress: Progress) => void;
  signal?: AbortSignal;
  now?: Date;
  /** In the place of the network's own door. */
  fetcher?: Fetcher;
};

/**
 * Fetches what is new or changed and stores it. What could not be fetched stays as it is and is a problem of the report.
 *
 * @throws YingjiaError CORPUS where sources.yaml cannot be used, or the folder not be written; USAGE for a collection that is no name.
 */
export async function updateSources(settings: SourcesSettings, options: SourcesOptions = {}): Promise<SourcesReport> {
  const { directory } = settings;
  const sources = chooseSources(directory, options);
  const report = { added: [], changed: [], removed: [], vanished: [], unchanged: 0, problems: [] } as Report;
  if (sources.length === 0) return report;
  for (const folder of new Set(['', ...sources.map(({ collection }) => collection)])) sweepParts(join(directory, folder));
  const fetcher = options.fetcher ?? createFetcher({ allow: settings.fetchAllow, limits: { maxBytes: settings.maxFileBytes } });
  const state = readSourceState(directory);
  const following: Following = {
    directory,
    fetcher,
    documents: createDocumentReader(),
    state,
    followed: new Set(),
    now: options.now ?? new Date(),
    signal: options.signal,
  };
  const robots = createRobots(fetcher);
  try {
    for (const source of sources) {
      options.signal?.throwIfAborted();
      await followSource(following, robots, source, report, options.onProgress);
    }
  } finally {
    writeSourceState(directory, state);
    if (options.fetcher === undefined) await fetcher.close();
  }
  if (options.urls !== undefined) {
    const failed = new Set(report.problems.map(({ path }) => path));
    addSources(
      directory,
      sources.filter(({ url }) => !failed.has(url)),
    );
  }
  return report;
}

type Report = {
  added: SourcePage[];
  changed: SourcePage[];
  removed: SourcePage[];
  vanished: (SourcePage & { since: string })[];
  unchanged: number;
  problems: CorpusProblem[];
};

type Robots = ReturnType<typeof createRobots>;

/** An address that is given and stands in sources.yaml is followed as it says there. */
function chooseSources(directory: string, { urls, collection, only = () => true }: SourcesOptions): FollowedSource[] {
  const listed = readSources(directory);
  if (urls === undefined) return listed.filter(only);
  return urls.map((url) => {
    const given = createSource(url, collection);
    return listed.find((source) => source.url === given.url) ?? given;
  });
}

async function followSource(
  following: Following,
  robots: Robots,
  source: FollowedSource,
  report: Report,
  onProgress: SourcesOptions['onProgress'],
): Promise<void> {
  const problem = (reason: string) => report.problems.push({ path: source.url, reason });
  if (!URL.canParse(source.url)) return void problem('is no address');
  onProgress?.({ step: 'sources', done: 0, total: 1, current: source.url });
  const refusal = await askRobots(robots, source.url, false, following.signal);
  if (refusal !== undefined) return void problem(refusal);
  const found = await findPages(following, source);
  if (found.kind === 'problem') return void problem(found.reason);
  report.problems.push(...found.problems);
  const requests = found.requests.filter(({ url }) => !following.followed.has(url));
  for (const { url } of requests) following.followed.add(url);
  const due = requests.filter((request) => request.answer !== undefined || isDue(following, request));
  report.unchanged += requests.length - due.length;
  let done = 0;
  const limit = pLimit(HOSTS_AT_ONCE);
  const hosts = groupByHost(due).map((requests) =>
    limit(async () => {
      for (const [index, request] of requests.entries()) {
        onProgress?.({ step: 'pages', done: done++, total: due.length, current: request.url });
        const closed = request.answer === undefined ? await askRobots(robots, request.url, index > 0, following.signal) : undefined;
        if (done % SAVED_PAGES === 0) writeSourceState(following.directory, following.state);
        addOutcome(report, request.url, closed === undefined ? await followPage(following, request) : { kind: 'problem', reason: closed });
      }
    }),
  );
  const failed = (await Promise.allSettled(hosts)).find((host) => host.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

function groupByHost(requests: readonly PageRequest[]): PageRequest[][] {
  const hosts = new Map<string, PageRequest[]>();
  for (const request of requests) {
    const { host } = new URL(request.url);
    const others = hosts.get(host);
    if (others === undefined) hosts.set(host, [request]);
    else others.push(request);
  }
  return [...hosts.values()];
}

/** Waits as long as the host asks for between two pages. @returns why the page may not be fetched, where it may not. */
async function askRobots(robots: Robots, url: string, again: boolean, signal?: AbortSignal): Promise<string | undefined> {
  const answer = await robots(url, signal);
  if (answer.kind === 'closed') return 'is closed to programs (robots.txt)';
  if (answer.kind === 'unknown') return answer.reason;
  if (again && answer.delayMs > 0) await wait(answer.delayMs, undefined, { signal });
  return undefined;
}

function addOutcome(report: Report, url: string, outcome: PageOutcome): void {
  switch (outcome.kind) {
    case 'unchanged':
      report.unchanged++;
      break;
    case 'problem':
      report.problems.push({ path: url, reason: outcome.reason });
      break;
    case 'vanished':
      report.vanished.push({ ...outcome.page, since: outcome.since });
      break;
    default:
      report[outcome.kind].push(outcome.page);
  }
}
