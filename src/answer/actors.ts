/** The names in a text as parties: alone, listed side by side, or speaking; with what stands before them. Pure. */
import { isContent } from './anchors.js';
import type { Reading, Token } from './reading.js';

export type Actor = {
  names: readonly Token[];
  start: number;
  end: number;
  sentence: number;
  clause: number;
  /**
   * plain: free to do things. oblique: behind a preposition. tool: what something is done with. possessor: behind "of". agent: behind "by". owned:
   * behind a preposition, and what follows is about it (在 N 的持股).
   */
  kind: 'plain' | 'oblique' | 'tool' | 'possessor' | 'agent' | 'owned';
  speaks: boolean;
  /** Something is done for it: 为 N 建造. */
  benefits: boolean;
  /** N's, N 的. */
  genitive: boolean;
  /** Its preposition is English, where what it belongs to stands before it. */
  follows: boolean;
  /** Ends the words that a name behind 是 belongs to: A 是 B 的供應者 is said of A. */
  until: number;
  /** Something of the name's stands first, and another name does what follows: OpenAI 的成果微軟都能使用. */
  topic: boolean;
};

const oblique = /(?:与|和|跟|向|对|从|给|替|(?<!因)为|于|在|把|将|比)\s*$/;
const benefit = /(?:(?<![因沦成变称视作化认])为|替|(?<=[a-z]\s)\bfor)\s*$/;
/** 對 N 來說, and 對 N 並不是: said of N. */
const standpoint = /对\s*$/;
const saidOf = /^\)?\s?(?:来说|而言|来讲|并?不?是|并非)/;
const tool = /(?:使用|采用|用|以|靠|透过|借|\b(?:use|using|uses|used))\s*$/;
const agentive = /(?:由|被|遭|受|\b(?:by|through|via))\s*(?:the\s+)?$/;
const possessive = /\bof\s*(?:the\s+)?$/;
/** 把 and 將 belong to the verb: what follows a name behind them is the name's own. */
const transparent = /[把将]\s*$/;
const joined = /[、和与及跟同&/叫称]|\b(?:and|or|called|known)\b|或|以及/;
const listed = /^[\s,、和与及跟同&/(]*(?:and|or|或|以及|(?:also )?(?:called|known as)|[又也亦]?[叫称])?\s*$/;
/** Behind a list that names but some. */
const goesOn = /^\)?,?\s?(?:and|or) (?:the )?others?\b|^\)?\s?等/;
/** Words between a speaker and the verb at most. */
const SPEAKING_DISTANCE = 2;

export function actorsOf(reading: Reading): Actor[] {
  const names = withoutAliases(reading);
  const actors: Actor[] = [];
  for (let index = 0; index < names.length; ) {
    const run = runFrom(names, index, reading.plain);
    for (const group of groupsOf(run, reading.plain)) actors.push(actorOf(group, reading.plain));
    index += run.length;
  }
  markTopics(actors, reading.plain);
  markSpeakers(actors, reading);
  return actors;
}

/** 甲骨文 (Oracle) is named once. */
function withoutAliases({ tokens, plain }: Reading): Token[] {
  const names = tokens.filter((token) => token.actor === true);
  return names.filter((name, index) => {
    const previous = names[index - 1];
    return (
      previous === undefined ||
      name.key !== previous.key ||
      !/^(?:\s*\(\s*|[\u4e00-\u9fff]{0,2}\s?)$/.test(plain.slice(previous.end, name.start))
    );
  });
}

function runFrom(names: readonly Token[], first: number, plain: string): Token[] {
  let last = first;
  while (
    last + 1 < names.length &&
    names[last + 1]!.sentence === names[first]!.sentence &&
    listed.test(plain.slice(names[last]!.end, names[last + 1]!.start))
  )
    last++;
  return names.slice(first, last + 1);
}

/** A list has "and" or 、 somewhere: a comma alone joins two clauses as well. Names with nothing between them are one: GitHub Agent HQ. */
function groupsOf(run: readonly Token[], plain: string): Token[][] {
  const between = run.slice(1).map((name, index) => plain.slice(run[index]!.end, name.start));
  if (between.some((text) => joined.test(text)) || goesOn.test(plain.slice(run.at(-1)!.end))) return [[...run]];
  const groups: Token[][] = [[run[0]!]];
  run.slice(1).forEach((name, index) => {
    if (/^\s?$/.test(between[index]!)) groups.at(-1)!.push(name);
    else groups.push([name]);
  });
  return groups;
}

function actorOf(names: readonly Token[], plain: string): Actor {
  const { start, sentence, clause } = names[0]!;
  const { end } = names.at(-1)!;
  const before = plain.slice(Math.max(0, start - 12), start);
  const behind = plain.slice(end, end + 2);
  const owns = /^\s?的/.test(behind);
  const kind = agentive.test(before)
    ? 'agent'
    : possessive.test(before)
      ? 'possessor'
      : tool.test(before)
        ? 'tool'
        : !oblique.test(before) ||
            (transparent.test(before) && /^\s?[的对在与和从由投]/.test(behind)) ||
            (standpoint.test(before) && saidOf.test(plain.slice(end, end + 6)))
          ? 'plain'
          : owns
            ? 'owned'
            : 'oblique';
  return {
    names,
    start,
    end,
    sentence,
    clause,
    kind,
    speaks: false,
    benefits: benefit.test(before) && !/^'s?\b/.test(behind),
    genitive: owns || /^'/.test(behind),
    follows: /[a-z]\s*$/.test(before),
    until: endOfDescription(before, plain, end),
    topic: owns,
  };
}

function endOfDescription(before: string, plain: string, end: number): number {
  if (!/[是为]\s*$/.test(before)) return Number.POSITIVE_INFINITY;
  const at = plain.slice(end, end + 24).search(/的/);
  return at < 0 ? Number.POSITIVE_INFINITY : end + at;
}

function markTopics(actors: readonly Actor[], plain: string): void {
  actors.forEach((actor, index) => {
    const next = actors[index + 1];
    actor.topic = actor.topic && next?.clause === actor.clause && /^\s?(?:都|也|可以|皆|均)/.test(plain.slice(next.end, next.end + 4));
  });
}

/** Words that stand before who says something. */
const leading = /^(?:according to|per|in the view of|依据|依|据|照|根据)$/;

/** Who stands beside a verb of speech says what is told. */
function markSpeakers(actors: readonly Actor[], { tokens, plain }: Reading): void {
  const words = tokens.filter((token) => isContent(token) && token.actor !== true);
  // "According to notes": the notes tell, nobody notes.
  const isNoun = (word: Token) => words.some((each) => leading.test(plain.slice(each.start, each.end)) && each.end + 1 === word.start);
  for (const verb of words.filter((word) => word.speech === true && !isNoun(word))) {
    const near = (actor: Actor) => {
      const [from, to] = actor.end <= verb.start ? [actor.end, verb.start] : [verb.end, actor.start];
      return (
        actor.sentence === verb.sentence &&
        to >= from &&
        words.filter((word) => word.start >= from && word.end <= to).length <= SPEAKING_DISTANCE
      );
    };
    const before = actors.findLast((actor) => actor.end <= verb.start && near(actor) && !transparent.test(plain.slice(0, actor.start)));
    const behind = actors.find((actor) => actor.start >= verb.end && near(actor));
    const leads = leading.test(plain.slice(verb.start, verb.end)) || behind?.kind === 'agent';
    const inverted = behind?.clause === verb.clause && behind.start - verb.end < 3 && before?.clause !== verb.clause;
    const speaker = leads || inverted ? behind : before;
    if (speaker !== undefined) speaker.speaks = true;
  }
}
