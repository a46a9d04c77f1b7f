/** A claim must be about what its quotes are about: enough of its words have to stand there, or their like in the other language. Pure. */
import { contentOf, weightOf } from './anchors.js';
import type { Check } from './verify.js';

/** Share of a claim's words that its quotes must hold. */
const LEAST_SHARE = 0.35;

export const checkSupport: Check = ({ claim, quotes }) => {
  const { tokens } = contentOf(claim);
  if (tokens.length === 0) return { kind: 'support', detail: 'The claim says nothing.' };
  const known = new Set(
    quotes.flatMap((quote) => quote.tokens.flatMap((token) => (token.inner === undefined ? [token.key] : [token.key, token.inner]))),
  );
  const share = weightOf(tokens.filter((token) => known.has(token.key))) / weightOf(tokens);
  return share < LEAST_SHARE ? { kind: 'support', detail: 'The quotes are about something else.' } : undefined;
};
