/** Numerals in words: 三十五, 兩千五百億, 二〇二四, "twenty-five", "two". In: plain text (folded). Out: values. Pure. */

const digits: Readonly<Record<string, number>> = {
  〇: 0,
  零: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};
const small: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 };
const large: Readonly<Record<string, number>> = { 万: 1e4, 亿: 1e8, 兆: 1e12 };

/** Scales that follow Arabic digits: "2.5 萬", "3 千億", "1,350 億". Longest first. */
export const CHINESE_SCALE = '(?:[十百千]?[万亿兆]|[百千](?!分))';
export const CHINESE_NUMERAL = '[〇零一二两三四五六七八九十百千万亿兆]';

/** 萬, 千億, 百萬 -> 1e4, 1e11, 1e6. */
export function scaleOf(scale: string): number {
  let value = 1;
  for (const character of scale) value *= small[character] ?? large[character] ?? 1;
  return value;
}

/** @returns undefined for what is no numeral: scales with no digit before them other than 十. */
export function chineseValue(text: string): number | undefined {
  if (/^[〇零一二三四五六七八九]{2,}$/u.test(text)) return Number([...text].map((character) => digits[character]).join(''));
  let total = 0;
  let section = 0;
  let digit: number | undefined;
  let started = false;
  for (const character of text) {
    if (character in digits) {
      digit = digits[character]!;
      started = true;
    } else if (character in small) {
      if (!started && character !== '十') return undefined;
      section += (digit ?? (character === '十' && section === 0 ? 1 : 0)) * small[character]!;
      digit = undefined;
      started = true;
    } else {
      if (!started) return undefined;
      const part = section + (digit ?? 0);
      total = large[character] === 1e4 ? total + part * 1e4 : (total + part) * large[character]!;
      section = 0;
      digit = undefined;
    }
  }
  return total + section + (digit ?? 0);
}

const ones =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
export const englishScales: Readonly<Record<string, number>> = {
  hundred: 100,
  thousand: 1e3,
  million: 1e6,
  billion: 1e9,
  trillion: 1e12,
  bn: 1e9,
  mn: 1e6,
  tn: 1e12,
};

export const ENGLISH_NUMERAL = `(?:(?:${tens.join('|')})(?:[- ](?:${ones.slice(1, 10).join('|')}))?|${[...ones].reverse().join('|')})`;

/** "twenty-five" -> 25. */
export function englishValue(words: string): number {
  return words.split(/[- ]/).reduce((sum, word) => sum + (tens.includes(word) ? (tens.indexOf(word) + 2) * 10 : ones.indexOf(word)), 0);
}
