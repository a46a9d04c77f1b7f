import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer } from '../../src/types.js';
import { makeHome, makeHomeWith, makeShippedHome, root, runProgram, stackTrace } from './run-program.js';

/** One home with the shipped articles, for what changes nothing. */
let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'yingjia-shipped-'));
  symlinkSync(join(root, 'corpus'), join(home, 'corpus'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const run = (args: readonly string[], more: { input?: string; env?: Record<string, string> } = {}) =>
  runProgram(args, { cwd: home, ...more });
const commands = [
  'start',
  'ask',
  'chat',
  'index',
  'index status',
  'index history',
  'index verify',
  'index rollback',
  'index prune',
  'eval',
  'serve',
  'mcp',
  'doctor',
];

describe('help', () => {
  test('is what the program shows when nothing is asked of it', async () => {
    const { code, stdout, stderr } = await run([]);
    expect([code, stderr]).toEqual([0, '']);
    for (const command of commands) expect(stdout).toContain(command.split(' ')[0]);
  });

  test.each(commands)('of "%s" has examples that can be typed', async (command) => {
    const { code, stdout, stderr } = await run([...command.split(' '), '--help']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/Examples:\n {2}\$ npx yingjia /);
    for (const flag of ['--corpus', '--index', '--collection']) expect(stdout).toContain(flag);
  });

  test('the version is the package’s', async () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    expect((await run(['--version'])).stdout.trim()).toBe(version);
  });
});

describe('wrong usage is exit code 2, with what to do and nothing on standard output', () => {
  test.each([
    { name: 'a command that is not there', args: ['nope'], says: /unknown command 'nope'[\s\S]*--help/ },
    { name: 'a command that is nearly there', args: ['indx'], says: /Did you mean index/ },
    { name: 'a flag that is not there', args: ['ask', '--nope', 'x'], says: /unknown option '--nope'/ },
    { name: 'a flag without its value', args: ['ask', '--corpus'], says: /argument missing/ },
    { name: 'an empty question', args: ['ask', ''], says: /The question is empty/ },
    { name: 'a blank question', args: ['ask', ' \n\t　'], says: /The question is empty/ },
    { name: 'no question at all', args: ['ask'], says: /The question is empty/ },
    {
      name: 'an overlong question on standard input',
      args: ['ask'],
      input: '鷹'.repeat(100_000),
      says: /100,000 characters; at most 4,000/,
    },
    { name: 'an overlong question as an argument', args: ['ask', 'a'.repeat(100_000)], says: /100,000 characters; at most 4,000/ },
    { name: 'a line that is too long', args: ['ask', '--lines'], input: `${'a'.repeat(5000)}\n`, says: /Line 1: .*5,000 characters/ },
  ])('$name', async ({ args, input = '', says }) => {
    const { code, stdout, stderr } = await run(args, { input });
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(says);
    expect(stderr).not.toMatch(stackTrace);
  });

  test('what cannot be asked is refused before anything is indexed', async () => {
    expect(await runProgram(['ask', ''], { cwd: makeHome() })).toMatchObject({ code: 2, stderr: expect.stringContaining('empty') });
  });
});

describe('whatever is asked, the outcome is an answer or a decline', () => {
  test.each([
    ['emoji', '🙂🙂🙂 👩‍👩‍👧'],
    ['control characters', '\u0001\u0007\u001b[31mwhy\u001b[0m did\u0000 it\u0008 stop?'.replaceAll('\u0000', '')],
    ['a third language', 'Почему Microsoft остановила строительство?'],
    ['a fourth', 'لماذا أوقفت مايكروسوفت البناء؟'],
    ['typos', 'why did micorsoft pasue the data centre expantion'],
    ['a lone surrogate', JSON.parse('"\\ud83d why?"') as string],
    ['markup', '<script>alert(1)</script> [x](javascript:x) @everyone'],
    ['one character', '?'],
    ['the longest question', '微軟'.repeat(2000)],
    ['a question of a flag', '-- --json'],
  ])('%s', async (_, question) => {
    const { code, stdout, stderr } = await run(['ask', '--json'], { input: question });
    expect([code, stderr]).toEqual([0, '']);
    const answer = JSON.parse(stdout) as Answer;
    expect(['answered', 'partly', 'not-in-articles']).toContain(answer.status);
    if (answer.status === 'not-in-articles') expect(answer.citations).toEqual([]);
    const shown = await run(['ask'], { input: question });
    expect(shown.code).toBe(0);
    expect(shown.stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\u202e]/);
  });
});

describe('an answer', () => {
  test.each([
    ['微軟為什麼暫停資料中心的擴建?', 'zh-Hant', /世代|單一/],
    ['Why did Microsoft pause its data center expansion?', 'en', /generation|customer/],
  ])('to "%s" quotes the articles word for word', async (question, language, reason) => {
    const { code, stdout, stderr } = await run(['ask', '--json', question]);
    expect([code, stderr]).toEqual([0, '']);
    const answer = JSON.parse(stdout) as Answer;
    expect(answer).toMatchObject({ status: 'answered', language, mode: 'extractive' });
    expect(answer.citations.map(({ quote }) => quote).join(' ')).toMatch(reason);
    expect(answer.claims.flatMap(({ citations }) => citations).sort()).toEqual(answer.citations.map(({ marker }) => marker));
  });

  test.each(['納德拉的生日是哪一天?', 'How do I cook rice?'])('to "%s" is a decline without sources', async (question) => {
    const { code, stdout } = await run(['ask', '--json', question]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ status: 'not-in-articles', citations: [], claims: [] });
  });

  test('for a person is the text, then numbered sources with what was quoted', async () => {
    const { stdout } = await run(['ask', 'Why did Microsoft pause its data center expansion?']);
    expect(stdout).toMatch(/▌ .*\[1\]\n[\s\S]*\nSources\n\[1\] .+\n[\s\S]+“.+”/);
  });

  test('words of a question need no quotes around them', async () => {
    const { stdout } = await run(['ask', '--json', 'What', 'is', 'fungibility?']);
    expect((JSON.parse(stdout) as Answer).question).toBe('What is fungibility?');
  });

  test('with --json is one document, also when the index is built on the way', async () => {
    const { code, stdout } = await runProgram(['ask', '--json', 'What is fungibility?'], { cwd: makeShippedHome() });
    expect(code).toBe(0);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(JSON.parse(stdout)).toMatchObject({ status: 'answered', generation: 1 });
  });

  test('with --lines there is one for each line, and a bad line costs only itself', async () => {
    const input = `What is fungibility?\r\n\n${'a'.repeat(5000)}\nHow do I cook rice?`;
    const { code, stdout, stderr } = await run(['ask', '--lines', '--json'], { input });
    const answers = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Answer);
    expect(answers.map(({ status, question }) => [status, question])).toEqual([
      ['answered', 'What is fungibility?'],
      ['not-in-articles', 'How do I cook rice?'],
    ]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^Line 3: /)]);
  });
});

describe('settings', () => {
  test('are read from .env, and the environment wins over it', async () => {
    const elsewhere = makeHomeWith({ 'a.md': 'The lighthouse is red because white cannot be seen in snow.' });
    writeFileSync(join(elsewhere, '.env'), 'YINGJIA_MIN_CONFIDENCE=1\n');
    const ask = (env: Record<string, string>) => runProgram(['ask', '--json', 'Why is the lighthouse red?'], { cwd: elsewhere, env });
    expect(JSON.parse((await ask({})).stdout)).toMatchObject({ status: 'not-in-articles' });
    expect(JSON.parse((await ask({ YINGJIA_MIN_CONFIDENCE: '0' })).stdout)).toMatchObject({ status: 'answered' });
  });

  test('that cannot be used are all named at once, exit code 1', async () => {
    const { code, stderr } = await run(['ask', 'x'], { env: { PORT: 'many', YINGJIA_MIN_CONFIDENCE: '7' } });
    expect(code).toBe(1);
    expect(stderr).toMatch(/PORT[\s\S]*YINGJIA_MIN_CONFIDENCE|YINGJIA_MIN_CONFIDENCE[\s\S]*PORT/);
  });
});

describe('a conversation', () => {
  test('through a pipe remembers what was said, until "new", and ends with its input', async () => {
    const input = ['What is fungibility?', '   ', 'a'.repeat(5000), 'new', 'How do I cook rice?', 'exit', 'What is fungibility?'].join(
      '\n',
    );
    const { code, stdout, stderr } = await run(['chat'], { input });
    expect(code).toBe(0);
    expect(stdout.match(/^Sources$/gm)).toHaveLength(1);
    expect(stdout).toContain('The articles do not answer this question.');
    expect(stderr).toContain('5,000 characters');
    expect(stderr).not.toMatch(/›|\u001b/);
  });
});
