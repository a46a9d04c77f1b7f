import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { chunkArticle, embeddedText } from '../../src/chunk.js';
import { createLocalEmbedder } from '../../src/embed/local.js';
import { openIndex } from '../../src/index/snapshot.js';
import { updateIndex } from '../../src/index/update.js';
import { createQuery } from '../../src/retrieve/query.js';
import { Retriever } from '../../src/retrieve/retrieve.js';
import type { Article, Retrieval } from '../../src/types.js';
import { article, request, temporaryFolder } from '../index/sample.js';

async function openRetriever(versions: readonly (readonly Article[])[]): Promise<Retriever> {
  const folder = await temporaryFolder();
  const embedder = createLocalEmbedder();
  for (const articles of versions) await updateIndex(request(folder, articles, { chunk: chunkArticle, embeddedText, embedder }));
  const snapshot = (await (await openIndex(join(folder, 'index'))).snapshot())!;
  rmSync(folder, { recursive: true });
  return new Retriever(snapshot, embedder.embedQuestion);
}

const retrieve = (retriever: Retriever, text: string, collections?: readonly string[], vectorWeight = 0.1) =>
  retriever.retrieve({ query: createQuery(text), text, vectorWeight, ...(collections && { collections }) });
const ids = ({ sections }: Retrieval) => sections.map((section) => section.article.id);

const lighthouse = article('lighthouse', 'The lighthouse was painted red because white cannot be seen in snow.', { collection: 'harbour' });
const ferry = article('ferry', 'The ferry was painted blue. It crosses to the lighthouse twice a day.', { collection: 'ferry' });
const rice = article('rice', '煮飯之前先洗米。水要比米多一點。', { collection: 'kitchen', language: 'zh-Hant' });
const all = [lighthouse, ferry, rice];

describe('what is found', () => {
  test('is best first, with the sentence that answers having most of the chance', async () => {
    const found = await retrieve(await openRetriever([all]), 'Why was the lighthouse painted red?');
    expect(ids(found)[0]).toBe('lighthouse');
    for (let index = 1; index < found.sections.length; index++)
      expect(found.sections[index]!.hit.score).toBeLessThanOrEqual(found.sections[index - 1]!.hit.score);
    const shares = found.sections.flatMap((section) => section.sentences.map((sentence) => sentence.share));
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
    expect(Math.max(...shares)).toBe(found.sections[0]!.sentences[0]!.share);
  });

  test('is found in the other script and width', async () => {
    expect(ids(await retrieve(await openRetriever([all]), '煮饭之前先做什么？'))[0]).toBe('rice');
  });

  test.each([0, 0.1, 0.5, 1])('comes from no collection but those asked, with a weight of vectors of %d', async (vectorWeight) => {
    const retriever = await openRetriever([all]);
    for (const text of ['Why was the lighthouse painted red?', 'ferry', '洗米', 'nothing of this'])
      for (const collections of [['harbour'], ['ferry', 'kitchen'], [], ['nowhere']]) {
        const found = await retrieve(retriever, text, collections, vectorWeight);
        for (const section of found.sections) expect(collections).toContain(section.article.collection);
      }
  });

  test('is nothing in an index that was emptied, and what was deleted is never found', async () => {
    expect(ids(await retrieve(await openRetriever([all, [ferry]]), 'Why was the lighthouse painted red?'))).toEqual(['ferry']);
  });

  test('is the same in one segment and in several', async () => {
    const others = Array.from({ length: 12 }, (_, index) =>
      article(
        `filler${index}`,
        `Article ${index} tells of harbour ${index} and of its ${index % 3 === 0 ? 'lighthouse' : 'boats'}. 第${index}篇。`,
      ),
    );
    const once = await openRetriever([[...all, ...others]]);
    const grown = await openRetriever([
      [lighthouse, ...others.slice(0, 4)],
      [lighthouse, ...others.slice(0, 9)],
      [...all, ...others],
    ]);
    expect(grown.snapshot.segments.length).toBeGreaterThan(1);
    for (const text of ['Why was the lighthouse painted red?', 'When does the ferry cross?', '煮飯之前要做什麼？', 'boats of harbour 7']) {
      const [one, several] = [await retrieve(once, text), await retrieve(grown, text)];
      expect(ids(several)[0]).toBe(ids(one)[0]);
      const scores = (found: Retrieval) => found.sections.map((section) => section.hit.lexical).sort((a, b) => b - a);
      scores(several).forEach((score, index) => {
        expect(score).toBeCloseTo(scores(one)[index]!, 3);
      });
    }
  });

  test('sentences are exact places of their article', async () => {
    const found = await retrieve(await openRetriever([all]), 'lighthouse');
    for (const { article: own, sentences, hit } of found.sections) {
      expect(own.text.slice(hit.passage.start, hit.passage.end)).toBe(hit.passage.text);
      for (const { start, end } of sentences) expect(own.text.slice(start, end).trim()).toBe(own.text.slice(start, end));
    }
  });
});
