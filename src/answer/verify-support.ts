/** A claim must be about what its quotes are about, and may not state as a fact what a quote only repeats in quotation marks. Pure. */
import { contentOf, weightOf } from './anchors.js';
import type { Reading, Token } from './reading.js';
import type { Check, Evidence } from './verify.js';

/** Share of a claim's words that its quotes must hold, in the same language or another. */
const LEAST_SHARE = 0.4;
/** The same of all that is no name: in one language, across two, where words differ, and with a number, a date or many names in common. */
const LEAST_DEEDS = 0.41;
const LEAST_DEEDS_ACROSS = 0.36;
const LEAST_DEEDS_TOLD = 0.3;
/** The same where the claim brings in a term of its own. */
const LEAST_DEEDS_WITH_TERM = 0.5;
/** So many names in one sentence tell as much as a number does. */
const TELLING_NAMES = 3;
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
  if (weightOf(carried) < LEAST_SHARE * weightOf(tokens) || !isDeedCarried(tokens, carried, evidence))
    return { kind: 'support', detail: 'The quotes are about something else.' };
  return isOnlyQuoted(carried, evidence)
    ? { kind: 'support', detail: 'The quotes do not say so themselves: they quote somebody.' }
    : undefined;
};

/** Names that recur are no proof: a good part of what is said of them must stand in the quotes, too. A number or date that does proves more than a word. */
function isDeedCarried(tokens: readonly Token[], carried: readonly Token[], { claim, quotes }: Evidence): boolean {
  const deeds = (among: readonly Token[]) => withoutTwins(among.filter((token) => token.name !== true && token.speech !== true));
  const names = new Set(carried.filter((token) => token.name === true).map(({ key }) => key));
  const told = names.size >= TELLING_NAMES || carried.some(isTelling);
  const alike = quotes.every((quote) => quote.ideographic === claim.ideographic);
  const least = alike && bringsTerm(deeds(tokens), deeds(carried), claim, quotes) ? LEAST_DEEDS_WITH_TERM : 0;
  return (
    weightOf(deeds(carried)) >=
    Math.max(least, told ? LEAST_DEEDS_TOLD : alike ? LEAST_DEEDS : LEAST_DEEDS_ACROSS) * weightOf(deeds(tokens))
  );
}

/** What is said twice proves no more than once. */
const withoutTwins = (tokens: readonly Token[]) => [...new Map(tokens.map((token) => [token.key, token])).values()];

/** A term of several words, which the quotes do not have. */
function bringsTerm(deeds: readonly Token[], carried: readonly Token[], { plain }: Reading, quotes: readonly Reading[]): boolean {
  const isSaid = (word: string) => quotes.some((quote) => quote.plain.includes(word));
  return deeds.some(({ start, end, kind, key }) => {
    const form = plain.slice(start, end);
    const parts = /[a-z]/.test(form)
      ? form.split(/[ -]/).filter((word) => word.length > 3)
      : form.length > 2
        ? [form.slice(0, 2), form.slice(-2)]
        : [];
    return kind === 'word' && parts.length > 1 && !carried.some((token) => token.key === key) && !parts.every(isSaid);
  });
}

/** Firsts and ones are everywhere. */
const isTelling = ({ kind, key }: Token) => kind === 'date' || (kind === 'number' && !/^n:1(?:ordinal|times)?$|ordinal$/.test(key));

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
