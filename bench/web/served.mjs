/** The built program serving the shipped articles from a folder of its own, and a browser to look at it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium } from 'playwright-core';

const root = resolve(import.meta.dirname, '../..');

/** @returns {Promise<{ url: string, close: () => Promise<void> }>} */
export async function openServed(environment = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'yingjia-web-'));
  const own = {
    PORT: '0',
    YINGJIA_INDEX: join(folder, 'index'),
    YINGJIA_STATE: join(folder, 'state'),
    YINGJIA_QUESTIONS_PER_MINUTE: '100000',
  };
  const child = spawn(process.execPath, ['dist/main.js', 'serve'], {
    cwd: root,
    env: { ...process.env, ...own, ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  const url = await new Promise((open, fail) => {
    child.stderr.on('data', (data) => {
      said += data;
      const found = /Web page: (http:\S+)/.exec(said);
      if (found !== null) open(found[1]);
    });
    child.once('exit', () => fail(new Error(said)));
  });
  const close = async () => {
    child.kill('SIGTERM');
    if (child.exitCode === null) await once(child, 'exit');
    await rm(folder, { recursive: true });
  };
  return { url, close };
}

const quiet = [
  'no-sandbox',
  'disable-gpu',
  'disable-quic',
  'no-first-run',
  'disable-background-networking',
  'disable-component-update',
  'disable-sync',
];

export const launch = () =>
  chromium.launch({
    executablePath: process.env.YINGJIA_CHROMIUM ?? '/usr/bin/chromium',
    args: ['headless', ...quiet].map((flag) => `--${flag}`),
  });
