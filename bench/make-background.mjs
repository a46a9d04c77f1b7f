/**
 * Writes src/text/background-table.ts: how common a term is in text at large, so that a collection of one article can tell its own
 * rare words from everyday ones.
 *
 *   node bench/make-background.mjs JIEBA_DICT WORDNET_FOLDER      (after `npm run build`)
 *
 * JIEBA_DICT is dict.txt of jieba (MIT; in the npm package @node-rs/jieba), WORDNET_FOLDER holds data.noun, data.verb, data.adj and
 * data.adv of WordNet 3.0 (WordNet licence; Debian's wordnet-base), whose glosses are counted. Only counts are kept.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { simplify } from '../dist/text/fold.js';
import { stem } from '../dist/text/stem.js';
import { isIdeographic } from '../dist/text/terms.js';

const [dictionaryPath, wordnetFolder] = process.argv.slice(2);
/** A document of this many characters or words, about a section. */
const CHARACTERS = 300;
const WORDS = 120;

const characters = new Map();
const pairs = new Map();
let characterTotal = 0;
for (const line of readFileSync(dictionaryPath, 'utf8').split('\n')) {
  const [word, frequency] = line.split(' ');
  if (!word || !Number(frequency)) continue;
  const codes = [...simplify(word)].filter((character) => isIdeographic(character.codePointAt(0)));
  characterTotal += codes.length * Number(frequency);
  codes.forEach((character, index) => {
    characters.set(character, (characters.get(character) ?? 0) + Number(frequency));
    if (index > 0) pairs.set(codes[index - 1] + character, (pairs.get(codes[index - 1] + character) ?? 0) + Number(frequency));
  });
}
const words = new Map();
let wordTotal = 0;
for (const part of ['noun', 'verb', 'adj', 'adv']) {
  for (const line of readFileSync(join(wordnetFolder, `data.${part}`), 'utf8').split('\n')) {
    const gloss = line.split(' | ')[1];
    if (line.startsWith(' ') || gloss === undefined) continue;
    for (const word of gloss.toLowerCase().match(/[a-z]+/g) ?? []) {
      words.set(stem(word), (words.get(stem(word)) ?? 0) + 1);
      wordTotal += 1;
    }
  }
}

/** Share of documents that hold the term, as a level: share = 2 ** (-level / 2). */
const levelOf = (count, total, length) => Math.round(-2 * Math.log2(1 - Math.exp((-count / total) * length)));
const levels = new Map();
const keep = (counts, total, length, limit) => {
  for (const [term, count] of [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, limit)) {
    const level = levelOf(count, total, length);
    levels.set(level, [...(levels.get(level) ?? []), term]);
  }
};
keep(characters, characterTotal, CHARACTERS, 5000);
keep(pairs, characterTotal, CHARACTERS, 20_000);
keep(words, wordTotal, WORDS, 7000);
const isWord = (term) => /^[a-z]/.test(term);
const lines = [...levels]
  .sort(([a], [b]) => a - b)
  .map(([level, terms]) => {
    const ideographs = terms.filter((term) => !isWord(term));
    const [single, double] = [1, 2].map((length) => ideographs.filter((term) => term.length === length).join(''));
    return [level, single, double, terms.filter(isWord).join(' ')].join('|');
  });
writeFileSync(
  new URL('../src/text/background-table.ts', import.meta.url),
  `/**\n * Written by bench/make-background.mjs from counts of jieba's dictionary (MIT, (c) 2013 Sun Junyi) and of WordNet 3.0's glosses\n * (WordNet 3.0 Copyright 2006 by Princeton University; all rights reserved; provided "as is" without warranty).\n * A line is a level, the characters, the pairs of characters and the words that a share of 2 ** (-level / 2) of sections holds.\n */\nexport const backgroundTable = \`${lines.join('\n')}\`;\n`,
);
console.log(`${lines.length} levels, ${[...levels.values()].flat().length} terms`);
