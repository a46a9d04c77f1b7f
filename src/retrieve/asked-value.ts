/**
 * The kind of value that a question asks for, where it says so plainly (money, a share, a time, so many of something), and whether a text
 * holds one that the question does not hold itself: all the right names without such a value are no answer. On folded text. Pure.
 */

/** Finds values of one kind; global. What it repeats is bounded: articles may be anything, such as a hundred thousand numerals. */
export type AskedValue = RegExp;

const NUMBER = String.raw`(?:\d[\d.,]{0,20}|[一二三四五六七八九十百千万亿两半几数]{1,20})\s{0,4}[多余百千万亿兆]{0,4}`;
const UP_TO_TWELVE = 'one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve';
const ENGLISH_NUMBER = String.raw`(?:\d[\d.,]{0,20}|${UP_TO_TWELVE}|twenty|thirty|forty|fifty|hundreds?|thousands?|millions?|billions?|dozens?|several|both|pair|couple|a few)`;
const MONTHS = 'january|february|march|april|may|june|july|august|september|october|november|december';

const money = new RegExp(
  String.raw`[$€£¥]\s*\d|\b(?:usd|eur|gbp|twd|ntd|rmb|hkd)\b|(?<!每)${NUMBER}\s{0,4}(?:美元|欧元|日圆|日元|人民币|台币|新台币|港币|英镑|美金|法郎|马克|卢布|元|块)|\b${ENGLISH_NUMBER}[\w\s.,-]{0,12}?\b(?:dollars?|euros?|pounds?|yen|yuan|cents?|francs?|marks|rupees?)\b`,
  'gu',
);
const share = new RegExp(
  String.raw`\d\s*%|百分之|\b(?:percent|per cent|half|third|quarter|fifth|majority)\b|${NUMBER}\s{0,4}成(?![为立员])|[一二三四五六七八九十]分之|\d\s*(?:比|:)\s*\d`,
  'gu',
);
const time = new RegExp(
  String.raw`\d{3,4}\s{0,4}年|(?:\d{1,2}|[一二三四五六七八九十百]{1,4}|元)\s{0,4}(?:年(?!后|的|来|期|内|多|之久|以上)|月|日|号|世纪|点|时|分)|[〇零一二三四五六七八九]{4}年?|\b\d{3,4}s?\b|\b(?:${MONTHS}|monday|tuesday|wednesday|thursday|friday|saturday|sunday|bc|ad)\b|\b\w{1,30} (?:century|centuries|decades?)\b|年代|(?:春|夏|秋|冬)(?:天|季|初|末)|星期|世纪|时期|\bago\b|\b(?:at|by|until) (?:${UP_TO_TWELVE}|\d{1,2})\b|\b\d{1,2}\s?(?:am|pm|o'clock)\b|\b(?:noon|midnight|dawn|dusk|morning|afternoon|evening|today|tomorrow|yesterday)\b`,
  'gu',
);
const duration = new RegExp(
  String.raw`${NUMBER}\s{0,4}(?:个)?(?:年|月|星期|周|天|日|小时|分钟|秒|世纪)|\b(?:years?|months?|weeks?|days?|hours?|minutes?|seconds?|decades?|centur(?:y|ies))\b|\b(?:until|till|through|to)\s+\d{4}\b|到\s*\d{4}`,
  'gu',
);
const people = new RegExp(
  String.raw`${NUMBER}\s{0,4}(?:人|名|位|口|员|户)|${ENGLISH_NUMBER}[\w\s,.-]{0,30}?\b(?:people|persons?|employees?|workers?|staff|men|women|students?|soldiers?|troops?|residents?|inhabitants?|members?|citizens?|users?|customers?|population)\b|\bpopulation\b`,
  'gu',
);

const schools =
  /\b[a-z.'-]{1,30} (?:university|college|school|academy|institute)\b|\b(?:university|college|school|institute) of \w+|\p{Script=Han}{2}(?:大学|学院|学校|中学|高中|小学)/gu;

const unitsOf = (chinese: string, english: string) =>
  new RegExp(
    String.raw`${NUMBER}\s{0,4}(?:${chinese})|\b${ENGLISH_NUMBER}[\s-]{0,3}(?:million |billion |thousand )?(?:${english})\b`,
    'gu',
  );
const length = unitsOf(
  '公尺|米|公里|千米|公分|厘米|毫米|英尺|英里|海里|里|层|楼',
  'met(?:er|re)s?|kilomet(?:er|re)s?|km|m|cm|mm|feet|foot|ft|miles?|inch(?:es)?|yards?|stor(?:ey|ie)s?|floors?',
);
const area = unitsOf(
  '平方|公顷|英亩|亩|坪|岁',
  'acres?|hectares?|ha|sq|square (?:met(?:er|re)s?|kilomet(?:er|re)s?|miles?|feet|km)|km2|years? old',
);
const weight = unitsOf('公斤|千克|公克|克|吨|磅', 'kilograms?|kg|grams?|g|tons?|tonnes?|pounds?|lbs?');
const power = unitsOf('瓦|千瓦|百万瓦|吉瓦|度电|w|kw|mw|gw', 'w|kw|mw|gw|watts?|kilowatts?|megawatts?|gigawatts?|kwh');

/** First that fits. */
const plainly: readonly [RegExp, RegExp][] = [
  [/\b(?:what|which) (?:university|college|school)\b|哪一?(?:所|间|个)(?:大学|学校|学院|中学|高中)/u, schools],
  [
    /百分之几|多少百分比|几成|(?:占比|比例|比率)(?:是|为|有|占|达|约)*多少|(?:多少|多大|什么)(?:的)?比例|\b(?:percent(?:age)?|proportion)\b/u,
    share,
  ],
  [
    /多少(?:钱|美元|欧元|元|资金|经费|费用|台币|人民币|美金)|(?:价格|售价|定价|单价|票价|股价|薪水|年薪|薪资|月薪|身价|造价|营收|净利|金额)(?:是|为|有|要)?(?:多少|几|多高)|几(?:万|亿|百|千)*(?:美元|元|块)|\bhow much (?:money|(?:do|does|did|will|would|has|have|is|are|was|were)\b.*\b(?:cost|earn|pay|paid|spend|spent|charge|invest|invested|worth|make a year|raise|raised))|\bwhat(?:'s| is| was| were| are|s)?\b.*\b(?:price|salary|wage|revenue|net profit|net income|net worth|valuation|budget|fee)\b|\bwhat do(?:es)?\b.*\bcosts?\b/u,
    money,
  ],
  [
    /多久|多长时间|多少(?:天|年|个月|小时|分钟)|几(?:天|个月|小时|个小时|分钟|周)|\bhow long\b(?! ago| is the| are the)|\bhow many (?:years|months|weeks|days|hours|minutes)\b/u,
    duration,
  ],
  [
    /多少(?:人|名|位|员工|民众|士兵|学生|居民)|几(?:个)?人|人口(?:是|有|为|约)?多少|\bhow many (?:\w+ )?(?:people|persons|employees|workers|staff|men|women|students|soldiers|troops|residents|inhabitants|members|citizens|users|customers)\b/u,
    people,
  ],
  [
    /(?:用|吃|耗)(?:掉|了)?多少(?:的)?电|(?:功耗|耗电量|用电量)(?:是|为|有)?多少|多少(?:百万|千|吉)?瓦|多少\s?[mgk]?w\b|\bhow many (?:[mgk]w|(?:kilo|mega|giga)?watts?)\b|\bhow much (?:power|electricity|energy)\b/u,
    power,
  ],
  [/多[高长深宽远](?!时|期)|\bhow (?:tall|high|deep|wide|far)\b|\b(?:height|altitude|elevation) of\b/u, length],
  [
    /(?:[地园岛区湖国城市院馆宫]|(?<!市)场)[有是]?多大(?!容)|占地多少|面积(?:是|有|为|约)*多少|\bhow (?:big|large) (?:is|are|was|were) (?:the )?(?:[\w'’-]+ ){0,3}(?:area|island|site|park|campus|plot|land|lake|country|city|territory|forest|garden|palace|estate)\b|\b(?:surface|land|total) area\b/u,
    area,
  ],
  [/多重(?!要)|\bhow heavy\b|\bhow much (?:does|do|did) .{1,60} weigh\b/u, weight],
  [
    /什么时候|什么时间|何时|哪一?年|何年|哪一?天|哪一?日|几月|几年(?!级)|几号|\b(?:what|which) (?:year|date|day|month|century|decade)\b|\bwhen (?:is|was|were|did|do|does|will|has|have)\b/u,
    time,
  ],
];
const countedInEnglish =
  /\bhow many ((?:[a-z]+ ){0,2}?[a-z]+?)(?= (?:are|is|were|was|do|does|did|have|has|had|can|could|will|would|of|in|at|on|for|from|to|that|who|which|per)\b|[?]|$)/u;
const QUALIFIERS = new Set(['different', 'more', 'other', 'new', 'total', 'additional', 'major', 'main']);
const countedInChinese =
  /(?:多少|几)\s*(个|座|种|条|所|家|次|艘|支|枚|颗|块|台|辆|架|本|部|间|场|首|篇|项|层|栋|届|倍|岁|级|公里|公尺|米|公斤|吨|平方|英亩|公顷|瓦|吉瓦|度)/u;

/** @returns what finds a value of the kind asked for; undefined where the question does not say plainly what kind it wants. */
export function askedValueOf(question: string): AskedValue | undefined {
  const known = plainly.find(([asks]) => asks.test(question))?.[1];
  if (known !== undefined) return known;
  const unit = countedInChinese.exec(question)?.[1];
  if (unit !== undefined) return new RegExp(`${NUMBER}\\s{0,4}${unit}`, 'gu');
  // Which of these words is the noun is not known: "species live", "different species".
  const counted = (countedInEnglish.exec(question)?.[1] ?? '')
    .split(' ')
    .map((word) => word.replace(/(?:ies|es|s)$/u, ''))
    .filter((word) => word.length >= 3 && !QUALIFIERS.has(word));
  if (counted.length === 0) return undefined;
  const noun = `(?:${counted.join('|')})`;
  return new RegExp(`\\b${ENGLISH_NUMBER}\\b[^.;!?]{0,40}?\\b${noun}|\\b${noun}\\w{0,20}[^.;!?]{0,25}?\\b\\d`, 'gu');
}

/** Whether a value of the kind stands in the text and not in the question. */
export function holdsValue(text: string, value: AskedValue, question: string): boolean {
  for (const [found] of text.matchAll(value)) if (!question.includes(found)) return true;
  return false;
}
