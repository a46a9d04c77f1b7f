/**
 * A stranger's machine without a compiler: a fresh clone, `npm ci`, a question. Slow: it runs where YINGJIA_INSTALL or YINGJIA_REQUIRE_ALL
 * is set. Packages come from npm's cache where they are in it, else from the registry.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import type { Answer } from '../src/types.js';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '..');
const wanted = (process.env.YINGJIA_INSTALL ?? process.env.YINGJIA_REQUIRE_ALL ?? '') !== '';
const MINUTES = 60_000;

test.skipIf(!wanted)(
  'a fresh clone installs and answers where nothing can be compiled (slow: set YINGJIA_INSTALL)',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'yingjia-install-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const clone = join(folder, 'clone');
    await run('git', ['clone', '--quiet', '--no-hardlinks', root, clone]);
    const environment = Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !/^(?:npm_|YINGJIA_|NODE_ENV$|VITEST)/i.test(name)),
    );
    const env = { ...environment, CC: '/bin/false', CXX: '/bin/false' };
    await run('npm', ['ci', '--prefer-offline', '--no-audit', '--no-fund'], { cwd: clone, env, maxBuffer: 1 << 26 });
    expect(existsSync(join(clone, 'node_modules/hnswlib-node/build/Release/addon.node'))).toBe(false);
    const { stdout, stderr } = await run('node', ['dist/main.js', 'ask', '--json', '微軟為什麼暫停資料中心的擴建?'], { cwd: clone, env });
    expect(JSON.parse(stdout) as Answer).toMatchObject({ status: 'answered', language: 'zh-Hant' });
    const lines = stderr.split('\n').filter((line) => line !== '');
    expect(lines.length).toBeLessThanOrEqual(1);
    for (const line of lines) expect(line).toMatch(/exact/);
  },
  8 * MINUTES,
);
