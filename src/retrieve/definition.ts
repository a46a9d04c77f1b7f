/** Does a sentence say what the thing is that a question asks the meaning of? Pure. */
import type { Query } from './query.js';

const MEANING = /\b(?:means?|meaning|define[ds]?|definition|exactly|term)\b|意思|定义|含义|涵义/gu;
const LONGEST_SUBJECT = 24;
const DEFINES =
  '(?:means?|refers? to|(?:is|are|was|were) (?:an?|the|when|what|where)|stands for|是指|指的?是|意思是|意即|意味着|就是|即|是|指)';
const NAMES = '(?:called|known as|calls? (?:this|it|that)|named|叫做?|称为|称作|称之为|所谓的?)';

/**
 * @returns finds in folded text where the subject of the question is said to be something, or something is called so; undefined where no
 *   definition is asked for, or of more than a name.
 */
export function definitionOf({ asks, text }: Pick<Query, 'asks' | 'text'>): RegExp | undefined {
  if (asks !== 'definition') return undefined;
  const words = text.replace(MEANING, ' ').match(/[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? [];
  const subject = words.join(String.raw`[\s"“”「」『』-]*`);
  if (words.length === 0 || words.length > 3 || words.join(' ').length > LONGEST_SUBJECT) return undefined;
  return new RegExp(
    String.raw`(?<![\p{Script=Latin}\p{N}])${subject}["”』」]*(?:\s*\([^)]*\))?[^,，。.!?;；]{0,8}?\s*${DEFINES}|${NAMES}\s*["“「『]?(?:the )?${subject}`,
    'u',
  );
}
