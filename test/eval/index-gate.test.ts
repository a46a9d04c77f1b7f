import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { index } from '../../src/cli/index-update.js';
import { renderTestSet } from '../../src/eval/test-set.js';
import { openAnswerer } from '../../src/pipeline.js';
import { parseSettings } from '../../src/settings.js';
import { clubArticles, clubCases } from './club.js';

let folder: string;
const at = (...parts: string[]) => join(folder, ...parts);
const settings = () => parseSettings({ YINGJIA_STATE: at('state') }, { corpus: at('corpus'), index: at('index') });
const write = (id: string, text: string) => writeFileSync(at('corpus', `${id}.md`), `---\nid: ${id}\ntitle: ${id}\n---\n\n${text}\n`);

async function update(values: Record<string, unknown> = { gate: at('set.jsonl') }) {
  const told: string[] = [];
  const exitCode = await index.run({
    positionals: [],
    values,
    settings: settings(),
    print: () => undefined,
    tell: (line) => told.push(line),
    colour: false,
    signal: new AbortController().signal,
  });
  return { exitCode, told: told.join('\n') };
}

async function readLive(id: string): Promise<string | undefined> {
  const answerer = await openAnswerer(settings());
  const article = await answerer.readArticle(id);
  await answerer.close();
  return article?.text;
}

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

test('a dry run has nothing to judge, and a set that is not there is named before anything is indexed', async () => {
  await expect(update({ gate: at('set.jsonl'), dryRun: true })).rejects.toMatchObject({ code: 'USAGE' });
  await expect(update({ gate: at('none.jsonl') })).rejects.toMatchObject({ code: 'EVAL' });
});
