/** The scripts in examples/, each as a stranger runs it. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
let folder: string;
let environment: NodeJS.ProcessEnv;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yingjia-examples-'));
  const { OPENAI_API_KEY: _key, YINGJIA_CHAT_MODEL: _model, ...inherited } = process.env;
  environment = { ...inherited, PORT: '0', YINGJIA_INDEX: join(folder, 'index'), YINGJIA_STATE: join(folder, 'state') };
});
afterAll(() => rm(folder, { recursive: true }));

const runExample = async (name: string, more: NodeJS.ProcessEnv = {}) =>
  (await promisify(execFile)(process.execPath, [join('examples', name)], { cwd: root, env: { ...environment, ...more } })).stdout;

const examples = {
  'library.mjs': /^answered: [\s\S]*\[1\] \S+, \d+ to \d+: the quote stands there/,
  'langchain-retriever.mjs': /^System: Answer from these passages only[\s\S]*fungib[\s\S]*Human: What does fungibility mean here\?/i,
  'langchain-answerer.mjs': /^verified: [\s\S]*\n1\. \*\*/,
  'mcp-client.mjs': /^tools: ask, search, read_passage\nanswered: [\s\S]*«[\s\S]+»/,
};

test.each(Object.entries(examples))('%s does what it says', async (name, expected) => {
  const stdout = await runExample(name);
  expect(stdout).toMatch(expected);
  expect(stdout).not.toContain('wrong');
});

test('openai-client.mjs asks a running server, and follows up', async () => {
  const server = spawn(process.execPath, ['dist/main.js', 'serve'], { cwd: root, env: environment, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  for await (const data of server.stderr) {
    said += data;
    if (said.includes('Web page: ')) break;
  }
  const url = /Web page: (\S+)/.exec(said)![1]!;
  const stdout = await runExample('openai-client.mjs', { YINGJIA_URL: url });
  server.kill('SIGTERM');
  await once(server, 'exit');
  expect(stdout).toContain('[1]');
  expect(stdout).toContain('> And when was that?');
});

test('every example is run here', async () => {
  expect((await readdir(join(root, 'examples'))).sort()).toEqual([...Object.keys(examples), 'openai-client.mjs'].sort());
});
