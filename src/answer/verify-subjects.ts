/**
 * Who does what: a claim may not give one name the deeds of another. The claim is laid over its quotes as it stands, and again with two
 * of its names exchanged, or one replaced by a name of the quotes; where that fits better, the claim has them the wrong way round. Pure.
 */
import { type Actor, actorsOf } from './actors.js';
import { compareBonds } from './bonds.js';
import type { Reading, Token } from './reading.js';
import { keysOf, type Tie, tiesOf } from './roles.js';
import type { Check } from './verify.js';
import { findStranger, standApart } from './verify-strangers.js';

/** What a name on the other side of the word is worth. */
const OTHER_SIDE = 0.4;
/** How much better a name must fit that the claim does not have at all: to leave a name away is no exchange. */
const REPLACEMENT = 0.6;
/** A name that fits worse than this part of what another of the quotes does, where that one fits at least so well, has taken its place. */
const USURPED = 0.25;
const CLEAR_FIT = 0.12;
/** The same for one who speaks in the quotes: claims leave "says" away. */
const SPEAKERS_FIT = 0.4;
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
  const quoteActors = quotes.flatMap(actorsOf);
  const spoken = speakersOf(quoteActors);
  const apart = commonSpeakers(claimActors, quoteActors);
  const mentions = claimActors.flatMap((actor) => actor.names);
  const quoted = new Set(quotes.flatMap((quote) => quote.tokens.filter((token) => token.actor === true).map((token) => token.key)));
  if (mentions.length === 0 || (quoted.size < 2 && mentions.length < 2)) return undefined;
  const fits = fitsOf(claim, quotes, apart);
  const worth = (mention: Token, name: string) => fits.get(mention)?.whole.get(name) ?? 0;
  const own = (mention: Token) => ownIn(fits.get(mention)?.whole, mention);
  const lists = [...claimActors, ...quoteActors].map((actor) => actor.names);
  const named = new Set(claimActors.flatMap((actor) => actor.names.map((name) => name.key)));
  const { turned, isHeld } = compareBonds(claim, quotes);
  if (turned !== undefined) return { gain: 1, from: turned.from.key, to: turned.to.key };
  let best: Exchange | undefined;
  const weigh = (gain: number, from: string, to: string) => {
    if (best === undefined || gain > best.gain) best = { gain, from, to };
  };
  mentions.forEach((one, index) => {
    for (const other of mentions.slice(index + 1)) {
      if (one.key === other.key || isPartOf(one, other) || isHeld(one, other) || doubles(one, other, lists)) continue;
      if (standApart(one, other, claim, quotes)) continue;
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
    for (const name of quoted) {
      if (named.has(name) || isNameOf(name, one)) continue;
      const usurped = takesPlace(one, name, fits.get(one), spoken.has(one.key) ? SPEAKERS_FIT : CLEAR_FIT);
      weigh(worth(one, name) - own(one) - (usurped ? 0 : REPLACEMENT), one.key, name);
    }
  });
  return best;
}

/** How well a name fits where it stands, under any of its forms. */
const ownIn = (words: ReadonlyMap<string, number> | undefined, mention: Token) =>
  Math.max(0, ...[...(words ?? [])].flatMap(([name, fit]) => (isNameOf(name, mention) ? [fit] : [])));

/** What the claim tells of the name, in all or by the word that is nearest to it, the quotes tell of the other. */
function takesPlace(one: Token, name: string, fit: Fit | undefined, clear: number): boolean {
  return [fit?.whole, fit?.nearest].some((words) => {
    const fit = words?.get(name) ?? 0;
    return fit >= clear && ownIn(words, one) <= USURPED * fit;
  });
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

/** Oracle and Oracle's cloud are one party, and so are Mackie and Pearl Mackie. */
const isPartOf = (one: Token, other: Token) => isNameOf(one.key, other) || isNameOf(other.key, one);

/** Its own, that of which it is part, or a longer or shorter form of an unknown one. */
function isNameOf(name: string, token: Token): boolean {
  if (keysOf(token).includes(name)) return true;
  if (token.unknownName !== true || !name.startsWith('w:')) return false;
  const [one, other] = [wordsIn(name), wordsIn(token.key)];
  return one.every((word) => other.includes(word)) || other.every((word) => one.includes(word));
}

const wordsIn = (key: string) => key.replace(/^w:/, '').split(' ');

const areListed = (one: string, other: string, lists: readonly (readonly Token[])[]) =>
  lists.some((names) => names.some(({ key }) => key === one) && names.some(({ key }) => key === other));

/** Whether an exchange would put a name into a list that has it already. */
function doubles(one: Token, other: Token, lists: readonly (readonly Token[])[]): boolean {
  const holds = (list: readonly Token[], inside: Token, outside: Token) =>
    list.includes(inside) && list.some((each) => each !== inside && each.key === outside.key);
  return lists.some((list) => holds(list, one, other) || holds(list, other, one));
}

/** How well each name would stand in the place of one: by all words around it, and by the nearest alone that the quotes have and that tells no speech. */
type Fit = { whole: ReadonlyMap<string, number>; nearest: ReadonlyMap<string, number> };

/** For each mention the sum over its words of the strengths in claim and quotes. */
function fitsOf(claim: Reading, quotes: readonly Reading[], apart: ReadonlySet<string>): Map<Token, Fit> {
  const known = knownTies(quotes, apart);
  const byWord = new Map<Token, Map<string, Map<string, number>>>();
  const nearest = new Map<Token, Tie>();
  for (const tie of tiesOf(claim, apart)) {
    const { anchor, mention, side, strength } = tie;
    const words = byWord.get(mention) ?? new Map<string, Map<string, number>>();
    byWord.set(mention, words);
    const names = words.get(anchor) ?? new Map<string, number>();
    words.set(anchor, names);
    for (const other of known.get(anchor) ?? []) {
      const worth = strength * other.strength * (other.side === side ? 1 : OTHER_SIDE);
      names.set(other.name, Math.max(names.get(other.name) ?? 0, worth));
    }
    if (names.size > 0 && !tie.told && strength > (nearest.get(mention)?.strength ?? 0)) nearest.set(mention, tie);
  }
  const nearestNames = (mention: Token) => byWord.get(mention)?.get(nearest.get(mention)?.anchor ?? '') ?? new Map<string, number>();
  return new Map(
    [...byWord].map(([mention, words]) => [mention, { whole: sumNames([...words.values()]), nearest: nearestNames(mention) }]),
  );
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
