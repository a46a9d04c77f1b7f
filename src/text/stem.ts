/**
 * A light stemmer for English words: plural and verb endings, and possessives, folded together; nothing that changes a word's sense.
 * After Harman's S-stemmer (JASIS 42(1), 1991) with -ed and -ing, and irregular
 * verbs and nouns by a list. Words of other languages and numbers pass unchanged.
 */
/** Forms that no ending explains, as "base form form ...". */
const irregularForms = [
  'arise arose arisen|awake awoke|bear bore borne born|beat beaten|become became|begin began begun|bend bent|bind bound|bite bit bitten|bleed bled|blow blew blown',
  'break broke broken|breed bred|bring brought|build built|burn burnt|buy bought|catch caught|choose chose chosen|cling clung|come came|creep crept|deal dealt|die died dies dying',
  'dig dug|draw drew drawn|dream dreamt|drink drank drunk|drive drove driven|eat ate eaten|fall fell fallen|feed fed|feel felt|fight fought|find found|flee fled|fly flew flown|forbid forbade forbidden',
  'forget forgot forgotten|forgive forgave forgiven|freeze froze frozen|give gave given|go went gone|grind ground|grow grew grown|hang hung|hear heard|hide hid hidden|hold held|keep kept|know knew known',
  'lay laid|lead led|leave left|lend lent|lie lay lain lied lies lying|lose lost|make made|mean meant|meet met|pay paid|prove proven|ride rode ridden|ring rang rung|rise rose risen|run ran|say said|see saw seen',
  'seek sought|sell sold|send sent|shake shook shaken|shine shone|shoot shot|show shown|shrink shrank shrunk|sing sang sung|sink sank sunk|sit sat|sleep slept|slide slid|speak spoke spoken|spend spent|spin spun',
  'stand stood|steal stole stolen|stick stuck|strike struck stricken|swear swore sworn|sweep swept|swim swam swum|swing swung|take took taken|teach taught|tear tore torn|tell told|think thought|throw threw thrown',
  'tie tied ties tying|understand understood|undertake undertook undertaken|wake woke woken|wear wore worn|weave wove woven|win won|withdraw withdrew withdrawn|write wrote written|use used uses using|owe owed owes owing',
  'man men|woman women|child children|person people|foot feet|tooth teeth|goose geese|mouse mice|life lives|wife wives|half halves|leaf leaves|wolf wolves|knife knives|self selves|thief thieves|shelf shelves',
  'crisis crises|analysis analyses|basis bases|thesis theses|phenomenon phenomena|criterion criteria|medium media|datum data|nucleus nuclei|index indices|appendix appendices|matrix matrices',
];
const irregular = new Map(
  irregularForms
    .flatMap((line) => line.split('|'))
    .flatMap((entry) => {
      const [base, ...forms] = entry.split(' ');
      return forms.map((form): [string, string] => [form, base!]);
    }),
);

const vowel = /[aeiouy]/;
const doubled = /([bdfgmnprt])\1$/;

/** In: a folded word (lower case). Out: its stem, never empty. */
export function stem(word: string): string {
  if (word.length < 3 || !/^[a-z]+$/.test(word)) return word;
  const regular = irregular.get(word);
  if (regular !== undefined) return regular === word ? word : stem(regular);
  if (word.length < 4) return word;
  let base = plural(word);
  if (base.endsWith('ing') && base.length > 5 && vowel.test(base.slice(0, -3))) base = undouble(base.slice(0, -3));
  else if (base.endsWith('ied') && base.length > 4) base = `${base.slice(0, -3)}y`;
  else if (base.endsWith('ed') && base.length > 4 && vowel.test(base.slice(0, -2))) base = undouble(base.slice(0, -2));
  return base.length > 3 && base.endsWith('e') ? base.slice(0, -1) : base;
}

function plural(word: string): string {
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`;
  if (word.endsWith('sses') || word.endsWith('shes') || word.endsWith('ches') || word.endsWith('xes')) return word.slice(0, -2);
  if (word.endsWith('s') && !word.endsWith('ss') && !word.endsWith('us') && !word.endsWith('is')) return word.slice(0, -1);
  return word;
}

function undouble(base: string): string {
  return doubled.test(base) ? base.slice(0, -1) : base;
}
