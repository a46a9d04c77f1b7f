import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { datesOf } from '../../src/answer/dates.js';
import { quantitiesOf } from '../../src/answer/quantities.js';
import { plainText } from '../../src/text/plain.js';

function read(text: string): string[] {
  const plain = plainText(text);
  return quantitiesOf(plain, datesOf(plain)).map(
    ({ value, unit, bound, vague }) =>
      `${vague ? '~' : ''}${Number(value.toPrecision(12))}${unit === '' ? '' : ` ${unit}`}${bound === 'exact' ? '' : ` ${bound}`}`,
  );
}

describe('quantities are brought to one form', () => {
  it.each<[string, string[]]>([
    ['3.5 GW', ['3500000000 W']],
    ['三吉瓦', ['3000000000 W']],
    ['300 兆瓦', ['300000000 W']],
    ['300 百萬瓦', ['300000000 W']],
    ['１，３５０ 億美元', ['135000000000 USD']],
    ['135 billion US dollars', ['135000000000 USD']],
    ['US$135bn', ['135000000000 USD']],
    ['$5-6 billion', ['5000000000 USD', '6000000000 USD']],
    ['約 50 億至 60 億美元', ['5000000000 USD about', '6000000000 USD']],
    ['兩千五百億', ['250000000000']],
    ['6.4 萬顆', ['64000']],
    ['twenty-five percent', ['25 %']],
    ['百分之三十二點五', ['32.5 %']],
    ['三成五', ['35 %']],
    ['two thirds of it', ['66.6666666667 %']],
    ['五分之一', ['20 %']],
    ['兩年半', ['30 month']],
    ['two and a half years', ['30 month']],
    ['within a year', ['12 month']],
    ['每 18 到 24 個月', ['18 month', '24 month']],
    ['tens of billions of dollars', ['~10000000000 USD']],
    ['數百億美元', ['~10000000000 USD']],
    ['幾萬顆', ['~10000']],
    ['tenfold', ['10 times']],
    ['3 奈米', ['3e-9 m']],
    ['超過 1,400 億個', ['140000000000 above']],
    ['不到 25%', ['25 % below']],
    ['25% 以下', ['25 % below']],
    ['30 多份', ['30 above']],
    ['at least 3', ['3 above']],
    ['up to 750 W', ['750 W below']],
    ['得分後20秒內進行，自給率僅為10%', ['20 second', '10 %']],
    ['no less than 750 W', ['750 W above']],
    ['不少於30份', ['30 above']],
    ['every year and a half', ['18 month']],
    ['from about 500 million to about 5-6 billion US dollars', ['500000000 USD about', '5000000000 USD about', '6000000000 USD']],
    ['doubling down, 加倍下注', []],
    ['第二代', ['2 ordinal']],
    ['the third one', ['3 ordinal']],
    ['GB200, H100 and FP8', []],
    ['in 2024, in June', []],
    ['一般而言，唯一的一致意見', []],
  ])('%s', (text, wanted) => expect(read(text)).toEqual(wanted));

  it('says the same of a text in full and half width', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 999_999 }), fc.constantFrom('GW', '億美元', ' percent', ' months'), (number, unit) => {
        const wide = String(number).replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
        expect(read(`${wide}${unit}`)).toEqual(read(`${number}${unit}`));
      }),
    );
  });
});

describe('dates are read as precisely as they are given', () => {
  it.each<[string, object[]]>([
    ['2024 年 6 月 11 日', [{ year: 2024, month: 6, day: 11 }]],
    ['11 June 2024', [{ year: 2024, month: 6, day: 11 }]],
    ['June 11, 2024', [{ year: 2024, month: 6, day: 11 }]],
    ['2024-06-11', [{ year: 2024, month: 6, day: 11 }]],
    ['二〇二四年六月', [{ year: 2024, month: 6 }]],
    ['民國 113 年 6 月', [{ year: 2024, month: 6 }]],
    ['in May 2024', [{ year: 2024, month: 5 }]],
    ['it may rain', []],
    ['2023 年的下半年', [{ year: 2023, part: 'H2' }]],
    ['the second half of 2023', [{ year: 2023, part: 'H2' }]],
    ['mid-2024', [{ year: 2024, part: 'mid' }]],
    ['2024 年年中', [{ year: 2024, part: 'mid' }]],
    ['the fourth quarter of fiscal 2024', [{ year: 2024, part: 'Q4' }]],
    ['2024 會計年度第四季', [{ year: 2024, part: 'Q4' }]],
    ['Q4 2024', [{ year: 2024, part: 'Q4' }]],
    ['十一月', [{ month: 11 }]],
    ['18 個月', []],
    ['2000 chips', []],
  ])('%s', (text, wanted) => expect(datesOf(plainText(text)).map(({ date }) => date)).toEqual(wanted));
});

it.each([
  { text: '1,'.repeat(30_000) },
  { text: '一百'.repeat(30_000) },
  { text: '7'.repeat(60_000) },
  { text: '2024 年 '.repeat(10_000) },
  { text: 'more than '.repeat(10_000) },
  { text: 'June '.repeat(10_000) },
])('long nonsense is read to its end: $text.length characters', ({ text }) => {
  const plain = plainText(text);
  quantitiesOf(plain, datesOf(plain));
});
