/** MiniSearch as people use it, and with a tokenizer made for Chinese: what the product must beat in the same run. */
import MiniSearch from 'minisearch';
import type { PassageLine } from './sets.js';

export type Peer = { name: string; search(question: string): string[] };

const KEPT = 10;

/** Latin words and digits whole; of each ideographic run, its characters and neighbouring pairs. */
function tokenizeBigrams(text: string): string[] {
  const tokens: string[] = [];
  for (const [run] of text.normalize('NFKC').matchAll(/[\p{Script=Han}]+|[\p{L}\p{M}\p{N}]+/gu)) {
    if (!/^\p{Script=Han}/u.test(run)) {
      tokens.push(...run.split(/(\p{Script=Han}+)/u).flatMap((part) => (/\p{Script=Han}/u.test(part) ? charactersAndPairs(part) : [part])));
    } else tokens.push(...charactersAndPairs(run));
  }
  return tokens.filter((token) => token !== '');
}

function charactersAndPairs(run: string): string[] {
  const characters = [...run];
  return characters.flatMap((character, index) => (index === 0 ? [character] : [character, characters[index - 1]! + character]));
}

export function createPeers(passages: readonly PassageLine[]): Peer[] {
  const create = (name: string, options: { tokenize?: (text: string) => string[] }): Peer => {
    const search = new MiniSearch<PassageLine>({ fields: ['title', 'text'], ...options });
    search.addAll(passages);
    return {
      name,
      search: (question) =>
        search
          .search(question)
          .slice(0, KEPT)
          .map((result) => result.id as string),
    };
  };
  return [create('MiniSearch', {}), create('MiniSearch, bigrams', { tokenize: tokenizeBigrams })];
}
