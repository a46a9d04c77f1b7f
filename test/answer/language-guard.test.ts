import { expect, it } from 'vitest';
import { inLanguage } from '../../src/answer/language-guard.js';

it.each([
  { text: 'Microsoft paused.', wanted: 'en', shown: 'Microsoft paused.' },
  { text: '微軟暫停了擴建。', wanted: 'en', shown: undefined },
  { text: '微软暂停了扩建。', wanted: 'zh-Hant', shown: '微軟暫停了擴建。' },
  { text: '微軟暫停了擴建。', wanted: 'zh-Hans', shown: '微软暂停了扩建。' },
  { text: 'Microsoft paused the expansion of its data centers.', wanted: 'zh-Hant', shown: undefined },
  { text: '微軟的 Azure 與 OpenAI 的 ChatGPT。', wanted: 'zh-Hant', shown: '微軟的 Azure 與 OpenAI 的 ChatGPT。' },
] as const)('$text for $wanted: $shown', async ({ text, wanted, shown }) => expect(await inLanguage(text, wanted)).toBe(shown));
