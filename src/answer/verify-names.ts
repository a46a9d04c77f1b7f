/** Every proper name of a claim must stand in its quotes, in the form it has there or in one that the table of names gives. Pure. */
import { stemsOf } from './lexicon.js';
import { findUnquoted } from './marked-names.js';
import type { Reading, Token } from './reading.js';
import { keysOf } from './roles.js';
import type { Check, Evidence } from './verify.js';

export const checkNames: Check = (evidence) => {
  const keys = new Set(
    evidence.quotes.flatMap((quote) =>
      quote.tokens.flatMap((token) => (token.inner === undefined ? [token.key] : [token.key, token.inner])),
    ),
  );
  const { claim } = evidence;
  for (const run of nameRuns(claim)) {
    const [first] = run;
    const text = claim.text.slice(first!.start, run.at(-1)!.end);
    const carried = first!.unknownName === true ? isWritten(run, evidence) : keys.has(first!.key);
    if (!carried) return { kind: 'name', detail: `The quotes do not name ${text}.` };
  }
  const inOneScript = evidence.quotes.every(({ ideographic }) => ideographic);
  const strange = inOneScript
    ? findUnquoted(
        claim.plain,
        evidence.quotes.map(({ plain }) => plain),
      )
    : undefined;
  if (strange !== undefined) return { kind: 'name', detail: `The quotes do not name ${strange}.` };
  const torn = claim.tokens.find((_, index) => isTorn(claim, index, evidence.quotes));
  return torn === undefined
    ? undefined
    : { kind: 'name', detail: `The quotes put another name before ${claim.text.slice(torn.start, torn.end)}.` };
};

/** "Nvidia ConnectX" is one thing: where the quotes always put another name before the second, the two were put together by the claim. */
function isTorn(claim: Reading, index: number, quotes: readonly Reading[]): boolean {
  const first = nameBefore(claim, index);
  if (first === undefined) return false;
  const { key } = claim.tokens[index]!;
  const before = quotes.flatMap((quote) => quote.tokens.flatMap((token, at) => (token.key === key ? [nameBefore(quote, at)] : [])));
  return before.length > 0 && before.every((name) => name !== undefined && !keysOf(name).some((each) => keysOf(first).includes(each)));
}

/** The name right before another, with nothing but a space between. */
function nameBefore({ tokens, plain }: Reading, index: number): Token | undefined {
  const [before, name] = [tokens[index - 1], tokens[index]!];
  const joined = before?.name === true && name.name === true && /^ ?$/.test(plain.slice(before.end, name.start));
  return joined ? before : undefined;
}

/** Names one by one; the number behind an unknown one is part of it: Maia 200. */
function nameRuns({ tokens, plain }: Reading): Token[][] {
  const runs: Token[][] = [];
  tokens.forEach((token, index) => {
    const previous = tokens[index - 1];
    const run = runs.at(-1);
    const together =
      previous !== undefined &&
      run?.at(-1) === previous &&
      previous.unknownName === true &&
      /^[ \-'·&]{0,2}$/.test(plain.slice(previous.end, token.start));
    if (together && token.kind === 'number' && /\d/.test(plain.slice(token.start, token.end))) run.push(token);
    else if (token.name === true) runs.push([token]);
  });
  return runs;
}

function isWritten(run: readonly Token[], { claim, quotes }: Evidence): boolean {
  const words = stemsOf(claim.plain.slice(run[0]!.start, run.at(-1)!.end)).join(' ');
  return quotes.some((quote) => quote.words.includes(` ${words} `));
}
