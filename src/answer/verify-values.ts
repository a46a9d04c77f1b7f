/** Every number, unit and date of a claim must stand in its quotes. Pure. */
import { dateFollows, type PartialDate } from './dates.js';
import type { Quantity } from './quantities.js';
import type { Bound } from './quantity-bounds.js';
import type { Reading } from './reading.js';
import type { Check, Evidence } from './verify.js';

export const checkNumbers: Check = (evidence) => {
  const known = evidence.quotes.flatMap((quote) => quote.quantities);
  for (const quantity of evidence.claim.quantities) {
    if (isCarried(quantity, known, evidence)) continue;
    return { kind: 'number', detail: `The quotes do not say ${written(evidence.claim, quantity)}.` };
  }
  return repeatsInstead(evidence.claim.quantities, known)
    ? { kind: 'number', detail: 'The claim says one number twice where the quotes have two.' }
    : undefined;
};

/** "From 5 to 6" must not become "from 6 to 6", though each number stands in the quotes. */
function repeatsInstead(stated: readonly Quantity[], known: readonly Quantity[]): boolean {
  const counted = (among: readonly Quantity[]) => among.filter(({ value, unit, vague }) => !vague && !(value === 1 && unit === ''));
  return repeatsOne(counted(stated), counted(known), sameValue, (one, other) => one.unit === other.unit);
}

/** Whether something is stated more often than the quotes have it, while one of its kind is left away. */
function repeatsOne<Value>(
  stated: readonly Value[],
  known: readonly Value[],
  isSame: (stated: Value, known: Value) => boolean,
  isOfKind: (one: Value, other: Value) => boolean,
): boolean {
  const times = (value: Value, among: readonly Value[]) => among.filter((other) => isSame(value, other)).length;
  return stated.some((value) => {
    const had = times(value, known);
    if (had === 0 || times(value, stated) <= had) return false;
    return known.some((other) => isOfKind(value, other) && !stated.some((each) => isSame(each, other)));
  });
}

export const checkDates: Check = ({ claim, quotes }) => {
  const known = quotes.flatMap((quote) => quote.dates.map(({ date }) => date));
  for (const mention of claim.dates) {
    if (known.some((date) => dateFollows(mention.date, date)) || followsFromTwo(mention.date, known)) continue;
    if (isYearAlone(mention.date) && quotes.some((quote) => quote.quantities.some(({ value }) => value === mention.date.year))) continue;
    return { kind: 'date', detail: `The quotes do not say ${written(claim, mention)}.` };
  }
  const stated = claim.dates.map(({ date }) => date);
  return repeatsOne(stated, known, dateFollows, () => true)
    ? { kind: 'date', detail: 'The claim says one date twice where the quotes have two.' }
    : undefined;
};

const written = ({ text }: Reading, { start, end }: { start: number; end: number }) => text.slice(start, end);

const contrary: Readonly<Partial<Record<Bound, Bound>>> = { above: 'below', below: 'above' };

function isCarried(stated: Quantity, known: readonly Quantity[], { claim, quotes }: Evidence): boolean {
  const same = known.filter((quantity) => sameValue(stated, quantity));
  // "Under one subscription" bounds nothing.
  const bare =
    stated.value === 1 && stated.unit === '' && !known.some(({ value, bound }) => value === 1 && bound === contrary[stated.bound]);
  if (same.length > 0) return bare || same.some((quantity) => boundFollows(stated.bound, quantity.bound));
  if (stated.unit === '' && quotes.some((quote) => quote.dates.some(({ date }) => date.year === stated.value))) return true;
  return stated.value === 1 && (stated.unit === '' || stated.unit === 'ordinal') && isLooseOne(stated, claim, known, quotes);
}

function sameValue(stated: Quantity, known: Quantity): boolean {
  if (stated.vague !== known.vague) return false;
  if (stated.unit === known.unit || countsAlike(stated.unit, known.unit)) return isEqual(stated.value, known.value);
  // "Over five" of what the sentence named before; what has a word behind it may have a unit that is not known.
  return stated.unit === '' && stated.ends && isEqual(stated.value, known.written);
}

/** Written so that what is no number equals nothing. */
const isEqual = (one: number, other: number) => Math.abs(one - other) <= 1e-9 * Math.abs(other);

/** A number without a unit may be said with a counter or as an ordinal, and money without its country; a known unit is never left open. */
function countsAlike(one: string, other: string): boolean {
  const open = (unit: string) => unit === '' || unit === 'ordinal' || unit === 'times';
  const money = (unit: string) => unit === 'USD' || unit === 'TWD' || unit === 'CNY' || unit === 'JPY' || unit === 'EUR';
  return (open(one) && open(other)) || (one === 'money' && money(other));
}

/** "More than" may not be made of "about", nor "under" of "over"; a bound may be left away. */
function boundFollows(stated: Bound, known: Bound): boolean {
  return stated === 'exact' || stated === 'about' || stated === known;
}

/** "One" is an article as often as a number: it is wrong only where the quotes count the same thing otherwise. */
function isLooseOne(stated: Quantity, claim: Reading, known: readonly Quantity[], quotes: readonly Reading[]): boolean {
  const counted = claim.plain
    .slice(stated.end)
    .trimStart()
    .slice(0, claim.ideographic ? 1 : 5);
  return !quotes.some((quote) =>
    quote.quantities.some(
      (quantity) =>
        known.includes(quantity) &&
        quantity.unit === '' &&
        quantity.value !== 1 &&
        counted !== '' &&
        quote.plain.slice(quantity.end).trimStart().startsWith(counted),
    ),
  );
}

const isYearAlone = ({ year, part, month }: PartialDate) => year !== undefined && part === undefined && month === undefined;

/** "In June" and "2024" in two places of the quotes make June 2024, where no other year is given for that month. */
function followsFromTwo(stated: PartialDate, known: readonly PartialDate[]): boolean {
  const { year, ...rest } = stated;
  if (year === undefined || Object.keys(rest).length === 0) return false;
  const fits = known.filter((date) => dateFollows(rest, date));
  return (
    fits.some((date) => date.year === undefined) &&
    fits.every((date) => date.year === undefined || date.year === year) &&
    known.some((date) => date.year === year)
  );
}
