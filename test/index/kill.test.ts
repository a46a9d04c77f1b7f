/** `yingjia index` is killed (SIGKILL) at moments spread over its run: what is left answers, with citations that hold, and is the old or the new. */
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openAnswerer, refreshIndex } from '../../src/pipeline.js';
import { parseSettings } from '../../src/settings.js';
import { isLong } from './faults.js';
import { temporaryFolder } from './sample.js';

const main = resolve(import.meta.dirname, '../../dist/main.js');
const isBuilt = existsSync(main) || process.env.YINGJIA_REQUIRE_ALL !== undefined;
const TOWNS = 400;

/** Town by town; `painted` changes every third article and takes away some. */
function writeCorpus(folder: string, painted: boolean): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'towns'), { recursive: true });
  for (let town = 0; town < TOWNS; town++) {
    if (painted && town % 50 === 49) continue;
    const lines = [
      `# Town ${town}`,
      `The lighthouse of Town ${town} was built in ${1500 + town} by the harbour office.`,
      `第${town}鎮的燈塔建於${1500 + town}年。`,
      ...(painted && town % 3 === 0 ? [`In 1987 the lighthouse of Town ${town} was painted red.`] : []),
    ];
    writeFileSync(join(folder, 'towns', `${town}.md`), `${lines.join('\n\n')}\n`);
  }
}

const settingsOf = (run: string) =>
  parseSettings({ YINGJIA_STATE: join(run, 'state') }, { corpus: join(run, 'corpus'), index: join(run, 'index') });

/** Runs the command line; kills it after `killAfterMs`. @returns how long it ran. */
function runIndex(run: string, killAfterMs = Number.POSITIVE_INFINITY): Promise<number> {
  const started = performance.now();
  const child = spawn(process.execPath, [main, 'index', '--corpus', join(run, 'corpus'), '--index', join(run, 'index')], {
    stdio: 'ignore',
  });
  const timer = Number.isFinite(killAfterMs) ? setTimeout(() => child.kill('SIGKILL'), killAfterMs) : undefined;
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('close', () => {
      clearTimeout(timer);
      done(performance.now() - started);
    });
  });
}

type Versions = Record<string, string>;

/** Live versions, after a question was answered whose every citation is a slice of its article. */
async function ask(run: string): Promise<Versions> {
  const answerer = await openAnswerer(settingsOf(run));
  const { status, citations } = await answerer.answer({ text: 'When was the lighthouse of Town 123 built?' });
  expect(status).toBe('answered');
  for (const { articleId, articleVersion, start, end, quote } of citations) {
    expect((await answerer.readArticle(articleId, articleVersion))!.text.slice(start, end)).toBe(quote);
  }
  const { articles } = await answerer.overview();
  await answerer.close();
  return Object.fromEntries(articles.map(({ id, version }) => [id, version]));
}

const totals = { kills: 0, duringWrite: 0, afterCommit: 0 };
afterAll(() =>
  console.log(`kills: ${totals.kills}, of which ${totals.duringWrite} hit a write and ${totals.afterCommit} came after the commit`),
);

async function expectSurvival(run: string, before: Versions | undefined, after: Versions): Promise<void> {
  totals.kills++;
  if (existsSync(join(run, 'index', 'writer.lock'))) totals.duringWrite++;
  if (before !== undefined || existsSync(join(run, 'index', 'CURRENT'))) {
    const found = await ask(run);
    expect([before, after]).toContainEqual(found);
    if (existsSync(join(run, 'index', 'CURRENT')) && Object.keys(found).length === Object.keys(after).length) totals.afterCommit++;
  }
  await refreshIndex(settingsOf(run));
  expect(await ask(run)).toEqual(after);
}

test.skipIf(!isBuilt).each([
  { name: 'over a live generation', hasBefore: true, kills: isLong ? 160 : 40 },
  { name: 'in the very first run', hasBefore: false, kills: isLong ? 60 : 12 },
])(
  'killed $name, the index answers and its citations hold (needs dist/: npm run build)',
  { timeout: 1_800_000 },
  async ({ hasBefore, kills }) => {
    const folder = await temporaryFolder();
    const base = join(folder, 'base');
    writeCorpus(join(base, 'corpus'), false);
    let before: Versions | undefined;
    if (hasBefore) {
      await refreshIndex(settingsOf(base));
      before = await ask(base);
      writeCorpus(join(base, 'corpus'), true);
    }
    cpSync(base, join(folder, 'measured'), { recursive: true, preserveTimestamps: true });
    const lastsMs = await runIndex(join(folder, 'measured'));
    const after = await ask(join(folder, 'measured'));
    for (let kill = 0; kill < kills; kill++) {
      const run = join(folder, `run-${kill}`);
      cpSync(base, run, { recursive: true, preserveTimestamps: true });
      await runIndex(run, ((kill + 0.5) / kills) * lastsMs);
      await expectSurvival(run, before, after);
      rmSync(run, { recursive: true });
    }
  },
);
