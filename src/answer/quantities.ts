/**
 * Numbers with their scale, unit and bound, in both languages, brought to one form: 3 GW = 3 吉瓦 = 三吉瓦 = 3000 MW; 1,350 億美元 = 135 billion
 * US dollars; 五分之一 = one fifth = 20%. In: plain text (folded, offsets kept). Out: quantities where they stand. Pure.
 */
import { CHINESE_NUMERAL, CHINESE_SCALE, chineseValue, ENGLISH_NUMERAL, englishScales, englishValue, scaleOf } from '../text/numerals.js';
import { type Bound, boundOf } from './quantity-bounds.js';
import { type Unit, unitAhead, unitBehind } from './units.js';

/** `value` in the base unit, `written` as it stands, `ends` where no word of letters follows; "" where no unit is known, "ordinal" for 第二 and "second", "%" for shares. `vague`: tens of billions. */
export type Quantity = {
  value: number;
  written: number;
  unit: string;
  bound: Bound;
  vague: boolean;
  ends: boolean;
  start: number;
  end: number;
};

type Raw = { value: number; unit?: Unit; vague?: boolean; scaled?: boolean; start: number; end: number };

const ARABIC = '\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|\\d+(?:\\.\\d+)?';
/** Read from its first character on: a search from each of the others would take the square of the length of a run. */
const COUNT = `(?<!${CHINESE_NUMERAL})${CHINESE_NUMERAL}+|(?<!\\d)(?:${ARABIC})`;
const ENGLISH_SCALE = `(?:(?:hundred|thousand)\\s+)?(?:hundred|thousand|million|billion|trillion|bn|mn|tn)\\b`;
const PARTS: Readonly<Record<string, number>> = {
  half: 2,
  halves: 2,
  third: 3,
  quarter: 4,
  fourth: 4,
  fifth: 5,
  sixth: 6,
  seventh: 7,
  eighth: 8,
  ninth: 9,
  tenth: 10,
  twentieth: 20,
  hundredth: 100,
};
const PART = `(?:halves|half|third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth|twentieth|hundredth)s?`;
const ORDINALS = 'first second third fourth fifth sixth seventh eighth ninth tenth'.split(' ');
const MULTIPLES: Readonly<Record<string, number>> = {
  double: 2,
  doubled: 2,
  doubles: 2,
  doubling: 2,
  twice: 2,
  triple: 3,
  tripled: 3,
  thrice: 3,
  quadruple: 4,
  quadrupled: 4,
};
const VAGUE: Readonly<Record<string, number>> = {
  dozens: 10,
  tens: 10,
  hundreds: 100,
  thousands: 1e3,
  millions: 1e6,
  billions: 1e9,
  trillions: 1e12,
};
const percent: Unit = { key: '%', factor: 1 };
const times: Unit = { key: 'times', factor: 1 };
const ordinal: Unit = { key: 'ordinal', factor: 1 };

type Rule = { pattern: RegExp; read(match: RegExpMatchArray): Omit<Raw, 'start' | 'end'> | undefined };
let compiled: readonly Rule[] | undefined;

/** First come, first served: later rules never read what an earlier one has. */
function rules(): readonly Rule[] {
  const numeral = (text: string) => (/\d/.test(text) ? Number(text.replaceAll(',', '')) : chineseValue(text));
  const word = (text: string) => (/^an?$/.test(text) ? 1 : /\d/.test(text) ? Number(text) : englishValue(text));
  const share = (value: number | undefined) => (value === undefined ? undefined : { value, unit: percent });
  return [
    // 五分之一, 百分之三十, 三成五, 一半
    {
      pattern: new RegExp(`(${COUNT})\\s*分之\\s*(${ARABIC}|${CHINESE_NUMERAL}+(?:点${CHINESE_NUMERAL}+)?)`, 'g'),
      read: ([, whole, part]) => share((100 * pointed(part!)) / (whole === '百' ? 100 : numeral(whole!)!)),
    },
    {
      pattern: /(?<![第十百千\d])([一二两三四五六七八九1-9])成(?![为员长功立本熟就果人都交分型])([半一二三四五六七八九])?/g,
      read: ([, tens, rest]) => share(numeral(tens!)! * 10 + (rest === '半' ? 5 : rest === undefined ? 0 : numeral(rest)!)),
    },
    { pattern: /一半|半数|对半/g, read: () => share(50) },
    { pattern: /\b(?:an? |every |each )(year|month|day|hour|decade) and a half\b/g, read: ([, unit]) => halved(1, unit!) },
    // two and a half years, one fifth, two-thirds, a quarter of, half of
    {
      pattern: new RegExp(`\\b(${ENGLISH_NUMERAL}|\\d+)(?: (hundred|thousand|million|billion|trillion))? and a half\\b`, 'g'),
      read: ([, count, scale]) => ({ value: (word(count!) + 0.5) * (englishScales[scale!] ?? 1) }),
    },
    {
      pattern: new RegExp(`\\b(${ENGLISH_NUMERAL}|an?|\\d+)[- ](${PART})\\b(?!\\s+(?:quarter|party|place))`, 'g'),
      read: ([, count, part]) => partShare(word(count!), part!),
    },
    { pattern: /\bhalf\b(?!-|\s+(?:a\s+)?(?:year|decade|hour|dozen|brother|time))/g, read: () => share(50) },
    // 兩年半
    {
      pattern: new RegExp(`(${COUNT})\\s*(年|个小时|小时|个月|天)半`, 'g'),
      read: ([, count, unit]) => halved(numeral(count!)!, unit!),
    },
    { pattern: /半(?=年|个月|小时)/g, read: () => ({ value: 0.5 }) },
    { pattern: /\ban? (?=(?:year|decade|month|week|quarter-century)\b(?! after))/g, read: () => ({ value: 1 }) },
    { pattern: /\bhalf an? (?=year|decade|hour|dozen)/g, read: () => ({ value: 0.5 }) },
    // tens of billions, hundreds of thousands; 數百億, 幾萬
    {
      pattern: new RegExp(`\\b(${Object.keys(VAGUE).join('|')})\\b(?: of (${Object.keys(VAGUE).join('|')}))?`, 'g'),
      read: ([, one, other]) => ({ value: VAGUE[one!]! * (VAGUE[other!] ?? 1), vague: true }),
    },
    {
      pattern: /(?:[数几好]|上(?=[百千万亿]))([十百千]?)([万亿兆]?)(?=(.)?)/g,
      read: ([, lesser, greater, next]) => (lesser === '' && greater === '' ? undefined : vagueOf(lesser!, greater!, next)),
    },
    // first, 第二
    { pattern: new RegExp(`第\\s*(${CHINESE_NUMERAL}+|\\d+)`, 'g'), read: ([, count]) => ({ value: numeral(count!)!, unit: ordinal }) },
    { pattern: /\b(\d+)(?:st|nd|rd|th)\b/g, read: ([, count]) => ({ value: Number(count), unit: ordinal }) },
    {
      pattern: new RegExp(`\\b(${ORDINALS.join('|')})\\b`, 'g'),
      read: ([, name]) => ({ value: ORDINALS.indexOf(name!) + 1, unit: ordinal }),
    },
    // twice, tenfold
    {
      pattern: new RegExp(`\\b(${Object.keys(MULTIPLES).join('|')})\\b`, 'g'),
      read: ([, name]) => ({ value: MULTIPLES[name!]!, unit: times }),
    },
    { pattern: new RegExp(`\\b(${ENGLISH_NUMERAL}|\\d+)-?fold\\b`, 'g'), read: ([, count]) => ({ value: word(count!), unit: times }) },
    { pattern: /(?:翻倍|倍增|加倍)/g, read: () => ({ value: 2, unit: times }) },
    // 1,350 億, 2.5 萬, 135 billion, 14bn, 3
    {
      pattern: new RegExp(
        `(?<![\\p{Script=Latin}\\p{N}.])(${ARABIC})(?:\\s*(${CHINESE_SCALE})(?![万亿兆]?瓦)|\\s*-?\\s*(${ENGLISH_SCALE}))?`,
        'gu',
      ),
      read: ([, count, chinese, english]) => scaled(numeral(count!)!, chinese, english),
    },
    {
      pattern: new RegExp(`(?<![\\p{L}\\p{N}])(${ENGLISH_NUMERAL})\\b(?:[- ](${ENGLISH_SCALE}))?`, 'gu'),
      read: ([, count, scale]) => scaled(word(count!), undefined, scale),
    },
    {
      pattern: /\b(?:a|one) (hundred|thousand|million|billion|trillion|dozen)\b/g,
      read: ([, scale]) => ({ value: englishScales[scale!] ?? 12, scaled: true }),
    },
    // 三十五, 兩千五百億, 三點五
    { pattern: new RegExp(`${CHINESE_NUMERAL}+(?:点${CHINESE_NUMERAL}+)?`, 'g'), read: ([text]) => bare(text!) },
  ];
}

function pointed(text: string): number {
  if (/\d/.test(text)) return Number(text.replaceAll(',', ''));
  const [whole, fraction] = text.split('点');
  const value = chineseValue(whole!) ?? Number.NaN;
  return fraction === undefined ? value : Number(`${value}.${[...fraction].map((digit) => chineseValue(digit)).join('')}`);
}

/** 兩年半 with its unit in months. */
function halved(count: number, unit: string): Omit<Raw, 'start' | 'end'> {
  const value = count + 0.5;
  if (unit === 'decade') return { value: value * 120, unit: { key: 'month', factor: 1 } };
  if (unit === '年' || unit === 'year') return { value: value * 12, unit: { key: 'month', factor: 1 } };
  if (unit.endsWith('月') || unit === 'month') return { value, unit: { key: 'month', factor: 1 } };
  return unit === '天' || unit === 'day'
    ? { value, unit: { key: 'day', factor: 1 } }
    : { value: value * 3600, unit: { key: 'second', factor: 1 } };
}

function partShare(count: number, part: string): Omit<Raw, 'start' | 'end'> | undefined {
  const whole = PARTS[part] ?? PARTS[part.replace(/s$/, '')];
  return whole === undefined ? undefined : { value: (100 * count) / whole, unit: percent };
}

function vagueOf(lesser: string, greater: string, next: string | undefined): Omit<Raw, 'start' | 'end'> | undefined {
  if (greater === '兆' && next === '瓦') return undefined;
  return { value: scaleOf(lesser) * scaleOf(greater), vague: true };
}

function scaled(count: number, chinese: string | undefined, english: string | undefined): Omit<Raw, 'start' | 'end'> {
  const scale =
    chinese !== undefined
      ? scaleOf(chinese)
      : (english ?? '').split(/\s+/).reduce((product, word) => product * (englishScales[word] ?? 1), 1);
  return { value: count * scale, scaled: scale !== 1 };
}

function bare(text: string): Omit<Raw, 'start' | 'end'> | undefined {
  const value = text.includes('点') ? pointed(text) : chineseValue(text);
  return value === undefined || Number.isNaN(value) ? undefined : { value, scaled: value >= 1e4 };
}

/** Words that hold a numeral without counting anything. */
const idioms =
  /(?<=[那这某每哪])一|(?<!分之)一(?:般|样|起|直|些|旦|定|方面|边|同|致|向|切|再|下|时|路|举|律|概|带|心|味|窝蜂|度|来|口气|手|番)|进一步|(?<!分)之一|唯一|统一|单一|同一|万一|万能|十分|三星|四处|四周|五角|百货|百度|千禧|两岸|半导体|专一|划一|合一|不一|二选一|星期[一二三四五六日]|周[一二三四五六日]|礼拜[一二三四五六日]|\bone another\b|\bno one\b|\bone of\b|(?<=\b(?:the|this|that|each|every|another|which|first|second|third|last|new|old|other) )one\b|\b(?:at )?first,|\bat first\b|\bfirst of all\b|\bat once\b|\bsecond-guess\w*|\bone day\b|\bdoubl(?:e|es|ed|ing) down\b|加倍(?=[押下]注|投入|努力|小心)/g;

/** In order of place. `taken` are spans that say something else already, such as dates. */
export function quantitiesOf(plain: string, taken: readonly { start: number; end: number }[]): Quantity[] {
  compiled ??= rules();
  const spans: { start: number; end: number }[] = [...taken];
  for (const match of plain.matchAll(idioms)) spans.push({ start: match.index, end: match.index + match[0].length });
  const found: Raw[] = [];
  for (const { pattern, read } of compiled) {
    for (const match of plain.matchAll(pattern)) {
      const start = match.index;
      const end = start + match[0].length;
      if (spans.some((other) => other.start < end && other.end > start)) continue;
      const raw = read(match);
      if (raw === undefined || Number.isNaN(raw.value)) continue;
      spans.push({ start, end });
      found.push({ ...raw, start, end });
    }
  }
  found.sort((one, other) => one.start - other.start);
  return inheritAcrossRanges(
    plain,
    found.map((raw) => withUnit(plain, raw)).filter((raw) => raw !== undefined),
  ).map((raw) => finish(plain, raw));
}

/** Finds the unit behind or before the number; a numeral stuck to letters that are no unit (5G, 3D) is part of a name. */
function withUnit(plain: string, raw: Raw): Raw | undefined {
  if (raw.unit !== undefined) return raw;
  const ahead = unitAhead(plain, raw.end + (/^[多余来几](?=[个年天月倍])/.test(plain.slice(raw.end, raw.end + 2)) ? 1 : 0));
  if (ahead !== undefined)
    return { ...raw, ...(contradictsItself(plain, ahead) ? { value: Number.NaN } : {}), unit: ahead.unit, end: ahead.end };
  if (/\d/.test(plain[raw.end - 1]!) && /[a-z]/.test(plain[raw.end] ?? '')) return undefined;
  const behind = unitBehind(plain, raw.start);
  return behind === undefined ? raw : { ...raw, unit: behind.unit, start: behind.start };
}

/** "2 GW (兆瓦)": one unit written twice must be one unit. */
function contradictsItself(plain: string, { unit, end }: { unit: Unit; end: number }): boolean {
  const opened = /^\s*\(/.exec(plain.slice(end, end + 3));
  const again = opened === null ? undefined : unitAhead(plain, end + opened[0].length);
  return again !== undefined && plain[again.end] === ')' && again.unit.key === unit.key && again.unit.factor !== unit.factor;
}

/** "12 to 13 GW", "$5-6 billion", 50 至 60 億: each takes from the other the unit it lacks, and the first the scale. */
function inheritAcrossRanges(plain: string, raws: readonly Raw[]): Raw[] {
  // From the end, so that what the last one says reaches the first: "from 500 million to 5-6 billion dollars".
  const read = [...raws];
  for (let index = raws.length - 2; index >= 0; index--) {
    const [raw, next] = [raws[index]!, read[index + 1]!];
    if (!isRange(plain, raw, next)) continue;
    const sameKind = raw.unit === undefined || next.unit === undefined || raw.unit.key === next.unit.key;
    const scale = next.scaled === true && raw.scaled !== true && sameKind ? scaleWritten(plain.slice(next.start, next.end)) : 1;
    read[index] = { ...raw, value: raw.value * scale, unit: raw.unit ?? next.unit };
  }
  return read.map((raw, index) => {
    const previous = raws[index - 1];
    return previous !== undefined && raw.unit === undefined && isRange(plain, previous, raw) ? { ...raw, unit: previous.unit } : raw;
  });
}

function isRange(plain: string, one: Raw, next: Raw): boolean {
  return /^\s*(?:to|-|–|~|～|至|到|and|与|和|或|or)\s*(?:(?:about|around|roughly|nearly|some|大约|约|将近)\s*)?$/.test(
    plain.slice(one.end, next.start),
  );
}

function scaleWritten(text: string): number {
  const english = /(hundred|thousand|million|billion|trillion|bn|mn|tn)\b/.exec(text)?.[1];
  const chinese = new RegExp(`\\d\\s*(${CHINESE_SCALE})`).exec(text)?.[1];
  return english !== undefined ? englishScales[english]! : chinese !== undefined ? scaleOf(chinese) : 1;
}

function finish(plain: string, { value, unit, vague, start, end }: Raw): Quantity {
  return {
    value: value * (unit?.factor ?? 1),
    written: value,
    unit: unit?.key ?? '',
    bound: boundOf(plain, start, end, unit?.key ?? ''),
    vague: vague === true,
    ends: !/^\s*[a-z]/.test(plain.slice(end, end + 4)),
    start,
    end,
  };
}
