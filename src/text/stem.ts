/**
 * A light stemmer for English words: plural and verb endings, and possessives, folded together; nothing that changes a word's sense.
 * After Harman's S-stemmer (JASIS 42(1), 1991) with -ed and -ing. Words of other languages and numbers pass unchanged.
 */
const vowel = /[aeiouy]/;
const doubled = /([bdfgmnprt])\1$/;

/** In: a folded word (lower case). Out: its stem, never empty. */
export function stem(word: string): string {
  if (word.length < 4 || !/^[a-z]+$/.test(word)) return word;
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
