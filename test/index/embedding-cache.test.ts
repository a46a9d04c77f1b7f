import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { EmbeddingCache } from '../../src/index/embedding-cache.js';
import { IndexFiles } from '../../src/index/files.js';
import { keyNameOf } from '../../src/index/ledger.js';
import { updateIndex } from '../../src/index/update.js';
import { article, corpusOf, countingEmbedder, request, temporaryFolder, vectorOf } from './sample.js';

const fingerprint = { name: 'paid', dimension: 8, version: '1' };
const entry = (text: string) => ({ name: keyNameOf(text), vector: vectorOf(text, 8) });
const open = (folder: string) => new EmbeddingCache(new IndexFiles(), folder, fingerprint);

test('a torn tail costs the torn entry, and nothing that comes after it', async () => {
  const folder = await temporaryFolder();
  await open(folder).put(['one', 'two'].map(entry));
  for (const name of await readdir(folder)) await appendFile(join(folder, name), Buffer.alloc(5));
  await open(folder).put([entry('three')]);
  const cache = open(folder);
  for (const text of ['one', 'two', 'three']) expect(await cache.get(entry(text).name)).toEqual(entry(text).vector);
  expect(await cache.get(entry('four').name)).toBeUndefined();
  await cache.close();
});

test('a flipped vector is not given out', async () => {
  const folder = await temporaryFolder();
  await open(folder).put(['one', 'two'].map(entry));
  const vectors = join(folder, (await readdir(folder)).find((name) => name.endsWith('.f32'))!);
  const bytes = await readFile(vectors);
  bytes[3]! ^= 1;
  await writeFile(vectors, bytes);
  const cache = open(folder);
  expect(await cache.get(entry('one').name)).toBeUndefined();
  expect(await cache.get(entry('two').name)).toEqual(entry('two').vector);
  await cache.close();
});

test('a run that failed goes on where it was', async () => {
  const folder = await temporaryFolder();
  const text = Array.from({ length: 700 }, (_, line) => `Line ${line} of many.`).join('\n');
  const articles = [article('a', text), article('b', text.replaceAll('many', 'more'))];
  const failing = countingEmbedder('paid');
  const embedTexts = failing.embedTexts;
  failing.embedTexts = async (texts) => {
    if (failing.texts.length > 0) throw new Error('the provider is down');
    return embedTexts(texts);
  };
  await expect(updateIndex(request(folder, articles, { embedder: failing }))).rejects.toThrow('provider is down');
  const embedder = countingEmbedder('paid');
  const report = await updateIndex(request(folder, articles, { embedder }));
  expect(failing.texts.length + embedder.texts.length).toBe(1400);
  expect(report).toMatchObject({ generation: 1, embedded: { passages: 700 }, passages: { added: 1400 } });
});

test('a text that comes back later costs nothing', async () => {
  const folder = await temporaryFolder();
  const [fox, owl] = [article('fox', 'A fox.'), article('owl', 'An owl.')];
  for (const articles of [[fox, owl], [owl]]) await updateIndex(request(folder, articles, { embedder: countingEmbedder('paid') }));
  const embedder = countingEmbedder('paid');
  await updateIndex(request(folder, [], { embedder, openCorpus: async () => corpusOf([fox, owl]) }));
  expect(embedder.texts).toEqual([]);
});
