/** Retrieval -> claims and citations in the asker's language, without a model. Pure. */
import { renderBody, renderLine } from '../render.js';
import type { Answer, Citation, Claim, Retrieval } from '../types.js';
import { createCitation } from './cite.js';
import { type Extract, extractAnswers } from './extract.js';
import { phrasesFor } from './phrases.js';

export type Composed = Pick<Answer, 'claims' | 'citations' | 'conflicts'> & { lead?: string; notices: string[] };

export function composeExtractive(retrieval: Retrieval, language: string): Composed {
  const phrases = phrasesFor(language);
  const extracts = extractAnswers(retrieval);
  const citations = extracts.map((extract, index) => createCitation(index + 1, extract));
  const claims: Claim[] = extracts.map((extract, index) => ({
    text: phrases.quoted(renderLine(extract.article.title), shown(citations[index]!)),
    citations: [index + 1],
  }));
  return { claims, citations, conflicts: [], notices: languageNotice(extracts, language) };
}

/** A quote as it is read: without footnote marks and marks for display. */
export const shown = (citation: Citation) => renderLine(renderBody(citation.quote));

function languageNotice(extracts: readonly Extract[], language: string): string[] {
  const base = language.split('-')[0];
  const other = extracts[0]?.article.language.split('-')[0];
  const foreign = extracts.length > 0 && extracts.every((extract) => extract.article.language.split('-')[0] !== base);
  return foreign && (other === 'en' || other === 'zh') && (base === 'en' || base === 'zh')
    ? [phrasesFor(language).otherLanguage(other)]
    : [];
}
