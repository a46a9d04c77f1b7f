/**
 * Radicals -> the characters that they look like. PDF writers name a glyph by any character that shares it, so that 一 and 長 come out of
 * a file as the radicals U+2F00 and U+2ED1, which no search finds and no reader types. Pure.
 */

/** CJK Radicals Supplement, each followed by its character. Source: Unicode 14, EquivalentUnifiedIdeograph.txt (Unicode License v3). */
const supplement =
  '⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺒巳⺓幺⺔彑⺕彐⺖忄⺗心⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫' +
  '⺥爫⺦丬⺧牛⺨犭⺩王⺫目⺬示⺭礻⺯糹⺰纟⺱罓⺲罒⺳㓁⺴冗⺶羊⺹耂⺺肀⺻聿⺼肉⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻈讠⻉贝⻋车⻌辶⻍辶' +
  '⻎辶⻏邑⻐钅⻑長⻒镸⻓长⻔门⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻟飠⻠饣⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜' +
  '⻲亀⻳龟';

let table: Map<string, string> | undefined;

/** Length and everything else stay. The Kangxi radicals, U+2F00 to U+2FD5, have their characters as compatibility mappings. */
export function replaceRadicals(text: string): string {
  table ??= new Map(Array.from({ length: supplement.length / 2 }, (_, pair) => [supplement[2 * pair]!, supplement[2 * pair + 1]!]));
  const characters = table;
  return text.replace(/[\u2e80-\u2fd5]/g, (radical) => characters.get(radical) ?? radical.normalize('NFKC'));
}
