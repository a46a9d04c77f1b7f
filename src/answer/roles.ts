/**
 * Which name stands close to which word in a text, before it or behind it: as far as who does what can be told without a grammar of both
 * languages. Passives, "of" and prepositions are turned round, so that the doer always stands before. Pure.
 */
import { boundsNumber, isContent } from './anchors.js';
import type { Reading, Token } from './reading.js';

/** A word and a name near it. `strength`: 1 for neighbours, falling with the words and names between. */
export type Tie = { anchor: string; names: readonly string[]; mention: Token; side: 'before' | 'behind'; strength: number };

/** Nearness below which a name and a word have nothing to do with each other. */
const LEAST_NEARNESS = 0.15;
/** Opposites that say the same when both sides change places: A is ahead of B, B is behind A. */
const converse = new Set(['rank', 'trade', 'time', 'amount', 'speed', 'price', 'size', 'quality', 'strength', 'win', 'rate']);
const oblique = /(?:与|和|跟|向|对|从|给|替|为|于|在|把|将|比|使用|用|以|靠|透过|借|\b(?:use|using|uses|used|via|through))\s*$/;
const agentive = /(?:由|被|遭|受|\bby)\s*(?:the\s+)?$/;
/** "Growth of Azure" is Azure's growth. */
const possessive = /\bof\s*(?:the\s+)?$/;
const joined = /[、和与及跟同&/]|\b(?:and|or)\b|或|以及/;
const listed = /^[\s,、和与及跟同&/]*(?:and|or|或|以及)?\s*$/;

type Actor = {
  names: Token[];
  start: number;
  end: number;
  sentence: number;
  clause: number;
  kind: 'plain' | 'oblique' | 'possessor' | 'agent';
  speaks: boolean;
};

/** In "Oracle's cloud" Oracle is named, too. */
export const keysOf = ({ key, inner }: Token): string[] => (inner === undefined ? [key] : [key, inner]);

/** Lists in which names stand side by side. */
export function listsOf(reading: Reading): Token[][] {
  return actorsOf(reading).map((actor) => actor.names);
}

export function tiesOf(reading: Reading): Tie[] {
  const actors = actorsOf(reading);
  const words = reading.tokens.filter((token) => isContent(token) && token.actor !== true && !boundsNumber(token, reading));
  const speech = words.filter((word) => word.speech === true);
  for (const verb of speech) markSpeaker(verb, actors, words);
  return words.flatMap((word) => {
    const near = actors.filter((actor) => actor.sentence === word.sentence);
    return near.flatMap((actor) => tie(word, actor, near, words));
  });
}

/** Who stands beside a verb of speech says what is told, and does not do it. */
function markSpeaker(verb: Token, actors: readonly Actor[], words: readonly Token[]): void {
  const near = (actor: Actor) => {
    const [from, to] = actor.end <= verb.start ? [actor.end, verb.start] : [verb.end, actor.start];
    return actor.sentence === verb.sentence && to >= from && words.filter((word) => word.start >= from && word.end <= to).length <= 2;
  };
  const before = actors.findLast((actor) => actor.end <= verb.start && near(actor));
  const behind = actors.find((actor) => actor.start >= verb.end && near(actor));
  const leads = /^=(?:according to|per|依据|依|据|照|根据)$/.test(verb.key) || behind?.kind === 'agent';
  const speaker = leads ? behind : (before ?? (behind?.clause === verb.clause && behind.start - verb.end < 3 ? behind : undefined));
  if (speaker !== undefined) speaker.speaks = true;
}

function tie(word: Token, actor: Actor, actors: readonly Actor[], words: readonly Token[]): Tie[] {
  const before = actor.end <= word.start;
  const [from, to] = before ? [actor.end, word.start] : [word.end, actor.start];
  const steps = words
    .filter((each) => each.start >= from && each.end <= to)
    .reduce((sum, each) => sum + (each.kind === 'ideograph' ? 0.5 : 1), 0);
  const names = actors.filter((each) => !each.speaks && each.start >= from && each.end <= to).length;
  const nearness = word.mutual === true ? 1 : Math.exp(-steps / 3) * 0.5 ** names;
  if (nearness < LEAST_NEARNESS) return [];
  const strength = weightOf(word) * nearness * (actor.clause === word.clause ? 1 : 0.7);
  const comparison = word.pole !== undefined && converse.has(word.pole.slice(0, -1));
  const anchor = comparison ? word.pole!.slice(0, -1) : (word.pole ?? word.key);
  const place = placeOf(word, actor, before, steps, actors);
  const turned = comparison && word.pole!.endsWith('-');
  const sides =
    word.mutual === true
      ? (['before'] as const)
      : place === 'both'
        ? (['before', 'behind'] as const)
        : ([(place === 'before') !== turned ? 'before' : 'behind'] as const);
  return actor.names.flatMap((mention) => sides.map((side) => ({ anchor, names: keysOf(mention), mention, side, strength })));
}

/** A date may stand anywhere in a sentence, and a character alone says little. */
const weightOf = (word: Token) => (word.kind === 'date' ? 0.3 : word.kind === 'ideograph' ? 0.5 : 1);

/**
 * "By N" and "of N" behind a word stand for N before it; a preposition before N, and N before its verb, for N behind it; and who stands before
 * a verb whose doer is named with "by" is the one it is done to.
 */
function placeOf(word: Token, actor: Actor, before: boolean, steps: number, actors: readonly Actor[]): 'before' | 'behind' | 'both' {
  if (before && isDoneTo(word, actor, actors)) return 'behind';
  if (actor.clause !== word.clause) return before ? 'before' : 'behind';
  if (before) return actor.kind !== 'oblique' ? 'before' : steps === 0 ? 'both' : 'behind';
  const has = actor.kind === 'possessor' && steps === 0 && word.pole === undefined && word.kind !== 'number';
  return has || (actor.kind === 'agent' && steps <= 3) ? 'before' : 'behind';
}

/** "N ... built by M", N 由 M 興建. */
function isDoneTo(word: Token, actor: Actor, actors: readonly Actor[]): boolean {
  const agent = actors.find((each) => each.kind === 'agent' && each.clause === word.clause && each.start > actor.end);
  return agent !== undefined && actor.kind === 'plain' && Math.abs(agent.start - word.end) < 8;
}

/** 把微軟的凍結: the preposition belongs to what Microsoft has. */
function isOwner(plain: string, { start, end }: Token): boolean {
  return /[把将为]\s*$/.test(plain.slice(0, start)) && /^\s?的/.test(plain.slice(end, end + 2));
}

/** Names that are listed side by side act together: with "and" or 、 somewhere, for a comma alone joins two clauses as well. */
function actorsOf({ tokens, plain }: Reading): Actor[] {
  const names = withoutAliases(
    tokens.filter((token) => token.actor === true),
    plain,
  );
  const actors: Actor[] = [];
  for (let index = 0; index < names.length; ) {
    let last = index;
    while (
      last + 1 < names.length &&
      names[last + 1]!.sentence === names[index]!.sentence &&
      listed.test(plain.slice(names[last]!.end, names[last + 1]!.start))
    )
      last++;
    const run = names.slice(index, last + 1);
    const isList = run.length > 1 && run.slice(1).some((name, at) => joined.test(plain.slice(run[at]!.end, name.start)));
    const groups = isList ? [run] : run.map((name) => [name]);
    for (const group of groups) actors.push(actorOf(group, plain));
    index = last + 1;
  }
  return actors;
}

/** 甲骨文 (Oracle) is named once. */
function withoutAliases(names: readonly Token[], plain: string): Token[] {
  return names.filter(
    (name, index) =>
      index === 0 || name.key !== names[index - 1]!.key || !/^\s*\(\s*$/.test(plain.slice(names[index - 1]!.end, name.start)),
  );
}

function actorOf(names: Token[], plain: string): Actor {
  const [first] = names;
  const before = plain.slice(Math.max(0, first!.start - 12), first!.start);
  const kind = agentive.test(before)
    ? 'agent'
    : possessive.test(before)
      ? 'possessor'
      : oblique.test(before) && !isOwner(plain, first!)
        ? 'oblique'
        : 'plain';
  return { speaks: false, names, start: first!.start, end: names.at(-1)!.end, sentence: first!.sentence, clause: first!.clause, kind };
}
