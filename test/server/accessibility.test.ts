/** axe-core over every view: nothing serious, in both languages, light and dark, on a desk and on a phone. */
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium, noChromium } from '../chromium.js';
import { openTestServer, type TestServer } from './open.js';

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

const looks: { name: string; options: BrowserContextOptions }[] = [
  { name: 'Chinese, light, desk', options: { locale: 'zh-TW', colorScheme: 'light', viewport: { width: 1280, height: 820 } } },
  { name: 'English, dark, desk', options: { locale: 'en-US', colorScheme: 'dark', viewport: { width: 1280, height: 820 } } },
  { name: 'Chinese, dark, phone', options: { locale: 'zh-TW', colorScheme: 'dark', viewport: { width: 390, height: 844 } } },
];

describe.skipIf(noChromium)(`axe-core finds nothing serious${noChromium ? ` (${noChromium})` : ''}`, () => {
  let browser: Browser;
  let server: TestServer;
  beforeAll(async () => {
    server = await openTestServer({ YINGJIA_ADMIN_TOKEN: 'let-me-in' });
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  /** What it finds, as one line each: rule, and the first element. */
  async function inspect(page: Page): Promise<string[]> {
    await page.addScriptTag({ path: axePath });
    const { violations } = (await page.evaluate('axe.run()')) as AxeResults;
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes[0]!.html} ${nodes[0]!.failureSummary}`);
  }

  const ask = async (page: Page, question: string) => {
    await page.locator('#question').fill(question);
    await page.keyboard.press('Enter');
    await page.locator('.status').last().waitFor();
  };

  test.each(looks)('$name', async ({ options }) => {
    const context = await browser.newContext({ ...options, bypassCSP: true, reducedMotion: 'reduce' });
    const page = await context.newPage();
    await page.goto(server.url);
    await page.locator('.example').first().waitFor();
    expect(await inspect(page), 'first page').toEqual([]);
    await ask(page, '霧港燈塔在哪一年第一次點燈？');
    expect(await inspect(page), 'disagreement').toEqual([]);
    await page.locator('.marker-button').first().click();
    await page.locator('#panel mark').waitFor();
    expect(await inspect(page), 'proof').toEqual([]);
    await page.goto(server.url);
    await ask(page, 'How do I cook rice?');
    expect(await inspect(page), 'decline').toEqual([]);
    await page.goto(`${server.url}/library`);
    await page.locator('.spine').first().waitFor();
    expect(await inspect(page), 'library').toEqual([]);
    await context.close();
  });
});
