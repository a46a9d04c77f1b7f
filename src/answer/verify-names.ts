/** Every proper name of a claim must stand in its quotes, in the form it has there or in one that the table of names gives. Pure. */
import { stemsOf } from './lexicon.js';
import type { Reading, Token } from './reading.js';
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
  return undefined;
};

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
