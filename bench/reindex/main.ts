/**
 * What re-indexing costs, through the product's own path on files on disk, beside MiniSearch in the same run:
 * npm run bench:reindex [-- --articles 10000 --no-peer --json FILE]
 */
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { refreshIndex } from '../../src/pipeline.js';
import { parseSettings } from '../../src/settings.js';
import type { IndexReport } from '../../src/types.js';
import { createArticles, writeArticles } from './articles.js';
import { buildMiniSearch } from './peer.js';

const ADDED = 10;
const VECTOR_BYTES = 1024 * 4;

const { values } = parseArgs({
  options: {
    articles: { type: 'string', default: '10000' },
    peer: { type: 'boolean', default: true },
    json: { type: 'string' },
  },
  allowNegative: true,
});

type Cost = { seconds: number; cpuSeconds: number };
type Measured = Cost & { step: string; report: IndexReport; writtenBytes: number };

const count = Number(values.articles);
const folder = mkdtempSync(join(tmpdir(), 'yingjia-reindex-'));
try {
  const articles = createArticles(count + ADDED);
  const corpus = join(folder, 'corpus');
  const settings = parseSettings({ YINGJIA_STATE: join(folder, 'state') }, { corpus, index: join(folder, 'index') });
  writeArticles(corpus, articles.slice(0, count));
  const passed = (seconds: number) => new Date(Date.now() - seconds * 1000);
  for (const { path } of articles.slice(0, count)) utimesSync(join(corpus, path), passed(3600), passed(3600));

  const measure = async (step: string): Promise<Measured> => {
    const before = filesOf(join(folder, 'index'));
    const stop = startClock();
    const report = await refreshIndex(settings);
    return { step, ...stop(), report, writtenBytes: bytesWritten(before, filesOf(join(folder, 'index'))) };
  };

  const full = await measure('full build');
  const unchanged = await measure('nothing changed');
  for (const { path } of articles.slice(0, count)) utimesSync(join(corpus, path), passed(1800), passed(1800));
  const touched = await measure('every file touched, none changed');
  writeArticles(corpus, articles.slice(count));
  const added = await measure(`${ADDED} articles added`);
  const again = await measure('nothing changed, again');
  const peer = values.peer ? timePeer(articles.slice(0, count)) : undefined;

  const newBytes = ownBytes(articles.slice(count), added.report);
  const lines = [
    `${count.toLocaleString('en')} articles of about 400 Chinese characters, one file each; Node ${process.version}.`,
    '',
    '| step | seconds | CPU seconds | share of the full build | articles a second | passages embedded | written, MB |',
    '|---|---|---|---|---|---|---|',
    ...[full, unchanged, touched, added, again].map(({ step, seconds, cpuSeconds, report, writtenBytes }) =>
      [
        '',
        step,
        seconds.toFixed(3),
        cpuSeconds.toFixed(3),
        `${((seconds / full.seconds) * 100).toFixed(2)} %`,
        Math.round((count + ADDED) / seconds).toLocaleString('en'),
        report.embedded.passages.toLocaleString('en'),
        (writtenBytes / 1e6).toFixed(2),
        '',
      ]
        .join(' | ')
        .trim(),
    ),
    ...(peer === undefined
      ? []
      : [
          `| MiniSearch, pairs of characters, in memory | ${peer.seconds.toFixed(3)} | ${peer.cpuSeconds.toFixed(3)} | | ${Math.round(count / peer.seconds).toLocaleString('en')} | | |`,
        ]),
    '',
    `The ${ADDED} new articles' own bytes (texts and vectors): ${newBytes.toLocaleString('en')}; written ${(added.writtenBytes / newBytes).toFixed(2)} times as many.`,
    ...(peer === undefined
      ? []
      : [
          `The full build is ${(peer.seconds / full.seconds).toFixed(1)} times as fast as MiniSearch, by CPU time ${(peer.cpuSeconds / full.cpuSeconds).toFixed(1)} times.`,
        ]),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  if (values.json !== undefined) {
    writeFileSync(values.json, `${JSON.stringify({ count, full, unchanged, touched, added, again, newBytes, peer })}\n`);
  }
} finally {
  rmSync(folder, { recursive: true });
}

/** What passes until the returned function is called; CPU time of all threads: less touched by what else the machine does. */
function startClock(): () => Cost {
  const started = performance.now();
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return { seconds: (performance.now() - started) / 1000, cpuSeconds: (user + system) / 1e6 };
  };
}

function timePeer(articles: ReturnType<typeof createArticles>): Cost {
  const stop = startClock();
  buildMiniSearch(articles);
  return stop();
}

function ownBytes(articles: ReturnType<typeof createArticles>, { embedded }: IndexReport): number {
  const texts = articles.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
  return texts + embedded.passages * VECTOR_BYTES;
}

/** Size of each file below a folder; inode numbers tell a file that was replaced. */
function filesOf(directory: string): Map<string, { size: number; ino: number }> {
  const files = new Map<string, { size: number; ino: number }>();
  if (!existsSync(directory)) return files;
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const { size, ino } = statSync(path);
    files.set(path, { size, ino });
  }
  return files;
}

/** Files that are new or were replaced count whole, files that grew count what was added. */
function bytesWritten(before: ReturnType<typeof filesOf>, after: ReturnType<typeof filesOf>): number {
  let bytes = 0;
  for (const [name, { size, ino }] of after) {
    const known = before.get(name);
    bytes += known?.ino === ino ? Math.max(0, size - known.size) : size;
  }
  return bytes;
}
