/**
 * Who does what: a claim may not give one name the deeds of another. The claim is laid over its quotes as it stands, and again with two
 * of its names exchanged, or one replaced by a name of the quotes; where that fits better, the claim has them the wrong way round. Pure.
 */
import type { Reading, Token } from './reading.js';
import { keysOf, listsOf, tiesOf } from './roles.js';
import type { Check } from './verify.js';

/** What a name on the other side of the word is worth. */
const OTHER_SIDE = 0.3;
/** Names that a list holds side by side may change places. */
const LISTED = 0.001;

export const checkSubjects: Check = ({ claim, quotes }) => {
  const exchange = bestExchange(claim, quotes);
  return exchange !== undefined && exchange.gain > 0
    ? { kind: 'subject', detail: `In the quotes it is ${bare(exchange.to)} where the claim says ${bare(exchange.from)}.` }
    : undefined;
};

const bare = (key: string) => key.replace(/^(?:w:|=)/, '');

type Exchange = { gain: number; from: string; to: string };

/** The exchange that would bring the claim nearest to its quotes; undefined where nothing can be exchanged. */
export function bestExchange(claim: Reading, quotes: readonly Reading[]): Exchange | undefined {
  const mentions = claim.tokens.filter((token) => token.actor === true);
  const quoted = new Set(quotes.flatMap((quote) => quote.tokens.filter((token) => token.actor === true).map((token) => token.key)));
  if (mentions.length === 0 || (quoted.size < 2 && mentions.length < 2)) return undefined;
  const fits = fitsOf(claim, quotes);
  const worth = (mention: Token, name: string) => fits.get(mention)?.get(name) ?? 0;
  const own = (mention: Token) => Math.max(...keysOf(mention).map((name) => worth(mention, name)));
  const lists = [claim, ...quotes].flatMap(listsOf);
  const named = new Set(mentions.map((mention) => mention.key));
  let best: Exchange | undefined;
  const weigh = (gain: number, from: string, to: string) => {
    const listed = lists.some((names) => names.some(({ key }) => key === from) && names.some(({ key }) => key === to));
    if (best === undefined || gain - (listed ? LISTED : 0) > best.gain) best = { gain: gain - (listed ? LISTED : 0), from, to };
  };
  mentions.forEach((one, index) => {
    for (const other of mentions.slice(index + 1)) {
      if (one.key === other.key || isPartOf(one, other) || doubles(one, other, lists)) continue;
      weigh(worth(one, other.key) + worth(other, one.key) - own(one) - own(other), one.key, other.key);
    }
    for (const name of quoted) if (!named.has(name) && !keysOf(one).includes(name)) weigh(worth(one, name) - own(one), one.key, name);
  });
  return best;
}

/** Oracle and Oracle's cloud are one party. */
const isPartOf = (one: Token, other: Token) => one.inner === other.key || other.inner === one.key;

/** Whether an exchange would put a name into a list that has it already. */
function doubles(one: Token, other: Token, lists: readonly Token[][]): boolean {
  const holds = (list: readonly Token[], inside: Token, outside: Token) =>
    list.includes(inside) && list.some((each) => each !== inside && each.key === outside.key);
  return lists.some((list) => holds(list, one, other) || holds(list, other, one));
}

/** For each mention how well each name would stand in its place: the sum over its words of the strengths in claim and quotes. */
function fitsOf(claim: Reading, quotes: readonly Reading[]): Map<Token, Map<string, number>> {
  const known = knownTies(quotes);
  const byWord = new Map<Token, Map<string, Map<string, number>>>();
  for (const { anchor, mention, side, strength } of tiesOf(claim)) {
    const words = byWord.get(mention) ?? new Map<string, Map<string, number>>();
    byWord.set(mention, words);
    const names = words.get(anchor) ?? new Map<string, number>();
    words.set(anchor, names);
    for (const tie of known.get(anchor) ?? []) {
      const worth = strength * tie.strength * (tie.side === side ? 1 : OTHER_SIDE);
      names.set(tie.name, Math.max(names.get(tie.name) ?? 0, worth));
    }
  }
  return new Map([...byWord].map(([mention, words]) => [mention, sumNames([...words.values()])]));
}

function sumNames(words: readonly ReadonlyMap<string, number>[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const names of words) for (const [name, worth] of names) sums.set(name, (sums.get(name) ?? 0) + worth);
  return sums;
}

type KnownTie = { name: string; side: 'before' | 'behind'; strength: number };

/** anchor -> the names near it, in any of the quotes. */
function knownTies(quotes: readonly Reading[]): Map<string, KnownTie[]> {
  const known = new Map<string, KnownTie[]>();
  for (const { anchor, names, side, strength } of quotes.flatMap(tiesOf)) {
    const ties = known.get(anchor) ?? [];
    known.set(anchor, ties);
    for (const name of names) ties.push({ name, side, strength });
  }
  return known;
}
