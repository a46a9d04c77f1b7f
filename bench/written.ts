/**
 * Questions as people ask them in a chat, written for this project: in words that are not the passage's, about what the articles leave out,
 * and on false premises. Those of the public sets were written with the passage in view and share most of its words. One file for each set
 * in questions/; they name passages of the sets by id, and hold no text of theirs but the answer.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export type WrittenQuestion = {
  /** Id of the passage that answers, or that tempts most. */
  passage: string;
  kind: 'plain' | 'reworded' | 'near-topic' | 'false-premise';
  question: string;
  /** Words of the passage; null where no passage of its article answers. */
  answer: string | null;
};

/** Read from the folder of the project, where npm runs its scripts. @returns none for a set that nobody wrote questions for. */
export async function readWritten(set: string): Promise<WrittenQuestion[]> {
  const text = await readFile(join('bench', 'questions', `${set}.jsonl`), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as WrittenQuestion);
}

/** Those about some passages. */
export function writtenOf(passages: readonly { id: string }[], written: readonly WrittenQuestion[]): WrittenQuestion[] {
  const ids = new Set(passages.map((passage) => passage.id));
  return written.filter(({ passage }) => ids.has(passage));
}
