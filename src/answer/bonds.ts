/**
 * What ties two names of a text to each other for certain: the one owns the other (Nvidia's ConnectX), does something for it, or is ahead of it. Directed, so
 * that a claim which turns it round is wrong whatever else it says. Pure.
 */
import { type Actor, actorsOf } from './actors.js';
import { isContent } from './anchors.js';
import type { Reading, Token } from './reading.js';
import { keysOf } from './roles.js';

type Bond = { kind: 'owns' | 'for' | 'ahead'; from: Token; to: Token };

const owned = /^\)?(?:'s?|\s?的|在|对)?\s?$|^'s (?:stake|share|holding|interest|investment)s? (?:in|of) $/;
const holding = /^(?:holds?|owns?|held|owned|持有|拥有|握有|持)$/;
const owner = /^\s(?:of|from)\s(?:the\s)?$/;
/** Words between "ahead" and who is behind at most. */
const REACH = 2;

/** `turned`: a bond of the claim that runs the other way in the quotes. `isHeld`: whether the quotes bind one of the two, or both, as the claim does. */
export function compareBonds(
  claim: Reading,
  quotes: readonly Reading[],
): { turned: Bond | undefined; isHeld: (one: Token, other: Token) => boolean } {
  const known = quotes.flatMap(bondsOf);
  const bonds = bondsOf(claim).map((bond) => ({ ...bond, direction: directionIn(known, bond) }));
  const held = bonds.filter(({ direction }) => direction > 0);
  return {
    turned: bonds.find(({ direction }) => direction < 0),
    isHeld: (one, other) => held.some((bond) => isBoundBy(bond, one, other)),
  };
}

/** An owner whose thing stands beside it is where it belongs; so is a thing that has its name from there: OCI Supercluster. */
function isBoundBy({ kind, from, to }: Bond, one: Token, other: Token): boolean {
  const isEither = (token: Token) => token === one || token === other;
  const isNamedAfter = to.unknownName === true && from.end + 1 === to.start;
  return (isEither(from) && isEither(to)) || (kind === 'owns' && (isEither(from) || (isNamedAfter && isEither(to))));
}

function bondsOf(reading: Reading): Bond[] {
  const actors = actorsOf(reading);
  return [...ownersIn(reading), ...holdersIn(actors, reading), ...favoursIn(actors, reading.plain), ...ranksIn(actors, reading)];
}

/** 1 where the same bond is among them, -1 where one that runs the other way is, 0 for neither. */
function directionIn(bonds: readonly Bond[], { kind, from, to }: Bond): number {
  const same = (one: Token, other: Token) => keysOf(one).some((key) => keysOf(other).includes(key));
  const of = bonds.filter((other) => other.kind === kind);
  if (of.some((other) => same(other.from, from) && same(other.to, to))) return 1;
  return of.some((other) => same(other.from, to) && same(other.to, from)) ? -1 : 0;
}

function ownersIn({ tokens, plain }: Reading): Bond[] {
  const names = tokens.filter((token) => token.actor === true);
  return names.slice(1).flatMap((name, index): Bond[] => {
    const before = names[index]!;
    const between = plain.slice(before.end, name.start);
    if (before.key === name.key || before.sentence !== name.sentence) return [];
    if (owned.test(between)) return [{ kind: 'owns', from: before, to: name }];
    return owner.test(between) ? [{ kind: 'owns', from: name, to: before }] : [];
  });
}

/** "N holds a part of M." */
function holdersIn(actors: readonly Actor[], { tokens, plain }: Reading): Bond[] {
  return tokens
    .filter(({ start, end }) => holding.test(plain.slice(start, end)))
    .flatMap((word) => {
      const holder = actors.findLast((each) => each.clause === word.clause && each.end <= word.start && each.kind === 'plain');
      const held = actors.find((each) => each.clause === word.clause && each.start >= word.end);
      return pairs('owns', holder, held);
    });
}

/** Who does something for whom: the doer stands before, or is the one for whom it is so. */
function favoursIn(actors: readonly Actor[], plain: string): Bond[] {
  return actors
    .filter(({ benefits }) => benefits)
    .flatMap((favoured) => {
      const doers = actors.filter((each) => each.sentence === favoured.sentence && each.kind === 'plain' && !each.benefits);
      const doer = doers.findLast(({ end }) => end <= favoured.start) ?? doers[0];
      // "It is good business for N" is said of N.
      const isSaid = doer !== undefined && favoured.follows && /\b(?:is|are|was|were|be)\b/.test(plain.slice(doer.end, favoured.start));
      return isSaid ? [] : pairs('for', doer, favoured);
    });
}

function ranksIn(actors: readonly Actor[], { tokens }: Reading): Bond[] {
  const words = tokens.filter((token) => isContent(token) && token.actor !== true);
  return words
    .filter(({ pole }) => pole?.startsWith('rank') === true)
    .flatMap((word) => {
      const before = actors.findLast((each) => each.sentence === word.sentence && each.end <= word.start);
      const behind = actors.find((each) => each.clause === word.clause && each.start >= word.end);
      if (behind === undefined || words.filter(({ start, end }) => start >= word.end && end <= behind.start).length > REACH) return [];
      return (word.pole === 'rank+') === (behind.kind !== 'agent') ? pairs('ahead', before, behind) : pairs('ahead', behind, before);
    });
}

const pairs = (kind: Bond['kind'], from: Actor | undefined, to: Actor | undefined): Bond[] =>
  (from?.names ?? []).flatMap((one) => (to?.names ?? []).map((other) => ({ kind, from: one, to: other })));
