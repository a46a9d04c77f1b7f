/**
 * Whether a claim that a model wrote may be shown. In: the claim, the words it quotes, the passages that were retrieved. Out: the claim with
 * its exact citations, or why it is withheld. Pure: no model, no network; equal inputs give equal verdicts. Called for every claim.
 */

import { renderVisible } from '../render.js';
import type { GlossaryRow } from '../text/glossary.js';
import { plainText } from '../text/plain.js';
import type { Citation } from '../types.js';
import { createCitation } from './cite.js';
import { createLexicon, stemsOf } from './lexicon.js';
import { type LocatedQuote, lettersIn, locateQuote, type PreparedPassage, preparePassage } from './locate-quote.js';
import { type Reading, readText } from './reading.js';
import { checkAdditions } from './verify-additions.js';
import { checkCertainty } from './verify-certainty.js';
import { checkComparison } from './verify-comparison.js';
import { bringsLink, holdsInstruction, paragraphAround } from './verify-instructions.js';
import { checkNames } from './verify-names.js';
import { checkNegation } from './verify-negation.js';
import { checkOrder } from './verify-order.js';
import { checkReasons } from './verify-reasons.js';
import { checkSpeakers } from './verify-speakers.js';
import { checkSubjects } from './verify-subjects.js';
import { checkSupport } from './verify-support.js';
import { checkDates, checkNumbers } from './verify-values.js';
import type { ContextPassage, WrittenClaim } from './write.js';

/** What a model wrote, not yet believed. */
export type DraftClaim = { text: string; quotes: readonly { passage: string; words: string }[] };

/** What is wrong with a claim, for a repair and for the record. */
export type Fault = {
  kind:
    | 'quote'
    | 'number'
    | 'date'
    | 'name'
    | 'negation'
    | 'comparison'
    | 'certainty'
    | 'addition'
    | 'subject'
    | 'support'
    | 'instruction'
    | 'link'
    | 'language';
  detail: string;
};

export type Verdict = { kind: 'verified'; claim: WrittenClaim; reattributed: boolean } | { kind: 'withheld'; fault: Fault };

/** What a check looks at: the claim and the quotes that it stands on, read once. */
export type Evidence = { claim: Reading; quotes: readonly Reading[] };
export type Check = (evidence: Evidence) => Fault | undefined;

/** Built once for a collection; `forPassages` once for a question. */
export type Verification = { forPassages(passages: readonly ContextPassage[]): Verifier };
export type Verifier = { verify(claim: DraftClaim): Verdict };

const checks: readonly Check[] = [
  checkNumbers,
  checkDates,
  checkNames,
  checkNegation,
  checkComparison,
  checkCertainty,
  checkAdditions,
  checkReasons,
  checkOrder,
  checkSpeakers,
  checkSubjects,
  checkSupport,
];

export function createVerification(glossary: readonly GlossaryRow[]): Verification {
  const lexicon = createLexicon(glossary);
  return {
    forPassages(passages) {
      const prepared = passages.map(preparePassage);
      const names = publisherNames(passages);
      return { verify: (claim) => verifyClaim(claim, prepared, (text) => readText(text, lexicon, names)) };
    },
  };
}

function verifyClaim(draft: DraftClaim, passages: readonly PreparedPassage[], read: (text: string) => Reading): Verdict {
  const text = draft.text.trim();
  if (text === '') return withheld('support', 'The claim is empty.');
  if (bringsLink(text)) return withheld('link', 'The claim brings a link.');
  const located: LocatedQuote[] = [];
  for (const { words, passage } of draft.quotes) {
    const quote = locateQuote(words, passage, passages);
    if (quote === undefined) return withheld('quote', `These words stand in no passage: ${words.slice(0, 80)}`);
    if (!located.some((other) => other.context === quote.context && other.start === quote.start && other.end === quote.end))
      located.push(quote);
  }
  if (located.length === 0) return withheld('quote', 'The claim quotes nothing.');
  if (located.some(isPlanted)) return withheld('instruction', 'What is quoted gives instructions instead of facts.');
  const quotes = located.map((quote) => read(quote.context.article.text.slice(quote.start, quote.end)));
  if (isWholeQuote(text, quotes)) return verified(text, located);
  const evidence: Evidence = { claim: read(text), quotes };
  for (const check of checks) {
    const fault = check(evidence);
    if (fault !== undefined) return { kind: 'withheld', fault };
  }
  return verified(text, located);
}

function isPlanted({ context, start, end }: LocatedQuote): boolean {
  return holdsInstruction(plainText(renderVisible(paragraphAround(context.article.text, start, end))));
}

/** A claim that says a quote as it stands is carried by it. */
function isWholeQuote(text: string, quotes: readonly Reading[]): boolean {
  const letters = lettersIn(text);
  return quotes.some((quote) => lettersIn(quote.text) === letters);
}

function verified(text: string, located: readonly LocatedQuote[]): Verdict {
  return { kind: 'verified', claim: { text, citations: located.map(citationOf) }, reattributed: located.some((quote) => !quote.named) };
}

/** Publishers are names though they may be written small: sunrisemedium.com. */
function publisherNames(passages: readonly ContextPassage[]): Set<string> {
  const publishers = passages.flatMap(({ article }) => article.sources.flatMap(({ publisher }) => publisher ?? []));
  const hosts = publishers.flatMap((publisher) => publisher.match(/[a-z\d-]+(?=\.[a-z]{2,4}\b)/giu) ?? []);
  return new Set(hosts.flatMap((host) => stemsOf(host.toLowerCase())));
}

const withheld = (kind: Fault['kind'], detail: string): Verdict => ({ kind: 'withheld', fault: { kind, detail } });

function citationOf({ context: { article, passage }, start, end }: LocatedQuote): Omit<Citation, 'marker'> {
  const { marker: _, ...citation } = createCitation(0, { article, headings: passage.headings, start, end });
  return citation;
}
