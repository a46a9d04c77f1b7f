/** Function words of English, and words that only ask: what a search leaves out. Pure. */

const stopWords = new Set(
  (
    'a about according after all also am an and any are aren as at be because been being between both but by can could couldn did didn do does doesn doing don done ' +
    'during each either else ever for from get gets got had has have having he her here hers herself him himself his how i if in into is isn it its itself just kind kinds let ll ' +
    'many me might mine more most much must my myself name names no nor not of off on one or other our ours out over own per please re s same shall she should so some such t tell than that ' +
    'the their theirs them themselves then there these they this those through to too type types under until up us ve very was wasn we were weren what whatever when where which ' +
    'while who whom whose why will with within would you your yours happened happen happens'
  ).split(' '),
);

/** In: a folded word, unstemmed. */
export const isStopWord = (word: string) => stopWords.has(word);
