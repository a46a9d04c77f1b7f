/** What a command loads: what it does not need, nobody waits for. */
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { makeShippedHome, program } from './run-program.js';

/** Tells on standard error what is resolved by import. */
const watcher = `import { register } from 'node:module';
register('data:text/javascript,' + encodeURIComponent("export async function resolve(specifier, context, next) { const found = await next(specifier, context); process._rawDebug('loaded ' + found.url); return found; }"));`;

function packagesOf(args: readonly string[]): string[] {
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(watcher)}`, program, ...args],
    { cwd: makeShippedHome(), encoding: 'utf8', env: { PATH: process.env.PATH! } },
  );
  expect(status).toBe(0);
  const names = [...stderr.matchAll(/^loaded .*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//gm)].map((match) => match[1]!);
  return [...new Set(names)].sort();
}

test.each([['--help'], ['--version'], ['ask', '--help'], ['start', '--help']])('%s loads the command line and nothing else', (...args) => {
  expect(packagesOf(args)).toEqual(['commander']);
});

test.each([
  'hono',
  'langchain',
  '@langchain/core',
  '@langchain/openai',
  'discord.js',
  'linkedom',
  'unpdf',
  'mammoth',
  '@observablehq/plot',
  'undici',
])('a question that needs no %s does not load it', (name) => {
  packages ??= packagesOf(['ask', '--json', 'What is fungibility?']);
  expect(packages).not.toContain(name);
});
let packages: string[] | undefined;
