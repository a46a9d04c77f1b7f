/**
 * Seeded faults: a true claim -> claims that say something else. In: a claim with its quotes, the collection's names, a seed. Out: drafts, each
 * named by its fault; every one of them is false or unquoted and must not be shown as it stands. Pure.
 */
import { lettersIn } from '../../src/answer/locate-quote.js';
import type { DraftClaim } from '../../src/answer/verify.js';
import type { GlossaryRow } from '../../src/text/glossary.js';
import { foreignNames, inventedSpeakers, quotedNames, swapSubjects, unknownNames } from './name-faults.js';
import { type OverstatementKind, overstate } from './overstatements.js';
import { stateOneFact } from './same-facts.js';

/** `article` names where the first quote stands. */
export type TrueClaim = { text: string; language: string; quotes: readonly { articleId: string; words: string }[] };
export type FaultKind =
  | 'invented quote'
  | 'altered quote'
  | 'quote from elsewhere'
  | 'changed number'
  | 'changed unit'
  | 'changed date'
  | 'foreign name'
  | 'unknown name'
  | 'dropped negation'
  | 'added negation'
  | 'swapped subject'
  | 'reversed comparison'
  | 'reversed bound'
  | 'name from the quote'
  | 'invented speaker'
  | OverstatementKind;
export type FaultyDraft = { fault: FaultKind; draft: DraftClaim; origin: TrueClaim };

type Maker = (claim: TrueClaim, random: () => number) => string[];

/** Pairs of words that turn a comparison round. Written apart from the verifier's own list. */
const reversals: readonly [RegExp, string][] = pairs(
  'more than=less than;faster=slower;cheaper=more expensive;higher=lower;lower=higher;rose=fell;fell=rose;grew=shrank;grow=shrink;growth=decline;before=after;after=before;ahead of=behind;behind=ahead of;large=small;larger=smaller;short-term=long-term;long-term=short-term;' +
    'better=worse;best=worst;most demanding=least demanding;high-margin=low-margin;low-margin=high-margin;accelerate=slow down;accelerating=slowing;cheap=expensive;expensive=cheap;buying=selling;winner=loser;won=lost;lost=won;first cloud war=last cloud war;whichever comes first=whichever comes last;increase=decrease;thin margins=fat margins;largest=smallest;near-term=long-term;high depreciation=low depreciation',
  '超過=低於;不到=超過;之前=之後;以前=以後;之後=之前;領先=落後;落後=領先;增加=減少;減少=增加;成長=萎縮;提高=降低;降低=提高;下滑=上升;跌到=升到;高毛利=低毛利;低毛利=高毛利;更快=更慢;便宜=昂貴;昂貴=便宜;短期=長期;長期=短期;大型=小型;正在加速=正在減速;放慢=加快;贏得=輸掉;落敗=獲勝;購買=出售;超越=落後於;較低=較高;較高=較低;最高=最低;折舊風險高=折舊風險低',
);

/** A "before" that has nothing in the quotes to be turned round is an addition, and no comparison. */
const timeWords = /^(?:before|after|之前|之後|以前|以後)$/;
const saysWhen = (quotes: TrueClaim['quotes']) =>
  quotes.some(({ words }) => /before|after|earlier|later|post-|prior|ago|前|後|先/.test(words));

const negationDrops: readonly RegExp[] = [
  /\b(?:did|does|do|is|was|are|were|would|could|should|will|has|have|had|can|must)\b( not\b)/g,
  /( not)\b(?! only| just| merely)/g,
  /(n't)\b/g,
  /\b(no longer )/g,
  /(without)\b/g,
  /\b(never )/g,
  /\bcan(not)\b/g,
  /(rather than)/g,
  /(並沒有|没有|沒有|並不|並非|不再|不會|不能|不是|不想|不願意|不願|不希望|不該|不必|無法|尚未|從未|絕不)/g,
  /(不)(?=[讓做蓋把用靠由在屬受算包])/g,
  /(而非|而不是|而不)/g,
];

const makers: Readonly<Record<string, Maker>> = {
  'changed number': ({ text }, random) =>
    eachMatch(text, /\d+(?:,\d{3})*(?:\.\d+)?/g, (number, at) => (isYearOrName(text, number, at) ? [] : [scaleNumber(number, random)])),
  'changed unit': ({ text }) => [
    ...eachMatch(text, /\bGW\b|吉瓦|gigawatts?/g, (unit) => [
      unit === 'GW' ? 'MW' : unit === '吉瓦' ? '兆瓦' : unit.replace('giga', 'mega'),
    ]),
    ...eachMatch(text, /\bbillion\b/g, () => ['million', 'trillion']),
    ...eachMatch(text, /億(?=美元|個|瓦)/g, () => ['萬', '兆']),
    ...eachMatch(text, /\bMW\b|\bnm\b|\bGB\b/g, (unit) => [{ MW: 'GW', nm: 'mm', GB: 'TB' }[unit]!]),
    ...eachMatch(text, /\bmonths\b|個月/g, (unit) => [unit === 'months' ? 'years' : '年']),
  ],
  'changed date': ({ text }, random) => [
    ...eachMatch(text, /\b20\d\d\b/g, (year) => [String(Number(year) + (random() < 0.5 ? 1 : -1))]),
    ...eachMatch(text, /\b(?:January|February|June|October|November)\b/g, (month) => [
      { January: 'March', February: 'May', June: 'July', October: 'September', November: 'December' }[month]!,
    ]),
    ...eachMatch(text, /\d{1,2}(?= 月)/g, (month) => [String((Number(month) % 12) + 1)]),
    ...eachMatch(text, /second half|first half|下半年|上半年|mid-2024|年中/g, (part) => [
      {
        'second half': 'first half',
        'first half': 'second half',
        下半年: '上半年',
        上半年: '下半年',
        'mid-2024': 'early 2024',
        年中: '年底',
      }[part]!,
    ]),
  ],
  'dropped negation': ({ text }) =>
    negationDrops.flatMap((pattern) => eachMatch(text, pattern, (whole, _at, group) => [whole.replace(group!, '')])),
  'added negation': ({ text }) => [
    ...eachMatch(text, /\b(is|was|are|were|would|will|has|had|can|must)\b(?! not| no\b)/g, (verb) => [`${verb} not`]),
    ...eachMatch(
      text,
      /(?<=[\u4e00-\u9fff])(?:暫停了|持有|成為|計畫|承諾|包含|公布|推出|凍結了|接手|簽下|放棄|仰賴|占地|提供|採用|宣布|必須|可以|需要|表示|放慢)/g,
      (verb) => [`沒有${verb}`],
    ),
  ],
  'reversed comparison': ({ text, quotes }) =>
    reversals.flatMap(([pattern, to]) => (timeWords.test(to) && !saysWhen(quotes) ? [] : eachMatch(text, pattern, () => [to]))),
  'reversed bound': ({ text }) => [
    ...eachMatch(text, /\b(?:more than|over|at least)(?= (?:US )?\$?\d)/g, () => ['less than']),
    ...eachMatch(text, /\b(?:under|less than|at most|up to|within)(?= (?:US )?\$?\d)/g, () => ['more than']),
    ...eachMatch(text, /超過(?= ?\d)|逾(?= ?\d)|至少(?= ?\d)/g, () => ['不到']),
    ...eachMatch(text, /(?:不到|不足|低於)(?= ?\d)/g, () => ['超過']),
  ],
};

export type FaultContext = { glossary: readonly GlossaryRow[]; claims: readonly TrueClaim[]; random: () => number };

/** Every fault of every kind that this claim can have. */
export function plantFaults(claim: TrueClaim, context: FaultContext): FaultyDraft[] {
  const drafts: FaultyDraft[] = [];
  const quotes = claim.quotes.map(({ words }) => ({ passage: 'P1', words }));
  const add = (fault: FaultKind, draft: DraftClaim) => drafts.push({ fault, draft, origin: claim });
  for (const [fault, make] of Object.entries(makers)) {
    for (const text of new Set(make(claim, context.random))) if (text !== claim.text) add(fault as FaultKind, { text, quotes });
  }
  for (const text of swapSubjects(claim, context)) add('swapped subject', { text, quotes });
  for (const text of foreignNames(claim, context)) add('foreign name', { text, quotes });
  for (const text of unknownNames(claim, context)) add('unknown name', { text, quotes });
  for (const text of new Set(inventedSpeakers(claim, context))) add('invented speaker', { text, quotes });
  const other = context.claims[Math.floor(context.random() * context.claims.length)]!;
  add('invented quote', {
    text: claim.text,
    quotes: [
      {
        passage: 'P1',
        words: claim.language === 'en' ? `${claim.text} This was confirmed by several people.` : `${claim.text}多位人士也證實了這一點。`,
      },
    ],
  });
  for (const words of alterQuote(claim)) add('altered quote', { text: claim.text, quotes: [{ passage: 'P1', words }] });
  for (const beside of [claim, other]) {
    const both = beside === claim ? quotes : [...quotes, ...beside.quotes.map(({ words }) => ({ passage: 'P1', words }))];
    for (const text of quotedNames(claim, beside, context)) add('name from the quote', { text, quotes: both });
  }
  for (const { fault, text, quotes: words } of overstate(claim, other))
    add(fault, { text, quotes: words.map((quote) => ({ passage: 'P1', words: quote.words })) });
  if (shareNothing(claim, other) && !stateOneFact(claim, other))
    add('quote from elsewhere', { text: claim.text, quotes: other.quotes.map(({ words }) => ({ passage: 'P1', words })) });
  return drafts;
}

/** Calls `make` for each match and puts each of its answers in the match's place. */
function eachMatch(text: string, pattern: RegExp, make: (match: string, at: number, group?: string) => string[]): string[] {
  return [...text.matchAll(pattern)].flatMap((match) =>
    make(match[0], match.index, match[1]).map((to) => text.slice(0, match.index) + to + text.slice(match.index + match[0].length)),
  );
}

function pairs(english: string, chinese: string): [RegExp, string][] {
  const split = (line: string) => line.split(';').map((pair) => pair.split('=') as [string, string]);
  return [
    ...split(english).map(([from, to]): [RegExp, string] => [
      new RegExp(`(?<!lay |than |\\bas )\\b${from}\\b(?! the (?:next|past))`, 'g'),
      to,
    ]),
    ...split(chinese).map(([from, to]): [RegExp, string] => [new RegExp(`(?<!不)${from}`, 'g'), to]),
  ];
}

/** Years have a fault of their own; digits in names (GB200, Maia 200, Fairwater 2) are changed with the name. */
function isYearOrName(text: string, number: string, at: number): boolean {
  return (
    /^20\d\d$/.test(number) ||
    /[A-Za-z]$/.test(text.slice(0, at)) ||
    /[A-Za-z]/.test(text[at + number.length] ?? '') ||
    /^ ?月/.test(text.slice(at + number.length))
  );
}

function scaleNumber(number: string, random: () => number): string {
  const value = Number(number.replaceAll(',', ''));
  const changed = random() < 0.5 ? value * 10 : value + (random() < 0.5 ? 1 : 2);
  return number.includes(',') ? changed.toLocaleString('en-US') : String(Number(changed.toFixed(2)));
}

function alterQuote({ quotes }: TrueClaim): string[] {
  return quotes.flatMap(({ words }) => {
    const third = Math.floor(words.length / 3);
    const cut = words.slice(0, third) + words.slice(2 * third);
    return [cut, words.replace(/[\u4e00-\u9fff]{2}|[a-z]{5,}/, (word) => (/[a-z]/.test(word) ? 'certainly' : '據稱'))].filter(
      (each) => each !== words && !lettersIn(words).includes(lettersIn(each)),
    );
  });
}

function shareNothing(one: TrueClaim, other: TrueClaim): boolean {
  const words = (claim: TrueClaim) =>
    new Set(`${claim.text} ${claim.quotes.map((quote) => quote.words).join(' ')}`.match(/[A-Z][A-Za-z]+|\d+|[\u4e00-\u9fff]{2}/g) ?? []);
  const first = words(one);
  return [...words(other)].filter((word) => first.has(word)).length <= 2;
}
