/**
 * Faults that say more than the quotes do, or bind what they leave apart: a plan told as done, a "may" told as a fact, an "only" or a "because" of the
 * model's own, somebody else's deed. In: true claims. Out: texts that say something else. Pure; written apart from the verifier's own lists.
 */
import type { TrueClaim } from './faults.js';
import { stateOneFact } from './same-facts.js';

export type OverstatementKind =
  | 'plan told as done'
  | 'chance told as fact'
  | 'opinion told as fact'
  | 'added only'
  | 'added all'
  | 'changed currency'
  | 'percentage points'
  | 'shifted quarter'
  | 'false cause';

type Rewrite = readonly [RegExp, string];

const plans: readonly Rewrite[] = [
  [/\bplans? to (build|buy|use|offer|make|extend)\b/, 'already $1s'],
  [/\b(?:intends?|aims?|wants|hopes|means) to (build|offer|increase|turn|extend)\b/, 'has managed to $1'],
  [/\bplans? to\b/, 'has managed to'],
  [/\bis (?:meant )?to (offer|give|bring)\b/, 'has begun to $1'],
  [/\bplan\b(?= 10 GW)/, 'have finished'],
  [/\bwould use\b/, 'had used'],
  [/打算(?=與|讓)|計畫(?=推出|打造|興建)/, '已經完成'],
  [/(?:微軟)?(?:希望|想)(?=每|在每)/, '微軟已經做到'],
  [/將(?=使用|利用|讓|提供)/, '已經'],
];

const chances: readonly Rewrite[] = [
  [/\b(?:may|might|could) (collide|clash|meet) again\b/, 'have $1d again'],
  [/\b(?:may|might|could) (suffer|become|fall|face)\b/, 'always $1'],
  [/\b(?:may|might|could) have\b/, 'certainly have'],
  [/(?<!(?:wherever|whatever [\w -]*) it )\b(?:may|might|could)\b/, 'does'],
  [/(?<!盡)可能(?:會)?/, '已經'],
  [/潛在(?:的)?/, '確定的'],
  [/\ba potential gap\b/, 'a confirmed gap'],
];

/** A source's own view; what it only reports may be told with its citation alone. */
const opinions: readonly Rewrite[] = [
  [/^Ellison (?:claims|maintains|asserts)(?: that)? /, ''],
  [/^(?:艾里森)(?:主張|宣稱)，?/, ''],
  [/^(?:Nadella (?:argues|warns|claims|maintains|contends|holds)(?: that)? )/, ''],
  [/^納德拉(?:主張|認為|警告)，?(?=.{0,4}(?:持久|握有|能夠|長久|價值))/, ''],
];

const onlys: readonly Rewrite[] = [
  [/^(Microsoft|Oracle|OpenAI|Nadella|Implicator|SemiAnalysis) (?=\w)/, 'Only $1 '],
  [/^(微軟|甲骨文|OpenAI|納德拉) ?(?=[\u4e00-\u9fff])/, '只有$1'],
];

const alls: readonly Rewrite[] = [
  [/\b(?:several|many)\b(?! virtual)/i, 'all'],
  [/\babout half\b/i, 'all'],
  [/好幾|多家|多個|數個|幾家/, '所有'],
  [/約一半/, '全部'],
];

const currencies: readonly Rewrite[] = [
  [/\b(?:US )?dollars\b/, 'euros'],
  [/\$(?=\d)/, '€'],
  [/\$(?=\d)/, '£'],
  [/美元/, '歐元'],
  [/美元/, '新台幣'],
  [/美元/, '人民幣'],
];

const points: readonly Rewrite[] = [
  [/(?<=\d)(?: ?%| percent)(?! point)/, ' percentage points'],
  [/(?<=\d) ?%(?=[^\w]*[\u4e00-\u9fff])/, ' 個百分點'],
];

const quarters: readonly Rewrite[] = [
  [/\bfourth(?=[ -]quarter)/i, 'third'],
  [/第四季/, '第三季'],
  [/第四季/, '第一季'],
  [/\bfiscal (?:year )?2024\b/, 'fiscal 2025'],
  [/2024 ?(?=會計年度|財年)/, '2025 '],
];

const tables: Readonly<Partial<Record<OverstatementKind, readonly Rewrite[]>>> = {
  'plan told as done': plans,
  'chance told as fact': chances,
  'opinion told as fact': opinions,
  'added only': onlys,
  'added all': alls,
  'changed currency': currencies,
  'percentage points': points,
  'shifted quarter': quarters,
};

const saysOnly = /\bonly|alone|sole|exclusiv|single|\bjust\b|獨家|唯一|只|僅|單/i;
const saysAll = /\b(?:all|every|each|entire|whole|everything)\b|所有|全部|整個|每|一切|都/i;
const saysWhy =
  /because|reason|since|so\b|owing|due|thanks|therefore|cause|lead|led|result|why|in order|answer to|因|所以|由於|為了|理由|原因|導致|以免|避免|靠|使得|讓/i;

/** `other`: a claim of something else, whose quotes stand beside those of the first. */
export function overstate(claim: TrueClaim, other: TrueClaim): { fault: OverstatementKind; text: string; quotes: TrueClaim['quotes'] }[] {
  const said = claim.quotes.map(({ words }) => words).join(' ');
  const drafts = (Object.entries(tables) as [OverstatementKind, readonly Rewrite[]][])
    .filter(([fault]) => !(fault === 'added only' && saysOnly.test(said)) && !(fault === 'added all' && saysAll.test(said)))
    .flatMap(([fault, rewrites]) =>
      rewrites.map(([pattern, to]) => ({ fault, text: claim.text.replace(pattern, to), quotes: claim.quotes })),
    );
  return [...drafts, ...falseCauses(claim, other)].filter(({ text }) => text !== claim.text);
}

/** Two true claims, of which neither is the reason of the other. */
function falseCauses(claim: TrueClaim, other: TrueClaim): { fault: OverstatementKind; text: string; quotes: TrueClaim['quotes'] }[] {
  const quotes = [...claim.quotes, ...other.quotes];
  if (claim.language !== other.language || quotes.some(({ words }) => saysWhy.test(words))) return [];
  if (saysWhy.test(claim.text + other.text) || stateOneFact(claim, other)) return [];
  const [first, second] = [claim.text.replace(/[.。]$/, ''), other.text.replace(/[.。]$/, '')];
  const texts =
    claim.language === 'en'
      ? [`${first} because ${second}.`, `${first}, which led to this: ${second}.`]
      : [`因為${first}，所以${second}。`, `${first}，導致${second}。`];
  return texts.map((text) => ({ fault: 'false cause', text, quotes }));
}
