/**
 * A name of one quote must not take over what another tells: two facts that are true side by side make a false one. Each name of a claim is looked for
 * in the sentence of the quotes that tells most of what the claim tells of it. Pure.
 */
import { isContent, weightOf } from './anchors.js';
import type { Reading, Token } from './reading.js';
import { keysOf } from './roles.js';

/** Words of a clause that are too few to tell which sentence it is from. */
const LEAST_WORDS = 1.5;

/** What the clause says tells more of its sentence than what the rest says. */
const CLAUSE_FIRST = 3;

type Told = { names: ReadonlySet<string>; words: ReadonlySet<string> };

/** @returns a name of the claim that does not stand in the sentence of the quotes which tells most of what the claim tells of it, where that is another's. */
export function findStranger(claim: Reading, quotes: readonly Reading[]): Token | undefined {
  const sentences = quotes.flatMap(sentencesOf);
  if (sentences.length < 2) return undefined;
  const stated = new Set(claim.tokens.filter(isParty).map(({ key }) => key));
  return claim.tokens.find((mention) => {
    if (!isParty(mention)) return false;
    const [best, ...rest] = tellMost(mention, claim, sentences);
    const isOthers = [best, ...rest].every((sentence) => [...(sentence?.names ?? [])].some((name) => !stated.has(name)));
    return isOthers && ![best, ...rest].some((sentence) => sentence?.names.has(mention.key));
  });
}

/** The sentences that hold most of the clause in which the name stands, and of its sentence where they hold alike, or the clause is short. */
function tellMost(mention: Token, { tokens }: Reading, sentences: readonly Told[]): readonly Told[] {
  const words = tokens.filter((token) => token.sentence === mention.sentence && isTold(token) && !keysOf(mention).includes(token.key));
  const near = words.filter(({ clause }) => clause === mention.clause);
  const isEnough = weightOf(near) >= LEAST_WORDS || near.some(({ kind }) => kind === 'date' || kind === 'number');
  const share = (among: readonly Token[], { words: there }: Told) => weightOf(among.filter(({ key }) => there.has(key)));
  const rank = (sentence: Told) => (isEnough ? share(near, sentence) * CLAUSE_FIRST : 0) + share(words, sentence);
  const most = Math.max(...sentences.map(rank));
  return most === 0 ? [] : sentences.filter((sentence) => rank(sentence) === most);
}

function sentencesOf({ tokens }: Reading): Told[] {
  return [...new Set(tokens.map(({ sentence }) => sentence))].map((number) => {
    const own = tokens.filter(({ sentence }) => sentence === number);
    return {
      names: new Set(own.filter(isParty).flatMap(keysOf)),
      words: new Set(own.filter(isTold).flatMap(keysOf)),
    };
  });
}

/** Who acts, or a place: no unknown acronym. */
const isParty = (token: Token) => token.actor === true || (token.name === true && token.unknownName !== true);
const isTold = (token: Token) => isContent(token) && token.speech !== true;
