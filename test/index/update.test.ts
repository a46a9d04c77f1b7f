import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openIndex } from '../../src/index/snapshot.js';
import { updateIndex } from '../../src/index/update.js';
import type { IndexSnapshot } from '../../src/types.js';
import { article, chunk, countingEmbedder, embeddedText, request, temporaryFolder, vectorOf } from './sample.js';

const fox = article('fox', 'The fox waits by the river.\nIt is red.\nIt sleeps at noon.');
const owl = article('owl', '貓頭鷹在夜裡飛行。\n牠們的眼睛很大。', { language: 'zh-Hant', collection: 'birds' });

async function open(folder: string): Promise<IndexSnapshot> {
  const index = await openIndex(join(folder, 'index'));
  return (await index.snapshot())!;
}

/** Everything that is live, by article id. */
function liveTexts(snapshot: IndexSnapshot): Record<string, string[]> {
  const texts: Record<string, string[]> = {};
  for (const segment of snapshot.segments) {
    for (let ordinal = 0; ordinal < segment.passageCount; ordinal++) {
      if (segment.live[ordinal] === 0) continue;
      const passage = segment.passage(ordinal);
      expect(segment.article(segment.articleOf[ordinal]!).text.slice(passage.start, passage.end)).toBe(passage.text);
      texts[passage.articleId] = [...(texts[passage.articleId] ?? []), passage.text];
    }
  }
  return texts;
}

describe('a first update', () => {
  test('makes generation 1, whose passages are those of the articles', async () => {
    const folder = await temporaryFolder();
    const report = await updateIndex(request(folder, [fox, owl]));
    expect(report).toMatchObject({
      generation: 1,
      articles: { added: 2, changed: 0, kept: 0, removed: 0 },
      passages: { added: 5, kept: 0, removed: 0 },
      embedded: { passages: 5 },
    });
    const snapshot = await open(folder);
    expect(snapshot).toMatchObject({ generation: 1, passageCount: 5, articleCount: 2 });
    expect(liveTexts(snapshot)).toEqual({ fox: fox.text.split('\n'), owl: owl.text.split('\n') });
    expect(await snapshot.readArticle('owl')).toEqual(owl);
    expect(snapshot.segments[0]!.collectionOf(1)).toBe('birds');
    expect([...snapshot.segments[0]!.sectionOf]).toEqual([0, 0, 1, 2, 2]);
  });

  test('each passage is its own nearest', async () => {
    const folder = await temporaryFolder();
    await updateIndex(request(folder, [fox, owl]));
    const [segment] = (await open(folder)).segments;
    for (const [ordinal, passage] of [...chunk(fox), ...chunk(owl)].entries()) {
      const question = vectorOf(embeddedText(ordinal < 3 ? fox : owl, passage));
      expect(segment!.nearest(question, 1)[0]).toEqual({ ordinal, similarity: expect.closeTo(1, 5) });
      expect(segment!.similarities(question, Uint32Array.of(ordinal))[0]).toBeCloseTo(1, 5);
    }
  });
});

describe('a later update', () => {
  test('with nothing new changes nothing and embeds nothing', async () => {
    const folder = await temporaryFolder();
    await updateIndex(request(folder, [fox, owl]));
    const before = await readFile(join(folder, 'index/CURRENT'), 'utf8');
    const embedder = countingEmbedder();
    const report = await updateIndex(request(folder, [owl, fox], { embedder }));
    expect(report).toMatchObject({ generation: 1, articles: { kept: 2 }, passages: { added: 0, kept: 5, removed: 0 }, changes: [] });
    expect(embedder.texts).toEqual([]);
    expect(await readFile(join(folder, 'index/CURRENT'), 'utf8')).toBe(before);
  });

  test('embeds only the paragraph that changed', async () => {
    const folder = await temporaryFolder();
    await updateIndex(request(folder, [fox, owl]));
    const embedder = countingEmbedder();
    const edited = article('fox', fox.text.replace('red', 'brown'));
    const report = await updateIndex(request(folder, [edited, owl], { embedder }));
    expect(embedder.texts).toEqual(['Title of fox\nPart 0\nIt is brown.']);
    expect(report).toMatchObject({
      generation: 2,
      articles: { changed: 1, kept: 1 },
      passages: { added: 1, kept: 4, removed: 1 },
      changes: [{ articleId: 'fox', change: 'changed' }],
    });
    const snapshot = await open(folder);
    expect(liveTexts(snapshot)).toEqual({ fox: edited.text.split('\n'), owl: owl.text.split('\n') });
    expect(await snapshot.readArticle('fox')).toEqual(edited);
    expect(await snapshot.readArticle('fox', fox.version)).toEqual(fox);
  });

  test('a renamed article embeds nothing', async () => {
    const folder = await temporaryFolder();
    await updateIndex(request(folder, [fox, owl]));
    const embedder = countingEmbedder();
    const renamed = article('reynard', fox.text, { title: fox.title });
    const report = await updateIndex(request(folder, [renamed, owl], { embedder }));
    expect(embedder.texts).toEqual([]);
    expect(report).toMatchObject({ articles: { added: 1, removed: 1 }, passages: { added: 0, kept: 5, removed: 0 } });
    expect(Object.keys(liveTexts(await open(folder))).sort()).toEqual(['owl', 'reynard']);
  });
});
