/**
 * Dates in both languages, as precise as they are given: 2024 年 6 月 11 日, 11 June 2024, 2024-06, 2023 年下半年, the fourth quarter of
 * fiscal 2024, mid-2024. In: plain text (folded, offsets kept). Out: where they stand and what they say. Pure.
 */
import { chineseValue } from '../text/numerals.js';

export type PartOfYear = 'H1' | 'H2' | 'Q1' | 'Q2' | 'Q3' | 'Q4' | 'early' | 'mid' | 'late';
export type PartialDate = { year?: number; part?: PartOfYear; month?: number; day?: number };
export type DateMention = { date: PartialDate; start: number; end: number };

const months = 'january february march april may june july august september october november december'.split(' ');
const MONTH = `(?:${months.filter((month) => month !== 'may' && month !== 'march').join('|')}|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\\b\\.?)`;
/** "may" and "march" are words too: months only beside a number or a preposition of time. */
const SHY_MONTH = '(?:may|march)';
const YEAR = '(?:1[6-9]\\d\\d|20\\d\\d)';
const DAY = '(?:\\d{1,2})(?:st|nd|rd|th)?';
const NUMERAL = '[〇零一二三四五六七八九十]';
const ordinals: Readonly<Record<string, number>> = {
  first: 1,
  second: 2,
  third: 3,
  fourth: 4,
  '1st': 1,
  '2nd': 2,
  '3rd': 3,
  '4th': 4,
  一: 1,
  二: 2,
  三: 3,
  四: 4,
  上: 1,
  前: 1,
  后: 2,
  former: 1,
  latter: 2,
  下: 2,
};

type Groups = Record<string, string | undefined>;
type Rule = { pattern: RegExp; read(groups: Groups): PartialDate };

const englishMonth = (name: string) => months.findIndex((month) => month.startsWith(name.replace('.', '').slice(0, 3))) + 1;
const numeral = (text: string) => (/^\d+$/.test(text) ? Number(text) : chineseValue(text)!);
const when = <K extends keyof PartialDate>(key: K, text: string | undefined, read: (text: string) => PartialDate[K]) =>
  text === undefined ? {} : { [key]: read(text) };
const seasonOf: Readonly<Record<string, PartOfYear>> = {
  初: 'early',
  中: 'mid',
  底: 'late',
  末: 'late',
  尾: 'late',
  early: 'early',
  beginning: 'early',
  start: 'early',
  mid: 'mid',
  middle: 'mid',
  late: 'late',
  end: 'late',
};

function read(groups: Groups): PartialDate {
  return {
    ...when('year', groups.year, (text) => numeral(text) + (groups.republic === undefined ? 0 : 1911)),
    ...when('month', groups.month, (text) => (/[a-z]/.test(text) ? englishMonth(text) : numeral(text))),
    ...when('day', groups.day, (text) => numeral(text.replace(/[a-z]+$/, ''))),
    ...when('part', groups.half, (text) => `H${ordinals[text] ?? text}` as PartOfYear),
    ...when('part', groups.quarter, (text) => `Q${ordinals[text] ?? text}` as PartOfYear),
    ...when('part', groups.season, (text) => seasonOf[text]!),
  };
}

const ORDINAL = '(?:first|second|third|fourth|1st|2nd|3rd|4th)';
const OF_YEAR = `(?:\\s*(?:,|of|in)?\\s*(?:the\\s+)?(?:fiscal\\s+|calendar\\s+)?(?:year\\s+|fy\\s*)?(?<year>${YEAR}))`;
const CHINESE_YEAR = `(?:(?<republic>民国)\\s*)?(?<year>\\d{4}|[〇零一二三四五六七八九]{4}|(?<=民国\\s*)\\d{2,3})\\s*(?:会计年度|财年|财政年度|年度|年)(?:\\s*的)?`;
const sources: readonly string[] = [
  // 2024 年 6 月 11 日; 2024 年第四季; 2023 年下半年; 2024 年中
  `${CHINESE_YEAR}\\s*(?:(?:(?<month>\\d{1,2}|${NUMERAL}{1,3})\\s*月(?:份)?(?:\\s*(?<day>\\d{1,2}|${NUMERAL}{1,3})\\s*[日号])?)|第\\s*(?<quarter>[一二三四1-4])\\s*季度?|q(?<quarter>[1-4])|(?<half>[上下前后])\\s*半年|年?(?<season>[初中底末尾])(?![国心央]))?`,
  // 6 月 11 日, 六月; never 個月
  `(?<![\\d个〇零一二三四五六七八九十])(?<month>\\d{1,2}|${NUMERAL}{1,3})\\s*月(?:份)?(?:\\s*(?<day>\\d{1,2}|${NUMERAL}{1,3})\\s*[日号])?`,
  `第\\s*(?<quarter>[一二三四1-4])\\s*季度?`,
  `(?<half>[上下前后])半年`,
  `年(?<season>[初中底末])(?![国心央])`,
  // 2024-06-11, 2024/6
  `(?<![\\d-])(?<year>${YEAR})[-/.](?<month>0[1-9]|1[0-2]|[1-9](?=[-/.]\\d))(?:[-/.](?<day>[0-3]?\\d))?(?![\\d-])`,
  // 11 June 2024, June 11, 2024, June 2024, June
  `\\b(?<day>${DAY})\\s+(?:of\\s+)?(?<month>${MONTH}|${SHY_MONTH}\\b)(?:\\s*,?\\s*(?<year>${YEAR})\\b)?`,
  `\\b(?<month>${MONTH}|${SHY_MONTH}(?=\\s+\\d))(?:\\s+(?<day>${DAY})(?![\\d,]*\\d))?(?:\\s*(?:,|of)?\\s*(?<year>${YEAR})\\b)?`,
  `(?<=\\b(?:in|since|until|by|of|during|from|last|this|early|late|mid-?)\\s*)(?<month>${SHY_MONTH})\\b(?:\\s*,?\\s*(?<year>${YEAR})\\b)?`,
  // the fourth quarter of fiscal 2024, Q4 2024, second half of 2023, H2 2023
  `\\b(?:(?<quarter>${ORDINAL})[- ]quarter|q(?<quarter>[1-4]))\\b${OF_YEAR}?`,
  `\\b(?:(?<half>first|second|latter|former|1st|2nd)[- ]half|h(?<half>[12])(?=\\s*(?:of\\s+)?\\d{4}))\\b${OF_YEAR}?`,
  // mid-2024, early 2024, the end of 2024
  `\\b(?:(?<season>early|mid|late)[- ]?|(?:the\\s+)?(?<season>beginning|start|middle|end)\\s+of\\s+(?:the\\s+year\\s+)?)(?<year>${YEAR})\\b`,
  // a year alone: fiscal 2024, 2024
  `(?<![\\d.,$-])(?<!(?:超过|不足|不到|多达|高达|将近|\\b(?:than|over|about|nearly|almost|exceed(?:s|ed|ing)?))\\s*了?\\s*)(?:fiscal\\s+|fy\\s*)?(?<year>${YEAR})(?![\\d%]|[.,]\\d|\\s*(?:个|万|亿|顆|颗|家|台|座|人|名|million|billion|thousand|percent|gw|mw|gb|tb|w\\b|mah|us\\b|dollars|gpus?\\b|chips\\b))`,
];

let rules: readonly Rule[] | undefined;

/** Node 20 has no duplicate named groups: each occurrence gets a number, which is taken off again when read. */
function compile(source: string): Rule {
  let count = 0;
  const pattern = new RegExp(
    source.replace(/\(\?<([a-z]+)>/g, (_, name: string) => `(?<${name}${count++}>`),
    'g',
  );
  return {
    pattern,
    read: (groups) => {
      const named: Groups = {};
      for (const [name, value] of Object.entries(groups)) if (value !== undefined) named[name.replace(/\d+$/, '')] = value;
      return read(named);
    },
  };
}

const looksDated =
  /\d|[月季年]|half|quarter|january|february|march|april|may|june|july|august|september|october|november|december|\b(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b/;

/** In order of place, none overlapping another. */
export function datesOf(plain: string): DateMention[] {
  if (!looksDated.test(plain)) return [];
  rules ??= sources.map(compile);
  const found: DateMention[] = [];
  for (const { pattern, read: readGroups } of rules) {
    for (const match of plain.matchAll(pattern)) {
      const start = match.index;
      const end = start + match[0].length;
      if (end === start || found.some((other) => other.start < end && other.end > start)) continue;
      const date = readGroups(match.groups ?? {});
      if (isPossible(date)) found.push({ date, start, end });
    }
  }
  return found.sort((one, other) => one.start - other.start);
}

function isPossible({ month, day }: PartialDate): boolean {
  return (month === undefined || (month >= 1 && month <= 12)) && (day === undefined || (day >= 1 && day <= 31));
}

/** Whether `stated` says no more than `known` does: June 2024 follows from 11 June 2024, and the second half of 2024 from August 2024. */
export function dateFollows(stated: PartialDate, known: PartialDate): boolean {
  if (stated.year !== undefined && stated.year !== known.year) return false;
  if (stated.month !== undefined && stated.month !== known.month) return false;
  if (stated.day !== undefined && stated.day !== known.day) return false;
  return stated.part === undefined || stated.part === known.part || partsOf(known).includes(stated.part);
}

function partsOf({ month, part }: PartialDate): readonly PartOfYear[] {
  if (month !== undefined) return [month <= 6 ? 'H1' : 'H2', `Q${Math.ceil(month / 3)}` as PartOfYear];
  if (part === 'Q1' || part === 'Q2') return ['H1'];
  return part === 'Q3' || part === 'Q4' ? ['H2'] : [];
}
