/** Dates and quantities that a sentence gives, and whether two sentences give different ones. Pure. */
import { plainText } from '../text/plain.js';
import { type DateMention, dateFollows, datesOf } from './dates.js';
import { type Quantity, quantitiesOf } from './quantities.js';

export type Values = { dates: readonly DateMention[]; quantities: readonly Quantity[] };

/** Offsets are those of `text`; footnote marks give no numbers. */
export function valuesOf(text: string): Values {
  const plain = plainText(text.replace(/\[\^[^\]\s]+\]/gu, (mark) => ' '.repeat(mark.length)));
  const dates = datesOf(plain);
  return { dates, quantities: quantitiesOf(plain, dates) };
}

/** Two amounts that differ by less than this share are the same amount, told with other precision. */
const SAME_AMOUNT = 0.01;

/** Whether both give dates, and no date of the one can be a date of the other. Without a year a date tells too little. */
export function datesDiffer(one: readonly DateMention[], other: readonly DateMention[]): boolean {
  const [ones, others] = [one, other].map((mentions) => mentions.filter(({ date }) => date.year !== undefined));
  if (ones!.length === 0 || others!.length === 0) return false;
  return ones!.every(({ date: a }) => others!.every(({ date: b }) => !dateFollows(a, b) && !dateFollows(b, a)));
}

/** Whether both give amounts in one unit (one of `units`, where named), and none of them is the same. */
export function amountsDiffer(one: readonly Quantity[], other: readonly Quantity[], units: ReadonlySet<string>): boolean {
  const wanted = (quantity: Quantity) =>
    quantity.unit !== 'ordinal' && !quantity.vague && (units.size === 0 ? quantity.unit !== '' : units.has(quantity.unit));
  const shared = one.filter(wanted).filter((a) => other.some((b) => wanted(b) && a.unit === b.unit));
  if (shared.length === 0) return false;
  return shared.every((a) =>
    other.every((b) => a.unit !== b.unit || Math.abs(a.value - b.value) > SAME_AMOUNT * Math.max(Math.abs(a.value), Math.abs(b.value))),
  );
}
