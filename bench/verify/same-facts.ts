/** Facts that more than one sentence of the shipped collection states: a quote of the one carries a claim about the other, so that it is no fault. Pure. */
import { lettersIn } from '../../src/answer/locate-quote.js';
import type { TrueClaim } from './faults.js';

export function stateOneFact(one: TrueClaim, other: TrueClaim): boolean {
  return shareSentence(one, other);
}

/** Two claims that stand on one sentence, or of which one is the other's quote. */
function shareSentence(one: TrueClaim, other: TrueClaim): boolean {
  const said = (claim: TrueClaim) => claim.quotes.map(({ words }) => lettersIn(words));
  const [first, second] = [said(one), said(other)];
  return first.some((words) => second.some((each) => each.includes(words) || words.includes(each)));
}
