/**
 * A model's verified claims as answer events: numbered, shown one by one, and how it ended. Nothing reaches this file that was not
 * verified against the articles; what the model could not do, the caller answers by quoting.
 */
import type { AnswerEvent, AnswerOptions, Citation, Claim, Question, RankedSection, Retrieval } from '../types.js';
import type { AnswerWriter, ContextPassage, WriteOutcome } from './write.js';

/** Sections that the model reads. */
const READ = 8;

export type WrittenAnswer = { claims: Claim[]; citations: Citation[]; outcome: WriteOutcome };

export async function* writeAnswer(
  writer: AnswerWriter,
  request: { question: Question; language: string; retrieval: Retrieval },
  { signal, asker }: AnswerOptions,
): AsyncGenerator<AnswerEvent, WrittenAnswer, undefined> {
  const claims: Claim[] = [];
  const citations: Citation[] = [];
  const writing = writer.write({
    question: request.question,
    language: request.language,
    passages: request.retrieval.sections.slice(0, READ).map(createContext),
    signal: signal ?? new AbortController().signal,
    ...(asker === undefined ? {} : { asker }),
  });
  for (let next = await writing.next(); ; next = await writing.next()) {
    if (next.done === true) return { claims, citations, outcome: next.value };
    const cited = next.value.citations.map((citation) => numberCitation(citation, citations));
    const claim = { text: next.value.text, citations: [...new Set(cited.map((citation) => citation.marker))] };
    claims.push(claim);
    yield { kind: 'claim', claim, citations: cited };
  }
}

/** The section whole: a model needs the sentences around the one that was found. */
function createContext({ article, sentences, hit }: RankedSection, index: number): ContextPassage {
  const start = Math.min(hit.passage.start, sentences[0]?.start ?? hit.passage.start);
  const end = Math.max(hit.passage.end, sentences.at(-1)?.end ?? hit.passage.end);
  return { article, label: `P${index + 1}`, passage: { ...hit.passage, start, end, text: article.text.slice(start, end) } };
}

/** Equal words are one citation, however many claims stand on them. */
function numberCitation(citation: Omit<Citation, 'marker'>, citations: Citation[]): Citation {
  const known = citations.find(
    (each) =>
      each.articleId === citation.articleId &&
      each.articleVersion === citation.articleVersion &&
      each.start === citation.start &&
      each.end === citation.end,
  );
  if (known !== undefined) return known;
  const numbered = { marker: citations.length + 1, ...citation };
  citations.push(numbered);
  return numbered;
}
