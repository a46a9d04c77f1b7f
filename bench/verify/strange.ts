/**
 * The same faults in texts that no list of words was written for: sentences of public reading sets, each as a claim about itself. In: a file of passages.
 * Out: counts by fault. There is no glossary, so that names are only those that everyone knows.
 */
import { readFileSync } from 'node:fs';
import { createVerification, type DraftClaim } from '../../src/answer/verify.js';
import type { ContextPassage } from '../../src/answer/write.js';
import { sentencesOf } from '../../src/text/sentences.js';
import { createRandom } from '../random.js';
import { type FaultKind, plantFaults, type TrueClaim } from './faults.js';
import type { Count } from './measure.js';

type Line = { id: string; text: string };

/** Letters below which a sentence says too little to be made false. */
const LEAST_LETTERS = { en: 40, zh: 14 };

export function measureStrange(
  file: string,
  language: string,
  most: number,
  seed: number,
): { faults: Map<FaultKind, Count>; literal: Count } {
  const random = createRandom(seed);
  const verification = createVerification([]);
  const claims = readClaims(file, language);
  const step = Math.max(1, Math.floor(claims.length / most));
  const measures = { faults: new Map<FaultKind, Count>(), literal: { drafts: 0, shown: 0 } };
  for (let index = 0; index < claims.length; index += step) {
    const { claim, line } = claims[index]!;
    const other = claims[Math.floor(random() * claims.length)]!;
    const verifier = verification.forPassages([line, other.line].map((each, place) => contextOf(each, language, place)));
    const isShown = (draft: DraftClaim) => verifier.verify(draft).kind === 'verified';
    count(measures.literal, isShown({ text: claim.text, quotes: [{ passage: 'P1', words: claim.text }] }));
    for (const { fault, draft } of plantFaults(claim, { glossary: [], claims: [other.claim], random })) {
      const counted = measures.faults.get(fault) ?? { drafts: 0, shown: 0 };
      measures.faults.set(fault, counted);
      count(counted, isShown(draft));
    }
  }
  return measures;
}

function readClaims(file: string, language: string): { claim: TrueClaim; line: Line }[] {
  const lines = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
  return lines.flatMap((line) =>
    sentencesOf(line.text)
      .map(({ start, end }) => line.text.slice(start, end).trim())
      .filter((text) => text.length > LEAST_LETTERS[language === 'en' ? 'en' : 'zh'] && !/https?:|www\./.test(text))
      .map((text) => ({ claim: { text, language, quotes: [{ articleId: line.id, words: text }] }, line })),
  );
}

function contextOf({ id, text }: Line, language: string, place: number): ContextPassage {
  const article = { id, version: id, collection: 'default', title: id, language, sources: [], text };
  const passage = { id, articleId: id, articleVersion: id, headings: [], section: 0, text, start: 0, end: text.length };
  return { label: `P${place + 1}`, article, passage };
}

function count(counted: Count, isShown: boolean): void {
  counted.drafts++;
  if (isShown) counted.shown++;
}
