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

const boundWord =
  /^(?:more|less|fewer|over|under|above|below|greater|higher|lower|exceed\w*|surpass\w*|within|超过|低于|高于|不到|大于|小于|多于|少于|突破)$/;

/** "More than" before a number belongs to the number. */
export function boundsNumber({ start, end }: Token, { quantities, plain }: Reading): boolean {
  return (
    boundWord.test(plain.slice(start, end)) &&
    quantities.some((quantity) => quantity.bound !== 'exact' && start < quantity.start && quantity.start - end < 8)
  );
}
