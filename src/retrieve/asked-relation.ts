/**
 * What a question asks of its subject, where its grammar says so plainly: the verb ("Why did Lund *sell*", 為什麼*暫停*) or the attribute
 * ("the *price* of", 的*年薪*). A passage that holds all names but not this word mostly speaks of something else. Pure.
 */
import { fold, simplify } from '../text/fold.js';
import { stem } from '../text/stem.js';
import { isStopWord } from '../text/stop-words.js';
import { pairTerm, wordTerm } from '../text/terms.js';

/** `start`, `end`: offsets into the question as it is written. `kind`: by what pattern, such as 'zh verb'. */
export type AskedRelation = { term: number; kind: string; start: number; end: number };

/** Capitalised words, as far as they go, with an article or an owner before them; or a pronoun. */
const SUBJECT = String.raw`(?:(?:the |an? |its |their |his |her )?(?:[A-Z0-9][\w.&'’-]*(?: (?:of|and|the)(?= [A-Z]))? )+|(?:he|she|it|they|people) )`;
const HAN = String.raw`\p{Script=Han}`;

/** On a question in Simplified characters, its letters as written. First that fits; the last group is the word. */
const patterns: readonly { kind: string; pattern: RegExp }[] = [
  { kind: 'en verb', pattern: new RegExp(String.raw`\b(?:[Dd]o|[Dd]oes|[Dd]id) ${SUBJECT}([a-z]+)`, 'du') },
  { kind: 'en participle', pattern: new RegExp(String.raw`\b(?:[Ww]as|[Ww]ere|[Ii]s|[Aa]re|[Bb]een) ${SUBJECT}([a-z]+)`, 'du') },
  { kind: 'en attribute', pattern: /\b[Ww]hat(?:['’]s| is| was| are| were)? (?:the )?(?:[\w-]+ ){0,2}?([a-z]+) of\b/du },
  { kind: 'en attribute', pattern: /\w['’]s (?:[\w-]+ )?([a-z]{3,})(?=[ ?])/du },
  {
    kind: 'zh verb',
    pattern: new RegExp(
      `(?:什么时候|什么时间|何时|为什么|为何|怎么|如何|哪一?[年天]|在哪里|在哪儿|于何处|何处)(?:会|要|能|可以|没有|不|想|又|才|被|就|去|来|还|在|开始|将|曾|所)*(${HAN}{2})`,
      'du',
    ),
  },
  {
    kind: 'zh attribute',
    pattern: new RegExp(`的${HAN}{0,2}?(${HAN}{2})(?:是(?!否)|有(?!关)|为|叫|达|多少|多大|多高|几|什么|谁|哪|[?？]|$)`, 'du'),
  },
];
const interrogative = /什么|多少|哪|谁|几/u;

/** @returns undefined where the question does not say it plainly. */
export function askedRelation(question: string): AskedRelation | undefined {
  const simplified = simplify(question);
  for (const { kind, pattern } of patterns) {
    const match = pattern.exec(simplified);
    if (match === null) continue;
    const [start, end] = match.indices![1]!;
    const word = fold(match[1]!);
    if (interrogative.test(word) || isStopWord(word)) continue;
    const [first, second] = [...word].map((character) => character.codePointAt(0)!);
    return { kind, start, end, term: kind.startsWith('zh') ? pairTerm(first!, second!) : wordTerm(stem(word)) };
  }
  return undefined;
}
