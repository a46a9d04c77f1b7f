/**
 * Which name stands close to which word in a text, before it or behind it: as far as who does what can be told without a grammar of both
 * languages. Passives, "of" and prepositions are turned round, so that the doer always stands before. Pure.
 */
import { type Actor, actorsOf } from './actors.js';
import { boundsNumber, isContent } from './anchors.js';
import type { Reading, Token } from './reading.js';

/** A word and a name near it. `strength`: 1 for neighbours, falling with the words and names between; `told`: the word is one of speech. */
export type Tie = { anchor: string; names: readonly string[]; mention: Token; side: 'before' | 'behind'; strength: number; told: boolean };

/** Nearness below which a name and a word have nothing to do with each other. */
const LEAST_NEARNESS = 0.15;
/** What is left of the nearness over two words, over a name, and over the end of a clause. */
const WORDS = 2;
const OVER_NAME = 0.35;
/** The same for what is done by both to each other: it may stand anywhere beside them. */
const MUTUAL_WORDS = 8;
const ASIDE = 0.75;
/** Of a name that stands beside a verb of speech without being who speaks. */
const NO_SPEAKER = 0.6;
const OVER_CLAUSE = 0.5;
/** Of a name that speaks, to what is told: who tells it need not do it. */
const TELLER = 0.4;
/** Words between a genitive and what it owns at most. */
const OWNED = 1;
/** Nearness of what has a word at most between. */
const BESIDE = 0.5;
/** Opposites that say the same when both sides change places: A is ahead of B, B is behind A. */
const converse = new Set(['rank', 'trade', 'time', 'amount', 'speed', 'price', 'size', 'quality', 'strength', 'win', 'rate']);

/** Tell when, and compare no two parties. */
const adverbs = /^(?:later|earlier|afterwards|subsequently|previously|beforehand|ago|since then|后来|随后|其后|此后|此前|先前|以前|以后)$/;

/** In "Oracle's cloud" Oracle is named, too; Microsoft's CFO is somebody else. */
export const keysOf = ({ key, inner, holder }: Token): string[] => (inner === undefined || holder === true ? [key] : [key, inner]);

const isApart = (actor: Actor, apart: ReadonlySet<string>) => actor.speaks && actor.names.every((name) => apart.has(name.key));

/** @param apart speakers by key who are only tied to what they say, where they speak. */
export function tiesOf(reading: Reading, apart: ReadonlySet<string>): Tie[] {
  const actors = actorsOf(reading);
  const words = reading.tokens.filter(
    (token) =>
      isContent(token) &&
      token.actor !== true &&
      !boundsNumber(token, reading) &&
      !adverbs.test(reading.plain.slice(token.start, token.end)),
  );
  return words.flatMap((word) => {
    const near = actors.filter((actor) => actor.sentence === word.sentence && (word.speech === true || !isApart(actor, apart)));
    const ties = near.flatMap((actor) => tie(word, actor, near, words));
    return afflicts.test(reading.plain.slice(word.start, word.end)) ? ties.map(turnedIfNear) : ties;
  });
}

function tie(word: Token, actor: Actor, actors: readonly Actor[], words: readonly Token[]): Tie[] {
  const before = actor.end <= word.start;
  // What a topic has is not the next name's: OpenAI 的成果微軟都能使用.
  if (!before && actors.some((each) => each.topic && each.end <= word.start && each.end <= actor.start)) return [];
  const [from, to] = before ? [actor.end, word.start] : [word.end, actor.start];
  const described = actors.filter((each) => each !== actor && Number.isFinite(each.until) && each.start >= from && each.until <= to);
  const between = (each: { start: number; end: number }) =>
    each.start >= from && each.end <= to && !described.some(({ start, until }) => each.start >= start && each.end <= until);
  const steps = words.filter(between).reduce((sum, each) => sum + (each.kind === 'ideograph' ? 0.5 : 1), 0);
  const names = actors.filter((each) => !each.speaks && between(each)).reduce((sum, each) => sum + (isAside(each) ? ASIDE : 1), 0);
  const nearness = word.mutual === true ? Math.exp(-steps / MUTUAL_WORDS) : Math.exp(-steps / WORDS) * OVER_NAME ** names;
  if (nearness < LEAST_NEARNESS) return [];
  const told = word.speech === true ? (actor.speaks ? 1 : NO_SPEAKER) : actor.speaks ? TELLER : 1;
  const strength =
    told * weightOf(word) * nearness * (actor.clause === word.clause ? 1 : OVER_CLAUSE * (word.mutual === true ? OVER_CLAUSE : 1));
  const dimension = word.pole?.slice(0, -1);
  const comparison = dimension !== undefined && converse.has(dimension);
  const anchor = comparison ? dimension : (word.pole ?? word.key);
  const turned = comparison && word.pole!.endsWith('-');
  const sides =
    word.mutual === true ? (['before'] as const) : sidesOf(word, actor, before, steps, actors).map((side) => (turned ? other(side) : side));
  return actor.names.flatMap((mention) =>
    sides.map((side) => ({ anchor, names: keysOf(mention), mention, side, strength, told: word.speech === true })),
  );
}

type Side = 'before' | 'behind';
const other = (side: Side): Side => (side === 'before' ? 'behind' : 'before');

/** A name behind a preposition comes between less than one that does something. */
const isAside = ({ kind }: Actor) => kind === 'oblique' || kind === 'tool' || kind === 'owned';

/** A date may stand anywhere in a sentence, and a character alone says little. */
const weightOf = (word: Token) => (word.kind === 'date' ? 0.3 : word.kind === 'ideograph' ? 0.5 : 1);

/**
 * "By N" and "of N" behind a word stand for N before it; a preposition before N, and N before its verb, for N behind it; and who stands before
 * a verb whose doer is named with "by" is the one it is done to.
 */
function sidesOf(word: Token, actor: Actor, before: boolean, steps: number, actors: readonly Actor[]): Side[] {
  if (before && !(actor.genitive && steps <= OWNED) && isDoneTo(word, actor, actors)) return ['behind'];
  if (before && (word.start > actor.until || (actor.topic && actors.some((each) => each.start >= actor.end && each.end <= word.start))))
    return ['behind'];
  if (actor.clause !== word.clause) return [before ? 'before' : 'behind'];
  if (before) {
    if (actor.kind === 'oblique' && steps === 0 && !actor.benefits) return ['before', 'behind'];
    return [actor.kind === 'oblique' || actor.kind === 'tool' || actor.kind === 'owned' ? 'behind' : 'before'];
  }
  const has =
    actor.kind === 'possessor' &&
    steps === 0 &&
    word.pole === undefined &&
    word.kind !== 'number' &&
    !actors.some((each) => owns(each, word));
  // "By N" follows its verb in English; 由 N stands before it.
  return [has || (actor.kind === 'agent' && actor.follows && steps <= 3) ? 'before' : 'behind'];
}

/** What troubles N is N's trouble. */
const turnedIfNear = (each: Tie): Tie => (each.strength >= BESIDE ? { ...each, side: 'before' } : each);
const afflicts = /^(?:troubles?|worries|concerns?|bothers?|frightens?|scares?|alarms?)$/;

/** "M's use of N": what is used is no owner. */
const owns = (actor: Actor, word: Token) => actor.genitive && word.start - actor.end <= 3;

/** "N ... built by M", N 由 M 興建. */
function isDoneTo(word: Token, actor: Actor, actors: readonly Actor[]): boolean {
  const agent = actors.find((each) => each.kind === 'agent' && each.clause === word.clause && each.start > actor.end);
  return agent !== undefined && actor.kind === 'plain' && Math.abs(agent.start - word.end) < 8;
}
