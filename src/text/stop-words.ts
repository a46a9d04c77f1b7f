/** Function words of English, and words that only ask: what a search leaves out. Pure. */

const stopWords = new Set(
  (
    'a about according after all also am an and any are aren as at be because been being between both but by can could couldn did didn do does doesn doing don done ' +
    'during each either else ever for from get gets got had has have having he her here hers herself him himself his how i if in into is isn it its itself just kind kinds let ll ' +
    'many me might mine more most much must my myself name names no nor not of off on one or other our ours out over own per please re s same shall she should so some such t tell than that ' +
    'the their theirs them themselves then there these they this those through to too type types under until up us ve very was wasn we were weren what whatever when where which ' +
    'while who whom whose why will with within would you your yours happened happen happens ' +
    'actually already anybody anyone anyway basically btw dont doesnt didnt even exactly gonna guys hey hmm honestly hows im isnt ive kinda like lol ok okay ones pls really ' +
    'supposed thanks thx um wanna wasnt whats wondering yet yo'
  ).split(' '),
);

/** In: a folded word, unstemmed. */
export const isStopWord = (word: string) => stopWords.has(word);

/** Characters that bind Chinese words and say nothing by themselves, Simplified: a pair that holds one is seldom a word. */
const bindingCharacters = new Set(
  '的了在是和与及或也都就而并且把被将让使对从到于以因所其这那之个们又再才则还很更最等着过吗呢吧啊嘛啦喔欸唉向往去会要说有些该某各每它他她我你您得但却即便若虽只约没跟给帮'
    .split('')
    .map((character) => character.codePointAt(0)!),
);

/** In: the code point of a folded character. */
export const isBindingCharacter = (code: number) => bindingCharacters.has(code);
