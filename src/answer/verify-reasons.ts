/**
 * A claim may not make one thing the reason for another on its own account: where it says "because", one of its quotes must give a reason, too, and tell of
 * both sides. Two facts from two quotes are not each other's reason. Pure.
 */
import { isContent, weightOf } from './anchors.js';
import type { Reading, Token } from './reading.js';
import { keysOf } from './roles.js';
import type { Check } from './verify.js';

/** Share of what stands on either side of the "because" that the quote which gives the reason must hold: of all, and of what the best quote holds. */
const SIDE_SHARE = 0.15;
const BEST_SHARE = 0.5;

/** Folded text: Simplified characters, lower case. */
const stated =
  /\b(?:because|therefore|thus|hence|consequently|caused?|causes|led to|leads to|resulted in|results in|as a result|due to|owing to|thanks to)\b|因为|所以|因此|因而|由于|导致|(?<![改制建打])造成|致使|促使|使得/g;
const given =
  /\b(?:because|since|so|therefore|thus|hence|consequently|caus\w*|le(?:d|ads?) to|result\w*|due to|owing|thanks|reason\w*|why|in order|to avoid|otherwise|lets?|mak(?:es|ing)|expos\w*|put(?:s|ting)? .{0,40}under|stated|by \w+ing)\b|因|所以|由于|导致|造成|致使|促使|使得|使(?!用)|理由|原因|为了|以免|靠|让|从而|结果|缘故|于是|借此|问题|根源/;

export const checkReasons: Check = ({ claim, quotes }) => {
  for (const match of claim.plain.matchAll(stated)) {
    const sides = sidesOf(match.index, match.index + match[0].length, claim);
    if (!quotes.some((quote) => given.test(quote.plain) && sides.every((side) => tellsOf(side, quote, quotes))))
      return { kind: 'addition', detail: 'The quotes do not say that one is the reason for the other.' };
  }
  return undefined;
};

/** What the claim tells before the word of reason and behind it; where nothing stands before it, the two clauses behind it. */
function sidesOf(start: number, end: number, { tokens, plain }: Reading): (readonly Token[])[] {
  const content = tokens.filter((token) => isContent(token) && token.speech !== true);
  const before = content.filter((token) => token.end <= start);
  const behind = content.filter((token) => token.start >= end);
  if (before.length > 0) return apart(before, behind);
  const comma = plain.slice(end).search(/[,，]/);
  if (comma < 0) return [behind];
  return apart(
    behind.filter((token) => token.end <= end + comma),
    behind.filter((token) => token.start > end + comma),
  );
}

/** Without what stands on both sides: who tells it, or whom it is about. */
function apart(one: readonly Token[], other: readonly Token[]): (readonly Token[])[] {
  const lacks = (tokens: readonly Token[], others: readonly Token[]) =>
    tokens.filter(({ key }) => !others.some((each) => each.key === key));
  return [lacks(one, other), lacks(other, one)];
}

function tellsOf(side: readonly Token[], quote: Reading, quotes: readonly Reading[]): boolean {
  const here = heldBy(quote, side);
  return here >= SIDE_SHARE * weightOf(side) && quotes.every((other) => here >= BEST_SHARE * heldBy(other, side));
}

function heldBy({ tokens }: Reading, side: readonly Token[]): number {
  const known = new Set(tokens.flatMap(keysOf));
  return weightOf(side.filter(({ key }) => known.has(key)));
}
