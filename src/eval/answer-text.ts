/** Scores of what an answer says: expected facts, and the language it says them in. Pure. */

import { fold } from '../text/fold.js';
import { detectLanguage, parseLanguage } from '../text/language.js';
import type { Answer, TestCase } from '../types.js';
import { entails } from './entailment.js';

const bare = (text: string) => fold(text).replace(/[^\p{L}\p{M}\p{N}.%$]+/gu, '');

/** From this length on an expected fact is a sentence, as references of other tools are: nobody says it word for word. */
const LONG = 40;

/** UTF-16 units, ideographs double: they say more. */
const lengthOf = (text: string) => text.length + (text.match(/\p{Script=Han}/gu)?.length ?? 0);

/**
 * Share of the case's `answers` that the claims or the quotes under them contain, whatever the script, width, case and spacing; of
 * whole sentences, those that they support as far as the entailment proxy sees.
 *
 * @returns undefined where the case expects none.
 */
export function scoreNuggets(answer: Answer, testCase: TestCase): number | undefined {
  const { answers = [] } = testCase;
  if (answers.length === 0) return undefined;
  const words = [...answer.claims.map((claim) => claim.text), ...answer.citations.map((citation) => citation.quote)];
  const said = words.map(bare).join('\n');
  const isSaid = (nugget: string) => said.includes(bare(nugget)) || (lengthOf(nugget) > LONG && entails(words, nugget));
  return answers.filter(isSaid).length / answers.length;
}

/** Which language the case asks for: that of its question; of a question that does not tell, that of its tags ("zh", "en", ...). */
export function expectedLanguage(testCase: TestCase): string {
  const detected = detectLanguage(testCase.question);
  if (detected !== 'und') return detected;
  const tagged = (testCase.tags ?? [])
    .slice(1)
    .map(parseLanguage)
    .find((language) => language !== undefined);
  return tagged ?? 'und';
}

/** Within one line, from the first opening mark of a kind to the last closing one: quotes may hold quotes. */
const quoted = /“[^\n]*”|「[^\n]*」|『[^\n]*』|《[^\n]*》|〈[^\n]*〉|"[^\n]*"/gu;

/** What the answer says in its own words: quotes, titles and topics keep the language and script of their source. */
function ownWordsOf({ text, citations, nearestTopics }: Answer): string {
  const borrowed = [...citations.flatMap(({ quote, title }) => [quote, title]), ...nearestTopics].filter((words) => words !== '');
  return borrowed
    .reduce((own, words) => own.replaceAll(words, ' '), text)
    .replace(quoted, ' ')
    .replace(/\[\d+\]/g, ' ');
}

/**
 * 1 where the answer names the language of the question as its own, and its own words do not belie that.
 *
 * @returns undefined where the question's language cannot be told.
 */
export function scoreLanguage(answer: Answer, testCase: TestCase): number | undefined {
  const expected = expectedLanguage(testCase);
  if (expected === 'und') return undefined;
  const own = ownWordsOf(answer);
  const spoken = detectLanguage(own);
  const belied = /\p{L}{2}/u.test(own) && spoken !== 'und' && !isSameLanguage(spoken, expected);
  return isSameLanguage(parseLanguage(answer.language) ?? answer.language, expected) && !belied ? 1 : 0;
}

/** "zh" alone leaves the script open. */
function isSameLanguage(one: string, other: string): boolean {
  const [language, script] = one.split('-');
  const [otherLanguage, otherScript] = other.split('-');
  return language === otherLanguage && (script === undefined || otherScript === undefined || script === otherScript);
}
