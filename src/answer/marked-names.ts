/**
 * Names that Chinese marks as names where no list knows them: titles in 《》, foreign names with a point between their parts, and who speaks under a common
 * family name. They must stand in the quotes letter for letter. In: folded text (Simplified characters).
 * Out: the first that does not. Pure.
 */

const title = /《([^《》]{1,40})》/g;
/** Two characters on either side of the point are enough: where the name begins and ends, nothing tells. */
const pointed = /[\u4e00-\u9fff]{1,2}·[\u4e00-\u9fff]{1,2}/g;
/** The hundred most frequent family names; those that are words far more often than names are left out. */
const families =
  '王李张刘陈杨黄赵吴周徐孙朱胡郭林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡杜叶程苏魏吕丁沈姚卢姜崔钟谭陆汪范廖贾韦邹孟熊秦邱尹薛闫侯龚邵钱严覃戴';
const speaker = new RegExp(
  `(?<=^|[\\s，。；：、「」『』,.;:])[${families}][\\u4e00-\\u9fff]{1,2}(?=也?(?:说(?!法|明)|表示|指出|认为|宣布|强调|主张|提到|透露|回应|坦言|批评))`,
  'g',
);

/** Points that are written for one another. */
const withOnePoint = (plain: string) => plain.replace(/[‧•・･]/g, '·');

/** @returns a name that the claim marks as one and none of the quotes has; both folded. */
export function findUnquoted(claim: string, quotes: readonly string[]): string | undefined {
  const plain = withOnePoint(claim);
  const names = [...[...plain.matchAll(title)].map(([, name]) => name!), ...(plain.match(pointed) ?? []), ...(plain.match(speaker) ?? [])];
  const known = quotes.map(withOnePoint);
  return names.find((name) => !known.some((quote) => quote.includes(name)));
}
