/** A real Chromium for the tests of pages, and what every page must keep: no error, no request to elsewhere, no missing glyph. */
import { existsSync, readFileSync } from 'node:fs';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const executablePath = process.env.YINGJIA_CHROMIUM ?? '/usr/bin/chromium';

/** Why pages cannot be tested here; undefined where they can, or must be (YINGJIA_REQUIRE_ALL: launching fails then). */
export const noChromium =
  existsSync(executablePath) || process.env.YINGJIA_REQUIRE_ALL !== undefined
    ? undefined
    : `skipped: no ${executablePath} (apt-get install chromium fonts-noto-cjk, or set YINGJIA_CHROMIUM)`;

const quiet = [
  'no-sandbox',
  'disable-gpu',
  'disable-quic',
  'no-first-run',
  'disable-background-networking',
  'disable-component-update',
  'disable-sync',
];

export const launchChromium = (): Promise<Browser> =>
  chromium.launch({ executablePath, args: ['headless', ...quiet].map((flag) => `--${flag}`) });

export type WatchedPage = { page: Page; context: BrowserContext; troubles: string[] };

/** `troubles` fills with console errors, uncaught exceptions and requests beyond `origin` (data and blob addresses stay inside). */
export async function openWatchedPage(browser: Browser, origin: string, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const context = await browser.newContext({ locale: 'zh-TW', viewport: { width: 1280, height: 820 }, ...options });
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) troubles.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => troubles.push(`exception: ${error.message}`));
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== origin) troubles.push(`request: ${request.url()}`);
  });
  return { page, context, troubles };
}

/** Characters on the page that its fonts cannot draw. */
export const findMissingGlyphs = async (page: Page) => (await page.evaluate(missingGlyphs)) as string[];

const missingGlyphs = readFileSync(new URL('./missing-glyphs.js', import.meta.url), 'utf8');
