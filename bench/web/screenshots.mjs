/** npm run screenshots: the page as it is now, into docs/images/, in light and dark. Fails on an error of the page. */
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { launch, openServed } from './served.mjs';

const folder = resolve(import.meta.dirname, '../../docs/images');
const desk = { viewport: { width: 1280, height: 800 } };
const phone = { viewport: { width: 390, height: 780 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

const ask = async (page, question) => {
  await page.locator('#question').fill(question);
  await page.keyboard.press('Enter');
  await page.locator('.turn').last().locator('.status').waitFor();
};
const why = '微軟為什麼暫停資料中心的擴建？';

/** Name, size, language, and what is done before the picture is taken. */
const pictures = [
  { name: 'first', look: desk, locale: 'zh-TW', show: async (page) => page.locator('.example').first().waitFor() },
  { name: 'answer', look: desk, locale: 'en-US', show: (page) => ask(page, 'Why did Microsoft pause its data center expansion?') },
  {
    name: 'proof',
    look: desk,
    locale: 'zh-TW',
    async show(page) {
      await ask(page, why);
      await page.locator('.marker-button').first().click();
      await page.locator('#panel mark').first().waitFor();
    },
  },
  { name: 'disagreement', look: desk, locale: 'en-US', show: (page) => ask(page, 'How much capacity did Microsoft freeze?') },
  { name: 'decline', look: desk, locale: 'zh-TW', show: (page) => ask(page, '納德拉的生日是哪一天？') },
  {
    name: 'library',
    look: desk,
    locale: 'zh-TW',
    async show(page, url) {
      await page.goto(`${url}/library`);
      await page.locator('.spine').first().waitFor();
    },
  },
  { name: 'phone', look: phone, locale: 'zh-TW', show: (page) => ask(page, why) },
];

await mkdir(folder, { recursive: true });
const { url, close } = await openServed();
const browser = await launch();
const troubles = [];
for (const colorScheme of ['light', 'dark']) {
  for (const { name, look, locale, show } of pictures) {
    const context = await browser.newContext({ ...look, locale, colorScheme, reducedMotion: 'reduce' });
    const page = await context.newPage();
    page.on('console', (message) => message.type() === 'error' && troubles.push(`${name}: ${message.text()}`));
    page.on('pageerror', (error) => troubles.push(`${name}: ${error.message}`));
    await page.goto(url);
    await show(page, url);
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({ path: join(folder, `web-${name}-${colorScheme}.png`) });
    await context.close();
  }
}
await browser.close();
await close();
if (troubles.length > 0) throw new Error(troubles.join('\n'));
console.log(`${2 * pictures.length} pictures in ${folder}`);
