/**
 * npm run bench:web [-- --rounds 20]
 *
 * Prints the time from pressing Enter on the page to the first verified claim on it, in a real Chromium against `yingjia serve` with no
 * model and no network, beside the share of it that the core took to answer.
 */
import { parseArgs } from 'node:util';
import { launch, openServed } from './served.mjs';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '20' } } });
const rounds = Number(values.rounds);

const questionsByLocale = {
  'zh-TW': ['微軟為什麼暫停資料中心的擴建？', '甲骨文為什麼要接低毛利的生意？', '納德拉說的鷹架是什麼？', '什麼是贏家的詛咒？'],
  'en-US': [
    'Why did Microsoft pause its data center expansion?',
    'Why did Oracle want the work?',
    'What is scaffolding?',
    'What is fungibility?',
  ],
};

/** Runs in the page before it: notes when Enter went down, and when a claim stood in the document and on the screen. */
const watch = () => {
  const times = {};
  globalThis.times = times;
  const note = () => {
    times.painted = performance.now();
  };
  const seen = new MutationObserver(() => {
    if (times.claim !== undefined || document.querySelector('.claim') === null) return;
    times.claim = performance.now();
    requestAnimationFrame(() => requestAnimationFrame(note));
  });
  const start = ({ key }) => {
    if (key === 'Enter') times.enter = performance.now();
  };
  addEventListener('keydown', start, true);
  document.addEventListener('DOMContentLoaded', () => seen.observe(document.body, { childList: true, subtree: true }));
};

const { url, close } = await openServed();
const browser = await launch();
const rows = [];
for (const [locale, questions] of Object.entries(questionsByLocale)) {
  const page = await (await browser.newContext({ locale, viewport: { width: 1280, height: 820 } })).newPage();
  await page.addInitScript(watch);
  for (let round = 0; round < rounds; round++) {
    await page.goto(url);
    await page.locator('#question').fill(questions[round % questions.length]);
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelector('.status') !== null);
    if ((await page.locator('.claim').count()) === 0) throw new Error(`Not answered: ${questions[round % questions.length]}`);
    await page.waitForFunction(() => globalThis.times.painted !== undefined);
    const { enter, claim, painted } = await page.evaluate(() => globalThis.times);
    await page.waitForFunction(() => localStorage.getItem('yingjia.conversations') !== null);
    const core = await page.evaluate(() => JSON.parse(localStorage.getItem('yingjia.conversations'))[0].turns[0].answer.timingsMs.total);
    await page.evaluate(() => localStorage.clear());
    rows.push({ locale, claim: claim - enter, painted: painted - enter, core });
  }
}
await browser.close();
await close();

const at = (numbers, share) => numbers.toSorted((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(share * numbers.length))];
const cell = (picked, key, share) =>
  at(
    picked.map((row) => row[key]),
    share,
  ).toFixed(1);
console.log(`Milliseconds from Enter, ${rounds} questions a language, Node ${process.version}\n`);
console.log('| language | first verified claim on the page (median, p95) | painted (median, p95) | of that the core (median, p95) |');
console.log('|---|---|---|---|');
for (const locale of Object.keys(questionsByLocale)) {
  const picked = rows.filter((row) => row.locale === locale);
  const cells = ['claim', 'painted', 'core'].map((key) => `${cell(picked, key, 0.5)}, ${cell(picked, key, 0.95)}`);
  console.log(`| ${locale} | ${cells.join(' | ')} |`);
}
console.log(`\nThe first question of the page: ${rows[0].claim.toFixed(1)} ms, of that the core ${rows[0].core.toFixed(1)} ms.`);
