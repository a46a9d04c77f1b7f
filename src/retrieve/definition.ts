/** Does a sentence say what the thing is that a question asks the meaning of, or who the person is that it asks for? Pure. */
import type { Query } from './query.js';

const MEANING = /\b(?:means?|meaning|define[ds]?|definition|exactly|term)\b|意思|定义|含义|涵义/gu;
const LONGEST_SUBJECT = 24;
const DEFINES =
  '(?:means?|refers? to|(?:is|are|was|were) (?:an?|the|when|what|where)|stands for|是指|指的?是|意思是|意即|意味着|就是|即|是|指)';
/** "called the decision The Pause", 叫做「大暫停」. */
const NAMES = '(?:(?:called|calls?|dubbed|named|known as)(?: [\\p{L}-]{1,15}){0,3} |叫做?|称为|称作|称之为|所谓的?)';
const asksWho = /^who(?:'s| is| was| are| were) |是谁[?!。\s]*$/u;
/** A title before the name, or what the person is behind it, between commas. */
const OFFICES = '(?:长|主席|总裁|总统|总理|创办人|创始人|教授|博士|记者|分析师|作者|负责人|官|主持人)';
const APPOSITION = "[,，]\\s?(?:an?|the|who|[\\p{L}]{1,30}(?:['’]s|s['’])) ";

/**
 * @returns finds in folded text where the subject of the question is said to be something, or something is called so; undefined where no
 *   definition is asked for, or of more than a name.
 */
export function definitionOf({ asks, text, folded }: Pick<Query, 'asks' | 'text' | 'folded'>): RegExp | undefined {
  const who = asksWho.test(folded);
  if (asks !== 'definition' && !who) return undefined;
  const words = text.replace(MEANING, ' ').match(/[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? [];
  const subject = words.join(String.raw`[\s"“”「」『』-]{0,4}`);
  if (words.length === 0 || words.length > 3 || words.join(' ').length > LONGEST_SUBJECT) return undefined;
  const name = String.raw`(?<![\p{Script=Latin}\p{N}])${subject}["”』」]*(?:\s?\([^)]{0,60}\))?`;
  const patterns = [
    String.raw`${name}[^,，。.!?;；]{0,8}?\s?${DEFINES}`,
    `${NAMES}["“「『]?(?:the )?${subject}`,
    ...(who ? [`${OFFICES}${subject}`, `${name}${APPOSITION}`] : []),
  ];
  return new RegExp(patterns.join('|'), 'u');
}
