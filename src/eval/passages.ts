/** Do the passages found keep what chunking promises? In: hits, and the articles they name. Out: shares of them. Pure. */
import { sentencesOf } from '../text/sentences.js';
import type { Hit } from '../types.js';
import type { ArticleText } from './citations.js';

/** Offsets at which sentences begin and end. */
export type SentenceEdges = { starts: ReadonlySet<number>; ends: ReadonlySet<number> };

export function findSentenceEdges(text: string): SentenceEdges {
  const sentences = sentencesOf(text);
  return { starts: new Set(sentences.map(({ start }) => start)), ends: new Set(sentences.map(({ end }) => end)) };
}

export type PassageScores = {
  /** Text stands exactly where the passage says, in the version it names. */
  validity: number;
  /** Begins where a sentence begins and ends where one ends. Below 1 where a sentence is too long for one passage. */
  alignment: number;
};

/** @returns undefined where nothing was found. */
export function scorePassages(
  hits: readonly Hit[],
  textOf: ArticleText,
  edgesOf: (articleId: string, articleVersion: string) => SentenceEdges | undefined,
): PassageScores | undefined {
  if (hits.length === 0) return undefined;
  let valid = 0;
  let aligned = 0;
  for (const { passage } of hits) {
    const { articleId, articleVersion, start, end, text } = passage;
    if (textOf(articleId, articleVersion)?.slice(start, end) !== text) continue;
    valid += 1;
    const edges = edgesOf(articleId, articleVersion);
    const from = start + (text.length - text.trimStart().length);
    const to = end - (text.length - text.trimEnd().length);
    if (edges?.starts.has(from) && edges.ends.has(to)) aligned += 1;
  }
  return { validity: valid / hits.length, alignment: aligned / hits.length };
}
