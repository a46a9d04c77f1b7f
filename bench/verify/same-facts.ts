/** Facts that more than one sentence of the shipped collection states: a quote of the one carries a claim about the other, so that it is no fault. Pure. */
import { lettersIn } from '../../src/answer/locate-quote.js';
import type { TrueClaim } from './faults.js';

/** Two claims that stand on one sentence, or of which one is the other's quote. */
export function stateOneFact(one: TrueClaim, other: TrueClaim): boolean {
  const said = (claim: TrueClaim) => claim.quotes.map(({ words }) => lettersIn(words));
  const [first, second] = [said(one), said(other)];
  return first.some((words) => second.some((each) => each.includes(words) || words.includes(each)));
}

const head = /Nadella|納德拉/;
const company = /Microsoft|微軟/;
/** Why the building was paused: "Microsoft had paused its data center expansion in order not to be stuck", and "Nadella did not want to be stuck". */
const pause = /(?:paus|halt|freez|暫停|停下).*(?:hardware|硬體|pipe|水管|管線)|(?:want|想|希望|願).*(?:pipe|水管|管線)/i;

/** What the articles tell of the company, they tell of its chief executive, too. */
export function isToldOfBoth(text: string, one: string, other: string): boolean {
  return pause.test(text) && ((head.test(one) && company.test(other)) || (company.test(one) && head.test(other)));
}
