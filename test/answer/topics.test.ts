import { join } from 'node:path';
import { expect, test } from 'vitest';
import { suggestQuestions } from '../../src/answer/suggest.js';
import { nearestTopics, overviewOf } from '../../src/answer/topics.js';
import { openIndex } from '../../src/index/snapshot.js';
import { updateIndex } from '../../src/index/update.js';
import type { IndexSnapshot } from '../../src/types.js';
import { article, request, temporaryFolder } from '../index/sample.js';

const articles = [
  article('lamp', '## Why is the lamp red?\n\nBecause of the snow.', { title: 'The lighthouse', collection: 'harbour' }),
  article('燈', '## 燈為什麼是紅的？\n\n因為下雪。', { title: '燈塔', collection: 'harbour', language: 'zh-Hant' }),
  article('ferry', 'It crosses twice a day.', { title: 'The ferry', collection: 'ferry' }),
];

async function openSnapshot(): Promise<IndexSnapshot> {
  const folder = await temporaryFolder();
  await updateIndex(request(folder, articles));
  return (await (await openIndex(join(folder, 'index'))).snapshot())!;
}

test('an overview lists the articles of the collections that may be seen, by collection and title', async () => {
  const snapshot = await openSnapshot();
  expect(overviewOf(snapshot).articles.map(({ id }) => id)).toEqual(['ferry', 'lamp', '燈']);
  expect(overviewOf(snapshot)).toMatchObject({ generation: 1, passages: snapshot.passageCount });
  const harbour = overviewOf(snapshot, ['harbour']);
  expect(harbour.articles.map(({ id, characters }) => [id, characters])).toEqual([
    ['lamp', articles[0]!.text.length],
    ['燈', articles[1]!.text.length],
  ]);
  expect(harbour.passages).toBe(snapshot.passageCount - overviewOf(snapshot, ['ferry']).passages);
  expect(overviewOf(snapshot, []).articles).toEqual([]);
});

test('topics are titles, those in the asker’s language first, of the collections that may be seen', async () => {
  const snapshot = await openSnapshot();
  expect(nearestTopics(snapshot, undefined, 'zh-Hant')[0]).toBe('燈塔');
  expect(nearestTopics(snapshot, undefined, 'en', ['harbour'])[0]).toBe('The lighthouse');
  expect(nearestTopics(snapshot, undefined, 'en', ['ferry'])).toEqual(['The ferry']);
  expect(nearestTopics(snapshot, undefined, 'en', [])).toEqual([]);
});

test('questions are suggested from headings that ask and from titles, by what was typed so far', async () => {
  const snapshot = await openSnapshot();
  const suggest = (typed: string, more: { language?: string; collections?: readonly string[] } = {}) =>
    suggestQuestions(snapshot, { typed, limit: 10, ...more });
  expect(suggest('', { language: 'en' })[0]).toBe('Why is the lamp red?');
  expect(suggest('', { language: 'zh-Hant' })[0]).toBe('燈為什麼是紅的？');
  expect(suggest('ferry')).toEqual(['What do the articles say about “The ferry”?']);
  expect(suggest('灯为什么')[0]).toBe('燈為什麼是紅的？');
  expect(suggest('submarine')).toEqual([]);
  expect(suggest('ferry', { collections: ['harbour'] })).toEqual([]);
  expect(suggestQuestions(snapshot, { typed: '', limit: 1 })).toHaveLength(1);
});
