/**
 * Who is told to say something: a claim that has somebody say or report it must have him do so in its quotes. Only what a claim puts right beside the word of
 * speech counts there; in the quotes also who stands first in the sentence, or owns the words: "Nadella's rebuttal". Pure.
 */
import type { Reading, Token } from './reading.js';
import { keysOf } from './roles.js';
import type { Check } from './verify.js';

/** Folded text: Simplified characters, lower case. What follows a name that speaks. */
const says =
  /^\)?\s?(?:(?:also|then|later|now|again|too|still|has|had|further|himself|herself)\s|(?:也|还|则|又|曾|就|再|后来|随后|目前){0,2})?(?:sa(?:ys|id)|told|tells|argue[sd]|claim(?:s|ed)|maintain(?:s|ed)|warn(?:s|ed)|insist(?:s|ed)|report(?:s|ed)|wrote|writes|announce[sd]|state[sd]|explain(?:s|ed)|estimate[sd]|expect(?:s|ed)|predict(?:s|ed)|project(?:s|ed)|forecasts|believe[sd]|thinks|admit(?:s|ted)|counter(?:s|ed)|concede[sd]|confirm(?:s|ed)|contend(?:s|ed)|说(?!法)|表示|认为|主张|宣称|声称|指出|报[道导]|写道|强调|坦言|承认|警告|预测|估计|预期|反驳|透露|解释|宣布|证实|告诉)(?!\s(?:to|by|that of)\b)/;
/** "..., said N." */
const inverted = [/\b(?:said|says|reported|wrote|argued|warned) $/, /^\s*(?:[,.;:]|$)/] as const;
/** What stands before one. */
const accordingTo = /(?:\baccording to (?:the )?|\bper |根据|依据|依照|按照|据|依|照)\s*$/;
const listed = /^\)?\s?(?:,|、|和|与|及|跟|,? ?and|,? ?or)\s?$/;
/** Any verb of telling. */
const telling =
  /\b(?:sa(?:y|ys|id|ying)|tell|tells|told|argue[sd]?|claim(?:s|ed)?|maintain(?:s|ed)?|contend(?:s|ed)?|holds? that|held that|warn(?:s|ed)?|insist(?:s|ed)?|report(?:s|ed)?|writ(?:es|ing|ten)|wrote|announce[sd]?|state[sd]|explain(?:s|ed)?|estimate[sd]?|expect(?:s|ed)?|predict(?:s|ed)?|project(?:s|ed)|forecast(?:s|ed)?|believe[sd]?|thinks?|thought|admit(?:s|ted)?|counter(?:s|ed)?|concede[sd]?|confirm(?:s|ed)?|clarif(?:y|ies|ied)|repl(?:y|ies|ied)|answer(?:s|ed)?|describe[sd]?|calls?|called|cites?|cited|quote[sd]?|according to|dates|dated|places?|placed|sees?|saw|points? out|suggest(?:s|ed)?|means|meant|lists?|listed|compares|in (?:his|her|its|their) (?:view|opinion|words))\b|说|表示|认为|主张|宣称|声称|指出|报[道导]|写|强调|坦言|承认|警告|预测|预估|估计|预期|预料|反驳|透露|解释|宣布|公布|证实|告诉|提到|描述|形容|称为|比喻|点名|归纳|整理|意思|看来|回答|回应|澄清|记载|列出|显示|放在|看到|补了一刀/;
/** What somebody's words are called, behind his name. */
const words =
  /^\)?(?:'s?|\s?的)?\s?(?:(?!and\b|or\b|to\b|for\b)[\w-]+\s){0,2}(?:rebuttal|reply|answer|response|argument|claim|view|usage|words|notes?|analysis|report|blog|figure|estimates?|forecasts?|projections?|statement|account|reason|stated|opinion|explanation|chart|article|coverage|说法|看法|观点|意思|分析|报[道导]|笔记|访谈的?笔记|部落格|博客|技术部落格|估计|预测|理由|原因|回答|声明|文章|上篇|下篇|眼中|口中|用语|预测图)/;

/** Who only passes on what another one estimates or says. */
const citedBefore = /(?:\b(?:cited|quoted|reported) by |\baccording to (?:the )?|\bper |根据|依据|依照|按照|据|依|照)\s*$/;
const passesOn = /^\)?\s?(?:report(?:s|ed)|wrote|writes|cites|cited|quotes|quoted|的?报[道导]|写道|引用|引述|提到)/;
const judges =
  /^\)?(?:, (?:as )?\w+ by [^,]{1,40},)?\s?(?:now |目前|现在|也|则)?(?:estimate[sd]?|expect(?:s|ed)?|project(?:s|ed)|predict(?:s|ed)?|forecasts?|sees|puts|claim(?:s|ed)|argue[sd]|sa(?:ys|id)|clarif\w+|认为|估计|预测|预期|预估|说|表示|澄清)/;

export const checkSpeakers: Check = ({ claim, quotes }) => {
  if (quotes.some((quote) => changesReporters(claim, quote)))
    return { kind: 'subject', detail: 'The quotes have one report what the other says, and not the other way round.' };
  const stranger = speakersOf(claim).find(
    (speaker) => !quotes.some((quote) => speaksIn(quote, speaker, withListed(speakersOf(quote), quote))),
  );
  return stranger === undefined
    ? undefined
    : { kind: 'subject', detail: `The quotes do not have ${claim.text.slice(stranger.start, stranger.end)} say it.` };
};

/** "A reports that B estimates" must not become "B reports that A estimates". */
function changesReporters(claim: Reading, quote: Reading): boolean {
  const [stated, known] = [partsIn(claim), partsIn(quote)];
  const isOnly = (names: ReadonlySet<string>, others: ReadonlySet<string>, name: string) => names.has(name) && !others.has(name);
  return [...stated.judging].some(
    (judge) =>
      isOnly(known.reporting, known.judging, judge) &&
      [...stated.reporting].some((reporter) => reporter !== judge && isOnly(known.judging, known.reporting, reporter)),
  );
}

function partsIn({ tokens, plain }: Reading): { reporting: Set<string>; judging: Set<string> } {
  const parts = { reporting: new Set<string>(), judging: new Set<string>() };
  for (const { name, key, start, end } of tokens) {
    if (name !== true) continue;
    const behind = plain.slice(end, end + 80);
    if (judges.test(behind)) parts.judging.add(key);
    else if (passesOn.test(behind) || citedBefore.test(plain.slice(Math.max(0, start - 20), start))) parts.reporting.add(key);
  }
  return parts;
}

function speakersOf({ tokens, plain }: Reading): readonly Token[] {
  return tokens.filter(({ name, start, end }) => {
    const before = plain.slice(Math.max(0, start - 20), start);
    const behind = plain.slice(end, end + 40);
    return name === true && (says.test(behind) || accordingTo.test(before) || (inverted[0].test(before) && inverted[1].test(behind)));
  });
}

/** "A, B and C announced": who is listed before a speaker speaks, too. */
function withListed(speakers: readonly Token[], { tokens, plain }: Reading): readonly Token[] {
  const names = tokens.filter(({ name }) => name === true);
  const speaking = names.map((name) => speakers.includes(name));
  for (let index = names.length - 2; index >= 0; index--)
    speaking[index] ||= speaking[index + 1]! && listed.test(plain.slice(names[index]!.end, names[index + 1]!.start));
  return names.filter((_, index) => speaking[index]);
}

/** A word of telling is whose name stands before it, or first behind it; who opens the sentence may tell all of it, where nobody stands beside the word. */
function speaksIn({ tokens, plain }: Reading, speaker: Token, beside: readonly Token[]): boolean {
  const names = tokens.filter(({ name }) => name === true);
  return names.some((name, index) => {
    if (!keysOf(name).some((key) => keysOf(speaker).includes(key))) return false;
    if (beside.includes(name) || words.test(plain.slice(name.end, name.end + 40))) return true;
    const opens = names[index - 1]?.sentence !== name.sentence;
    const next = names.slice(index + 1).find((other) => other.sentence !== name.sentence || beside.includes(other) || !opens);
    const from = opens ? Math.min(...tokens.filter(({ sentence }) => sentence === name.sentence).map(({ start }) => start)) : name.end;
    return telling.test(plain.slice(from, next?.start ?? plain.length));
  });
}
