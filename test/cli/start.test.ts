import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { makeShippedHome, program, stackTrace, startProgram } from './run-program.js';

/** Standard error up to the words that are waited for. */
async function until(child: ChildProcess, words: RegExp): Promise<string> {
  let said = '';
  return new Promise((found, fail) => {
    child.stderr!.setEncoding('utf8').on('data', (text) => {
      said += text;
      if (words.test(said)) found(said);
    });
    child.once('close', (code) => fail(new Error(`exit ${code}: ${said}`)));
  });
}

function start(env: Record<string, string> = {}): ChildProcess {
  const child = startProgram(['start'], { cwd: makeShippedHome(), env });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  child.stdin!.end();
  return child;
}

test.each(['SIGTERM', 'SIGINT'] as const)('with nothing set up the web page answers, and %s ends it cleanly', async (signal) => {
  const child = start();
  const said = await until(child, /Web page: http:\S+/);
  expect(said).toMatch(/^\d+ articles, \d+ passages, generation 1/);
  const url = /Web page: (http:\S+)/.exec(said)![1]!;
  const response = await fetch(`${url}/api/ask`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ question: 'What is fungibility?' }),
  });
  expect(await response.json()).toMatchObject({ status: 'answered' });
  child.kill(signal);
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('where no door can be opened it says so in a line each and ends with 1', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.close();
  });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const child = start({ PORT: String(port) });
  let said = '';
  child.stderr!.setEncoding('utf8').on('data', (text) => {
    said += text;
  });
  expect(await once(child, 'close')).toEqual([1, null]);
  expect(said).toMatch(new RegExp(`^The web page is closed: Port ${port} on 127\\.0\\.0\\.1 is in use\\. Set PORT`, 'm'));
  expect(said).not.toMatch(stackTrace);
});

/** util-linux' script gives a program a terminal of its own. */
const hasScript = spawnSync('script', ['--version']).stdout?.toString().includes('util-linux') ?? false;

/** Types into a terminal, and gives back what stood on it. */
async function onTerminal(command: string, typed: string, env: Record<string, string> = {}): Promise<string> {
  const child = spawn('script', ['-qec', `${process.execPath} ${program} ${command}`, '/dev/null'], {
    cwd: makeShippedHome(),
    env: { PATH: process.env.PATH!, TERM: 'xterm', PORT: '0', ...env },
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let seen = '';
  child.stdout!.setEncoding('utf8').on('data', (text) => {
    if (!seen.includes('› ') && `${seen}${text}`.includes('› ')) child.stdin!.write(typed);
    seen += text;
  });
  await once(child, 'close');
  return seen;
}

test.skipIf(!hasScript)('on a terminal, start answers what is typed, and Ctrl+C ends every door (needs util-linux’ script)', async () => {
  const seen = await onTerminal('start', 'What is fungibility?\n\u0003');
  expect(seen).toContain('Web page: http://127.0.0.1:');
  expect(seen).toMatch(/What is fungibility/);
});

test.skipIf(!hasScript)('a terminal gets colours, unless NO_COLOR says otherwise (needs util-linux’ script)', async () => {
  const colour = '\u001b[36m[1]';
  expect(await onTerminal('chat', 'What is fungibility?\nexit\n')).toContain(colour);
  const plain = await onTerminal('chat', 'What is fungibility?\nexit\n', { NO_COLOR: '1' });
  expect(plain).toContain('[1]');
  expect(plain).not.toContain('\u001b[36m');
});
