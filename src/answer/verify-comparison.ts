/** A claim may not turn a comparison round: more and less, before and after, ahead and behind, long-term and short-term. Pure. */
import { boundsNumber, isContent, weighs } from './anchors.js';
import type { Reading, Token } from './reading.js';
import type { Check, Fault } from './verify.js';

/** Dimensions whose poles stand for each other: better performance is higher performance. */
const families: Readonly<Record<string, string>> = { amount: 'level', quality: 'level', rate: 'level', strength: 'level' };
/** Words that a clause's end counts for, when it is asked which comparison a word belongs to. */
const CLAUSE_STEPS = 3;

/** Steps beyond which a word belongs to no comparison. */
const FARTHEST = 6;

/** Opposites of two parties: where the one is ahead, the other is behind. */
const mutual = new Set(['rank', 'trade', 'time', 'win']);
const comparesTwo = /\bthan\b|比|相较|不如/;

/** A word of comparison, +1 or -1, at an index of the content of its text. `denied`: right before it; `governed`: farther before it in its clause. */
type Pole = { dimension: string; sign: 1 | -1; index: number; mutual: boolean; denied: boolean; governed: boolean };
type Compared = { reading: Reading; content: readonly Token[]; poles: readonly Pole[] };

export const checkComparison: Check = ({ claim, quotes }) => {
  const stated = comparedOf(claim);
  const known = quotes.map(comparedOf);
  for (const dimension of new Set(stated.poles.map((pole) => pole.dimension))) {
    if (repeatsOnePole(stated, known, dimension)) return fault('The claim says one side twice where the quotes have both.');
    const poles = stated.poles.filter((pole) => pole.dimension === dimension);
    const signs = signsOf(known, dimension);
    for (const pole of poles) {
      const { start, end } = stated.content[pole.index]!;
      if (turnsSides(pole, stated, known)) return fault('In the quotes it is the other way round.');
      const lacks =
        signs.has(opposite(pole.sign)) && !signs.has(pole.sign) && !(dimension === 'order' && signsOf([stated], dimension).size > 1);
      if (lacks && !turnsRound(pole, stated, known) && !isDeniedToo(pole, known))
        return fault(`The quotes say the opposite of "${claim.text.slice(start, end)}".`);
    }
    const turned = poles.every((pole) => turnsRound(pole, stated, known));
    if (signs.size > 1 && dimension !== 'order' && !turned && agreement(stated, known, dimension) < 0)
      return fault('The quotes have the two sides the other way round.');
  }
  return undefined;
};

const fault = (detail: string): Fault => ({ kind: 'comparison', detail });
const signsOf = (texts: readonly Compared[], dimension: string) =>
  new Set(texts.flatMap(({ poles }) => poles.filter((pole) => pole.dimension === dimension).map((pole) => pole.sign)));

const opposite = (sign: 1 | -1) => (sign === 1 ? -1 : 1);

/** A word right behind a negation counts as its opposite: "did not rise". What bounds a number is read with the number. */
function comparedOf(reading: Reading): Compared {
  const content = reading.tokens.filter((token) => isContent(token) || token.negation === 'hard');
  const poles = content.flatMap((token, index): Pole[] => {
    const pole =
      token.kind === 'date' && /\bby\s+$/.test(reading.plain.slice(0, token.start))
        ? 'time+'
        : token.key === 'n:1ordinal'
          ? 'order+'
          : comparesNames(token, content[index + 1], reading)
            ? `rank${token.pole!.at(-1)}`
            : token.pole;
    if (pole === undefined || boundsNumber(token, reading)) return [];
    const before = content[index - 1];
    const denied = before?.negation === 'hard' && !weighs(before) && before.clause === token.clause;
    const dimension = pole.slice(0, -1);
    return [
      {
        dimension: families[dimension] ?? dimension,
        sign: pole.endsWith('+') !== denied ? 1 : -1,
        index,
        denied,
        governed:
          !denied && content.slice(0, index).some((each) => each.negation === 'hard' && !weighs(each) && each.clause === token.clause),
        mutual: mutual.has(dimension) || comparesTwo.test(reading.plain),
      },
    ];
  });
  return { reading, content, poles };
}

/** "Before the pause and after it" must not become "after the pause and after it". */
function repeatsOnePole({ poles }: Compared, known: readonly Compared[], dimension: string): boolean {
  const count = (among: readonly Pole[], sign: 1 | -1) => among.filter((pole) => pole.dimension === dimension && pole.sign === sign).length;
  const quoted = known.flatMap((compared) => compared.poles);
  return ([1, -1] as const).some(
    (sign) =>
      count(quoted, sign) > 0 && count(poles, sign) > count(quoted, sign) && count(poles, opposite(sign)) < count(quoted, opposite(sign)),
  );
}

/** "Less than Google" of an amount is behind Google. */
function comparesNames(token: Token, next: Token | undefined, { plain }: Reading): boolean {
  return (
    token.pole?.startsWith('amount') === true && next?.actor === true && /^[\s\w]{0,12}\bthan\b/.test(plain.slice(token.end, next.start))
  );
}

/** Whether the words that belong to the one side in the claim belong to it in the quotes: above 0 where they do. */
function agreement(stated: Compared, known: readonly Compared[], dimension: string): number {
  const there = leaningsOf(known, dimension);
  let sum = 0;
  for (const [key, { lean, total }] of leaningsOf([stated], dimension)) {
    const other = there.get(key);
    if (other !== undefined) sum += Math.min(1, total) * (lean / total) * (other.lean / other.total);
  }
  return sum;
}

type Leaning = { lean: number; total: number };

/** For each word how much it belongs to the one pole or to the other, by which of them is nearest; the nearer, the more it counts. */
function leaningsOf(texts: readonly Compared[], dimension: string): Map<string, Leaning> {
  const sums = new Map<string, Leaning>();
  for (const compared of texts) {
    for (const { token, pole, weight } of belongings(compared, dimension)) {
      const sum = sums.get(token.key) ?? { lean: 0, total: 0 };
      sums.set(token.key, { lean: sum.lean + weight * pole.sign, total: sum.total + weight });
    }
  }
  return sums;
}

function belongings({ content, poles, reading }: Compared, dimension: string): { token: Token; pole: Pole; weight: number }[] {
  const relevant = poles.filter((pole) => pole.dimension === dimension);
  return content.flatMap((token, index) => {
    let best: { pole: Pole; steps: number } | undefined;
    for (const pole of relevant) {
      const other = content[pole.index]!;
      if (pole.index === index || other.sentence !== token.sentence) continue;
      // An English adjective stands before its noun, and behind it only with a verb between.
      const turned = !reading.ideographic && pole.index > index ? 1 : 0;
      const steps = Math.abs(pole.index - index) + turned + (other.clause === token.clause ? 0 : CLAUSE_STEPS);
      if (best === undefined || steps < best.steps) best = { pole, steps };
    }
    return best === undefined || best.steps > FARTHEST ? [] : [{ token, pole: best.pole, weight: 1 / best.steps ** 2 }];
  });
}

/** Both deny the same word, the one right before it and the other from afar. */
const isDeniedToo = ({ dimension, sign, denied, governed }: Pole, known: readonly Compared[]) =>
  known.some(({ poles }) =>
    poles.some(
      (other) =>
        other.dimension === dimension && other.sign === opposite(sign) && ((denied && other.governed) || (governed && other.denied)),
    ),
  );

/** A is ahead of B, where the quotes say that B is behind A: both the word and the sides are turned. */
const turnsRound = (pole: Pole, stated: Compared, known: readonly Compared[]) => isCrossed(pole, stated, known, opposite(pole.sign));

/** A is not behind B, where the quotes say that B is ahead of A: only the sides are turned. */
function turnsSides(pole: Pole, stated: Compared, known: readonly Compared[]): boolean {
  return pole.denied && isCrossed(pole, stated, known, pole.sign) && !turnsRound(pole, stated, known);
}

/** Whether some word of this sign in the quotes has on its left what the claim has on the right, and the other way round. */
function isCrossed(pole: Pole, stated: Compared, known: readonly Compared[], sign: 1 | -1): boolean {
  const [before, behind] = sidesOf(pole, stated);
  return known.some((compared) =>
    compared.poles.some((other) => {
      if (other.dimension !== pole.dimension || other.sign !== sign || !other.mutual || !pole.mutual) return false;
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
  const chosen = names.length > 1 ? names : [];
  return [keysWhere(chosen, (each) => each.start < token.start), keysWhere(chosen, (each) => each.start > token.start)];
}

const keysWhere = (tokens: readonly Token[], chosen: (token: Token) => boolean) => tokens.filter(chosen).map((token) => token.key);
const shared = (one: readonly string[], other: readonly string[]) => one.filter((key) => other.includes(key)).length;
