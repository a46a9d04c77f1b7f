/**
 * A name of one quote must not take over what another tells: two facts that are true side by side make a false one. Each name of a claim is looked for
 * in the sentence of the quotes that tells most of what the claim tells of it. Pure.
 */
import { isContent, sentencesIn, weightOf } from './anchors.js';
import { dateKey, type Reading, type Token } from './reading.js';
import { keysOf } from './roles.js';

/** What the clause says tells more of its sentence than what the rest says. */
const CLAUSE_FIRST = 3;

type Told = { names: ReadonlySet<string>; words: ReadonlySet<string> };

/** @returns a name of the claim that does not stand in the sentence of the quotes which tells most of what the claim tells of it, where that is another's. */
export function findStranger(claim: Reading, quotes: readonly Reading[]): Token | undefined {
  const sentences = quotes.flatMap(toldIn);
  if (sentences.length < 2) return undefined;
  const stated = new Set(claim.tokens.filter(isParty).map(({ key }) => key));
  return claim.tokens.find((mention) => {
    if (!isParty(mention)) return false;
    const most = tellMost(mention, claim, sentences);
    const areOthers = most.every(({ names }) => [...names].some((name) => !stated.has(name)));
    return most.length > 0 && areOthers && !most.some(({ names }) => names.has(mention.key));
  });
}

/** Whether two names stand each in its own sentence of the quotes, of which the claim tells with it: then neither is in the other's place. */
export function standApart(one: Token, other: Token, claim: Reading, quotes: readonly Reading[]): boolean {
  const sentences = quotes.flatMap(toldIn);
  const isOwn = (mention: Token, stranger: Token) => {
    const most = tellMost(mention, claim, sentences);
    return most.length > 0 && most.every(({ names }) => names.has(mention.key) && !names.has(stranger.key));
  };
  return sentences.length > 1 && isOwn(one, other) && isOwn(other, one);
}

/** The sentences that hold most of the clause in which the name stands, and of its sentence beside it. */
function tellMost(mention: Token, { tokens }: Reading, sentences: readonly Told[]): readonly Told[] {
  const words = tokens.filter((token) => token.sentence === mention.sentence && isTold(token) && !keysOf(mention).includes(token.key));
  const near = words.filter(({ clause }) => clause === mention.clause);
  const share = (among: readonly Token[], { words: there }: Told) => weightOf(among.filter(({ key }) => there.has(key)));
  const rank = (sentence: Told) => share(near, sentence) * CLAUSE_FIRST + share(words, sentence);
  const most = Math.max(...sentences.map(rank));
  return most === 0 ? [] : sentences.filter((sentence) => rank(sentence) === most);
}

function toldIn(quote: Reading): Told[] {
  return sentencesIn(quote).map((own) => ({
    names: new Set(own.filter(isParty).flatMap(keysOf)),
    words: new Set([...own.filter(isTold).flatMap(keysOf), ...coarserDates(quote, own)]),
  }));
}

/** Who acts, or a place: no unknown acronym. */
const isParty = (token: Token) => token.actor === true || (token.name === true && token.unknownName !== true);
const isTold = (token: Token) => isContent(token) && token.speech !== true;

/** 26 January 2026 is told of by January 2026, and by 2026. */
function coarserDates({ dates }: Reading, sentence: readonly Token[]): string[] {
  const own = dates.filter(({ start }) => sentence.some((token) => token.kind === 'date' && token.start === start));
  return own.flatMap(({ date: { day: _, month, part, ...year } }) => [
    dateKey(year),
    ...(month === undefined ? [] : [dateKey({ ...year, month })]),
    ...(part === undefined ? [] : [dateKey({ ...year, part })]),
  ]);
}
