/** The language and script of what a model wrote: asked for, and checked all the same. In: a claim's words. Out: the words to show, or undefined. */
import { openMainlandConverter, openTaiwanConverter } from '../text/display-script.js';
import { detectLanguage } from '../text/language.js';
import type { writingLanguage } from './draft.js';

/** @returns undefined where the words are in another language; the other script is converted. */
export async function inLanguage(text: string, wanted: ReturnType<typeof writingLanguage>): Promise<string | undefined> {
  const found = detectLanguage(text);
  // A few names in a row belong to no language.
  if (found === 'und' || found === wanted) return text;
  if (wanted === 'en' || !found.startsWith('zh')) return undefined;
  const convert = await (wanted === 'zh-Hant' ? openTaiwanConverter() : openMainlandConverter());
  return convert(text);
}
