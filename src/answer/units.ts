/** Units in both languages, each with its base and factor. In: plain text (folded) and a place beside a number. Pure. */

/** `factor` brings a value to the base unit that `key` names: GW and MW are both "W". */
export type Unit = { key: string; factor: number };

/** key, factor, pattern behind a number. Longer forms stand before shorter ones. */
const table: readonly [string, number, string][] = [
  ['W', 1e12, 'tw|terawatts?|太瓦'],
  ['W', 1e9, 'gw|gigawatts?|吉瓦|十亿瓦'],
  ['W', 1e6, 'mw|megawatts?|兆瓦|百万瓦'],
  ['W', 1e3, 'kw|kilowatts?|千瓦'],
  ['W', 1, 'w|watts?|瓦特?'],
  ['%', 1, '%|percent(?!age point)|per cent|趴'],
  ['points', 1, 'percentage points?|个百分点|百分点'],
  ['USD', 1, '(?:us|u\\.s\\.) dollars?|dollars?|usd|美元|美金'],
  ['EUR', 1, 'euros?|eur|欧元'],
  ['GBP', 1, 'pounds?|gbp|英镑'],
  ['JPY', 1, 'yen|jpy|日元|日圆'],
  ['CNY', 1, 'yuan|rmb|cny|人民币'],
  ['TWD', 1, 'nt dollars?|twd|元?新台币|台币'],
  ['money', 1, '元|块钱'],
  ['m', 1e-9, 'nm|nanomet(?:er|re)s?|奈米|纳米'],
  ['m', 1e-3, 'mm|millimet(?:er|re)s?|公厘|毫米'],
  ['m', 1e-2, 'cm|centimet(?:er|re)s?|公分|厘米'],
  ['m', 1e3, 'km|kilomet(?:er|re)s?|公里|千米'],
  ['m', 1, 'm|met(?:er|re)s?|公尺'],
  ['area', 4046.86, 'acres?|英亩'],
  ['area', 1e4, 'hectares?|公顷'],
  ['B', 1e15, 'pb|petabytes?'],
  ['B', 1e12, 'tb|terabytes?|兆兆位元组'],
  ['B', 1e9, 'gb|gigabytes?|吉位元组|十亿位元组'],
  ['B', 1e6, 'mb|megabytes?|百万位元组'],
  ['FLOPS', 1e18, 'exaflops?|eflops'],
  ['FLOPS', 1e15, 'petaflops?|pflops|千兆次浮点运算|千兆次'],
  ['FLOPS', 1e12, 'teraflops?|tflops'],
  ['month', 120, 'decades?'],
  ['month', 12, '-?years?(?:-old)?|个?年'],
  ['month', 3, '-?quarters?|个?季度?'],
  ['month', 1, '-?months?|个月'],
  ['day', 7, '-?weeks?|个?(?:星期|礼拜)|周'],
  ['day', 1, '-?days?|天|日(?![本圆元经])'],
  ['second', 3600, '-?hours?|个?(?:小时|钟头)'],
  ['second', 60, '-?minutes?|分钟'],
  ['second', 1, '-?seconds|秒'],
  ['times', 1, 'times|倍|次'],
];

let ahead: { pattern: RegExp; units: readonly Unit[] } | undefined;

function compiled() {
  if (ahead === undefined) {
    // A word of letters ends where letters end; a rate ("TB/s") has the unit of what flows.
    const source = table.map(([, , forms]) => `((?:${forms})(?![a-z0-9]))`).join('|');
    ahead = { pattern: new RegExp(`\\s*-?(?:of )?(?:${source})`, 'y'), units: table.map(([key, factor]) => ({ key, factor })) };
  }
  return ahead;
}

export function unitAhead(plain: string, at: number): { unit: Unit; end: number } | undefined {
  const { pattern, units } = compiled();
  pattern.lastIndex = at;
  const match = pattern.exec(plain);
  if (match === null) return undefined;
  const which = match.findIndex((group, index) => index > 0 && group !== undefined);
  return { unit: units[which - 1]!, end: at + match[0].length };
}

const signs: readonly [string, RegExp][] = [
  ['TWD', /nt\$\s*$/],
  ['USD', /(?:us)?\$\s*$|usd\s*$/],
  ['EUR', /€\s*$/],
  ['GBP', /£\s*$/],
  ['JPY', /¥\s*$/],
];

/** Signs that stand before the number: $14 billion. */
export function unitBehind(plain: string, at: number): { unit: Unit; start: number } | undefined {
  const before = plain.slice(Math.max(0, at - 6), at);
  for (const [key, pattern] of signs) {
    const match = pattern.exec(before);
    if (match !== null) return { unit: { key, factor: 1 }, start: at - match[0].length };
  }
  return undefined;
}
