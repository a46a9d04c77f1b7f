/** The packed project in a stranger's hands: extracted elsewhere, imported by name, by JavaScript and by TypeScript. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answer } from '../src/types.js';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '..');
let directory: string;
let extracted: string;

/** The package lies in a folder of its own, whose dependencies are those of this project. It resolves its own name by its exports. */
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'yingjia-packed-'));
  extracted = join(directory, 'package');
  const packed = await run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', directory], { cwd: root });
  const [{ filename }] = JSON.parse(packed.stdout) as [{ filename: string }];
  await run('tar', ['-xzf', join(directory, filename), '-C', directory]);
  await symlink(join(root, 'node_modules'), join(directory, 'node_modules'));
});
afterAll(() => rm(directory, { recursive: true }));

async function runScript(source: string): Promise<unknown> {
  const script = join(extracted, 'stranger.mjs');
  await writeFile(script, source);
  const { stdout, stderr } = await run(process.execPath, [script], { cwd: extracted });
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

test('the packed library indexes the shipped articles and answers a question with quotes that hold', async () => {
  const { answer, quoted } = (await runScript(`
    import { openAnswerer, parseSettings, refreshIndex } from 'yingjia';
    const settings = parseSettings({}, { corpus: 'corpus', index: 'index-of-a-stranger' });
    await refreshIndex(settings);
    const answerer = await openAnswerer(settings);
    const answer = await answerer.answer({ text: '微軟為什麼暫停資料中心的擴建?' });
    const quoted = [];
    for (const { articleId, articleVersion, start, end } of answer.citations) {
      quoted.push((await answerer.readArticle(articleId, articleVersion)).text.slice(start, end));
    }
    await answerer.close();
    console.log(JSON.stringify({ answer, quoted }));
  `)) as { answer: Answer; quoted: string[] };
  expect(answer.status).toBe('answered');
  expect(answer.citations.map((citation) => citation.quote)).toEqual(quoted);
});

test('the second door gives the same parts as LangChain runnables', async () => {
  expect(
    await runScript(`
      import { openAnswerer, parseSettings, refreshIndex } from 'yingjia';
      import { AnswerRunnable, PassageRetriever } from 'yingjia/langchain';
      const settings = parseSettings({}, { corpus: 'corpus', index: 'index-of-a-stranger' });
      await refreshIndex(settings);
      const answerer = await openAnswerer(settings);
      const status = new AnswerRunnable(answerer).pipe((answer) => answer.status);
      const documents = await new PassageRetriever({ answerer, k: 3 }).invoke('鷹架策略');
      console.log(JSON.stringify([await status.invoke('How do I cook rice?'), documents.length]));
    `),
  ).toEqual(['not-in-articles', 3]);
});

test('both doors have types for a strict TypeScript project', async () => {
  await writeFile(
    join(extracted, 'stranger.mts'),
    `
    import { type Answer, type Answerer, openAnswerer, parseSettings, YingjiaError } from 'yingjia';
    import { AnswerRunnable, PassageRetriever } from 'yingjia/langchain';
    const answerer: Answerer = await openAnswerer(parseSettings(process.env));
    const quotes: Promise<string[]> = new AnswerRunnable(answerer).pipe((answer: Answer) => answer.citations.map((each) => each.quote)).invoke('?');
    const [document] = await new PassageRetriever({ answerer }).invoke('?');
    const start: number | undefined = document?.metadata.start;
    // @ts-expect-error a document says where it stands by numbers
    const wrong: string | undefined = document?.metadata.start;
    console.log(await quotes, start, wrong, YingjiaError);
    `,
  );
  const options = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--target', 'es2023', '--types', 'node'];
  await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), ...options, 'stranger.mts'], { cwd: extracted });
});

test('the first door and all behind it import neither LangChain nor a vendor of another door', async () => {
  const seen = new Set<string>();
  const packages = new Set<string>();
  const visit = async (path: string): Promise<void> => {
    if (seen.has(path)) return;
    seen.add(path);
    const source = await readFile(path, 'utf8');
    for (const [, specifier] of source.matchAll(/^(?:import|export)\s(?:[^'";]*?\sfrom\s)?'([^']+)';$/gm)) {
      if (specifier!.startsWith('.')) await visit(resolve(dirname(path), specifier!));
      else if (!specifier!.startsWith('node:')) packages.add(specifier!.split('/', specifier!.startsWith('@') ? 2 : 1).join('/'));
    }
  };
  await visit(join(extracted, 'dist/yingjia.js'));
  expect(seen.size).toBeGreaterThan(20);
  const heavy = ['langchain', 'discord.js', 'hono', 'commander', 'linkedom', 'mammoth', 'unpdf'];
  expect([...packages].filter((name) => name.startsWith('@langchain/') || heavy.includes(name))).toEqual([]);
});
