/** Every proper name of a claim must stand in its quotes, in the form it has there or in one that the table of names gives. Pure. */
import { backgroundShare } from '../text/background.js';
import { wordTerm } from '../text/terms.js';
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

/** Known names one by one; unknown capitalised words that stand together, with a number behind them, as one. */
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
    if (together && (token.unknownName === true || (token.kind === 'number' && /\d/.test(plain.slice(token.start, token.end)))))
      run.push(token);
    else if (token.name === true) runs.push([token]);
  });
  return runs;
}

function isWritten(run: readonly Token[], { claim, quotes }: Evidence): boolean {
  const words = wordsIn(claim, run);
  if (quotes.some((quote) => quote.words.includes(` ${words} `))) return true;
  if (!opensSentence(claim, run[0]!)) return false;
  // The first word of a sentence is capitalised whatever it is.
  if (run.length > 1) return isCommonWord(run[0]!) && isWritten(run.slice(1), { claim, quotes });
  return isCommonWord(run[0]!) || quotes.some((quote) => quote.tokens.some((token) => token.key === run[0]!.key));
}

function wordsIn({ plain }: Reading, run: readonly Token[]): string {
  return stemsOf(plain.slice(run[0]!.start, run.at(-1)!.end)).join(' ');
}

function opensSentence({ text }: Reading, { start }: Token): boolean {
  return /(?:^|[.!?。！？:：]["'”’」]?\s+|["“「])$/u.test(text.slice(0, start).trimEnd() === '' ? '' : text.slice(0, start));
}

/** In text at large the word is written small, too. */
function isCommonWord({ key }: Token): boolean {
  return backgroundShare(wordTerm(key.slice(2))) > 2 ** -13;
}
