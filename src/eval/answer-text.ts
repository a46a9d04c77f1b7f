/** Scores of what an answer says: expected facts, and the language it says them in. Pure. */
import { fold } from '../text/fold.js';
import { detectLanguage, parseLanguage } from '../text/language.js';
import type { Answer, TestCase } from '../types.js';

const bare = (text: string) => fold(text).replace(/[^\p{L}\p{M}\p{N}.%$]+/gu, '');

/**
 * Share of the case's `answers` that the claims or the quotes under them contain, whatever the script, width, case and spacing.
 *
 * @returns undefined where the case expects none.
 */
export function scoreNuggets(answer: Answer, testCase: TestCase): number | undefined {
  const { answers = [] } = testCase;
  if (answers.length === 0) return undefined;
  const said = [...answer.claims.map((claim) => claim.text), ...answer.citations.map((citation) => citation.quote)].map(bare).join('\n');
  return answers.filter((nugget) => said.includes(bare(nugget))).length / answers.length;
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

/**
 * 1 where the answer names the language of the question as its own, and its words outside quoted ones do not belie that.
 * Quotes keep the language and script of their source, and so are left out.
 *
 * @returns undefined where the question's language cannot be told.
 */
export function scoreLanguage(answer: Answer, testCase: TestCase): number | undefined {
  const expected = expectedLanguage(testCase);
  if (expected === 'und') return undefined;
  const own = answer.citations.reduce((text, citation) => text.replaceAll(citation.quote, ' '), answer.text).replace(/\[\d+\]/g, ' ');
  const spoken = detectLanguage(own);
  const belied = spoken !== 'und' && !isSameLanguage(spoken, expected) && /\p{L}{2}/u.test(own);
  return isSameLanguage(parseLanguage(answer.language) ?? answer.language, expected) && !belied ? 1 : 0;
}

/** "zh" alone leaves the script open. */
function isSameLanguage(one: string, other: string): boolean {
  const [language, script] = one.split('-');
  const [otherLanguage, otherScript] = other.split('-');
  return language === otherLanguage && (script === undefined || otherScript === undefined || script === otherScript);
}
