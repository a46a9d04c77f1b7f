/** Both paths from end to end, over the shipped articles and over made ones. */
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openAnswerer, refreshIndex } from '../src/pipeline.js';
import { parseSettings } from '../src/settings.js';
import type { Answer, Answerer } from '../src/types.js';
import { harbour, openMadeCollection } from './made-collection.js';

let folder: string;
let answerer: Answerer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yingjia-pipeline-'));
  const settings = parseSettings({ YINGJIA_STATE: join(folder, 'state') }, { corpus: resolve('corpus'), index: join(folder, 'index') });
  await refreshIndex(settings);
  answerer = await openAnswerer(settings);
});
afterAll(async () => {
  await answerer.close();
  await rm(folder, { recursive: true });
});

async function expectSlices(from: Answerer, { citations, claims }: Answer): Promise<void> {
  expect(citations.length).toBeGreaterThan(0);
  for (const { articleId, articleVersion, quote, start, end } of citations) {
    const article = await from.readArticle(articleId, articleVersion);
    expect(article!.text.slice(start, end)).toBe(quote);
  }
  for (const claim of claims) for (const marker of claim.citations) expect(citations.map((each) => each.marker)).toContain(marker);
}

const withoutTimes = ({ timingsMs: _, ...answer }: Answer) => answer;

describe('on the shipped articles', () => {
  test.each([
    ['微軟為什麼暫停資料中心的擴建?', 'zh-Hant'],
    ['微软为什么暂停数据中心的扩建?', 'zh-Hans'],
    ['Why did Microsoft pause its data center expansion?', 'en'],
    ['甲骨文為什麼願意接手?', 'zh-Hant'],
    ['What does Nadella mean by scaffolding?', 'en'],
  ])('"%s" is answered in its language with exact quotes', async (text, language) => {
    const answer = await answerer.answer({ text });
    expect(answer).toMatchObject({ status: 'answered', language, mode: 'extractive', generation: 1 });
    await expectSlices(answerer, answer);
  });

  test.each(['納德拉的生日是哪一天?', 'How do I cook rice?', '台北明天會下雨嗎？', 'Who won the football world cup in 1998?'])(
    '"%s" is declined, without a source and with what the articles do cover',
    async (text) => {
      const answer = await answerer.answer({ text });
      expect(answer).toMatchObject({ status: 'not-in-articles', claims: [], citations: [] });
      expect(answer.nearestTopics.length).toBeGreaterThan(0);
    },
  );

  test.each(['hi', '謝謝', '你會什麼?', 'What can you do?'])('"%s" gets a kind word, not a refusal', async (text) => {
    expect(await answerer.answer({ text })).toMatchObject({ status: 'answered', citations: [] });
  });

  test('the stream says first what the answer says in the end', async () => {
    const claims = [];
    for await (const event of answerer.stream({ text: 'What is fungibility?' })) {
      if (event.kind === 'claim') claims.push(event.claim);
      else expect(event.answer.claims).toEqual(claims);
    }
    expect(claims.length).toBeGreaterThan(0);
  });

  test('the same question on the same generation has the same answer, alone, together and after others', async () => {
    const text = 'Why did Microsoft pause its data center expansion?';
    const first = withoutTimes(await answerer.answer({ text }));
    await answerer.answer({ text: '甲骨文為什麼願意接手?' });
    const together = await Promise.all([text, '什麼是鷹架策略？', text].map((each) => answerer.answer({ text: each })));
    expect(withoutTimes(together[0]!)).toEqual(first);
    expect(withoutTimes(together[2]!)).toEqual(first);
  });

  test('hits come from distinct sections, best first, ten at most', async () => {
    const { hits } = await answerer.answer({ text: 'Why did Microsoft pause its data center expansion?' });
    expect(hits.length).toBeGreaterThan(1);
    expect(hits.length).toBeLessThanOrEqual(10);
    expect(new Set(hits.map(({ passage }) => `${passage.articleId} ${passage.section}`)).size).toBe(hits.length);
    for (let index = 1; index < hits.length; index++) expect(hits[index]!.score).toBeLessThanOrEqual(hits[index - 1]!.score);
  });

  test.each(['', '  ', 'a'.repeat(4001)])('what cannot be asked is refused', async (text) => {
    await expect(answerer.answer({ text })).rejects.toMatchObject({ code: 'USAGE' });
  });
});

describe('on other articles', () => {
  test('answers are from the collections that may be seen, and from no other', async () => {
    const made = await openMadeCollection(harbour);
    onTestFinished(() => made.close());
    const ask = (text: string, collections?: string[]) => made.answerer.answer({ text, ...(collections && { collections }) });
    expect(await ask('When does the last ferry leave in winter?')).toMatchObject({ status: 'answered' });
    const limited = await ask('When does the last ferry leave in winter?', ['harbour']);
    for (const { passage } of limited.hits) expect(passage.articleId).not.toBe('timetable');
    expect(limited.citations.map(({ articleId }) => articleId)).not.toContain('timetable');
    expect(limited.nearestTopics.join()).not.toContain('ferry');
    const nothing = await ask('When does the last ferry leave in winter?', ['no such collection']);
    expect(nothing).toMatchObject({ status: 'not-in-articles', hits: [], nearestTopics: [] });
    expect(await made.answerer.overview(['ferry'])).toMatchObject({ articles: [{ id: 'timetable' }], passages: 1 });
    expect(await made.answerer.suggestQuestions({ typed: 'ferry', collections: ['harbour'], limit: 5 })).toEqual([]);
  });

  test('each folder of articles has an index of its own, and the shipped one is untouched', async () => {
    const home = await mkdtemp(join(tmpdir(), 'yingjia-folders-'));
    const before = process.cwd();
    onTestFinished(async () => {
      process.chdir(before);
      await rm(home, { recursive: true });
    });
    await symlink(resolve('corpus'), join(home, 'corpus'));
    process.chdir(home);
    for (const [name, colour] of [
      ['first', 'red'],
      ['second', 'blue'],
    ] as const) {
      await mkdir(name);
      await writeFile(join(name, 'ferry.md'), `The ferry is painted ${colour} because its owner likes that colour.`);
    }
    const colours: string[] = [];
    for (const corpus of ['corpus', 'first', 'second']) {
      const settings = parseSettings({}, { corpus });
      await refreshIndex(settings);
      const own = await openAnswerer(settings);
      colours.push((await own.answer({ text: 'Why is the ferry painted?' }, { decline: false })).citations[0]!.quote);
      await own.close();
    }
    expect(colours.map((quote) => /red|blue/.exec(quote)?.[0])).toEqual([undefined, 'red', 'blue']);
    expect(await readdir(join('index', 'corpora'))).toHaveLength(2);
  });

  test('an answerer follows the live generation, and what was cited stays readable', async () => {
    const made = await openMadeCollection({ 'ferry.md': 'The ferry is painted red because red is seen in fog.' });
    onTestFinished(() => made.close());
    const text = 'Why is the ferry painted red?';
    const old = await made.answerer.answer({ text });
    await writeFile(join(made.corpus, 'ferry.md'), 'The ferry is painted red because its owner likes red paint.');
    const settings = parseSettings(
      { YINGJIA_STATE: join(made.directory, 'state') },
      { corpus: made.corpus, index: join(made.directory, 'index') },
    );
    await refreshIndex(settings);
    await expect.poll(async () => (await made.answerer.answer({ text })).citations[0]!.quote).toContain('its owner');
    await expectSlices(made.answerer, old);
  });
});
