/**
 * Question -> Retrieval. Words and vectors find candidate sections, fused convexly; the ranker then weighs each of their sentences.
 * One generation from beginning to end; pure but for the embedding of the question.
 */

import { isPair, visitTerms } from '../text/terms.js';
import type { Hit, IndexSnapshot, RankedSection, Retrieval, SegmentReader } from '../types.js';
import { countAnswerWords } from './answer-type.js';
import { askedValueOf } from './asked-value.js';
import { createWeights } from './coverage.js';
import { definitionOf } from './definition.js';
import { type CandidateSection, featureNames, type RankerQuery, sentenceFeatures } from './features.js';
import { type LexicalScores, scoreLexically } from './lexical.js';
import type { Query } from './query.js';
import { scoreRows } from './ranker.js';
import { openSection, type SectionView, sectionStarts } from './section-view.js';
import { measureSignals } from './signals.js';
import { createTranslator, type Translate } from './translated-view.js';

/** Sections that the ranker reads. Gold stands outside the lexical top 50 in 0.03 % of DRCD's questions (README, quality). */
const CANDIDATES = 15;
/** Passages that vectors alone may add. */
const NEAREST = 20;
/** Opened sections that are kept: a section is opened once for many questions. */
const VIEWS = 2000;
/** The feature that is a sentence's own share of the question's weight. */
const COVERAGE = featureNames.indexOf('sentence');
/** What a section without a sentence counts. */
const LEAST_LOGIT = -10;

export type RetrieveRequest = {
  query: Query;
  /** What the embedder reads: the question as it was asked, or rewritten. */
  text: string;
  collections?: readonly string[];
  /** BCP 47 of the question: of equally good sentences, those in its language come first. */
  language?: string;
  /** Only articles in another language than the question's. */
  across?: boolean;
  /** Weight of vectors against words, 0 to 1. */
  vectorWeight: number;
  signal?: AbortSignal;
};

type Limits = Pick<RetrieveRequest, 'collections' | 'language' | 'across'>;

/** Section found in one segment, before it is opened. */
type Found = {
  segment: SegmentReader;
  scores: LexicalScores['segments'][number];
  section: number;
  lexical: number;
  similarity: number;
  fused: number;
  best: number;
};

export class Retriever {
  private readonly views = new Map<string, SectionView>();
  private readonly starts = new Map<SegmentReader, Uint32Array>();

  constructor(
    readonly snapshot: IndexSnapshot,
    /** undefined: words alone are searched. A vector that cannot be had is undefined too: the words still find. */
    private readonly embedQuestion?: (text: string, signal?: AbortSignal) => Promise<Float32Array | undefined>,
  ) {}

  async retrieve(request: RetrieveRequest): Promise<Retrieval> {
    const started = performance.now();
    const lexical = scoreLexically(this.snapshot, request.query.terms, request.query.boosts, request.query.concepts);
    const vector =
      request.vectorWeight > 0 && this.snapshot.passageCount > 0 ? await this.embedQuestion?.(request.text, request.signal) : undefined;
    const found = this.find(lexical, vector, request);
    const searched = performance.now();
    const { candidates, rows } = this.measure(found, request.query, lexical);
    const definition = definitionOf(request.query);
    const logits = rows.map((each, index) => {
      const { article, sentences } = candidates[index]!.view;
      const bonus = languageBonus(article.language, request.language);
      return scoreRows(each).map(
        (logit, at) =>
          logit + bonus + reasonBonus(request.query, sentences[at]!) + (definition?.test(sentences[at]!.folded) ? SAYS_WHAT_IT_IS : 0),
      );
    });
    const sections = rankSections(found, candidates, rows, logits, vector === undefined ? 0 : request.vectorWeight);
    return {
      generation: this.snapshot.generation,
      sections: sections.map(({ ranked }) => ranked),
      signals: measureSignals({
        query: request.query,
        sections: sections.map(({ index, ranked }) => ({
          view: candidates[index]!.view,
          ranked,
          logit: Math.max(...logits[index]!, LEAST_LOGIT),
          rows: rows[index]!,
        })),
        scores: found.map((each) => each.lexical),
        passages: this.snapshot.passageCount,
        articles: this.snapshot.articleCount,
        lexical,
      }),
      asks: request.query.asks,
      timingsMs: { search: searched - started, rank: performance.now() - searched },
    };
  }

  /** Candidate sections and what is measured of each of their sentences: what the ranker is trained on. */
  measureCandidates({ query }: Pick<RetrieveRequest, 'query'>): { candidates: CandidateSection[]; rows: Float64Array[][] } {
    const lexical = scoreLexically(this.snapshot, query.terms, query.boosts, query.concepts);
    return this.measure(this.find(lexical, undefined, { vectorWeight: 0 }), query, lexical);
  }

  private measure(
    found: readonly Found[],
    query: Query,
    lexical: LexicalScores,
  ): { candidates: CandidateSection[]; rows: Float64Array[][] } {
    const translate = query.concepts === undefined ? undefined : createTranslator(query.terms, query.concepts);
    const candidates = found.map((each, rank) => this.candidate(each, rank, translate));
    const question = weighQuery(query, lexical);
    const [first = 0, second = 0] = found.map((each) => each.lexical).sort((a, b) => b - a);
    const rows = candidates.map((candidate) => sentenceFeatures(candidate, question, { first, second }));
    return { candidates, rows };
  }

  /** The best sections over all segments, best first, from the collections that may be seen alone. */
  private find(
    lexical: LexicalScores,
    vector: Float32Array | undefined,
    { vectorWeight, ...limits }: Pick<RetrieveRequest, 'vectorWeight' | keyof Limits>,
  ): Found[] {
    const found = lexical.segments.flatMap((scores) => this.findInSegment(scores, vector, limits));
    const [lexicalRange, similarityRange] = [rangeOf(found.map((each) => each.lexical)), rangeOf(found.map((each) => each.similarity))];
    for (const each of found) {
      each.fused =
        vector === undefined
          ? each.lexical
          : (1 - vectorWeight) * lexicalRange(each.lexical) + vectorWeight * similarityRange(each.similarity);
    }
    return found.sort((a, b) => b.fused - a.fused || b.lexical - a.lexical || a.section - b.section).slice(0, CANDIDATES);
  }

  private findInSegment(
    scores: LexicalScores['segments'][number],
    vector: Float32Array | undefined,
    { collections, language, across }: Limits,
  ): Found[] {
    const { segment } = scores;
    const allowed = collections === undefined ? undefined : articlesOf(segment, collections);
    const accepts = (ordinal: number) =>
      segment.live[ordinal] === 1 && (allowed === undefined || allowed[segment.articleOf[ordinal]!] === 1);
    const best = new Map<number, { ordinal: number; passage: number }>();
    for (let ordinal = 0; ordinal < segment.passageCount; ordinal++) {
      const passage = scores.passages[ordinal]!;
      const section = segment.sectionOf[ordinal]!;
      if (scores.sections[section]! <= 0 || !accepts(ordinal)) continue;
      const known = best.get(section);
      if (known === undefined || passage > known.passage) best.set(section, { ordinal, passage });
    }
    const byLexical = [...best].map(([section, { ordinal, passage }]) => ({
      section,
      ordinal,
      lexical: scores.sections[section]! + passage,
    }));
    const sorted = byLexical.sort((a, b) => b.lexical - a.lexical || a.section - b.section);
    const fits = ({ ordinal }: { ordinal: number }) => !inLanguage(segment.article(segment.articleOf[ordinal]!).language, language);
    const top = across === true ? firstThat(fits, sorted, CANDIDATES * 2) : sorted.slice(0, CANDIDATES * 2);
    if (vector !== undefined) {
      const known = new Set(top.map((each) => each.section));
      for (const { ordinal } of segment.nearest(vector, NEAREST, accepts)) {
        const section = segment.sectionOf[ordinal]!;
        if (known.has(section) || (across === true && !fits({ ordinal }))) continue;
        known.add(section);
        top.push({ section, ordinal, lexical: scores.sections[section]! + (best.get(section)?.passage ?? 0) });
      }
    }
    const similarities =
      vector === undefined
        ? undefined
        : segment.similarities(
            vector,
            Uint32Array.from(top, (each) => each.ordinal),
          );
    return top.map(({ section, ordinal, lexical }, index) => ({
      segment,
      scores,
      section,
      lexical,
      similarity: similarities?.[index] ?? 0,
      fused: 0,
      best: ordinal,
    }));
  }

  private candidate(found: Found, rank: number, translate: Translate | undefined): CandidateSection {
    const written = this.view(found.segment, found.section);
    const view = translate === undefined ? written : translate(written);
    const passageScores = new Map<number, number>();
    for (let ordinal = view.firstOrdinal; ordinal <= view.lastOrdinal; ordinal++)
      passageScores.set(ordinal, found.scores.passages[ordinal]!);
    return { view, sectionScore: found.lexical, passageScores, similarity: found.similarity, rank };
  }

  private view(segment: SegmentReader, section: number): SectionView {
    const key = `${this.snapshot.segments.indexOf(segment)}:${section}`;
    const known = this.views.get(key);
    if (known !== undefined) return known;
    const starts = this.starts.get(segment) ?? sectionStarts(segment);
    this.starts.set(segment, starts);
    const view = openSection(segment, section, starts[section]!, starts[section + 1]! - 1);
    if (this.views.size >= VIEWS) this.views.delete(this.views.keys().next().value!);
    this.views.set(key, view);
    return view;
  }
}

/** Logit by which a sentence in the question's own language is preferred: about four to one. */
const OWN_LANGUAGE = 1.4;
const languageBonus = (article: string, question: string | undefined) => (inLanguage(article, question) ? OWN_LANGUAGE : 0);
const inLanguage = (article: string, question: string | undefined) => article.split('-')[0] === question?.split('-')[0];

/** Looks at the best of them alone: each costs an article. */
function firstThat<T>(fits: (value: T) => boolean, values: readonly T[], limit: number): T[] {
  const found: T[] = [];
  for (const value of values.slice(0, limit * 5)) {
    if (fits(value)) found.push(value);
    if (found.length === limit) break;
  }
  return found;
}

/** Logits for giving a reason, and for saying what a thing is, where that is asked for: the public sets that the ranker learns from ask for few. */
const GIVES_REASON = 1.2;
const SAYS_WHAT_IT_IS = 2;
const reasonBonus = ({ asks, folded }: Query, sentence: { folded: string }) =>
  asks === 'reason' && countAnswerWords(asks, sentence.folded, folded) > 0 ? GIVES_REASON : 0;

function articlesOf(segment: SegmentReader, collections: readonly string[]): Uint8Array {
  return Uint8Array.from({ length: segment.articleCount }, (_, article) => (collections.includes(segment.collectionOf(article)) ? 1 : 0));
}

/** Min-max over the candidates: the one way in which scores of two kinds may be added. */
function rangeOf(values: readonly number[]): (value: number) => number {
  const least = Math.min(...values);
  const most = Math.max(...values);
  return (value) => (most > least ? (value - least) / (most - least) : 0);
}

function weighQuery(query: Query, lexical: LexicalScores): RankerQuery {
  const units: number[] = [];
  visitTerms(query.text, (term) => {
    if (!isPair(term)) units.push(term);
  });
  const idf = Float64Array.from(lexical.weights, (weight, index) => weight.passageIdf * query.boosts[index]!);
  return {
    ...createWeights(query, idf),
    indexOf: new Map(query.terms.map((term, index) => [term, index])),
    units: Float64Array.from(units),
    value: askedValueOf(query.folded),
  };
}

/** Sentences' shares by softmax over all candidates; a section counts what its sentences count together, and its similarity. */
function rankSections(
  found: readonly Found[],
  candidates: readonly CandidateSection[],
  rows: readonly Float64Array[][],
  logits: readonly Float64Array[],
  vectorWeight: number,
): { index: number; ranked: RankedSection }[] {
  const most = Math.max(...logits.flatMap((each) => [...each]), Number.NEGATIVE_INFINITY);
  const total = logits.reduce((sum, each) => sum + each.reduce((part, logit) => part + Math.exp(logit - most), 0), 0) || 1;
  const sectionShares = logits.map((each) => each.reduce((part, logit) => part + Math.exp(logit - most), 0) / total);
  const [evidence, similarity] = [
    rangeOf(sectionShares.map((share) => Math.log(share + 1e-9))),
    rangeOf(found.map((each) => each.similarity)),
  ];
  return candidates
    .map((candidate, index) => {
      const { segment, best, lexical, similarity: cosine } = found[index]!;
      const score =
        vectorWeight === 0
          ? evidence(Math.log(sectionShares[index]! + 1e-9))
          : (1 - vectorWeight) * evidence(Math.log(sectionShares[index]! + 1e-9)) + vectorWeight * similarity(cosine);
      const hit: Hit = { passage: segment.passage(best), score, lexical, similarity: cosine };
      const sentences = candidate.view.sentences.map((sentence, at) => ({
        start: sentence.start,
        end: sentence.end,
        share: Math.exp(logits[index]![at]! - most) / total,
        coverage: rows[index]![at]![COVERAGE]!,
        quotable: sentence.quotable,
      }));
      return { index, ranked: { article: candidate.view.article, headings: candidate.view.headings, sentences, hit } };
    })
    .sort((a, b) => b.ranked.hit.score - a.ranked.hit.score || a.index - b.index);
}
