/** The words of a quote that answer a question for a time or a number, where it is clear which they are. Pure. */
import { sentencesOf } from '../text/sentences.js';
import type { Extract } from './extract.js';
import { valuesOf } from './values.js';

/** An extract that is less likely than this to hold the answer leads with nothing. */
const CONFIDENT = 0.7;

/**
 * @returns offsets into the article's text; undefined unless the sentence gives one value only of the kind asked for, beside those that the
 *   question itself gives. A wrong lead is worse than none.
 */
export function findSpan(extract: Extract, asks: string, question: string): { start: number; end: number } | undefined {
  if (extract.share < CONFIDENT || (asks !== 'time' && asks !== 'number')) return undefined;
  const words = extract.article.text.slice(extract.start, extract.end);
  if (sentencesOf(words).length > 1) return undefined;
  const { dates, quantities } = valuesOf(words);
  const unit = unitAsked(question);
  const mentions =
    asks === 'time'
      ? dates
      : quantities.filter(
          (quantity) => quantity.unit !== 'ordinal' && (unit === undefined ? quantity.unit !== 'month' : quantity.unit === unit),
        );
  const fresh = mentions.filter(({ start, end }) => !question.includes(words.slice(start, end)));
  const [only] = fresh;
  return fresh.length === 1 && only !== undefined ? { start: extract.start + only.start, end: extract.start + only.end } : undefined;
}

/** "多少 GW", "how many acres": the unit that the answer must have. */
function unitAsked(question: string): string | undefined {
  const counted = valuesOf(question.replace(/(?:多少|几|幾|how many|how much)\s*/giu, ' 1 ')).quantities.find(
    (quantity) => quantity.unit !== '' && quantity.unit !== 'ordinal',
  );
  return counted?.unit;
}
