import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLocalEmbedder } from '../../src/embed/local.js';

const embed = async (text: string) => (await createLocalEmbedder().embedTexts([text]))[0]!;
const cosine = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, index) => sum + value * b[index]!, 0);

test('every text has a vector of length 1 and of the dimension that the fingerprint names', async () => {
  const { dimension } = createLocalEmbedder().fingerprint;
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 80 }), async (text) => {
      const vector = await embed(text);
      expect(vector.length).toBe(dimension);
      expect(cosine(vector, vector)).toBeCloseTo(1, 5);
    }),
    { numRuns: 100 },
  );
});

test('a vector depends on the text alone: not on the batch, what came before, or whether it is a question', async () => {
  const texts = ['鷹架策略', '', 'cloud '.repeat(5000), 'The pause', '鷹架策略'];
  const embedder = createLocalEmbedder();
  const together = await embedder.embedTexts(texts);
  for (const [index, text] of texts.entries()) {
    expect(together[index]).toEqual(await embed(text));
    expect(await embedder.embedQuestion(text)).toEqual(together[index]);
  }
  expect(await embedder.embedTexts([])).toEqual([]);
});

test.each([
  ['微軟暫停資料中心的擴建', '微软暂停资料中心的扩建'],
  ['ＧＰＴ－５ 的價格', 'gpt-5 的价格'],
  ['Data Centers', 'data center'],
])('%s and %s have one vector', async (first, second) => {
  expect(await embed(first)).toEqual(await embed(second));
});

test('texts that share rare words are nearer than texts that share common ones', async () => {
  const question = await embed('微軟為什麼暫停資料中心的擴建?');
  const right = await embed('微軟暫停資料中心的擴建，是因為不想被單一世代的硬體綁住。');
  const other = await embed('為什麼天空是藍的?因為大氣會散射陽光。');
  expect(cosine(question, right)).toBeGreaterThan(cosine(question, other) + 0.2);
});
