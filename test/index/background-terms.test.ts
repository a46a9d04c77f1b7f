import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { createLocalEmbedder } from '../../src/embed/local.js';
import { BackgroundTerms } from '../../src/index/background-terms.js';

const script = resolve(import.meta.dirname, '../../dist/index/terms-worker.js');
const module = resolve(import.meta.dirname, '../../dist/embed/term-vectors.js');
const isRunnable = existsSync(script) || process.env.YINGJIA_REQUIRE_ALL !== undefined;

const embedder = createLocalEmbedder();
const documents = Array.from({ length: 1500 }, (_, index) => ({
  title: `第 ${index >> 2} 篇 Articles`,
  body: `鷹架 ${'雲'.repeat(index % 400)} cloud number${index} ${index % 7 === 0 ? '' : '微軟暫停資料中心的擴建。'}`,
}));

/** Every third vector is given, as those that the index holds already are. */
async function build(url?: URL): Promise<{ postings: Uint8Array; rows: Float32Array }> {
  const rows: Uint8Array[] = [];
  const postings: Uint8Array[] = [];
  const byTerms = { ...embedder.byTerms!, module: pathToFileURL(module) };
  const write = {
    rows: async (bytes: Uint8Array) => void rows.push(bytes.slice()),
    postings: async (bytes: Uint8Array) => void postings.push(bytes.slice()),
  };
  const terms = new BackgroundTerms(byTerms, write, url);
  for (const [index, document] of documents.entries()) await terms.add(document, index % 3 === 0 ? given(index) : undefined);
  await terms.finish();
  await terms.close();
  return { postings: Buffer.concat(postings), rows: new Float32Array(new Uint8Array(Buffer.concat(rows)).buffer) };
}

function given(index: number): Float32Array {
  const vector = new Float32Array(embedder.fingerprint.dimension);
  vector[index % vector.length] = 1;
  return vector;
}

test('a vector that is made while terms are counted is the embedder’s, bit for bit', async () => {
  const { rows } = await build();
  const { dimension } = embedder.fingerprint;
  const expected = await embedder.embedTexts(documents.map(({ title, body }) => `${title}\n${body}`));
  for (let index = 0; index < documents.length; index++) {
    expect(rows.slice(index * dimension, (index + 1) * dimension)).toEqual(index % 3 === 0 ? given(index) : expected[index]);
  }
});

test.skipIf(!isRunnable)('a thread gives the bytes that are made in place (needs dist/)', async () => {
  expect(await build(pathToFileURL(script))).toEqual(await build());
});

test.skipIf(!isRunnable)('what goes wrong in the thread is told (needs dist/)', async () => {
  await expect(build(pathToFileURL(resolve(import.meta.dirname, 'state.ts')))).rejects.toThrow();
});
