/**
 * A claim may neither lose a "not" that its quotes have nor gain one that they lack. Each negation is matched with one of the other side that
 * governs the same words, so that a claim may leave the negated part of a sentence away, and say "avoided" for "did not". Pure.
 */
import { contentOf, retoldSentences, scopeOf, weighs, weightOf } from './anchors.js';
import type { Reading, Token } from './reading.js';
import type { Check, Fault } from './verify.js';

/** Share of what a negation governs that has to come back in the claim before its loss counts. */
const LOST_SHARE = 0.5;
/** Share that has to stand in the quotes without a negation, too, before its loss is none. */
const SAID_SHARE = 0.8;

/** What it is worth to be the same word, other than the mere "not". */
const SAME_WORD = 1.5;

/** Of what a plain denial and one within a word have in common. */
const OTHER_KIND = 0.5;

/** Denials of the will: two of them make none. */
const unwilling = /^=(?:unwilling|reluctant|unable|impossible|不愿|不想|无法|不能|不会|不可能)/;

/** Denials within a word: they govern the next word only. */
const within = /^=(?:stateless|non-?blocking|无状态|无阻塞|非阻塞|不阻塞)$/;

/** What is given up or left out, and so no longer had: a claim without any denial may not tell it as had. */
const renounces = /^=(?:give up|waive|forgo|except|other than|exclude)/;

/** A word of denial and what it governs. */
type Denial = { token: Token; scope: readonly Token[]; reading: Reading };

export const checkNegation: Check = ({ claim, quotes }) => {
  const stated = denialsOf(claim);
  const known = quotes.flatMap(denialsOf);
  const matched = matchDenials(stated, known);
  const lost = known.find((denial) => denial.token.negation === 'hard' && !matched.has(denial) && isLost(denial, claim, stated.length));
  const forsaken =
    stated.length === 0
      ? known.find((denial) => renounces.test(denial.token.key) && !contentOf(claim).keys.has(denial.token.key) && isLost(denial, claim, 1))
      : undefined;
  if (forsaken !== undefined) return fault(`The quotes say "${around(forsaken)}"; the claim has lost it.`);
  if (lost !== undefined) return fault(`The quotes say "${around(lost)}"; the claim has lost the negation.`);
  const gained = stated.find((denial) => denial.token.negation === 'hard' && !matched.has(denial) && !isOpposite(denial, quotes));
  if (gained !== undefined) return fault(`The quotes do not deny it: "${around(gained)}".`);
  const retold = quotes.find((quote) => losesCount(claim, quote));
  if (retold !== undefined) return fault('The claim tells a sentence of the quotes anew, with fewer denials.');
  if (countCancelled(claim) > Math.max(...quotes.map(countCancelled))) return fault('The claim denies what the quotes deny.');
  if (losesOpening(claim, quotes)) return fault('The quotes say "not only"; the claim says "only".');
  return gainsOpening(claim, quotes) ? fault('The quotes say "only"; the claim says "not only".') : undefined;
};

const fault = (detail: string): Fault => ({ kind: 'negation', detail });
const around = ({ token, reading }: Denial) => reading.text.slice(Math.max(0, token.start - 12), token.end + 24).trim();

/** "More than about 5" denies nothing, and "less about one than about the other" only the one. */
function isDenial(token: Token, { quantities, tokens }: Reading): boolean {
  const { negation, start, end, sentence } = token;
  if (negation !== 'hard' && negation !== 'soft') return false;
  if (!weighs(token)) return true;
  const isSecond = tokens.some((other) => other.sentence === sentence && other.end <= start && /^=less /.test(other.key));
  return !isSecond && !quantities.some((quantity) => quantity.start >= end && quantity.start - end < 6);
}

function denialsOf(reading: Reading): Denial[] {
  const denials = reading.tokens.filter((token) => isDenial(token, reading));
  return denials
    .filter((token, index) => !cancels(token, denials[index + 1], reading) && !cancels(denials[index - 1], token, reading))
    .map((token) => ({ token, scope: within.test(token.key) ? scopeOf(token, reading).slice(0, 1) : scopeOf(token, reading), reading }));
}

const countCancelled = (reading: Reading) => {
  const denials = reading.tokens.filter((token) => isDenial(token, reading));
  return denials.filter((token, index) => cancels(token, denials[index + 1], reading)).length;
};

/** "Not unwilling" denies nothing. */
function cancels(one: Token | undefined, next: Token | undefined, { plain }: Reading): boolean {
  return one?.negation === 'hard' && next !== undefined && unwilling.test(next.key) && /^\s*$/.test(plain.slice(one.end, next.start));
}

/** One to one, those that govern most in common first. Of two languages, what shares no word at all may match anything. */
function matchDenials(stated: readonly Denial[], known: readonly Denial[]): Set<Denial> {
  // What is plainly denied is rather looked for in what is plainly denied than in what is left out.
  const worth = (one: Denial, other: Denial) => sharedWeight(one, other) * (one.token.negation === other.token.negation ? 1 : OTHER_KIND);
  const pairs = stated.flatMap((one) => known.map((other) => ({ one, other, shared: worth(one, other) })));
  const matched = new Set<Denial>();
  for (const { one, other, shared } of pairs.sort((first, second) => second.shared - first.shared)) {
    if (shared <= 0 || matched.has(one) || matched.has(other)) continue;
    matched.add(one).add(other);
  }
  return matched;
}

function sharedWeight(one: Denial, other: Denial): number {
  const keys = new Set(other.scope.map((token) => token.key));
  const shared = weightOf(one.scope.filter((token) => keys.has(token.key)));
  // "Gave up" and 放棄 are each other's, whatever else they govern; "not" and "not" need not be.
  if (one.token.key === other.token.key && (one.token.empty !== true || one.scope.length === 0)) return shared + SAME_WORD;
  if (shared > 0 || one.reading.ideographic === other.reading.ideographic) return shared;
  const sentence = new Set(other.reading.tokens.map((token) => token.key));
  return one.scope.some((token) => sentence.has(token.key)) ? 0 : 0.1;
}

function isLost({ token, scope, reading }: Denial, claim: Reading, denials: number): boolean {
  const known = contentOf(claim);
  const share = scope.length === 0 ? 0 : weightOf(scope.filter((each) => known.keys.has(each.key))) / weightOf(scope);
  if (share < LOST_SHARE) return denials === 0 && claim.ideographic !== reading.ideographic && isNearest(token, reading, known.keys);
  const turned = scope.some((each) => each.pole !== undefined && claim.tokens.some((other) => other.pole === opposite(each.pole!)));
  return !turned && !isSaidToo(token, scope, reading);
}

/** A claim that says a sentence all but word for word must deny as often. */
const losesCount = (claim: Reading, quote: Reading) =>
  retoldSentences(claim, quote).some((sentence) => {
    const denials = sentence.tokens.filter(({ negation }) => negation === 'hard').length;
    return claim.tokens.filter(({ negation }) => negation === 'hard' || negation === 'soft').length < denials;
  });

/** Words differ across languages: a claim without any denial is held against the clause that it shares most with. */
function isNearest(negation: Token, quote: Reading, known: ReadonlySet<string>): boolean {
  const shared = new Map<number, number>();
  for (const token of quote.tokens)
    if (token.empty !== true && known.has(token.key)) shared.set(token.clause, (shared.get(token.clause) ?? 0) + 1);
  const here = shared.get(negation.clause) ?? 0;
  return here > 0 && [...shared.values()].every((count) => count <= here);
}

/** The quote says the same thing a second time, without denying it. */
function isSaidToo(negation: Token, scope: readonly Token[], quote: Reading): boolean {
  const keys = new Set(scope.map((token) => token.key));
  const denied = new Set(denialsOf(quote).map(({ token }) => token.clause));
  const elsewhere = quote.tokens.filter((token) => token.clause !== negation.clause && !denied.has(token.clause) && keys.has(token.key));
  return weightOf(elsewhere) >= SAID_SHARE * weightOf(scope);
}

/** "Did not rise" of what the quotes say fell. */
function isOpposite({ scope }: Denial, quotes: readonly Reading[]): boolean {
  const known = new Set(quotes.flatMap((quote) => quote.tokens.map(({ pole }) => pole)));
  return scope.some(({ pole }) => pole !== undefined && known.has(opposite(pole)) && !known.has(pole));
}

const opposite = (pole: string) => pole.slice(0, -1) + (pole.endsWith('+') ? '-' : '+');

const restricts = (token: Token) => token.restriction === true && token.opening !== true;
const opens = (token: Token) => token.opening === true;

/** "Not only per user" must not become "only per user". */
function losesOpening(claim: Reading, quotes: readonly Reading[]): boolean {
  const tokens = quotes.flatMap((quote) => quote.tokens);
  return claim.tokens.some(restricts) && tokens.some(opens) && !tokens.some(restricts);
}

/** Nor "only one copy away" "not just one copy away". */
function gainsOpening(claim: Reading, quotes: readonly Reading[]): boolean {
  const tokens = quotes.flatMap((quote) => quote.tokens);
  return claim.tokens.some(opens) && tokens.some(restricts) && !tokens.some(opens);
}
