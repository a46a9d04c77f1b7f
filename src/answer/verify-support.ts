/** A claim must be about what its quotes are about, and may not state as a fact what a quote only repeats in quotation marks. Pure. */
import { contentOf, weightOf } from './anchors.js';
import type { Reading, Token } from './reading.js';
import type { Check, Evidence } from './verify.js';

/** Share of a claim's words that its quotes must hold, in the same language or another. */
const LEAST_SHARE = 0.4;
/** Folded text: all marks of Latin quotation are straight. */
const quotation = /"[^"]{2,}"|「[^」]{2,}」|『[^』]{2,}』|《[^》]{2,}》/g;

export const checkSupport: Check = (evidence) => {
  const { tokens } = contentOf(evidence.claim);
  // A name and a number say nothing of each other.
  if (!tokens.some((token) => token.name !== true && token.kind !== 'number' && token.kind !== 'date')) {
    return { kind: 'support', detail: 'The claim says nothing.' };
  }
  const known = new Set(
    evidence.quotes.flatMap((quote) =>
      quote.tokens.flatMap((token) => (token.inner === undefined ? [token.key] : [token.key, token.inner])),
    ),
  );
  const carried = tokens.filter((token) => known.has(token.key));
  if (weightOf(carried) < LEAST_SHARE * weightOf(tokens)) return { kind: 'support', detail: 'The quotes are about something else.' };
  return isOnlyQuoted(carried, evidence)
    ? { kind: 'support', detail: 'The quotes do not say so themselves: they quote somebody.' }
    : undefined;
};

/** All of the claim stands within quotation marks there, and nothing of who said it, or where, has come along. */
function isOnlyQuoted(carried: readonly Token[], { quotes }: Evidence): boolean {
  const spans = quotes.map((quote) => ({ quote, inside: spansOf(quote) }));
  if (spans.every(({ inside }) => inside.length === 0)) return false;
  const outside = spans.flatMap(({ quote, inside }) =>
    contentOf(quote).tokens.filter((token) => !inside.some(({ start, end }) => token.start >= start && token.end <= end)),
  );
  const keys = new Set(outside.map((token) => token.key));
  return weightOf(outside) >= 1 && !carried.some((token) => keys.has(token.key));
}

function spansOf({ plain }: Reading): { start: number; end: number }[] {
  return [...plain.matchAll(quotation)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
}
