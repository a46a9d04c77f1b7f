import { describe, expect, test } from 'vitest';
import { detectLanguage, detectScript, parseLanguage } from '../../src/text/language.js';

describe('a text tells its language', () => {
  test.each([
    ['微軟為什麼暫停資料中心的擴建?', 'zh-Hant'],
    ['微软为什么暂停数据中心的扩建?', 'zh-Hans'],
    ['納德拉的生日是哪一天', 'zh-Hant'],
    ['Satya Nadella 的生日?', 'zh-Hant'],
    ['微軟的 Copilot for Microsoft 365 是什麼', 'zh-Hant'],
    ['GPT-5 价格', 'zh-Hans'],
    ['OpenAI Azure Copilot 比較', 'zh-Hant'],
    ['什麼是 scaffolding', 'zh-Hant'],
    ['台北在哪', 'zh-Hant'],
    ['天下', 'zh-Hant'],
    ['What is 鷹架?', 'en'],
    ['What does 納德拉 mean by 鷹架?', 'en'],
    ['How do I cook rice?', 'en'],
    ['Fairwater', 'en'],
    ["who's Amy Hood", 'en'],
    ['マイクロソフトはなぜ建設を止めたのか', 'ja'],
    ['ドライブ', 'ja'],
    ['優の良品在哪裡', 'zh-Hant'],
    ['마이크로소프트는 왜 멈췄나요?', 'ko'],
    ['Почему Microsoft остановила строительство?', 'und'],
    ['ทำไม', 'und'],
    ['', 'und'],
    ['🙂 123 !!', 'und'],
    [
      'Die Firma baute schneller als alle anderen und hielt dann plötzlich inne, weil ihr die Strategie der letzten Jahre nicht mehr richtig schien und weil Kunden fehlten.',
      'und',
    ],
  ])('%s -> %s', (text, language) => {
    expect(detectLanguage(text)).toBe(language);
  });

  test('characters that both scripts share decide nothing', () => {
    expect(detectScript('后干里台只')).toBe('zh-Hant');
    expect(detectScript('后干里台只发')).toBe('zh-Hans');
  });
});

describe('a language tag is brought to the form that is compared', () => {
  test.each([
    ['zh-TW', 'zh-Hant'],
    ['zh_HK', 'zh-Hant'],
    ['zh-Hant-TW', 'zh-Hant'],
    ['zh-CN', 'zh-Hans'],
    ['zh-SG', 'zh-Hans'],
    ['cmn-Hans-CN', 'zh-Hans'],
    ['zh', 'zh'],
    ['en-US', 'en'],
    ['EN', 'en'],
    ['sr-Latn', 'sr-Latn'],
    ['Chinese (Taiwan)', undefined],
    ['', undefined],
    ['und', undefined],
  ])('%s -> %s', (tag, language) => {
    expect(parseLanguage(tag)).toBe(language);
  });
});
