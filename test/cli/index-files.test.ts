/** `yingjia index` with files and addresses, as a person types it. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openWeb, serve } from '../corpus/web.js';
import { makeHomeWith, runProgram } from './run-program.js';

const page = '<!doctype html><title>Tides</title><article><h1>Tides</h1><p>The tide in the harbour rises by four metres.</p></article>';

describe('index with names', () => {
  test('of files and addresses takes both in, and they answer', async () => {
    const web = await openWeb({ '/tides': serve(page) });
    const cwd = makeHomeWith({ 'a.md': 'The lighthouse is red.' });
    writeFileSync(join(cwd, '渡輪.md'), 'The ferry leaves at seven.');
    const env = { YINGJIA_FETCH_ALLOW: web.host };
    const names = ['渡輪.md', `${web.origin}/tides`];
    const run = await runProgram(['index', '--json', '--collection', 'harbour', ...names], { cwd, env });
    expect(run).toMatchObject({ code: 0 });
    expect(JSON.parse(run.stdout)).toMatchObject({ articles: { added: 3 } });
    expect(run.stderr).toContain('Copied: 渡輪.md as harbour/渡輪.md');
    expect(run.stderr).toContain(`Added: ${web.origin}/tides as harbour/`);
    const answer = await runProgram(['ask', '--json', 'When does the ferry leave?'], { cwd });
    expect(JSON.parse(answer.stdout).citations[0]).toMatchObject({ articleId: '渡輪' });
  });

  test('of which one cannot be taken in copies none, and says why', async () => {
    const cwd = makeHomeWith({ 'a.md': 'The lighthouse is red.' });
    writeFileSync(join(cwd, 'a.md'), 'The lighthouse is white.');
    writeFileSync(join(cwd, 'b.md'), 'The ferry leaves at seven.');
    const run = await runProgram(['index', 'b.md', 'a.md', 'none.md'], { cwd });
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/Nothing was copied: a\.md is not copied over .*; none\.md is neither/);
    expect(readdirSync(cwd).sort()).toEqual(['a.md', 'b.md', 'corpus']);
    expect(readdirSync(join(cwd, 'corpus'))).toEqual(['a.md']);
  });

  test.each([
    ['--dry-run', 'b.md'],
    ['--dry-run', '--watch'],
    ['--no-follow', 'https://example.org/'],
  ])('%s %s is wrong usage', async (...args) => {
    const run = await runProgram(['index', ...args], { cwd: makeHomeWith({ 'a.md': 'The lighthouse is red.' }) });
    expect([run.code, run.stdout]).toEqual([2, '']);
  });
});
