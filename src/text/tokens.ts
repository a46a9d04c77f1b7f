/** A text's words and characters in order, as forms of words are compared by. Pure. */
import { stem } from './stem.js';
import { isStopWord } from './stop-words.js';
import { isIdeographic, pairTerm, wordTerm } from './terms.js';

/** `term` is that of the character or of the stemmed word; `joined`: a character that follows another one without a gap. */
export type Token = { term: number; text: string; joined: boolean };

const letter = /[\p{L}\p{M}\p{N}]/u;

/** In: folded text. English stop words are left out; a character is a token, and so is a run of other letters and digits. */
export function tokensOf(folded: string): Token[] {
  const tokens: Token[] = [];
  let word = '';
  let joined = false;
  const closeWord = () => {
    if (word !== '' && !isStopWord(word)) tokens.push({ term: wordTerm(stem(word)), text: word, joined: false });
    word = '';
  };
  for (const character of folded) {
    const code = character.codePointAt(0)!;
    if (isIdeographic(code)) {
      closeWord();
      tokens.push({ term: code, text: character, joined });
      joined = true;
      continue;
    }
    joined = false;
    if (letter.test(character)) word += character;
    else closeWord();
  }
  closeWord();
  return tokens;
}

/** Terms that tell a text with these tokens from others: words, and pairs of characters; a lone character stands for itself. */
export function searchTermsOf(tokens: readonly Token[]): number[] {
  const terms = new Set<number>();
  tokens.forEach((token, index) => {
    const next = tokens[index + 1];
    if (next?.joined === true) terms.add(pairTerm(token.term, next.term));
    else if (!token.joined) terms.add(token.term);
  });
  return [...terms];
}
