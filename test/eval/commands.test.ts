/** The commands below `eval`, as a person runs them: files in, files out, on a small collection of their own. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Command } from '../../src/cli/command.js';
import { evaluate } from '../../src/cli/eval.js';
import { evaluateAdd } from '../../src/cli/eval-add.js';
import { evaluateCheck } from '../../src/cli/eval-check.js';
import { evaluateExport } from '../../src/cli/eval-export.js';
import { evaluateImport } from '../../src/cli/eval-import.js';
import { evaluateSuggest } from '../../src/cli/eval-suggest.js';
import { formats } from '../../src/eval/formats/recognize.js';
import { renderTestSet } from '../../src/eval/test-set.js';
import { parseSettings } from '../../src/settings.js';
import { openState } from '../../src/state/state.js';
import type { TestCase } from '../../src/types.js';
import { clubArticles, clubCases } from './club.js';

const folder = mkdtempSync(join(tmpdir(), 'yingjia-commands-'));
const at = (...parts: string[]) => join(folder, ...parts);
const settings = parseSettings({ YINGJIA_STATE: at('state') }, { corpus: at('corpus'), index: at('index') });
const set = at('club.jsonl');

beforeAll(() => {
  mkdirSync(at('corpus'));
  for (const { id, text } of clubArticles) writeFileSync(at('corpus', `${id}.md`), `---\nid: ${id}\ntitle: ${id}\n---\n\n${text}\n`);
  writeFileSync(set, renderTestSet(clubCases));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(command: Command, positionals: string[], values: Record<string, unknown> = {}) {
  const printed: string[] = [];
  const told: string[] = [];
  const exitCode = await command.run({
    positionals,
    values: { set, ...values },
    settings,
    print: (line) => printed.push(line),
    tell: (line) => told.push(line),
    colour: false,
    signal: new AbortController().signal,
  });
  return { exitCode, printed: printed.join('\n'), told: told.join('\n') };
}

const readCases = (path: string) =>
  readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as TestCase);

describe('eval', () => {
  test('prints one JSON document, and nothing else, with --json', async () => {
    const { exitCode, printed } = await run(evaluate, [], { json: true });
    expect(exitCode).toBe(0);
    const document = JSON.parse(printed) as { format: string; cases: unknown[] };
    expect(document).toMatchObject({ format: 'yingjia-evaluation', set: 'club.jsonl', articles: 3 });
    expect(document.cases).toHaveLength(12);
  });

  test('answers everything with --no-decline', async () => {
    const { printed } = await run(evaluate, [], { json: true, decline: false });
    expect((JSON.parse(printed) as { cases: { status: string }[] }).cases.every(({ status }) => status !== 'not-in-articles')).toBe(true);
  });

  test.each(['cases', 'report', 'junit', 'markdown'])('never writes over a test set with --%s', async (flag) => {
    await expect(run(evaluate, [], { [flag]: set })).rejects.toMatchObject({ code: 'USAGE', problem: expect.stringContaining(set) });
    expect(readCases(set)).toEqual(clubCases);
  });

  test('refuses a baseline of another set', async () => {
    const other = at('other.jsonl');
    writeFileSync(other, renderTestSet([{ ...clubCases[0]!, id: 'elsewhere' }]));
    writeFileSync(at('other.json'), (await run(evaluate, [], { json: true, set: other })).printed);
    await expect(run(evaluate, [], { baseline: at('other.json') })).rejects.toMatchObject({
      code: 'EVAL',
      problem: expect.stringContaining('no case in common'),
    });
  });
});

describe('eval check', () => {
  test('is content with a sound set, and exits 1 for one that is not', async () => {
    expect((await run(evaluateCheck, [])).exitCode).toBe(0);
    writeFileSync(at('bad.jsonl'), renderTestSet([{ ...clubCases[0]!, evidence: [{ quote: 'Nobody said so.' }] }]));
    const { exitCode, printed } = await run(evaluateCheck, [], { set: at('bad.jsonl') });
    expect(exitCode).toBe(1);
    expect(printed).toContain('problem  founded: quotes what stands in no article: Nobody said so.');
  });
});

describe('eval export and import', () => {
  test.each(formats.filter(({ name }) => name !== 'trec').map(({ name }) => name))(
    '%s: what went out comes back, recognized by its content',
    async (format) => {
      const out = at('out', format);
      expect((await run(evaluateExport, [out], { format })).exitCode).toBe(0);
      const path =
        format === 'beir' ? out : join(out, formats.find(({ name }) => name === format)!.render({ cases: clubCases }).files[0]!.path);
      const back = at(`${format}.jsonl`);
      const { exitCode, told } = await run(evaluateImport, [path], { out: back, set: undefined });
      expect(exitCode).toBe(0);
      expect(told).toContain('12 cases, 4 of them to be declined.');
      // BEIR judges whole documents: quotes go.
      const expected =
        format === 'beir'
          ? clubCases.map((each) => ({ ...each, evidence: each.evidence.map((item) => ({ ...item, quote: '' })) }))
          : clubCases;
      expect(readCases(back)).toEqual(expected);
    },
  );

  test('TREC: our run goes out for trec_eval, and a run comes in as a baseline', async () => {
    await run(evaluate, [], { cases: at('cases.jsonl') });
    await run(evaluateExport, [at('trec')], { format: 'trec', cases: at('cases.jsonl') });
    expect(readFileSync(at('trec', 'run.txt'), 'utf8').split('\n')[0]).toMatch(/^founded Q0 club 1 [\d.]+ yingjia$/);
    expect(readFileSync(at('trec', 'qrels.txt'), 'utf8').split('\n')[0]).toBe('founded 0 club 1');
    const { exitCode } = await run(evaluateImport, [at('trec', 'run.txt')], { out: at('peer.json') });
    expect(exitCode).toBe(0);
    const compared = await run(evaluate, [], { baseline: at('peer.json') });
    expect(compared.printed).toContain('8 cases compared');
    expect(compared.exitCode).toBe(0);
  });

  test.each([
    { name: 'a file that is in no format', path: () => at('corpus', 'club.md'), values: {}, code: 'EVAL' },
    { name: 'a file that is not there', path: () => at('none.csv'), values: {}, code: 'EVAL' },
    { name: 'a format that there is not', path: () => set, values: { format: 'excel' }, code: 'USAGE' },
    { name: 'another format than was named', path: () => set, values: { format: 'promptfoo' }, code: 'EVAL' },
    { name: 'judgments without questions', path: () => at('trec', 'qrels.txt'), values: { set: undefined }, code: 'EVAL' },
    { name: 'a ranking without questions', path: () => at('trec', 'run.txt'), values: { set: undefined }, code: 'USAGE' },
  ])('$name is refused with what to do', async ({ path, values, code }) => {
    await expect(run(evaluateImport, [path()], values)).rejects.toMatchObject({ code, fix: expect.stringMatching(/./) });
  });
});

describe('eval suggest and add', () => {
  test('proposals are cases that eval check is content with', async () => {
    const out = at('proposals.jsonl');
    expect((await run(evaluateSuggest, [], { out, set: at('none.jsonl') })).exitCode).toBe(0);
    expect((await run(evaluateCheck, [], { set: out })).exitCode).toBe(0);
    expect(readCases(out).every(({ tags }) => tags!.includes('suggested'))).toBe(true);
  });

  test('a case by flags is appended after its quote was found, on a line of its own', async () => {
    const grown = at('grown.jsonl');
    writeFileSync(grown, renderTestSet(clubCases).trimEnd());
    const values = {
      set: grown,
      question: 'What carries cars?',
      quote: ['The old bridge carries 9,000 cars a day.'],
      answer: ['9,000'],
      article: 'bridge',
    };
    expect((await run(evaluateAdd, [], values)).told).toContain('1 added');
    await run(evaluateAdd, [], { set: grown, question: 'Who won the cup?', unanswerable: true });
    expect(readCases(grown).slice(12)).toEqual([
      {
        id: 'fact-13',
        question: 'What carries cars?',
        answerable: true,
        evidence: [{ articleId: 'bridge', quote: 'The old bridge carries 9,000 cars a day.' }],
        answers: ['9,000'],
        tags: ['fact', 'en'],
      },
      { id: 'near-topic-14', question: 'Who won the cup?', answerable: false, evidence: [], tags: ['near-topic', 'en'] },
    ]);
  });

  test.each([
    { name: 'a quote that stands nowhere', values: { question: 'q?', quote: ['Nobody said so.'] }, code: 'EVAL' },
    { name: 'no quote', values: { question: 'q?' }, code: 'USAGE' },
    { name: 'a quote for what is not answered', values: { question: 'q?', quote: ['x'], unanswerable: true }, code: 'USAGE' },
    { name: 'no terminal to ask in', values: {}, code: 'USAGE' },
  ])('$name adds nothing', async ({ values, code }) => {
    const before = readFileSync(set, 'utf8');
    await expect(run(evaluateAdd, [], values)).rejects.toMatchObject({ code });
    expect(readFileSync(set, 'utf8')).toBe(before);
  });

  test('cases that maintainers accepted are taken over once, and what was asked in vain is proposed', async () => {
    const state = await openState(at('state'));
    const { id } = await state.gaps.add({
      scope: 'web',
      question: 'Who rowed first?',
      language: 'en',
      nearestTopics: [],
      generation: 1,
      door: 'web',
    });
    await state.gaps.add({
      scope: 'web',
      question: 'What does rowing cost?',
      language: 'en',
      nearestTopics: [],
      generation: 1,
      door: 'web',
    });
    const testCase: TestCase = { id: 'rowed', question: 'Who rowed first?', answerable: false, evidence: [], tags: ['asked', 'en'] };
    await state.gaps.decide(id, { outcome: 'accepted', by: 'maintainer', testCase });
    await state.close();
    const grown = at('accepted.jsonl');
    expect((await run(evaluateAdd, [], { set: grown, accepted: true })).told).toContain('1 added');
    expect((await run(evaluateAdd, [], { set: grown, accepted: true })).told).toContain('0 added');
    expect(readCases(grown)).toEqual([testCase]);
    const { printed } = await run(evaluateSuggest, [], { set: grown, unanswered: true });
    expect(printed.split('\n').map((line) => (JSON.parse(line) as TestCase).question)).toEqual(['What does rowing cost?']);
  });
});
