/** Tokens that carry content, by which two sentences are laid beside each other. Pure. */
import type { Reading, Token } from './reading.js';

export type Content = { tokens: readonly Token[]; keys: ReadonlySet<string> };

/** Content tokens that a negation governs at most: what stands farther away is governed by something else. */
const SCOPE = 6;

export function contentOf({ tokens }: Reading): Content {
  const content = tokens.filter(isContent);
  return { tokens: content, keys: new Set(content.map((token) => token.key)) };
}

export const isContent = (token: Token) => token.empty !== true;

/** One ideograph says less than a word. */
export function weightOf(tokens: readonly Token[]): number {
  return tokens.reduce((sum, token) => sum + (token.kind === 'ideograph' ? 0.5 : 1), 0);
}

/** What stands behind the token in its clause; where nothing does, what stands before it. */
export function scopeOf(token: Token, { tokens }: Reading): readonly Token[] {
  const clause = tokens.filter((each) => each.clause === token.clause && isContent(each) && each !== token);
  const behind = clause.filter((each) => each.start >= token.end).slice(0, SCOPE);
  return behind.length > 0 ? behind : clause.filter((each) => each.end <= token.start).slice(-SCOPE);
}

/** "Less about the one than about the other": as good as not, though nothing is turned round. */
export const weighs = ({ key }: Token) => /^=(?:less|than) /.test(key);

/** Share of a sentence's words that makes a claim its retelling, and words that it must have. */
const RETOLD = 0.85;
const LEAST_RETOLD = 6;

export const sentencesIn = ({ tokens }: Reading): (readonly Token[])[] =>
  [...new Set(tokens.map(({ sentence }) => sentence))].map((number) => tokens.filter(({ sentence }) => sentence === number));

/** Sentences of a quote that the claim says all but word for word: there every small word counts. */
export function retoldSentences(claim: Reading, quote: Reading): { tokens: readonly Token[]; text: string }[] {
  const { keys } = contentOf(claim);
  return sentencesIn(quote).flatMap((own) => {
    const content = own.filter((token) => isContent(token) && token.negation === undefined);
    const told = weightOf(content.filter(({ key }) => keys.has(key)));
    const isRetold = content.length >= LEAST_RETOLD && told >= RETOLD * weightOf(content);
    return isRetold ? [{ tokens: own, text: quote.plain.slice(own[0]!.start, own.at(-1)!.end) }] : [];
  });
}

/** How often the pattern stands in the text, whether it is a global one or not. */
export const countMatches = (pattern: RegExp, text: string): number => text.match(new RegExp(pattern, 'g'))?.length ?? 0;

const boundWord =
  /^(?:more|less|fewer|over|under|above|below|greater|higher|lower|exceed\w*|surpass\w*|within|超过|低于|高于|不到|大于|小于|多于|少于|突破)$/;

/** "More than" before a number belongs to the number. */
export function boundsNumber({ start, end }: Token, { quantities, plain }: Reading): boolean {
  return (
    boundWord.test(plain.slice(start, end)) &&
    quantities.some((quantity) => quantity.bound !== 'exact' && start < quantity.start && quantity.start - end < 8)
  );
}
