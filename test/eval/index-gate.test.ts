import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AnswerTrial } from '../../src/cli/index-trial.js';
import { index } from '../../src/cli/index-update.js';
import { renderTestSet } from '../../src/eval/test-set.js';
import { openAnswerer } from '../../src/pipeline.js';
import { parseSettings } from '../../src/settings.js';
import type { IndexReport } from '../../src/types.js';
import { clubArticles, clubCases } from './club.js';

let folder: string;
const at = (...parts: string[]) => join(folder, ...parts);
const settings = () => parseSettings({ YINGJIA_STATE: at('state') }, { corpus: at('corpus'), index: at('index') });
const write = (id: string, text: string) => writeFileSync(at('corpus', `${id}.md`), `---\nid: ${id}\ntitle: ${id}\n---\n\n${text}\n`);

async function update(values: Record<string, unknown> = { gate: at('set.jsonl') }) {
  const told: string[] = [];
  const printed: string[] = [];
  const exitCode = await index.run({
    positionals: [],
    values,
    settings: settings(),
    print: (line) => printed.push(line),
    tell: (line) => told.push(line),
    colour: false,
    signal: new AbortController().signal,
  });
  return { exitCode, told: told.join('\n'), printed: printed.join('\n') };
}

async function readLive(id: string): Promise<string | undefined> {
  const answerer = await openAnswerer(settings());
  const article = await answerer.readArticle(id);
  await answerer.close();
  return article?.text;
}

/** Path and content of every file. */
const filesBelow = (directory: string) =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.startsWith(at('corpus')) && !path.startsWith(at('state')))
    .sort()
    .map((path) => [path, readFileSync(path, 'base64')]);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yingjia-gate-'));
  mkdirSync(at('corpus'));
  for (const { id, text } of clubArticles) write(id, text);
  // Each question eight times over: enough of them to tell a loss from chance.
  const many = Array.from({ length: 8 }, (_, copy) => clubCases.map((each) => ({ ...each, id: `${each.id}-${copy}` }))).flat();
  writeFileSync(at('set.jsonl'), renderTestSet(many));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a first index has nothing to be compared with, and stays', async () => {
  expect((await update()).exitCode).toBe(0);
  expect(await readLive('club')).toContain('1887');
});

test('an update that costs answers is taken back, and one that costs none stays', async () => {
  await update();
  write('club', 'Nothing is known about it any more.');
  const worse = await update();
  expect(worse.told).toContain('the update would make answers worse');
  expect(worse.exitCode).toBe(3);
  expect(await readLive('club')).toContain('1887');

  write('club', `${clubArticles[0]!.text} A new pier was built in 1950.`);
  const better = await update();
  expect(better.told).toContain('The gate holds.');
  expect(better.exitCode).toBe(0);
  expect(await readLive('club')).toContain('1950');
});

test('a set that is not there is named before anything is indexed', async () => {
  await expect(update({ gate: at('none.jsonl') })).rejects.toMatchObject({ code: 'EVAL' });
  await expect(update({ gate: at('none.jsonl'), dryRun: true })).rejects.toMatchObject({ code: 'EVAL' });
  expect(readdirSync(folder).sort()).toEqual(['corpus', 'set.jsonl']);
});

describe('a dry run with a test set', () => {
  const tryOut = (more: Record<string, unknown> = {}) => update({ gate: at('set.jsonl'), dryRun: true, json: true, ...more });
  const answersOf = ({ printed }: { printed: string }) => JSON.parse(printed) as IndexReport & { answers: AnswerTrial };

  test('shows which answers would change, with the score of both, and leaves nothing behind', async () => {
    await update({});
    const before = filesBelow(folder);
    write('club', 'Nothing is known about it any more.');
    const run = await tryOut();
    const { answers, ...report } = answersOf(run);
    expect(run.exitCode).toBe(3);
    expect(report).toMatchObject({ generation: 1, dryRun: true, articles: { added: 0, changed: 1, removed: 0 } });
    expect(answers.gate.held).toBe(false);
    expect(answers.before!.right).toBeGreaterThan(answers.after.right!);
    const broken = answers.changed.find(({ change }) => change === 'broken')!;
    expect(broken.was).toMatchObject({
      status: 'answered',
      citations: expect.arrayContaining([expect.objectContaining({ articleId: 'club', quote: expect.stringContaining('1887') })]),
    });
    expect(JSON.stringify(broken.now)).not.toBe(JSON.stringify(broken.was));
    expect(filesBelow(folder)).toEqual(before);
    expect(await readLive('club')).toContain('1887');

    const { printed } = await tryOut({ json: false });
    expect(printed).toMatch(
      /^Nothing was changed; this is what an update would do\..*would be answered otherwise\.\n.*right +[\d.]+ % -> [\d.]+ %/s,
    );
    expect(printed).toContain(`${broken.id}: ${broken.question}`);
    expect(printed).toMatch(/The gate would not hold\.$/);
  });

  test('of articles that changed nothing that is asked shows no change', async () => {
    await update({});
    write('pier', 'The new pier was painted green by volunteers.');
    const run = await tryOut();
    expect([run.exitCode, answersOf(run).articles.added, answersOf(run).answers.gate.held]).toEqual([0, 1, true]);
  });

  test('works where there is no index yet, and makes none', async () => {
    const run = await tryOut();
    expect(answersOf(run).answers).toMatchObject({ changed: [], after: { right: expect.any(Number) } });
    expect(answersOf(run).answers.before).toBeUndefined();
    expect(readdirSync(folder).sort()).toEqual(['corpus', 'set.jsonl']);
  });

  test('sweeps up a trial that was killed, not one that runs', async () => {
    await update({});
    mkdirSync(at('index.trial-999999999'));
    mkdirSync(at(`index.trial-${process.ppid}`));
    await tryOut();
    expect(readdirSync(folder).sort()).toEqual(['corpus', 'index', `index.trial-${process.ppid}`, 'set.jsonl']);
  });
});
