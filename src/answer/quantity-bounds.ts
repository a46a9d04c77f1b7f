/** Words beside a number that say on which side of it the truth lies. In: plain text. Out: the bound. Pure. */

export type Bound = 'exact' | 'about' | 'above' | 'below';

const MONEY = '(?:us|nt|hk)?\\$?\\s*';
const before: readonly [Bound, RegExp][] = [
  [
    'below',
    new RegExp(
      `(?:(?<!\\b(?:no|not) )(?:less than|fewer than|lower than|smaller than)|under|below|at most|(?<!scal\\w{1,4} )up to|within|(?:no|not) more than|(?:no|not) higher than|不超过|不高于|不多于|(?<!不)(?:低于|少于)|不到|不足|未达|未满|小于|至多|最多|顶多)\\s*(?:about |an? |了|约)?${MONEY}$`,
    ),
  ],
  [
    'above',
    new RegExp(
      `(?:more than|greater than|higher than|larger than|(?<!(?:stretch|spread|extend|span|roll|scatter|come|came|go|goes|across)\\w{0,3} )over|above|exceed(?:s|ed|ing)?|at least|no less than|no fewer than|not less than|upwards of|beyond|surpass(?:es|ed|ing)?|超过|超出|突破|高于|多于|大于|逾|不少于|不低于|至少|起码|不止|不只|最少)\\s*(?:about |an? |了|约)?${MONEY}$`,
    ),
  ],
  [
    'about',
    new RegExp(
      `(?:about|around|roughly|approximately|some|nearly|almost|close to|near|circa|大约|约为|约莫|约|大概|将近|接近|差不多|近|估计|左右)\\s*(?:an? )?${MONEY}$`,
    ),
  ],
];
const after: readonly [Bound, RegExp][] = [
  ['above', /^\s*(?:以上|余|多(?=[个万亿家份颗座年名倍人%美吉])|or more|or above|plus\b|\+)/],
  ['below', /^\s*(?:以下|以内|之内|不到|or less|or fewer|or below)/],
  ['about', /^\s*(?:左右|上下|或者|or so)/],
];

const timeUnits = new Set(['month', 'day', 'second']);

/** The text around the number at [start, end), unit included. Longest context looked at: 24 units before, 24 behind. */
export function boundOf(plain: string, start: number, end: number, unit: string): Bound {
  const ahead = plain.slice(Math.max(0, start - 24), start);
  const behind = plain.slice(end, end + 24).replace(/^\s*\([^)]*\)/, '');
  // "Within a year" and "in a year" say the same.
  if (timeUnits.has(unit) && (/within\s*(?:about |an? )?$/.test(ahead) || /^\s*[以之]内/.test(behind))) return 'exact';
  if (/[多余](?=[个年天月倍])/.test(plain.slice(start, end))) return 'above';
  for (const [bound, pattern] of before) if (pattern.test(ahead)) return bound;
  for (const [bound, pattern] of after) if (pattern.test(behind)) return bound;
  return 'exact';
}
