/**
 * Claims out of lines of plain text, for servers that can do nothing else: one sentence a line, with the labels of its passages behind it. Such
 * a line quotes nothing itself: the sentences of those passages that say most of it are taken for its quotes, and verified like any.
 */
import { sentencesOf } from '../text/sentences.js';
import { lettersIn } from './locate-quote.js';
import type { DraftClaim } from './verify.js';
import type { ContextPassage } from './write.js';

/** What a model writes that finds no answer. */
export const NOTHING = 'NONE';

const marker = /[[【(（]\s*((?:P?\d+)(?:\s*[,、;&]\s*P?\d+)*)\s*[\]】)）]/giu;
/** Sentences taken from one passage at most. */
const MOST_SENTENCES = 2;

export class LineReader {
  private rest = '';
  private lines = 0;

  constructor(private readonly passages: readonly ContextPassage[]) {}

  push(piece: string): DraftClaim[] {
    const lines = (this.rest + piece).split('\n');
    this.rest = lines.pop()!;
    return lines.flatMap((line) => this.read(line));
  }

  /** The last line has no end. */
  finish(): DraftClaim[] {
    const last = this.rest;
    this.rest = '';
    return this.read(last);
  }

  /** Plain text is complete when the stream says so; it is readable when any line was. */
  end(): { complete: boolean } {
    return { complete: this.lines > 0 };
  }

  private read(line: string): DraftClaim[] {
    const text = line.replace(/^\s*(?:[-*•]|\d{1,2}[.)、])\s*/u, '').trim();
    if (text === '') return [];
    if (text.replace(/[.。]$/u, '') === NOTHING) {
      this.lines++;
      return [];
    }
    const labels = [...text.matchAll(marker)].flatMap(([, list]) => list!.match(/\d+/gu)!.map((number) => `P${number}`));
    const sentence = text
      .replace(marker, '')
      .replace(/\s+([.。!！?？])$/u, '$1')
      .trim();
    const cited = this.passages.filter(({ label }) => labels.includes(label));
    if (sentence === '' || cited.length === 0) return [];
    this.lines++;
    return [{ text: sentence, quotes: cited.flatMap((passage) => quotesFrom(passage, sentence)) }];
  }
}

/** The sentences of a passage that share most pairs of letters with the claim. */
function quotesFrom({ passage, label }: ContextPassage, claim: string): DraftClaim['quotes'] {
  const wanted = pairsOf(claim);
  const scored = sentencesOf(passage.text)
    .map(({ start, end }) => passage.text.slice(start, end))
    .map((words) => ({ words, score: [...pairsOf(words)].filter((pair) => wanted.has(pair)).length }))
    .sort((one, other) => other.score - one.score);
  const best = scored[0]?.score ?? 0;
  return scored
    .filter(({ score }, rank) => rank === 0 || (rank < MOST_SENTENCES && score >= 0.6 * best))
    .map(({ words }) => ({ passage: label, words }));
}

function pairsOf(text: string): Set<string> {
  const letters = lettersIn(text);
  const pairs = new Set<string>();
  for (let index = 0; index + 2 <= letters.length; index++) pairs.add(letters.slice(index, index + 2));
  return pairs;
}
