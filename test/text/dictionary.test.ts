/** What a dictionary file says, read from its bytes. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { type Dictionary, parseDictionary } from '../../src/text/dictionary.js';
import { fold } from '../../src/text/fold.js';
import { stem } from '../../src/text/stem.js';
import { wordTerm } from '../../src/text/terms.js';

const small = [
  '# CC-CEDICT',
  '#! version=1',
  '燈塔 灯塔 [deng1 ta3] /lighthouse/CL:座[zuo4]/',
  '暫停 暂停 [zan4 ting2] /to suspend/time-out (e.g. in sports)/pause (media player)/',
  '行 行 [hang2] /a row; series/',
  '行 行 [xing2] /to walk/to go, to travel/',
  '麵 面 [mian4] /flour/noodles/',
  '面 面 [mian4] /face/variant of 麵|面[mian4]/',
  '丹佛 丹佛 [Dan1 fo2] /Denver, Colorado/',
  '咖啡館 咖啡馆 [ka1 fei1 guan3] /café/coffee shop/CL:家[jia1]/\r',
  'this line is no entry',
  '半 [ban4] /half an entry/',
].join('\n');
const dictionary = parseDictionary(Buffer.from(small))!;
const headwords = (from: Dictionary, word: string) => from.headwordsOf(wordTerm(stem(fold(word))));

describe('a dictionary', () => {
  test('counts entries, not comments nor broken lines', () => {
    expect(dictionary.entries).toBe(8);
  });

  test.each([
    { name: 'measure words are no meanings', headword: '燈塔', meanings: ['lighthouse'] },
    { name: 'either script finds an entry', headword: '灯塔', meanings: ['lighthouse'] },
    { name: 'what stands in brackets is left out', headword: '暫停', meanings: ['to suspend', 'time-out', 'pause'] },
    { name: 'entries of one headword follow each other', headword: '行', meanings: ['a row', 'series', 'to walk', 'to go', 'to travel'] },
    { name: 'words that one script writes alike are all found', headword: '面', meanings: ['flour', 'noodles', 'face', 'variant of'] },
    { name: 'a line may end as Windows ends it', headword: '咖啡館', meanings: ['café', 'coffee shop'] },
    { name: 'what is no headword has no meaning', headword: '燈', meanings: [] },
  ])('$name', ({ headword, meanings }) => {
    expect(dictionary.meaningsOf(fold(headword))).toEqual(meanings);
    expect(dictionary.has(fold(headword))).toBe(meanings.length > 0);
  });

  test.each([
    { name: 'a word finds what it means', word: 'lighthouse', found: [{ headword: '灯塔', words: 1, rank: 0 }] },
    { name: 'a word finds its other forms', word: 'suspended', found: [{ headword: '暂停', words: 1, rank: 0 }] },
    {
      name: 'a meaning of several words counts them, function words aside',
      word: 'shop',
      found: [{ headword: '咖啡馆', words: 2, rank: 1 }],
    },
    { name: 'letters with accents belong to a word', word: 'CAFÉ', found: [{ headword: '咖啡馆', words: 1, rank: 0 }] },
    { name: 'alternatives within a meaning rank one after the other', word: 'Colorado', found: [{ headword: '丹佛', words: 1, rank: 1 }] },
    { name: 'words in brackets find nothing', word: 'media', found: [] },
    { name: 'function words find nothing', word: 'to', found: [] },
    { name: 'unknown words find nothing', word: 'zeppelin', found: [] },
  ])('$name', ({ word, found }) => {
    expect(headwords(dictionary, word)).toEqual(found);
  });

  test.each(['', 'just text\nin lines', '# only a comment', '/a/b/'])('is none where no line is an entry: %j', (text) => {
    expect(parseDictionary(Buffer.from(text))).toBeUndefined();
  });
});

const real = join(resolve(process.env.YINGJIA_SHARED ?? '../shared'), 'data/cedict/cedict.txt.gz');
const missing = !existsSync(real) && process.env.YINGJIA_REQUIRE_ALL === undefined;

test.skipIf(missing)('CC-CEDICT is read whole (skipped where YINGJIA_SHARED has no data/cedict)', () => {
  const cedict = parseDictionary(gunzipSync(readFileSync(real)))!;
  expect(cedict.entries).toBeGreaterThan(110_000);
  expect(cedict.meaningsOf(fold('資料庫'))).toContain('database');
  expect(headwords(cedict, 'database').map(({ headword }) => headword)).toContain('数据库');
});
