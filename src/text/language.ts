/**
 * Which language a text is in, and which script Chinese is in. Made for questions of a few words as well as for articles; only
 * the first part of a long text is looked at. Pure.
 */
import simplifiedPairs from 'opencc-js/dict/STCharacters';
import traditionalPairs from 'opencc-js/dict/TSCharacters';

/** UTF-16 units of a text that are looked at: a language shows itself early. */
const SAMPLE = 8_000;

/** One grammatical word tells more about a language than one name does. */
const GRAMMAR_WEIGHT = 3;
const englishGrammar = new Set(
  (
    'a about all am an and any are as at be because been but by can could did do does for from give had has have he her his how i if in into is it its ' +
    'me mean means more my no not of on or our she should so tell than that the their them there these they this to us was we were what ' +
    'when where which who whom whose why will with would you your explain describe compare'
  ).split(' '),
);
const chineseGrammar = new Set('的是了在嗎吗呢吧什麼么為为何誰谁哪幾几多少怎樣样如與与和及請请問问說说嘛有沒没不'.split(''));

const latinWord = /[\p{Script=Latin}\p{M}]+(?:['’][\p{Script=Latin}]+)*/gu;

type Counts = { han: number; hanGrammar: number; kana: number; hangul: number; other: number; latin: number; latinGrammar: number };

/**
 * @returns BCP 47: "zh-Hant", "zh-Hans", "ja", "ko", "en", or "und" where the script tells nothing. A text that mixes scripts is in the
 *   language of its grammar: "What is 鷹架?" is English, "Satya Nadella 的生日?" is Chinese. Chinese without a character of one
 *   script alone counts as Traditional.
 */
export function detectLanguage(text: string): string {
  const sample = text.length > SAMPLE ? text.slice(0, SAMPLE) : text;
  const counts = countScripts(sample);
  const { han, kana, hangul, other } = counts;
  const chinese = han + GRAMMAR_WEIGHT * counts.hanGrammar;
  const english = counts.latinGrammar === 0 && han > 0 ? 0 : counts.latin + GRAMMAR_WEIGHT * counts.latinGrammar;
  const eastAsian = chinese + GRAMMAR_WEIGHT * (kana + hangul);
  if (eastAsian > 0 && eastAsian >= english && eastAsian >= other) {
    if (hangul > han + kana) return 'ko';
    if (kana > 0 && kana * 10 > han + kana) return 'ja';
    return detectScript(sample);
  }
  if (other > english) return 'und';
  return english > 0 && looksEnglish(counts) ? 'en' : 'und';
}

/** Script of Chinese text by the characters that only one script has: "zh-Hans" where those outnumber the others, else "zh-Hant". */
export function detectScript(text: string): 'zh-Hant' | 'zh-Hans' {
  const script = scriptTable();
  let balance = 0;
  for (let index = Math.min(text.length, SAMPLE) - 1; index >= 0; index--) balance += script[text.charCodeAt(index)]!;
  return balance < 0 ? 'zh-Hans' : 'zh-Hant';
}

/**
 * A tag as people write it -> the tag that this program compares: "zh-TW", "zh_HK" -> "zh-Hant"; "zh-CN" -> "zh-Hans"; "en-US" -> "en".
 *
 * @returns undefined for what is no language tag, and "zh" where Chinese is meant but no script is named: the text has to tell.
 */
export function parseLanguage(tag: string): string | undefined {
  if (tag !== lastParsed.tag) lastParsed = { tag, language: readTag(tag) };
  return lastParsed.language;
}

/** A collection names the same language again and again, and `Intl.Locale` is slow. */
let lastParsed: { tag: string; language: string | undefined } = { tag: '', language: undefined };

function readTag(tag: string): string | undefined {
  let locale: Intl.Locale;
  try {
    locale = new Intl.Locale(tag.trim().replaceAll('_', '-'));
  } catch {
    return undefined;
  }
  if (locale.language === 'und') return undefined;
  if (locale.language === 'zh' && locale.script === undefined && locale.region === undefined) return 'zh';
  const script = locale.language === 'zh' ? locale.maximize().script : locale.script;
  return script === undefined ? locale.language : `${locale.language}-${script}`;
}

function countScripts(text: string): Counts {
  const counts: Counts = { han: 0, hanGrammar: 0, kana: 0, hangul: 0, other: 0, latin: 0, latinGrammar: 0 };
  for (const character of text) {
    const code = character.codePointAt(0)!;
    if (code < 0x370) continue;
    if ((code >= 0x3400 && code <= 0x9fff) || (code >= 0xf900 && code <= 0xfaff) || (code >= 0x20000 && code <= 0x3ffff)) {
      counts.han++;
      if (chineseGrammar.has(character)) counts.hanGrammar++;
    } else if (code >= 0x3041 && code <= 0x30ff && code !== 0x30fb && character !== 'の') counts.kana++;
    else if ((code >= 0xac00 && code <= 0xd7a3) || (code >= 0x1100 && code <= 0x11ff)) counts.hangul++;
    else if (/\p{L}/u.test(character) && !/\p{Script=Latin}/u.test(character) && character !== 'の') counts.other++;
  }
  for (const [word] of text.matchAll(latinWord)) {
    counts.latin++;
    if (englishGrammar.has(word.toLowerCase())) counts.latinGrammar++;
  }
  return counts;
}

/** Long Latin text without a word of English grammar is in some other language; of a few words nothing is known. */
function looksEnglish({ latin, latinGrammar }: Counts): boolean {
  return latin < 20 || latinGrammar * 20 >= latin;
}

let table: Int8Array | undefined;

/**
 * By UTF-16 code unit: +1 for a character that only Traditional text has, -1 for one that only Simplified text has. Source: OpenCC's
 * character tables. What OpenCC replaces although Taiwan writes it daily (台 里 群 占) counts for neither: those are in Big5's level 1.
 */
function scriptTable(): Int8Array {
  if (table === undefined) {
    table = new Int8Array(0x10000);
    const daily = createBig5Level1();
    const simplified = parsePairs(simplifiedPairs);
    for (const [from, to] of simplified) if (from.length === 1 && !to.includes(from) && !daily.has(from)) table[from.charCodeAt(0)] = -1;
    for (const [from, to] of parsePairs(traditionalPairs)) {
      if (from.length === 1 && !to.includes(from) && !simplified.has(from)) table[from.charCodeAt(0)] = 1;
    }
  }
  return table;
}

/** The 5,401 frequently used characters of Big5: lead bytes A4 to C6. */
function createBig5Level1(): Set<string> {
  const bytes: number[] = [];
  for (let lead = 0xa4; lead <= 0xc6; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) if (trail <= 0x7e || trail >= 0xa1) bytes.push(lead, trail);
  }
  return new Set(new TextDecoder('big5').decode(Uint8Array.from(bytes)));
}

function parsePairs(pairs: string): Map<string, string[]> {
  return new Map(
    pairs.split('|').map((pair) => {
      const [from, ...to] = pair.split(' ');
      return [from!, to];
    }),
  );
}
