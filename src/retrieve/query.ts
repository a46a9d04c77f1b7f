/**
 * Question -> Query: the words that a passage must hold, without the words that only make it a question, and what kind of answer
 * is asked for. Pure.
 */
import { fold } from '../text/fold.js';
import { isBindingCharacter, isStopWord } from '../text/stop-words.js';
import { charactersOf, isIdeographic, isPair, visitTerms } from '../text/terms.js';
import { askedRelation } from './asked-relation.js';
import type { Concept } from './concepts.js';

/** What would answer: decides which words of a sentence count as the answer. */
export type AnswerType = 'time' | 'number' | 'person' | 'place' | 'organisation' | 'reason' | 'manner' | 'definition' | 'yes-no' | 'other';

export type Query = {
  /** The folded question without its scaffolding; the folded question itself where nothing would be left. */
  text: string;
  /** The folded question, whole. */
  folded: string;
  /** Distinct search terms in order of appearance. */
  terms: readonly number[];
  /** How much each term counts, beside its rarity: 1 for a word of the question, less for one carried over from the conversation. */
  boosts: readonly number[];
  /** Where each term first stands in the question, 0 (beginning) to 1 (end). */
  places: readonly number[];
  /** 1 for a term of a name, a number or quoted words: a passage that lacks it speaks of something else. */
  names: readonly number[];
  asks: AnswerType;
  /** Index of the term that says what is asked of the subject; -1 where the question does not say it plainly. */
  relation: number;
  /** Other forms in which its terms may stand; see expansion.ts. */
  concepts?: readonly Concept[];
};

/** Weight of a term of the conversation against one of the question. */
const CARRIED = 0.5;
/** Weight of a pair of characters of which one only binds words. */
const LOOSE_PAIR = 0.5;

/** Words that make a Chinese sentence a question, or are polite, folded. Longest first, so that the longest is taken out. */
const scaffolding = [
  '请问一下|可不可以|能不能够|有没有人|你知道吗|告诉我们|我想知道|想请教|请告诉我|请解释|请说明|是什么样的|是怎么样|什么样的|什么时候|什么时间|什么地方|什么原因|什么人|为什么|是因为|怎么样|怎么会|怎么办|怎么|怎样|如何|为何|为啥|何时|何地|何处|何人|何种|何者|何以',
  '哪一年|哪一天|哪一位|哪一个|哪一种|哪一家|哪几个|哪几种|哪些人|哪个人|哪里|哪儿|哪些|哪个|哪位|哪种|哪家|哪年|哪天|哪两|哪三|哪国|哪一|哪',
  '多少年|多少人|多少个|多少|多久|多长|多大|多高|多远|多重|几年|几个|几位|几种|几次|几岁|几月|几日|几点|几',
  '说了算|有什么|还有什么|好端端|当初|是谁|由谁|被谁|谁的|谁|是否|能否|可否|有无|是不是|有没有|会不会|能不能|对不对|是什么|什么是|叫什么|叫做什么|做什么|干嘛|干吗|干什么|什么|甚么|啥|吗|呢|吧|么|请问|请教|请|分别是|分别|究竟|到底|其实|所以|麻烦|谢谢|可以|介绍一下|说一下|一下|告诉我|关于',
  '帮我整理一下|帮我整理|帮我列出|帮我总结|帮我|想问一下|想问|问一下|问个|话说|说真的|说实话|老实说|不好意思|有人知道|谁知道|好奇|听说|原来|欸|诶|喔|哦|呃|嗯|啊|呀|嘛',
]
  .join('|')
  .split('|')
  .sort((a, b) => b.length - a.length);
const chineseScaffolding = new RegExp(scaffolding.join('|'), 'gu');
/** Taken out before 是什么, which would leave half of it. */
const askedFirst = /什么(?:时候|时间|地方|原因|人)/gu;

const asksPatterns: readonly [AnswerType, RegExp][] = [
  [
    'time',
    /什么时候|什么时间|何时|哪一?年|哪一?天|哪一?日|哪个月|几月|几年|几点|几时|哪一?个?(?:年代|世纪|朝代|时期|季)|年份|日期|\bwhen\b|\b(?:what|which) (?:year|date|day|month|time|century|decade|era)\b/u,
  ],
  [
    'number',
    /多少|几(?!乎|何)|多[大高长远重久深宽快]|百分之几|比例|\bhow (?:many|much|long|far|tall|old|large|big|often|deep|wide|fast|high|heavy)\b|\bwhat (?:percent|percentage|number|amount|share|fraction)\b/u,
  ],
  [
    'reason',
    /为什么|为何|为啥|何以|什么原因|原因|理由|缘故|考量|动机|干嘛|干吗|怎么(?:会|突然|就)|什么(?:事|原因)?(?:让|使|令|促使|导致)|\bwhy\b|\bwhat (?:is|was|were|are) the reasons?\b|\breasons? (?:for|why|behind)\b|\bhow come\b|\bwhat (?:made|led|caused)\b/u,
  ],
  ['person', /谁|哪一?位|何人|哪个人|什么人|\bwho(?:m|se)?\b|\b(?:what|which) (?:person|man|woman|author|king|president|ceo|founder)\b/u],
  [
    'place',
    /哪里|哪儿|何处|何地|什么地方|哪一?(?:国|个国家|座城|个城|省|州|市|县|区|个地)|\bwhere\b|\b(?:what|which) (?:city|country|place|state|province|county|region|location|town)\b/u,
  ],
  [
    'organisation',
    /哪一?(?:家|间|个公司|个组织|所|队)|什么(?:公司|组织|机构|单位)|\b(?:what|which) (?:company|firm|organi[sz]ation|agency|team|university|school|publisher)\b/u,
  ],
  ['manner', /怎么(?!会|突然|就)|怎样|如何|\bhow (?!many|much|long|far|tall|old|large|big|often|deep|wide|fast|high|heavy|come)/u],
  ['definition', /什么是|是什么(?:意思)?|意思|定义|\bwhat (?:is|are|does)\b.*\b(?:mean)?\b|\bdefine\b|\bmeaning of\b/u],
  ['yes-no', /吗|是不是|是否|有没有|会不会|能不能|^(?:is|are|was|were|do|does|did|has|have|can|could|will|would)\b/u],
];

/** What kind of answer a question asks for, by its question words. */
export function askedFor(question: string): AnswerType {
  const folded = fold(question);
  return asksPatterns.find(([, pattern]) => pattern.test(folded))?.[0] ?? 'other';
}

/** The question without its scaffolding, folded; may be empty. */
/** 算不算, 要不要, 是不是: asks for yes or no. */
const eitherOr = /(\p{Script=Han})[不没]\1/gu;

export function stripScaffolding(question: string): string {
  return fold(question)
    .replace(askedFirst, ' ')
    .replace(chineseScaffolding, ' ')
    .replace(eitherOr, '$1')
    .replace(/[\p{L}\p{M}\p{N}]+(?:['’][\p{L}]+)?/gu, (word) =>
      isIdeographic(word.codePointAt(0)!) || !isStopWord(word.replace(/['’].*$/u, '')) ? word : ' ',
    );
}

/** Context is text of the conversation whose words count too, but less. */
export function createQuery(question: string, context = ''): Query {
  const folded = fold(question);
  const stripped = stripScaffolding(question);
  const own = distinctTerms(stripped);
  const text = own.length > 0 ? stripped : folded;
  const terms = own.length > 0 ? own : distinctTerms(folded);
  const known = new Set(terms);
  const carried = distinctTerms(stripScaffolding(context)).filter((term) => !known.has(term));
  const names = nameTerms(question);
  const relation = askedRelation(question);
  return {
    text,
    folded,
    terms: [...terms, ...carried],
    boosts: [...terms.map(solidity), ...carried.map((term) => CARRIED * solidity(term))],
    places: [...terms.map((_, index) => index / Math.max(1, terms.length - 1)), ...carried.map(() => 1)],
    names: [...terms, ...carried].map((term) => (names.has(term) ? 1 : 0)),
    asks: askedFor(question),
    relation: relation === undefined ? -1 : terms.indexOf(relation.term),
  };
}

const solidity = (term: number) => (isPair(term) && charactersOf(term).some(isBindingCharacter) ? LOOSE_PAIR : 1);

/** Words in quotes or brackets for titles, and in Latin letters: within Chinese any, within English the capitalised ones; numbers. */
const quotedWords = /[「『《〈“"]([^」』》〉”"]{2,40})[」』》〉”"]/gu;
const latinWord = /[A-Za-z\u00c0-\u024f][\w\u00c0-\u024f.'-]*/gu;
const numberWord = /\d[\d.,]*/gu;

function nameTerms(question: string): ReadonlySet<number> {
  const chinese = [...question].some((character) => isIdeographic(character.codePointAt(0)!));
  const names = [
    ...[...question.matchAll(quotedWords)].map((match) => match[1]!),
    ...[...question.matchAll(numberWord)].map((match) => match[0]),
    // An English question begins with a capital whatever its first word is.
    ...[...question.matchAll(latinWord)]
      .filter((match) => chinese || (match.index > 0 && /^\p{Lu}/u.test(match[0])))
      .map((match) => match[0]),
  ];
  return new Set(names.flatMap((name) => distinctTerms(stripScaffolding(name))));
}

/** Distinct terms of a folded text, in order of appearance. */
export function distinctTerms(folded: string): number[] {
  const terms = new Set<number>();
  visitTerms(folded, (term) => {
    terms.add(term);
  });
  return [...terms];
}
