/** A claim may not turn a comparison round: more and less, before and after, ahead and behind, long-term and short-term. Pure. */
import { boundsNumber, isContent } from './anchors.js';
import type { Reading, Token } from './reading.js';
import type { Check } from './verify.js';

/** Dimensions whose poles stand for each other: better performance is higher performance. */
const families: Readonly<Record<string, string>> = { amount: 'level', quality: 'level', rate: 'level', strength: 'level', rank: 'level' };
/** Words that a clause's end counts for, when it is asked which comparison a word belongs to. */
const CLAUSE_STEPS = 3;

/** Steps beyond which a word belongs to no comparison. */
const FARTHEST = 6;

/** Opposites of two parties: where the one is ahead, the other is behind. */
const mutual = new Set(['rank', 'trade', 'time', 'win']);
const comparesTwo = /\bthan\b|比|相较|不如/;

/** A word of comparison, +1 or -1, at an index of the content of its text. */
type Pole = { dimension: string; sign: 1 | -1; index: number; mutual: boolean };
type Compared = { reading: Reading; content: readonly Token[]; poles: readonly Pole[] };

export const checkComparison: Check = ({ claim, quotes }) => {
  const stated = comparedOf(claim);
  const known = quotes.map(comparedOf);
  for (const dimension of new Set(stated.poles.map((pole) => pole.dimension))) {
    const leanings = leaningsOf(known, dimension);
    const signs = new Set(known.flatMap(({ poles }) => poles.filter((pole) => pole.dimension === dimension).map((pole) => pole.sign)));
    for (const pole of stated.poles.filter((each) => each.dimension === dimension)) {
      if (!signs.has(opposite(pole.sign)) || turnsRound(pole, stated, known)) continue;
      if (!signs.has(pole.sign) || leansAway(pole, stated, leanings)) {
        const { start, end } = stated.content[pole.index]!;
        return { kind: 'comparison', detail: `The quotes say the opposite of "${claim.text.slice(start, end)}".` };
      }
    }
  }
  return undefined;
};

const opposite = (sign: 1 | -1) => (sign === 1 ? -1 : 1);

/** A word right behind a negation counts as its opposite: "did not rise". What bounds a number is read with the number. */
function comparedOf(reading: Reading): Compared {
  const content = reading.tokens.filter((token) => isContent(token) || token.negation === 'hard');
  const poles = content.flatMap((token, index): Pole[] => {
    const pole = token.key === 'n:1ordinal' ? 'order+' : token.pole;
    if (pole === undefined || boundsNumber(token, reading)) return [];
    const before = content[index - 1];
    const denied = before?.negation === 'hard' && before.clause === token.clause;
    const dimension = pole.slice(0, -1);
    return [
      {
        dimension: families[dimension] ?? dimension,
        sign: pole.endsWith('+') !== denied ? 1 : -1,
        index,
        mutual: mutual.has(dimension) || comparesTwo.test(reading.plain),
      },
    ];
  });
  return { reading, content, poles };
}

/** For each word how much it belongs to the one pole (towards +1) or to the other (towards -1), by which of them is nearest. */
function leaningsOf(known: readonly Compared[], dimension: string): Map<string, number> {
  const sums = new Map<string, { lean: number; total: number }>();
  for (const compared of known) {
    for (const { token, pole, weight } of belongings(compared, dimension)) {
      const sum = sums.get(token.key) ?? { lean: 0, total: 0 };
      sums.set(token.key, { lean: sum.lean + weight * pole.sign, total: sum.total + weight });
    }
  }
  return new Map([...sums].map(([key, { lean, total }]) => [key, lean / total]));
}

/** Whether the words that belong to this pole in the claim belong to the opposite one in the quotes. */
function leansAway(pole: Pole, stated: Compared, leanings: ReadonlyMap<string, number>): boolean {
  let lean = 0;
  for (const { token, pole: nearest, weight } of belongings(stated, pole.dimension)) {
    if (nearest === pole) lean += weight * (leanings.get(token.key) ?? 0);
  }
  return lean * pole.sign < 0;
}

function belongings({ content, poles }: Compared, dimension: string): { token: Token; pole: Pole; weight: number }[] {
  const relevant = poles.filter((pole) => pole.dimension === dimension);
  return content.flatMap((token, index) => {
    let best: { pole: Pole; steps: number } | undefined;
    for (const pole of relevant) {
      const other = content[pole.index]!;
      if (pole.index === index || other.sentence !== token.sentence) continue;
      const steps = Math.abs(pole.index - index) + (other.clause === token.clause ? 0 : CLAUSE_STEPS);
      if (best === undefined || steps < best.steps) best = { pole, steps };
    }
    return best === undefined || best.steps > FARTHEST ? [] : [{ token, pole: best.pole, weight: 1 / best.steps ** 2 }];
  });
}

/** A is ahead of B, where the quotes say that B is behind A: both the word and the sides are turned. */
function turnsRound(pole: Pole, stated: Compared, known: readonly Compared[]): boolean {
  const [before, behind] = sidesOf(pole, stated);
  return known.some((compared) =>
    compared.poles.some((other) => {
      if (other.dimension !== pole.dimension || other.sign === pole.sign || !other.mutual || !pole.mutual) return false;
      const [otherBefore, otherBehind] = sidesOf(other, compared);
      const crossed = [shared(before, otherBehind), shared(behind, otherBefore)] as const;
      return crossed[0] > 0 && crossed[1] > 0 && crossed[0] + crossed[1] > shared(before, otherBefore) + shared(behind, otherBehind);
    }),
  );
}

/** What is compared: on both sides of "than" behind the word, else on both sides of the word itself; names, where there are two. */
function sidesOf({ index }: Pole, { content, reading }: Compared): [string[], string[]] {
  const token = content[index]!;
  const inSentence = content.filter((each) => each.sentence === token.sentence && each !== token);
  const than = /\bthan\b/.exec(reading.plain.slice(token.end));
  if (than !== null && !inSentence.some((each) => each.kind === 'number' && each.start > token.end && each.start - token.end < 12)) {
    const at = token.end + than.index;
    return [keysWhere(inSentence, (each) => each.start > token.start && each.end <= at), keysWhere(inSentence, (each) => each.start >= at)];
  }
  const names = inSentence.filter((each) => each.actor === true);
  const chosen = names.length > 1 ? names : inSentence;
  return [keysWhere(chosen, (each) => each.start < token.start), keysWhere(chosen, (each) => each.start > token.start)];
}

const keysWhere = (tokens: readonly Token[], chosen: (token: Token) => boolean) => tokens.filter(chosen).map((token) => token.key);
const shared = (one: readonly string[], other: readonly string[]) => one.filter((key) => other.includes(key)).length;
