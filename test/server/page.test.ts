/** The page in a real Chromium, over an honest small core: what a reader sees, clicks, types and hears. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openState, type State } from '../../src/state/state.js';
import type { Answerer, Article } from '../../src/types.js';
import { findMissingGlyphs, launchChromium, noChromium, openWatchedPage, type WatchedPage } from '../chromium.js';
import { openTestServer, type TestServer } from './open.js';
import { createSmallAnswerer } from './small-answerer.js';
import { hostileSentence, pastArticles, smallArticles } from './small-articles.js';

const english = { locale: 'en-US' };
const articleOf = (id: string) => smallArticles.find((article) => article.id === id) as Article;

describe.skipIf(noChromium)(`the page${noChromium ? ` (${noChromium})` : ''}`, () => {
  let browser: Browser;
  let server: TestServer;
  let state: State;
  let folder: string;
  const opened: WatchedPage[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'yingjia-page-'));
    state = await openState(folder);
    server = await openTestServer({ YINGJIA_STATE: folder, YINGJIA_ADMIN_TOKEN: 'let-me-in' }, { state });
    browser = await launchChromium();
  });
  afterEach(async () => {
    const troubles = opened.flatMap((each) => each.troubles);
    await Promise.all(opened.splice(0).map(({ context }) => context.close()));
    expect(troubles).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await state?.close();
    await rm(folder, { recursive: true });
  });

  async function open(path = '/', options: BrowserContextOptions = {}, { url } = server): Promise<Page> {
    const watched = await openWatchedPage(browser, url, options);
    opened.push(watched);
    await watched.page.goto(`${url}${path}`);
    return watched.page;
  }
  const ask = async (page: Page, question: string) => {
    await page.locator('#question').fill(question);
    await page.keyboard.press('Enter');
    await page.locator('.turn').filter({ hasText: question }).locator('.status').waitFor();
  };
  const markedText = async (page: Page) => (await page.locator('#panel mark').allTextContents()).join('');

  describe('asking', () => {
    test.each([
      {
        name: 'in Chinese',
        options: {},
        question: '守塔人為什麼離開霧港燈塔？',
        chip: '有答案',
        article: '燈塔/霧港',
        words: '電燈取代了油燈',
      },
      {
        name: 'in English',
        options: english,
        question: 'Why did the keeper leave the lighthouse?',
        chip: 'Answered',
        article: 'harbour/lighthouse',
        words: 'electric lamps',
      },
    ])('$name shows claims, sources, and each quote at its place in the article', async ({ options, question, chip, article, words }) => {
      const page = await open('/', options);
      await ask(page, question);
      expect(await page.locator('.chip').textContent()).toBe(chip);
      expect(await page.locator('.claim').first().textContent()).toContain(words);
      expect(await page.locator('.source').first().textContent()).toContain('Mist Harbour Press, 1934');
      await page.locator('.marker-button').first().click();
      const { text, title } = articleOf(article);
      await page.locator('#panel mark').first().waitFor();
      expect(await page.locator('.panel-title').textContent()).toBe(title);
      expect(await page.locator('#panel .body').textContent()).toBe(text);
      const answer = await createSmallAnswerer().answer({ text: question });
      expect(await markedText(page)).toBe(answer.citations[0]!.quote);
      await expect.poll(() => page.locator('#panel mark').first().isVisible()).toBe(true);
      expect(await findMissingGlyphs(page)).toEqual([]);
    });

    test('the words that answer stand in bold within the quote', async () => {
      const page = await open('/', english);
      await ask(page, 'How heavy is the bronze bell?');
      expect(await page.locator('.source').first().locator('b').textContent()).toBe('410');
      await page.locator('.marker-button').first().click();
      await page.locator('#panel mark').waitFor();
      expect(await page.locator('#panel mark b').textContent()).toBe('410');
    });

    test('what the articles do not say is declined: no sources, topics to go on with', async () => {
      const page = await open('/', english);
      await ask(page, 'How do I cook rice?');
      expect(await page.locator('.chip').textContent()).toBe('Not in the articles');
      expect(await page.locator('.source').count()).toBe(0);
      expect(await page.locator('.marker-button').count()).toBe(0);
      await page.locator('.topic').filter({ hasText: 'The lighthouse of Mist Harbour' }).click();
      await page.locator('.chip[data-status="answered"]').waitFor();
    });

    test('a maintainer can be told of a question without an answer', async () => {
      const page = await open('/', english);
      await ask(page, 'Who wrote the harbour anthem?');
      await page.getByRole('button', { name: 'Tell the maintainers' }).click();
      await page.getByText('The maintainers will see it.').waitFor();
      const gap = (await state.gaps.list()).find(({ question }) => question.includes('anthem'));
      expect(gap!.asked.some(({ told }) => told)).toBe(true);
    });

    test('sources that disagree stand side by side', async () => {
      const page = await open();
      await ask(page, '霧港燈塔在哪一年第一次點燈？');
      const sides = page.locator('.side');
      expect(await sides.count()).toBe(2);
      expect(await sides.nth(0).textContent()).toContain('1874');
      expect(await sides.nth(1).textContent()).toContain('1876');
      expect(await page.locator('.sides-title').textContent()).toBe('來源的說法不同');
      const [left, right] = await Promise.all([sides.nth(0).boundingBox(), sides.nth(1).boundingBox()]);
      expect(left!.y).toBe(right!.y);
    });

    test('a follow-up is understood, and notices are shown', async () => {
      const page = await open('/', english);
      await ask(page, 'How heavy is the bronze bell?');
      await ask(page, 'Where was it cast?');
      expect(await page.locator('.turn').nth(1).locator('.claim').first().textContent()).toContain('Lyon');
      await ask(page, '霧燈 bronze bell 410 kilograms Lyon fog signal');
      expect(await page.locator('.turn').nth(2).locator('.notice').textContent()).toBe('引自英文文章');
    });

    test('what was withheld is said', async () => {
      const whole = createSmallAnswerer();
      const answerer: Answerer = {
        ...whole,
        async *stream(question, options) {
          for await (const event of whole.stream(question, options))
            yield event.kind === 'done'
              ? { kind: 'done', answer: { ...event.answer, status: 'partly', withheld: [{ reason: 'number not in the quote' }] } }
              : event;
        },
      };
      const partly = await openTestServer({}, { answerer });
      const page = await open('/', english, partly);
      await ask(page, 'Why did the keeper leave the lighthouse?');
      expect(await page.locator('.chip').textContent()).toBe('Partly answered');
      expect(await page.locator('.withheld').textContent()).toContain('number not in the quote');
      await partly.close();
    });

    test('claims are shown before the answer is whole, and it can be stopped', async () => {
      const answerer = createSmallAnswerer({
        onStream: (_question, signal) => new Promise((_resolve, reject) => signal!.addEventListener('abort', () => reject(signal!.reason))),
      });
      const slow = await openTestServer({}, { answerer });
      const page = await open('/', english, slow);
      await page.locator('#question').fill('Why did the keeper leave?');
      await page.keyboard.press('Enter');
      await page.locator('.claim').waitFor();
      expect(await page.locator('.status').count()).toBe(0);
      await page.getByRole('button', { name: 'Stop' }).click();
      await page.getByText('Stopped.').waitFor();
      await slow.close();
    });

    test('an answer that is coming in is there when the reader comes back from the library', async () => {
      let goOn: () => void = () => undefined;
      const held = new Promise<void>((resolve) => {
        goOn = resolve;
      });
      const slow = await openTestServer({}, { answerer: createSmallAnswerer({ onStream: () => held }) });
      const page = await open('/', english, slow);
      await page.locator('#question').fill('Why did the keeper leave?');
      await page.keyboard.press('Enter');
      await page.locator('.claim').waitFor();
      await page.getByRole('link', { name: 'Library' }).click();
      await page.locator('.spine').first().waitFor();
      await page.getByRole('link', { name: 'Ask', exact: true }).click();
      expect(await page.locator('.claim').count()).toBe(1);
      goOn();
      await page.locator('.status').waitFor();
      expect(await page.locator('.turn').count()).toBe(1);
      await slow.close();
    });

    test('while typing, questions that fit are offered', async () => {
      const page = await open('/', english);
      await page.locator('#question').pressSequentially('bell');
      await page.locator('.fitting li').first().waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.locator('.status').waitFor();
      expect(await page.locator('.question').textContent()).toBe('How heavy is the bronze bell?');
    });
  });

  describe('hostile text stays text', () => {
    test('in claims, sources and the article', async () => {
      const page = await open('/', english);
      await ask(page, 'What does the parrot of the harbour say?');
      expect(await page.locator('.claim').first().textContent()).toContain(hostileSentence);
      expect(await page.locator('.source-list').textContent()).toContain('<svg onload=window.hacked=6>');
      await page.locator('.marker-button').first().click();
      await page.locator('#panel mark').waitFor();
      expect(await markedText(page)).toBe(hostileSentence);
      expect(await page.locator('.panel-title').textContent()).toBe(articleOf('<script>window.hacked=4</script>').title);
      expect(await page.locator('main, #panel').locator('script, img, iframe, [onload], [onerror], [onmouseover]').count()).toBe(0);
      expect(await page.locator('main a[href^="javascript"], #panel a[href^="javascript"], a[href^="data:"]').count()).toBe(0);
      expect(await page.evaluate('window.hacked')).toBeUndefined();
    });

    test('in a question and in a shared link', async () => {
      const question = '<img src=x onerror="window.hacked=10"> parrot of the harbour says';
      const page = await open(`/?${new URLSearchParams({ q: question, g: '<b>2</b>', h: '<i>' })}`, english);
      await page.locator('.status').waitFor();
      expect(await page.locator('.question').textContent()).toBe(question);
      expect(await page.locator('main img').count()).toBe(0);
      expect(await page.locator('.notice').first().textContent()).toContain('generation <b>2</b>');
      expect(await page.evaluate('window.hacked')).toBeUndefined();
    });

    test('in what the browser has stored', async () => {
      const page = await open('/', english);
      await page.evaluate(
        `localStorage.setItem('yingjia.conversations', '[{"id":"x","turns":[{"question":"<img src=x>"}]},{"broken":true},7]')`,
      );
      await page.reload();
      await page.locator('.recent .example').waitFor();
      expect(await page.locator('.recent .example').textContent()).toContain('<img src=x>');
    });
  });

  describe('feedback', () => {
    test('a thumb and its reason are stored with the quotes', async () => {
      const page = await open('/', english);
      await ask(page, 'Why did the keeper leave the lighthouse?');
      await page.getByRole('button', { name: 'Not helpful' }).click();
      await page.getByLabel('Outdated').check();
      await page.getByLabel('Anything to add (optional)').fill('There is LED now.');
      await page.getByRole('button', { name: 'Send', exact: true }).click();
      await page.getByText('Noted. Thank you.').waitFor();
      const [down] = await state.feedback.list();
      expect(down).toMatchObject({
        verdict: 'down',
        reason: 'outdated',
        comment: 'There is LED now.',
        question: 'Why did the keeper leave the lighthouse?',
      });
      expect(down!.citations[0]!.quote).toContain('electric lamps');
      await page.getByRole('button', { name: 'Helpful', exact: true }).click();
      await expect.poll(async () => (await state.feedback.get(down!.id))!.verdict).toBe('up');
    });
  });

  describe('what stays', () => {
    test('a conversation survives in this browser, and can be cleared', async () => {
      const page = await open('/', english);
      await ask(page, 'How heavy is the bronze bell?');
      await page.goto(`${server.url}/`);
      await page.locator('.recent .example').click();
      expect(await page.locator('.claim').first().textContent()).toContain('410');
      await ask(page, 'Where was it cast?');
      expect(await page.locator('.turn').nth(1).locator('.claim').first().textContent()).toContain('Lyon');
      await page.getByRole('button', { name: 'New question' }).click();
      await page.getByRole('button', { name: 'Clear all' }).click();
      expect(await page.evaluate(`localStorage.getItem('yingjia.conversations')`)).toBeNull();
    });

    test('a shared link asks again, and says so where the index has changed', async () => {
      const page = await open('/', { ...english, permissions: ['clipboard-read', 'clipboard-write'] });
      await ask(page, 'How heavy is the bronze bell?');
      await ask(page, 'Where was it cast?');
      await page.locator('.turn').nth(1).getByRole('button', { name: 'Copy link' }).click();
      await page.getByText('Copied.').waitFor();
      const link = new URL((await page.evaluate('navigator.clipboard.readText()')) as string);
      expect(Object.fromEntries(link.searchParams)).toEqual({ q: 'Where was it cast?', g: '3', h: 'How heavy is the bronze bell?' });
      const same = await open(link.pathname + link.search, english);
      await same.locator('.status').waitFor();
      expect(await same.locator('.claim').first().textContent()).toContain('Lyon');
      expect(await same.locator('.notice').count()).toBe(0);
      link.searchParams.set('g', '1');
      const older = await open(link.pathname + link.search, english);
      expect(await older.locator('.notice').textContent()).toContain('made on index generation 1');
    });

    test('a link to a quote opens it, also where the article has changed since', async () => {
      const { id, version, text } = pastArticles[0]!;
      const start = text.indexOf('塔身高三十公尺');
      const query = new URLSearchParams({ id, version, start: String(start), end: String(start + 7) });
      const page = await open(`/article?${query}`);
      await page.locator('#panel mark').waitFor();
      expect(await markedText(page)).toBe('塔身高三十公尺');
      expect(await page.locator('.old').textContent()).toContain('這篇文章後來改過');
      await page.getByRole('button', { name: '看現在的版本' }).click();
      await expect.poll(() => page.locator('#panel .body').textContent()).toBe(smallArticles[0]!.text);
      expect(await page.locator('#panel mark').count()).toBe(0);
      await page.keyboard.press('Escape');
      await expect.poll(() => page.locator('#panel').isVisible()).toBe(false);
    });

    test('an article that is nowhere is said to be', async () => {
      const watched = await openWatchedPage(browser, server.url, english);
      await watched.page.goto(`${server.url}/article?id=nothing`);
      await watched.page.locator('#panel .failure').waitFor();
      expect(await watched.page.locator('#panel .failure').textContent()).toContain('no such article');
      await watched.context.close();
    });

    test('language and appearance are chosen and kept', async () => {
      const page = await open();
      await ask(page, '守塔人為什麼離開霧港燈塔？');
      await page.getByRole('button', { name: 'EN, switch to English' }).click();
      expect(await page.locator('.chip').textContent()).toBe('Answered');
      expect(await page.locator('html').getAttribute('lang')).toBe('en');
      const background = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
      const before = await background();
      await page.getByRole('button', { name: 'Appearance: as the system' }).click();
      await page.getByRole('button', { name: 'Appearance: light' }).click();
      expect(await background()).not.toBe(before);
      await page.reload();
      expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
      expect(await page.locator('html').getAttribute('lang')).toBe('en');
    });
  });

  describe('the keyboard alone', () => {
    test('asks, opens a source, comes back to it, and asks again', async () => {
      const page = await open('/', english);
      await page.locator('.example').first().waitFor();
      await page.keyboard.type('Why did the keeper leave the lighthouse?');
      await page.keyboard.press('Enter');
      await page.locator('.status').waitFor();
      const focused = () => page.evaluate('document.activeElement.className');
      for (let presses = 0; presses < 30 && !String(await focused()).includes('marker-button'); presses++)
        await page.keyboard.press('Shift+Tab');
      expect(await focused()).toContain('marker-button');
      await page.keyboard.press('Enter');
      await page.locator('#panel mark').first().waitFor();
      await expect.poll(focused).toBe('panel-title');
      await page.keyboard.press('Escape');
      await expect.poll(focused).toContain('marker-button');
      await page.keyboard.press('/');
      await expect.poll(() => page.evaluate('document.activeElement.id')).toBe('question');
      expect(await page.locator('#question').inputValue()).toBe('');
      await page.keyboard.press('ArrowUp');
      expect(await page.locator('#question').inputValue()).toBe('Why did the keeper leave the lighthouse?');
    });

    test('Enter within an input method does not ask', async () => {
      const page = await open();
      await page.locator('#question').fill('ㄕㄡˇ ㄊㄚˇ');
      await page.evaluate(
        `document.getElementById('question').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true }))`,
      );
      expect(await page.locator('.turn').count()).toBe(0);
      await page.keyboard.press('Shift+Enter');
      expect(await page.locator('#question').inputValue()).toBe('ㄕㄡˇ ㄊㄚˇ\n');
    });

    test('a screen reader hears the outcome', async () => {
      const page = await open('/', english);
      await ask(page, 'How heavy is the bronze bell?');
      expect(await page.locator('#live').textContent()).toMatch(/^Answer complete, \d sources?\.$/);
      await page.getByRole('button', { name: 'New question' }).click();
      await ask(page, 'How do I cook rice?');
      expect(await page.locator('#live').textContent()).toBe('The articles do not say.');
    });
  });

  describe('on a phone', () => {
    const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true };

    test('nothing is wider than the screen, and a quote fills it', async () => {
      const page = await open('/', phone);
      const isTooWide = () => page.evaluate('document.documentElement.scrollWidth > innerWidth');
      expect(await isTooWide()).toBe(false);
      await ask(page, '霧港燈塔在哪一年第一次點燈？');
      expect(await isTooWide()).toBe(false);
      await page.locator('.marker-button').first().tap();
      await page.locator('#panel mark').waitFor();
      await expect.poll(() => page.locator('#panel').boundingBox()).toMatchObject({ x: 0, y: 0, width: 390 });
      await page.goBack();
      await expect.poll(() => page.locator('#panel').isVisible()).toBe(false);
      expect(await page.locator('.side').count()).toBe(2);
      await page.goto(`${server.url}/library`);
      await page.locator('.spine').first().waitFor();
      expect(await isTooWide()).toBe(false);
    });
  });

  describe('the library', () => {
    test('lists articles, opens them, and lets maintainers in', async () => {
      await state.gaps.add({ door: 'web', scope: 'web', question: 'Is there a ferry?', language: 'en', nearestTopics: [], generation: 3 });
      const page = await open('/library', english);
      await page.locator('.spine').first().waitFor();
      expect(await page.locator('.spine').count()).toBe(smallArticles.length);
      expect(await page.locator('.figures').textContent()).toContain('Articles4');
      await page.getByLabel('Filter by title').fill('TEA');
      expect(await page.locator('.spine').count()).toBe(1);
      await page.locator('.spine').click();
      await expect.poll(() => page.locator('#panel .body').textContent()).toBe(articleOf('tea/100% leaf? #1').text);
      await page.keyboard.press('Escape');
      await page.getByText('Is there a ferry?').waitFor();
      expect(await page.getByRole('button', { name: 'Dismiss' }).count()).toBe(0);
      await page.getByLabel("Maintainers' token").fill('let-me-in');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.locator('.gaps li').filter({ hasText: 'ferry' }).getByRole('button', { name: 'Dismiss' }).click();
      await expect.poll(() => page.getByText('Is there a ferry?').count()).toBe(0);
      expect(await findMissingGlyphs(page)).toEqual([]);
    });
  });

  test('where a key is set, the page asks for it once', async () => {
    const guarded = await openTestServer({ YINGJIA_API_KEY: 'open-sesame' });
    const watched = await openWatchedPage(browser, guarded.url, english);
    const { page } = watched;
    await page.goto(guarded.url);
    for (const key of ['wrong', 'open-sesame']) {
      await page.getByLabel('Key', { exact: true }).fill(key);
      await Promise.all([page.waitForResponse(/api\/status/), page.keyboard.press('Enter')]);
    }
    await ask(page, 'How heavy is the bronze bell?');
    expect(await page.locator('.claim').first().textContent()).toContain('410');
    await page.reload();
    await page.locator('.hero-text').filter({ hasText: '4 articles' }).waitFor();
    expect(watched.troubles.filter((line) => !line.includes('401'))).toEqual([]);
    await watched.context.close();
    await guarded.close();
  });

  test('a server that went away is said to have, and can be tried again', async () => {
    const leaving = await openTestServer();
    const watched = await openWatchedPage(browser, leaving.url, english);
    await watched.page.goto(leaving.url);
    await watched.page.locator('.example').first().waitFor();
    await leaving.close();
    await watched.page.locator('#question').fill('Why?');
    await watched.page.keyboard.press('Enter');
    await watched.page.getByText('The server cannot be reached.').waitFor();
    expect(await watched.page.getByRole('button', { name: 'Try again' }).count()).toBe(1);
    await watched.context.close();
  });
});
