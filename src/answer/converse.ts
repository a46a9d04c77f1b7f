/** A follow-up and what it leans on: whose words are carried over from the conversation. Pure. */
import { fold } from '../text/fold.js';
import { sentencesOf } from '../text/sentences.js';
import type { Question, Turn } from '../types.js';

/** Words that point back, at the beginning or anywhere. Folded. */
const opens =
  /^(?:and|but|so|then|also|what about|how about|why|why not|how so|since when|by whom|where|when|which one|really|那|那么|然后|还有|所以|接着|接下来|后来|之后|另外|再来|不过|为什么|为何|怎么说|何时|什么时候|哪一|多少|真的|例如|比如|故|因此|于是|指的?是|是指|是在(?:形容|描述|说|指)|(?:所)?形容)/u;
const pointsBack =
  /\b(?:he|she|it|they|him|her|them|his|its|their|theirs|that|this|those|these|there|then|the same|former|latter|first one|second one|each of them|both of them)\b|他们|她们|它们|他|她|它|这个|那个|这些|那些|这件|那件|这家|那家|这次|那次|这段|那段|这句|那句|这番|这种说法|此事|此句|此话|此言|此段|此语|此文|该公司|对方|两者|前者|后者|其中|其他|上述|这样|那样|这是|那是|为此/u;
const trails = /呢\s*[?？。!！]*\s*$/u;
/** Fewer letters or characters than this say too little to stand alone. */
const LEAST_LETTERS = 6;
const LEAST_CHARACTERS = 4;

/** Whether a question leans on what was said before. */
export function leansOnHistory(question: string): boolean {
  const folded = fold(question).trim();
  const letters = folded.replace(/[^\p{L}\p{N}]/gu, '');
  const characters = letters.replace(/[\p{Script=Latin}\p{N}]/gu, '').length;
  const short = characters > 0 ? characters < LEAST_CHARACTERS && letters.length < 8 : letters.length < LEAST_LETTERS;
  const opening = opens.exec(folded)?.[0];
  // "Why did Microsoft pause?" opens with a question word but stands alone; "why?" and "and why did it stop?" do not.
  const bareOpening =
    opening !== undefined &&
    (letters.length - opening.length < 10 ||
      /^(?:and|but|so|then|also|what about|how about|那|然后|还有|所以|接|故|因此|于是|指|是|形容)/u.test(opening));
  return short || bareOpening || trails.test(folded) || pointsBack.test(folded);
}

const asksSomething = /[?？]["'”’」』）)\]]*\s*$/u;
/** A sentence that is quoted whole, or the end of one that began in the sentence before. */
const quoted = /^\s*[「『“"]|^[^「『“]*[」』”]\s*$/u;

/**
 * Of a message of several sentences, those that ask and those that are quoted, which are asked about; the rest is told, or is meant to lead
 * astray, and would only blur the search. Where none asks, or what asks leans on the rest, the whole message.
 */
export function questionIn(message: string): string {
  const sentences = sentencesOf(message).map(({ start, end }) => message.slice(start, end));
  const asking = sentences.filter((sentence) => asksSomething.test(sentence));
  if (asking.length === 0 || asking.length === sentences.length || leansOnHistory(asking.join(' '))) return message;
  const kept = sentences.filter((sentence) => asking.includes(sentence) || quoted.test(sentence));
  return kept.length === sentences.length ? message : kept.join(' ');
}

/** Words of the conversation that a follow-up is searched with; empty for a question that stands alone. */
export function contextOf({ text, history }: Question): string {
  if (history === undefined || history.length === 0 || !leansOnHistory(text)) return '';
  const turns: Turn[] = [];
  // Back to the last question that stood alone: what "it" means may have been said some questions ago.
  for (const turn of [...history].reverse()) {
    turns.unshift(turn);
    if (!leansOnHistory(turn.question) || turns.length === 4) break;
  }
  return turns.map((turn) => turn.question).join('\n');
}
