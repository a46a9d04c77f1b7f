/** The report as a reader opens it: from a file, in Chromium, with no network. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareRuns } from '../../src/eval/compare.js';
import { checkGate, defaultGate, toleranceOf } from '../../src/eval/gate.js';
import { renderReport } from '../../src/eval/report/page.js';
import { type EvaluationRun, runEvaluation } from '../../src/eval/run.js';
import { createRunDocument } from '../../src/eval/run-document.js';
import { parseTestSet } from '../../src/eval/test-set.js';
import { openAnswerer, refreshIndex } from '../../src/pipeline.js';
import { parseSettings } from '../../src/settings.js';
import type { TestCase } from '../../src/types.js';
import { launchChromium, noChromium } from '../chromium.js';
import { clubArticles, clubCases, createClubAnswerer } from './club.js';
import { articleOf, createMemoryAnswerer } from './memory-answerer.js';

const folder = mkdtempSync(join(tmpdir(), 'yingjia-report-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const documentOf = (run: EvaluationRun, set = 'club.jsonl') => createRunDocument(run, set, { YINGJIA_MIN_CONFIDENCE: 0.5 });

/** Runs a set twice, the second time with a fault, so that the report has a baseline and a gate. */
async function writeClubReport(name: string): Promise<string> {
  const before = documentOf(await runEvaluation({ answerer: createClubAnswerer(), cases: clubCases }));
  const run = await runEvaluation({
    answerer: createClubAnswerer((answer) => ({ ...answer, citations: answer.citations.slice(1) })),
    cases: clubCases,
  });
  const document = documentOf(run);
  const comparison = compareRuns(before, document, toleranceOf(defaultGate));
  const path = join(folder, name);
  writeFileSync(path, await renderReport({ run, document, comparison, gate: checkGate(defaultGate, document, comparison) }));
  return path;
}

const hostile = [
  `</script><script>window.pwned = 1</script>`,
  `<img src=x onerror="window.pwned = 1">`,
  `"><svg onload=window.pwned=1>`,
  `' onfocus='window.pwned=1' autofocus='`,
  `</style><style>main { display: none }</style>`,
  `<!-- --><a href="javascript:window.pwned=1">open</a>`,
  `\u202egnp.exe \u2066hidden\u2069 \u0007`,
];

async function writeHostileReport(): Promise<string> {
  const text = hostile.map((line, index) => `Paragraph ${index} says zebra${index} ${line} and ends.`).join('\n\n');
  const articles = [articleOf('</title><script>window.pwned = 1</script>', text, hostile[1]!)];
  const cases: TestCase[] = hostile.map((line, index) => ({
    id: `x${index}"><script>window.pwned=1</script>`,
    question: `What says zebra${index} ${line}?`,
    answerable: true,
    evidence: [{ articleId: articles[0]!.id, quote: `Paragraph ${index} says zebra${index}` }, { quote: line }],
    answers: [line],
    history: [{ question: line, answer: line }],
    tags: [line, 'en'],
  }));
  const run = await runEvaluation({ answerer: createMemoryAnswerer(articles), cases });
  const path = join(folder, 'hostile.html');
  writeFileSync(path, await renderReport({ run, document: createRunDocument(run, hostile[0]!, { note: hostile[2]! }) }));
  return path;
}

describe.skipIf(noChromium !== undefined)(`the report in Chromium${noChromium === undefined ? '' : ` (${noChromium})`}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
  });

  /** Opens a file; everything that the page complains of, or asks a network for, is collected. */
  async function open(
    path: string,
    options: { width?: number; colorScheme?: 'light' | 'dark' } = {},
  ): Promise<{ page: Page; complaints: string[] }> {
    const page = await browser.newPage({
      viewport: { width: options.width ?? 1200, height: 900 },
      colorScheme: options.colorScheme ?? 'light',
    });
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => request.url() !== pathToFileURL(path).href && complaints.push(`asked for ${request.url()}`));
    await page.goto(pathToFileURL(path).href);
    return { page, complaints };
  }

  test('of a run of the shipped test set draws its plots and opens a case, without a complaint', async () => {
    const index = join(folder, 'index');
    const settings = parseSettings({ YINGJIA_STATE: join(folder, 'state') }, { corpus: 'corpus', index });
    await refreshIndex(settings);
    const answerer = await openAnswerer(settings);
    const run = await runEvaluation({ answerer, cases: parseTestSet(readFileSync('test/sets/nadella.jsonl', 'utf8'), 'nadella') });
    await answerer.close();
    const path = join(folder, 'nadella.html');
    writeFileSync(path, await renderReport({ run, document: documentOf(run, 'nadella.jsonl') }));

    const { page, complaints } = await open(path);
    expect(await page.locator('figure svg').count()).toBe(5);
    for (const svg of await page.locator('figure svg').all()) {
      const box = (await svg.boundingBox())!;
      expect(Math.min(box.width, box.height)).toBeGreaterThan(100);
      expect(await svg.locator('circle, rect, path').count()).toBeGreaterThan(2);
    }
    expect(await page.locator('.case').count()).toBe(run.results.length);
    const first = page.locator('.case').first();
    await first.locator('summary').first().click();
    await expect.poll(() => first.locator('.answer').isVisible()).toBe(true);
    expect(await first.locator('.hits details').count()).toBeGreaterThan(0);
    expect(await page.locator('.case mark').count()).toBeGreaterThan(20);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('filters cases by words, kind and outcome, and opens the one that the address names', async () => {
    const path = await writeClubReport('club.html');
    const { page, complaints } = await open(path);
    const shown = () => page.locator('.case:not([hidden])').count();
    expect(await shown()).toBe(clubCases.length);
    await page.getByLabel('Kind of question', { exact: true }).selectOption('off-topic');
    await expect.poll(shown).toBe(4);
    await page.getByLabel('Words in a case').fill('risotto');
    await expect.poll(shown).toBe(1);
    await page.getByLabel('Words in a case').fill('');
    await page.getByLabel('Kind of question', { exact: true }).selectOption('');
    await page.getByLabel('Outcome', { exact: true }).selectOption('broken');
    await expect.poll(shown).toBeGreaterThan(0);
    expect(await page.locator('.gate').textContent()).toContain('The gate does not hold.');
    expect(await page.getByText('Against the baseline').count()).toBe(1);
    await page.goto(`${pathToFileURL(path).href}#case-keeper`);
    await expect
      .poll(() => page.locator('[id="case-keeper"]').evaluate((element) => (element as unknown as { open: boolean }).open))
      .toBe(true);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test.each([
    { name: 'a phone', width: 360, colorScheme: 'light' as const },
    { name: 'a phone in the dark', width: 360, colorScheme: 'dark' as const },
    { name: 'a narrow window', width: 700, colorScheme: 'light' as const },
  ])('fits $name without scrolling sideways', async ({ width, colorScheme }) => {
    const { page, complaints } = await open(await writeClubReport('narrow.html'), { width, colorScheme });
    await page.locator('.filter button').click();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test.each(['light', 'dark'] as const)('has no fault that axe-core finds, in the %s', async (colorScheme) => {
    const { page } = await open(await writeClubReport('axe.html'), { colorScheme });
    await page.locator('.filter button').click();
    // The page forbids scripts of others: the checker is evaluated from outside of it.
    await page.evaluate(readFileSync('node_modules/axe-core/axe.min.js', 'utf8'));
    const { violations } = (await page.evaluate('axe.run()')) as { violations: { id: string; nodes: { html: string }[] }[] };
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html}`)).toEqual([]);
    await page.close();
  });

  test('shows hostile words as words', async () => {
    const { page, complaints } = await open(await writeHostileReport());
    await page.locator('.filter button').click();
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
    expect(await page.evaluate('window.pwned')).toBeUndefined();
    expect(await page.locator('script').count()).toBe(1);
    expect(await page.locator('style').count()).toBe(6);
    expect(await page.locator('img, a[href^="javascript"], main [onfocus], main [autofocus]').count()).toBe(0);
    const text = (await page.locator('main').textContent())!;
    for (const line of hostile.slice(0, 6)) expect(text).toContain(line);
    expect(text).toContain('\\u202egnp.exe \\u2066hidden');
    expect(complaints).toEqual([]);
    await page.close();
  });
});

test('a report names no place of this machine and no other host', async () => {
  const page = readFileSync(await writeClubReport('hosts.html'), 'utf8');
  expect(page.match(/https?:\/\/[^\s"'<]+/g)!.filter((address) => !address.startsWith('http://www.w3.org/'))).toEqual([]);
  expect(page).not.toContain(process.cwd());
  expect(clubArticles.every(({ title }) => page.includes(title))).toBe(true);
});
