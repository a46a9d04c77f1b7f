/** What can be asked at all: checked before anything is searched, and by doors before anything is opened. Pure. */
import { YingjiaError } from '../errors.js';

/** UTF-16 units. */
export const QUESTION_LIMIT = 4000;

/** @throws YingjiaError USAGE */
export function checkQuestion(text: string): void {
  if (text.trim() === '')
    throw new YingjiaError('USAGE', {
      problem: 'The question is empty.',
      fix: 'Ask something, as in: npx yingjia ask "What is fungibility?"',
    });
  if (text.length > QUESTION_LIMIT) {
    throw new YingjiaError('USAGE', {
      problem: `The question has ${text.length.toLocaleString('en')} characters; at most ${QUESTION_LIMIT.toLocaleString('en')} can be asked.`,
      fix: 'Shorten it to what you want to know.',
    });
  }
}
