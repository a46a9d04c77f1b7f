/**
 * A name of one quote must not take over what another tells: two facts that are true side by side make a false one. Each name of a claim is looked for
 * in the sentence of the quotes that tells most of what the claim tells of it. Pure.
 */
import { isContent, weightOf } from './anchors.js';
import type { Reading, Token } from './reading.js';
import { keysOf } from './roles.js';

/** Below this share of the best sentence's words, the sentences that have the name tell something else. */
const SIDE_SHARE = 0.5;
/** Words of a clause that are too few to tell which sentence it is from. */
const LEAST_WORDS = 1.5;

type Told = { names: ReadonlySet<string>; words: ReadonlySet<string> };

/** @returns a name that stands in no sentence of the quotes that tells what the claim tells of it, where that sentence is another's. */
export function findStranger(claim: Reading, quotes: readonly Reading[]): Token | undefined {
  const sentences = quotes.flatMap(sentencesOf);
  if (sentences.length < 2) return undefined;
  const stated = new Set(claim.tokens.filter(isParty).map(({ key }) => key));
  return claim.tokens.find((mention) => {
    if (!isParty(mention)) return false;
    const words = wordsAround(mention, claim);
    const share = ({ words: there }: Told) => weightOf(words.filter(({ key }) => there.has(key)));
    const own = sentences.filter(({ names }) => names.has(mention.key));
    const best = sentences.reduce((one, other) => (share(other) > share(one) ? other : one));
    const isOthers = [...best.names].some((name) => !stated.has(name));
    return isOthers && !own.includes(best) && Math.max(0, ...own.map(share)) <= SIDE_SHARE * share(best);
  });
}

function sentencesOf({ tokens }: Reading): Told[] {
  return [...new Set(tokens.map(({ sentence }) => sentence))].map((number) => {
    const own = tokens.filter(({ sentence }) => sentence === number);
    return {
      names: new Set(own.filter(isParty).flatMap(keysOf)),
      words: new Set(own.filter(isDeed).map(({ key }) => key)),
    };
  });
}

/** Who acts, or a place: no unknown acronym. */
const isParty = (token: Token) => token.actor === true || (token.name === true && token.unknownName !== true);
const isDeed = (token: Token) => isContent(token) && token.name !== true && token.speech !== true;

/** What the claim tells in the clause of the name; of a short one, in the sentence. */
function wordsAround({ clause, sentence }: Token, { tokens }: Reading): readonly Token[] {
  const near = tokens.filter((token) => token.clause === clause && isDeed(token));
  const dated = near.some(({ kind }) => kind === 'date' || kind === 'number');
  return dated || weightOf(near) >= LEAST_WORDS ? near : tokens.filter((token) => token.sentence === sentence && isDeed(token));
}
