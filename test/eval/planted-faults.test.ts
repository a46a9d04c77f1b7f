/** Faults planted in the product itself, evaluated by the command itself over the shipped collection: the gate must see each. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { parseSettings } from '../../src/settings.js';
import type { Answerer, Citation } from '../../src/types.js';

const folder = mkdtempSync(join(tmpdir(), 'yingjia-faults-'));
const baseline = join(folder, 'baseline.json');
let runs = 0;

/** A fresh index each time, written and read by the product as it is mocked now. */
async function evaluateNow(
  values: Record<string, unknown>,
  environment: Record<string, string> = {},
): Promise<{ exitCode: number; printed: string; told: string }> {
  vi.resetModules();
  const { evaluate } = await import('../../src/cli/eval.js');
  runs += 1;
  const settings = parseSettings(
    { ...environment, YINGJIA_STATE: join(folder, 'state') },
    { corpus: 'corpus', index: join(folder, `index-${runs}`) },
  );
  const lines = { printed: [] as string[], told: [] as string[] };
  const exitCode = await evaluate.run({
    positionals: [],
    values: { set: 'test/sets/nadella.jsonl', ...values },
    settings,
    print: (line) => lines.printed.push(line),
    tell: (line) => lines.told.push(line),
    colour: false,
    signal: new AbortController().signal,
  });
  return { exitCode, printed: lines.printed.join('\n'), told: lines.told.join('\n') };
}

const gated = { baseline, gate: 'test/sets/gate.json' };

beforeAll(async () => {
  const { writeFile } = await import('node:fs/promises');
  const { exitCode, printed } = await evaluateNow({ json: true });
  expect(exitCode).toBe(0);
  await writeFile(baseline, printed);
});

afterEach(() => {
  for (const path of ['chunk', 'retrieve/retrieve', 'answer/cite', 'answer/decide', 'pipeline']) vi.doUnmock(`../../src/${path}.js`);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the gate', () => {
  test('holds where nothing was changed', async () => {
    const { exitCode, printed } = await evaluateNow(gated);
    expect(printed).toContain('0 fixed, 0 broken, 0 answered otherwise');
    expect(printed).toContain('The gate holds.');
    expect(exitCode).toBe(0);
  });

  test('turns red where the chunker shifts offsets by one', async () => {
    vi.doMock('../../src/chunk.js', async (original) => {
      const real = await original<typeof import('../../src/chunk.js')>();
      return {
        ...real,
        chunkArticle: (...given: Parameters<typeof real.chunkArticle>) =>
          real.chunkArticle(...given).map((passage) => ({ ...passage, start: passage.start + 1, end: passage.end + 1 })),
      };
    });
    const { exitCode, printed } = await evaluateNow(gated);
    expect(printed).toMatch(/FAILED +passage-(alignment|validity)/);
    expect(exitCode).toBe(3);
  });

  test('turns red where the retriever drops the best hit', async () => {
    vi.doMock('../../src/retrieve/retrieve.js', async (original) => {
      const real = await original<typeof import('../../src/retrieve/retrieve.js')>();
      class Dropping extends real.Retriever {
        override async retrieve(...given: Parameters<InstanceType<typeof real.Retriever>['retrieve']>) {
          const retrieval = await super.retrieve(...given);
          return { ...retrieval, sections: retrieval.sections.slice(1) };
        }
      }
      return { ...real, Retriever: Dropping };
    });
    const { exitCode, printed } = await evaluateNow(gated);
    expect(printed).toMatch(/FAILED +passage-hit@1/);
    expect(exitCode).toBe(3);
  });

  test('turns red where nothing is ever declined', async () => {
    vi.doMock('../../src/answer/decide.js', async (original) => ({
      ...(await original<typeof import('../../src/answer/decide.js')>()),
      confidenceOf: () => 1,
    }));
    const { exitCode, printed } = await evaluateNow(gated);
    expect(printed).toMatch(/FAILED +declined/);
    expect(exitCode).toBe(3);
  });

  const wrongCitations = [
    { name: 'cites the wrong article', change: (citation: Citation) => ({ ...citation, articleId: 'fairwater-en' }) },
    {
      name: 'shifts a citation by one',
      change: (citation: Citation) => ({ ...citation, start: citation.start + 1, end: citation.end + 1 }),
    },
    { name: 'rewords a quote', change: (citation: Citation) => ({ ...citation, quote: `${citation.quote.slice(0, -1)}!` }) },
  ];

  test.each(wrongCitations)('turns red where what is shown $name', async ({ change }) => {
    vi.doMock('../../src/pipeline.js', async (original) => {
      const real = await original<typeof import('../../src/pipeline.js')>();
      return {
        ...real,
        async openAnswerer(...given: Parameters<typeof real.openAnswerer>): Promise<Answerer> {
          const answerer = await real.openAnswerer(...given);
          return {
            ...answerer,
            async *stream(...asked) {
              for await (const event of answerer.stream(...asked)) {
                yield event.kind === 'done'
                  ? { ...event, answer: { ...event.answer, citations: event.answer.citations.map(change) } }
                  : event;
              }
            },
          };
        },
      };
    });
    const { exitCode, printed } = await evaluateNow(gated);
    expect(printed).toMatch(/FAILED +quote-validity at least 1/);
    expect(exitCode).toBe(3);
  });

  test('is not even reached where a citation is wrong from the start: the product refuses to say it', async () => {
    const { change } = wrongCitations[1]!;
    vi.doMock('../../src/answer/cite.js', async (original) => {
      const real = await original<typeof import('../../src/answer/cite.js')>();
      return { ...real, createCitation: (...given: Parameters<typeof real.createCitation>) => change(real.createCitation(...given)) };
    });
    const { exitCode, told } = await evaluateNow(gated);
    expect(told).toContain('Failed: ');
    expect(exitCode).toBe(1);
  });

  test('is red in JUnit and Markdown too', async () => {
    const { readFile } = await import('node:fs/promises');
    const paths = { junit: join(folder, 'out/eval.xml'), markdown: join(folder, 'out/eval.md'), cases: join(folder, 'out/cases.jsonl') };
    vi.doMock('../../src/answer/decide.js', async (original) => ({
      ...(await original<typeof import('../../src/answer/decide.js')>()),
      confidenceOf: () => 1,
    }));
    expect((await evaluateNow({ ...gated, ...paths })).exitCode).toBe(3);
    expect(await readFile(paths.junit, 'utf8')).toMatch(/<testsuite name="gate" tests="\d+" failures="[1-9]/);
    expect(await readFile(paths.markdown, 'utf8')).toContain('❌ The gate does not hold.');
    const lines = (await readFile(paths.cases, 'utf8')).trim().split('\n');
    expect(Object.keys(JSON.parse(lines[0]!))).toEqual(['id', 'answer', 'scores']);
  });
});

describe('an evaluation that cannot be made', () => {
  test.each([
    { name: 'a set that is not there', values: { set: join(folder, 'none.jsonl') } },
    { name: 'a baseline that is none', values: { baseline: 'package.json' } },
    { name: 'a gate of a metric that does not exist', values: { gate: 'package.json' } },
  ])('$name is named before any question is asked', async ({ values }) => {
    await expect(evaluateNow(values)).rejects.toMatchObject({ code: 'EVAL' });
  });
});
