/**
 * In which language's articles a question is looked for: its own; the others where no article in its own was found. Quotes stay as they
 * are written.
 */
import type { IndexSnapshot, Retrieval } from '../types.js';
import { confidenceOf } from './decide.js';

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

export type Found = { retrieval: Retrieval; confidence: number };

const judge = (retrieval: Retrieval): Found => ({
  retrieval,
  confidence: retrieval.sections.length === 0 ? 0 : confidenceOf(retrieval.signals),
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
  return judge(retrieval);
}

const baseOf = (language: string) => language.split('-')[0];
