/**
 * How many false drafts the verifier lets through, by fault, and how many honest claims it shows. Drafts are made from the shipped collection: from
 * its own sentences, and from paraphrases in both languages that were written apart from the verifier. Equal seeds give equal counts.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createVerification, type DraftClaim, type Verdict } from '../../src/answer/verify.js';
import type { ContextPassage } from '../../src/answer/write.js';
import { sentencesOf } from '../../src/text/sentences.js';
import { createRandom } from '../random.js';
import { contextOf, readArticles, readGlossary } from './collection.js';
import { type FaultKind, plantFaults, type TrueClaim } from './faults.js';

/** Passages beside those of the quoted articles, as a search would bring them. */
const OTHERS = 8;

export type Count = { drafts: number; shown: number };

export type Measures = {
  faults: Map<FaultKind, Count>;
  /** Paraphrases as they are, and under the label of another passage. */
  honest: Count;
  mislabelled: Count;
  /** Sentences of the articles as claims. */
  literal: Count;
  /** Citations that were shown and are no slice of the article version they name. */
  misplaced: number;
  /** Time of each claim. */
  milliseconds: number[];
};

export function measureVerification(seed: number): Measures {
  const measurement = new Measurement(seed);
  const honest = readHonest();
  const literal = measurement.literalClaims();
  for (const claim of honest) measurement.measure(claim, 'honest', [...honest, ...literal]);
  for (const claim of literal) measurement.measure(claim, 'literal', [...honest, ...literal]);
  return measurement.measures;
}

class Measurement {
  readonly measures: Measures = { faults: new Map(), honest: none(), mislabelled: none(), literal: none(), misplaced: 0, milliseconds: [] };
  private readonly articles = readArticles();
  private readonly context = contextOf(this.articles);
  private readonly glossary = readGlossary();
  private readonly verification = createVerification(this.glossary);
  private readonly random: () => number;

  constructor(seed: number) {
    this.random = createRandom(seed);
  }

  /** Sentences that name a source, each as a claim that quotes itself. */
  literalClaims(): TrueClaim[] {
    return this.articles.flatMap(({ id, language, text }) =>
      sentencesOf(text)
        .map(({ start, end }) => text.slice(start, end))
        .filter((sentence) => sentence.includes('[^'))
        .map((sentence) => ({ text: sentence.replace(/\[\^[^\]]+\]/gu, ''), language, quotes: [{ articleId: id, words: sentence }] })),
    );
  }

  measure(claim: TrueClaim, kind: 'honest' | 'literal', claims: readonly TrueClaim[]): void {
    const { measures, glossary, random } = this;
    const passages = this.retrieve(claim);
    const verifier = this.verification.forPassages(passages);
    const verify = (draft: DraftClaim) => this.timed(() => verifier.verify(draft));
    const quotes = (passage: string) => claim.quotes.map(({ words }) => ({ passage, words }));
    count(measures[kind], verify({ text: claim.text, quotes: quotes('P1') }));
    count(measures.mislabelled, verify({ text: claim.text, quotes: quotes(`P${passages.length}`) }));
    for (const { fault, draft } of plantFaults(claim, { glossary, claims, random })) {
      const counted = measures.faults.get(fault) ?? none();
      measures.faults.set(fault, counted);
      count(counted, verify(draft));
    }
  }

  private retrieve(claim: TrueClaim): ContextPassage[] {
    const quoted = this.context.filter(({ article }) => claim.quotes.some(({ articleId }) => articleId === article.id));
    const others = Array.from({ length: OTHERS }, () => this.context[Math.floor(this.random() * this.context.length)]!);
    return [...new Set([...quoted, ...others])].map((each, index) => ({ ...each, label: `P${index + 1}` }));
  }

  private timed(verify: () => Verdict): Verdict {
    const started = performance.now();
    const verdict = verify();
    this.measures.milliseconds.push(performance.now() - started);
    for (const { articleId, articleVersion, quote, start, end } of verdict.kind === 'verified' ? verdict.claim.citations : []) {
      const article = this.articles.find(({ id, version }) => id === articleId && version === articleVersion);
      if (article?.text.slice(start, end) !== quote) this.measures.misplaced++;
    }
    return verdict;
  }
}

const none = (): Count => ({ drafts: 0, shown: 0 });

function count(counted: Count, verdict: Verdict): void {
  counted.drafts++;
  if (verdict.kind === 'verified') counted.shown++;
}

function readHonest(): TrueClaim[] {
  const lines = readFileSync(resolve('test/answer/honest-claims.jsonl'), 'utf8').trim().split('\n');
  return lines.map((line) => {
    const { claim, language, quotes } = JSON.parse(line) as {
      claim: string;
      language: string;
      quotes: { articleId: string; quote: string }[];
    };
    return { text: claim, language, quotes: quotes.map(({ articleId, quote }) => ({ articleId, words: quote })) };
  });
}
