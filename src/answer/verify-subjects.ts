/**
 * Who does what: a claim may not give one name the deeds of another. The claim is laid over its quotes as it stands, and again with two
 * of its names exchanged, or one replaced by a name of the quotes; where that fits better, the claim has them the wrong way round. Pure.
 */
import { type Actor, actorsOf } from './actors.js';
import type { Reading, Token } from './reading.js';
import { keysOf, tiesOf } from './roles.js';
import type { Check } from './verify.js';
import { findStranger } from './verify-strangers.js';

/** What a name on the other side of the word is worth. */
const OTHER_SIDE = 0.4;
/** How much better a name must fit that the claim does not have at all: to leave a name away is no exchange. */
const REPLACEMENT = 0.6;
/** Gain below which an exchange is no better. */
const LEAST_GAIN = 0.03;
/** What two have with each other, the one has as much as the other: their contract, their alliance. */
const MUTUAL = 0.5;
/** Names that a list holds side by side may change places. */
const LISTED = 0.001;

export const checkSubjects: Check = ({ claim, quotes }) => {
  const stranger = findStranger(claim, quotes);
  if (stranger !== undefined)
    return { kind: 'subject', detail: `The quotes tell this of somebody else than ${claim.text.slice(stranger.start, stranger.end)}.` };
  const exchange = bestExchange(claim, quotes);
  return exchange !== undefined && exchange.gain > LEAST_GAIN
    ? { kind: 'subject', detail: `In the quotes it is ${bare(exchange.to)} where the claim says ${bare(exchange.from)}.` }
    : undefined;
};

const bare = (key: string) => key.replace(/^(?:w:|=)/, '');

type Exchange = { gain: number; from: string; to: string };

/** The exchange that would bring the claim nearest to its quotes; undefined where nothing can be exchanged. */
export function bestExchange(claim: Reading, quotes: readonly Reading[]): Exchange | undefined {
  const claimActors = actorsOf(claim);
  const actors = [...claimActors, ...quotes.flatMap(actorsOf)];
  const apart = commonSpeakers(claimActors, quotes.flatMap(actorsOf));
  const mentions = claimActors.flatMap((actor) => actor.names);
  const quoted = new Set(quotes.flatMap((quote) => quote.tokens.filter((token) => token.actor === true).map((token) => token.key)));
  if (mentions.length === 0 || (quoted.size < 2 && mentions.length < 2)) return undefined;
  const fits = fitsOf(claim, quotes, apart);
  const worth = (mention: Token, name: string) => fits.get(mention)?.get(name) ?? 0;
  const own = (mention: Token) => Math.max(...keysOf(mention).map((name) => worth(mention, name)));
  const lists = actors.map((actor) => actor.names);
  const named = new Set(claimActors.flatMap((actor) => actor.names.map((name) => name.key)));
  let best: Exchange | undefined;
  const weigh = (gain: number, from: string, to: string) => {
    if (best === undefined || gain > best.gain) best = { gain, from, to };
  };
  mentions.forEach((one, index) => {
    for (const other of mentions.slice(index + 1)) {
      if (one.key === other.key || isPartOf(one, other) || doubles(one, other, lists)) continue;
      weigh(
        worth(one, other.key) +
          worth(other, one.key) -
          own(one) -
          own(other) -
          (areListed(one.key, other.key, lists) ? LISTED : 0) -
          (haveInCommon(one, other, claim, quotes, lists) ? MUTUAL : 0),
        one.key,
        other.key,
      );
    }
    // Who speaks here and there is not replaced by who else is told to speak.
    if (apart.has(one.key)) return;
    for (const name of quoted)
      if (!named.has(name) && !keysOf(one).includes(name)) weigh(worth(one, name) - own(one) - REPLACEMENT, one.key, name);
  });
  return best;
}

const speakersOf = (actors: readonly Actor[]) =>
  new Set(actors.filter((actor) => actor.speaks).flatMap((actor) => actor.names.flatMap(keysOf)));

/** Who speaks on both sides only tells what others do. */
function commonSpeakers(stated: readonly Actor[], known: readonly Actor[]): Set<string> {
  const there = speakersOf(known);
  return new Set([...speakersOf(stated)].filter((name) => there.has(name)));
}

/** Both stand in one sentence with a word for what is done by two to each other, in the claim and in the quotes, and neither among others. */
function haveInCommon(one: Token, other: Token, claim: Reading, quotes: readonly Reading[], lists: readonly (readonly Token[])[]): boolean {
  const isOneOfMany = ({ key }: Token) => lists.some((names) => names.length > 1 && names.some((name) => name.key === key));
  const isMutual = ({ tokens }: Reading) => tokens.some((token) => token.mutual === true);
  const beside = claim.tokens.some((token) => token.mutual === true && (token.clause === one.clause || token.clause === other.clause));
  return one.sentence === other.sentence && beside && quotes.some(isMutual) && !isOneOfMany(one) && !isOneOfMany(other);
}

/** Oracle and Oracle's cloud are one party. */
const isPartOf = (one: Token, other: Token) => one.inner === other.key || other.inner === one.key;

const areListed = (one: string, other: string, lists: readonly (readonly Token[])[]) =>
  lists.some((names) => names.some(({ key }) => key === one) && names.some(({ key }) => key === other));

/** Whether an exchange would put a name into a list that has it already. */
function doubles(one: Token, other: Token, lists: readonly (readonly Token[])[]): boolean {
  const holds = (list: readonly Token[], inside: Token, outside: Token) =>
    list.includes(inside) && list.some((each) => each !== inside && each.key === outside.key);
  return lists.some((list) => holds(list, one, other) || holds(list, other, one));
}

/** For each mention how well each name would stand in its place: the sum over its words of the strengths in claim and quotes. */
function fitsOf(claim: Reading, quotes: readonly Reading[], apart: ReadonlySet<string>): Map<Token, Map<string, number>> {
  const known = knownTies(quotes, apart);
  const byWord = new Map<Token, Map<string, Map<string, number>>>();
  for (const { anchor, mention, side, strength } of tiesOf(claim, apart)) {
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
function knownTies(quotes: readonly Reading[], apart: ReadonlySet<string>): Map<string, KnownTie[]> {
  const known = new Map<string, KnownTie[]>();
  for (const { anchor, names, side, strength } of quotes.flatMap((quote) => tiesOf(quote, apart))) {
    const ties = known.get(anchor) ?? [];
    known.set(anchor, ties);
    for (const name of names) ties.push({ name, side, strength });
  }
  return known;
}
