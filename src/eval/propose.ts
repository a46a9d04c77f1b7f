/**
 * Cases that the articles themselves suggest: a sentence with a number or a date that no case covers yet becomes a question for it. In: articles,
 * and the cases there are. Out: proposals, which a person reads before any of them counts. Pure.
 */
import { fold } from '../text/fold.js';
import { sentencesOf } from '../text/sentences.js';
import type { Article, TestCase } from '../types.js';
import { locateQuote } from './evidence.js';

/** UTF-16 units of a sentence that can become one question. */
const SHORTEST = { zh: 10, en: 30 };
const LONGEST = { zh: 70, en: 180 };

type Pattern = { kind: 'date' | 'number'; find: RegExp; ask(found: string): string };

const month = '(?:January|February|March|April|May|June|July|August|September|October|November|December)';
const number = '\\d+(?:[.,]\\d+)*';
const scale = '(?: (?:million|billion|trillion))?';
/** Behind such a word stands a number that was spoken of before, behind a name a part of it; a bare year counts nothing. */
const notCounted =
  '(?<!\\p{Lu}[\\p{L}\\p{N}]* |\\d (?:to|or|and) )(?<!\\b(?:the|those|these|its|their|a|No\\.) )(?<![\\p{L}\\p{N}.,$-])(?!(?:19|20)\\d\\d\\b)';

const english: readonly Pattern[] = [
  { kind: 'date', find: new RegExp(`\\b[Oo]n (\\d{1,2} ${month} \\d{4}|${month} \\d{1,2}, \\d{4})`, 'u'), ask: () => 'on what date' },
  {
    kind: 'date',
    find: new RegExp(`\\b(?:[Ii]n|[Bb]y|[Ss]ince|[Uu]ntil) (${month} \\d{4})`, 'u'),
    ask: (found) => `${found.split(' ', 1)[0]} what month`,
  },
  {
    kind: 'date',
    find: /\b(?:[Ii]n|[Bb]y|[Ss]ince|[Uu]ntil) ((?:1[5-9]|20)\d{2})\b/u,
    ask: (found) => `${found.split(' ', 1)[0]} what year`,
  },
  { kind: 'number', find: new RegExp(`${notCounted}(${number}) ?(?:percent|per cent|%)`, 'u'), ask: () => 'what percentage' },
  { kind: 'number', find: new RegExp(`(?:US)?\\$ ?(${number}${scale})`, 'u'), ask: () => 'how many dollars' },
  {
    kind: 'number',
    find: new RegExp(`${notCounted}(${number}${scale})(?= \\p{L}{2,})(?! ${month}\\b| to \\d)`, 'u'),
    ask: () => 'how many',
  },
];

const chinese: readonly Pattern[] = [
  { kind: 'date', find: / ?(\d{4} ?年(?: ?\d{1,2} ?月)?(?: ?\d{1,2} ?日)?|\d{1,2} ?月 ?\d{1,2} ?日) ?/u, ask: () => '什麼時候' },
  { kind: 'number', find: / ?(?<![\p{Script=Latin}\p{N}.,] ?)(?:百分之)?(\d+(?:[.,]\d+)*) ?[%％] ?/u, ask: () => '百分之多少' },
  {
    kind: 'number',
    find: / ?(?<![\p{Script=Latin}\p{N}.,] ?)(\d+(?:[.,]\d+)*(?: ?[萬億兆万亿])?)(?: (?=\p{Script=Han})|(?= ?\p{L}))/u,
    ask: () => '多少',
  },
];

/** What points back at another sentence cannot be asked about by itself. */
const pointsBack =
  /^(?:it|its|this|these|those|they|he|she|that|such|both|the (?:last|first|second|latter|former|other)|another|but|and|then|here|there)\b|^(?:這|那|它|他|她|其|此|但|而|不過|这|不过|兩者|两者)/iu;

const toSimplified: Record<string, string> = { 什麼時候: '什么时候' };

export type ProposalOptions = { limit: number /** BCP 47 prefix: "zh", "en". */; language?: string };

/** Articles take turns, so that few proposals already touch many of them; the same articles give the same proposals. */
export function proposeCases(articles: readonly Article[], cases: readonly TestCase[], { limit, language }: ProposalOptions): TestCase[] {
  const chosen = articles.filter((article) => language === undefined || article.language.startsWith(language));
  const byArticle = chosen.map((article) => proposeFrom(article, coveredRanges(article, cases)));
  const asked = new Set(cases.map(({ question }) => fold(question)));
  const proposals: TestCase[] = [];
  for (let turn = 0; proposals.length < limit && byArticle.some((list) => turn < list.length); turn++) {
    for (const list of byArticle) {
      const proposal = list[turn];
      if (proposal === undefined || proposals.length === limit || asked.has(fold(proposal.question))) continue;
      asked.add(fold(proposal.question));
      proposals.push(proposal);
    }
  }
  return proposals;
}

const coveredRanges = (article: Article, cases: readonly TestCase[]) =>
  cases.flatMap(({ evidence }) =>
    evidence
      .filter(({ articleId, quote }) => quote !== '' && (articleId === undefined || articleId === article.id))
      .flatMap(({ quote }) => locateQuote(article.text, quote)),
  );

function proposeFrom(article: Article, covered: readonly { start: number; end: number }[]): TestCase[] {
  const isChinese = article.language.startsWith('zh');
  const patterns = isChinese ? chinese : english;
  const base = isChinese ? 'zh' : 'en';
  return sentencesOf(article.text).flatMap(({ start, end }): TestCase[] => {
    if (covered.some((range) => range.start < end && start < range.end)) return [];
    const quote = article.text.slice(start, end).replace(/(?:\[\^[^\]\s]+\])+$/u, '');
    const asked = /\[\^|[`|*#>]|^\s*(?:[-+•]|\d+[.)])\s/u.test(quote) ? undefined : askAbout(quote, patterns, base);
    if (asked === undefined) return [];
    const question = article.language === 'zh-Hans' ? asked.question.replace(/什麼時候/g, (found) => toSimplified[found]!) : asked.question;
    return [
      {
        id: `suggested-${article.id}-${start}`,
        question,
        answerable: true,
        evidence: [{ articleId: article.id, quote }],
        answers: [asked.answer],
        tags: [asked.kind, base, 'suggested'],
      },
    ];
  });
}

/** The sentence with its number or date asked for; @returns undefined where it has none, or several, which would give each other away. */
function askAbout(
  sentence: string,
  patterns: readonly Pattern[],
  base: 'zh' | 'en',
): { kind: string; question: string; answer: string } | undefined {
  if (sentence.length < SHORTEST[base] || sentence.length > LONGEST[base] || pointsBack.test(sentence)) return undefined;
  for (const { kind, find, ask } of patterns) {
    const found = find.exec(sentence);
    if (found === null) continue;
    const rest = sentence.slice(0, found.index) + ask(found[0]) + sentence.slice(found.index + found[0].length);
    const opened = base === 'zh' ? rest.replace(/[。！]$/u, '？') : rest.replace(/[.!]$/u, '?');
    return { kind, question: /[?？]$/u.test(opened) ? opened : `${opened}${base === 'zh' ? '？' : '?'}`, answer: found[1]! };
  }
  return undefined;
}
