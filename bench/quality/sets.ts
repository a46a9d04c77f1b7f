/** The question sets, as `<folder>/passages.jsonl`, `questions.jsonl` and `abstain.json`. bench/README.md says where strangers get them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export type PassageLine = { id: string; title: string; text: string; lang?: string };
export type QuestionLine = { id: string; question: string; answers: readonly string[]; passageIds: readonly string[] };
/** Index only `index`; questions of `unanswerable` are then to be declined. Ids. */
export type Protocol = { index: readonly string[]; answerable: readonly string[]; unanswerable: readonly string[] };

export type QuestionSet = {
  name: string;
  /** Folder of the passages, and of the answers where the questions bring none. */
  passages: string;
  questions: string;
  /** Question language differs from the passages': the product is given the dictionary. */
  crossLingual?: boolean;
  abstain?: readonly ('easy' | 'hard')[];
  /** Also stores of a few articles: an article is what shares the id up to its last hyphen. */
  smallStores?: boolean;
};

export const questionSets: readonly QuestionSet[] = [
  { name: 'drcd-dev', passages: 'drcd-dev', questions: 'drcd-dev/questions.jsonl', abstain: ['easy', 'hard'], smallStores: true },
  { name: 'drcd-dev-simplified', passages: 'drcd-dev', questions: 'drcd-dev/questions.s.jsonl' },
  { name: 'cmrc-dev', passages: 'cmrc-dev', questions: 'cmrc-dev/questions.jsonl', abstain: ['easy'] },
  { name: 'xquad-zh', passages: 'xquad-zh', questions: 'xquad-zh/questions.jsonl', abstain: ['easy', 'hard'] },
  { name: 'xquad-en', passages: 'xquad-en', questions: 'xquad-en/questions.jsonl', abstain: ['easy', 'hard'] },
  { name: 'xquad-zh2en', passages: 'xquad-en', questions: 'xquad-zh2en/questions.jsonl', crossLingual: true, abstain: ['easy', 'hard'] },
  { name: 'xquad-en2zh', passages: 'xquad-zh', questions: 'xquad-en2zh/questions.jsonl', crossLingual: true, abstain: ['easy', 'hard'] },
];

const readLines = (path: string): Record<string, unknown>[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

export const readPassages = (data: string, set: QuestionSet): PassageLine[] =>
  readLines(join(data, set.passages, 'passages.jsonl')) as PassageLine[];

/** Answers are those beside the passages, in the passages' language: a question in another script or language has the same id. */
export function readQuestions(data: string, set: QuestionSet): QuestionLine[] {
  const byId = new Map(readLines(join(data, set.passages, 'questions.jsonl')).map((line) => [line.id, line]));
  return readLines(join(data, set.questions)).map((line) => {
    const full: Record<string, unknown> = { ...line, ...byId.get(line.id), question: line.question };
    return {
      id: full.id as string,
      question: full.question as string,
      answers: (full.answers as string[]).map((answer) => answer.normalize('NFC')),
      passageIds: full.passage_ids as string[],
    };
  });
}

export function readProtocol(data: string, set: QuestionSet, kind: 'easy' | 'hard'): Protocol {
  return JSON.parse(readFileSync(join(data, set.passages, 'abstain.json'), 'utf8'))[kind] as Protocol;
}
