/**
 * In which language's articles a question is looked for: its own; the others where no article in its own was found. Quotes stay as they
 * are written.
 */
import type { IndexSnapshot, Retrieval } from '../types.js';
import { confidenceOf } from './decide.js';
import { acrossWeights, decisionWeights } from './decision-weights.js';

export type RetrieveRequest = {
  text: string;
  /** What the question leans on; empty where it stands alone. */
  context: string;
  /** BCP 47 of the question. */
  language: string;
  collections?: readonly string[];
  signal?: AbortSignal;
};

export type RetrieveQuestion = (snapshot: IndexSnapshot, request: RetrieveRequest) => Promise<Retrieval>;

/** In articles of other languages alone. @returns undefined where no list of words knows a word of the question. */
export type RetrieveAcross = (snapshot: IndexSnapshot, request: RetrieveRequest) => Promise<Retrieval | undefined>;

/** `across`: what was found is in another language than the question. */
export type Found = { retrieval: Retrieval; confidence: number; across: boolean };

/** A quote in another language is harder for the reader to check: these odds that it answers for each in the reader's own. */
const ODDS_ACROSS = 7 / 3;

/** Below this confidence what was found is not shown: 0.5 becomes 0.7 across languages. */
export const leastConfidence = ({ across }: Pick<Found, 'across'>, least: number): number =>
  across ? (ODDS_ACROSS * least) / (1 + (ODDS_ACROSS - 1) * least) : least;

const judge = (retrieval: Retrieval, across = false): Found => ({
  retrieval,
  confidence: retrieval.sections.length === 0 ? 0 : confidenceOf(retrieval.signals, across ? acrossWeights : decisionWeights),
  across,
});

export async function retrieveBest(
  { retrieve, retrieveAcross }: { retrieve: RetrieveQuestion; retrieveAcross?: RetrieveAcross },
  snapshot: IndexSnapshot,
  request: RetrieveRequest,
): Promise<Found> {
  const own = judge(await retrieve(snapshot, request));
  const spoken = own.retrieval.sections.some(({ article }) => baseOf(article.language) === baseOf(request.language));
  if (retrieveAcross === undefined || spoken) return own;
  const retrieval = await retrieveAcross(snapshot, request);
  if (retrieval === undefined || retrieval.sections.length === 0) return own;
  return judge(retrieval, true);
}

const baseOf = (language: string) => language.split('-')[0];
