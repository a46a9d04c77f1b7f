/** The nouns that every room shares. Types only: importing this file does nothing. */

/** Where an article's facts were reported. `date` is ISO 8601, as precise as known: "2024-06", "2025-11-12". */
export type Source = { id: string; title: string; publisher?: string; url?: string; date?: string };

export type Article = {
  /** Front matter's `id`, else the path within the collection (NFC, no extension), else the canonical URL. Unique in an index. */
  id: string;
  /** SHA-256 (hex) of the canonical JSON of the other fields. */
  version: string;
  /** Folder below the corpus, or "default". */
  collection: string;
  title: string;
  sources: readonly Source[];
  date?: string;
  /** BCP 47: "zh-Hant", "zh-Hans", "en", ... */
  language: string;
  /** The body as written: NFC, `\n`. Every offset of this program points into it. */
  text: string;
  /** For paged formats: offset in `text` at which each page begins, page 1 first. */
  pageStarts?: readonly number[];
};

/** One file of the articles' folder as listed; nothing of it was read. `path` is relative to the folder, with "/". */
export type CorpusFile = { path: string; size: number; mtimeMs: number };

/**
 * What could not be read this time: a file ("notes/a.md"), lines of it, or all of a folder ("notes/"). An error is no deletion: what that
 * path held before, and was not read now, stays in the index.
 */
export type CorpusProblem = { path: string; reason: string };

/** `isLasting`: the content itself cannot be read, and will not be until it changes. */
export type CorpusReading = { articles: readonly Article[]; problems: readonly CorpusProblem[]; isLasting?: boolean };

/** The articles' folder, listed. Listing is cheap: who knows a file's articles by its path, size and time need not read it again. */
export type Corpus = {
  /** Absolute, links resolved. */
  directory: string;
  /** By path, in order of code units. Of two files that hold the same article id, the first keeps it and the second is a problem. */
  files: readonly CorpusFile[];
  /** Folders that could not be listed, links that lead out. */
  problems: readonly CorpusProblem[];
  /** Articles of one listed file, ids unique within it. What cannot be read is a problem, never a throw. Safe for concurrent calls. */
  read(path: string): Promise<CorpusReading>;
};

/** A page that was fetched, as a file of its collection; `path` is relative to the articles' folder. */
export type SourcePage = { url: string; path: string; title: string };

/** What following the sources did to the articles' folder; the index is brought up to date after it. */
export type SourcesReport = {
  added: readonly SourcePage[];
  changed: readonly SourcePage[];
  /** Pages whose file was removed: gone for more than a day, and told before. */
  removed: readonly SourcePage[];
  /** Pages that answer that they are no more; kept until a run a day or more after `since` finds them gone still. */
  vanished: readonly (SourcePage & { since: string })[];
  unchanged: number;
  /** Addresses that could not be followed this time; what they held before is kept. */
  problems: readonly CorpusProblem[];
};

export type Passage = {
  /** Hash of articleId, occurrence and the exact text embedded: same id, same vector. */
  id: string;
  articleId: string;
  articleVersion: string;
  /** Outermost first: ["Install", "Linux"]. */
  headings: readonly string[];
  text: string;
  /** UTF-16 offsets, half-open: article.text.slice(start, end) === text. */
  start: number;
  end: number;
  /** Number of the parent section within the article, from 0: a run of passages of about three chunks under the same headings. */
  section: number;
};

/** One earlier question of the same conversation, oldest first. `citations` are those that were shown under its answer. */
export type Turn = {
  question: string;
  answer?: string;
  citations?: readonly { articleId: string; articleVersion?: string; start: number; end: number }[];
};

export type Question = {
  text: string;
  history?: readonly Turn[];
  /** BCP 47 of the asker's client; used only where the question itself does not tell. */
  locale?: string;
  /** Limits the search before anything is ranked; all collections when absent. */
  collections?: readonly string[];
};

/** High is good; lists of hits descend by score. `lexical` and `similarity` are the two parts that were fused. */
export type Hit = { passage: Passage; score: number; lexical: number; similarity: number };

export type Citation = {
  /** Integer from 1, as shown: [1]. */
  marker: number;
  articleId: string;
  articleVersion: string;
  title: string;
  sources: readonly Source[];
  headings: readonly string[];
  /** For paged formats, from 1. */
  page?: number;
  /** Verbatim: article.text.slice(start, end) === quote, for the article version named. */
  quote: string;
  start: number;
  end: number;
  /** The words within the quote that answer a question for a time, number, name, ...; offsets into the article's text. */
  span?: { start: number; end: number };
};

/** A sentence of the answer; `citations` are markers. */
export type Claim = { text: string; citations: readonly number[] };

export type AnswerStatus = 'answered' | 'partly' | 'not-in-articles';

export type Answer = {
  status: AnswerStatus;
  /** Calibrated probability that the articles answer the question; given under a decline too. */
  confidence: number;
  question: string;
  /** BCP 47 of the answer. */
  language: string;
  /** What a plain door shows: claims with their markers, or the words of a decline or of help. */
  text: string;
  claims: readonly Claim[];
  citations: readonly Citation[];
  /** The best chunk of each of the ten best sections, best first. */
  hits: readonly Hit[];
  /** One entry a claim that was written but not shown. */
  withheld: readonly { reason: string }[];
  /** Groups of claims (indexes into `claims`) that give different values for the same thing. */
  conflicts: readonly { claims: readonly number[] }[];
  /** What the articles do cover, nearest first; for declines and help. */
  nearestTopics: readonly string[];
  mode: 'extractive' | 'generated';
  generation: number;
  timingsMs: Readonly<Record<string, number>>;
  /** A line for the reader about how this answer came about: "as of ...", "budget spent", "quoted from English articles". */
  notices?: readonly string[];
  /** What a model that wrote, or tried to, used for it. An answer given again from memory tells what writing it took. */
  usage?: Spending;
};

export type AnswerEvent = { kind: 'claim'; claim: Claim; citations: readonly Citation[] } | { kind: 'done'; answer: Answer };

export type AnswerOptions = {
  signal?: AbortSignal;
  /** false: answer as well as can be, whatever the confidence. Default true. */
  decline?: boolean;
  /** Whom the cost of a model is counted for. */
  asker?: { user?: string; channel?: string };
};

/** What a collection holds, for help, status pages and pickers. */
export type Overview = {
  generation: number;
  passages: number;
  articles: readonly {
    id: string;
    version: string;
    collection: string;
    title: string;
    language: string;
    date?: string;
    characters: number;
  }[];
};

/**
 * Index on disk -> something that answers. It follows the live generation: a question is answered from one generation
 * from beginning to end, the next question from the newest. Safe for concurrent calls.
 */
export type Answerer = {
  /** Yields each verified claim as soon as there is one, then `done`. @throws YingjiaError USAGE for an empty or overlong question. */
  stream(question: Question, options?: AnswerOptions): AsyncGenerator<AnswerEvent, void, undefined>;
  answer(question: Question, options?: AnswerOptions): Promise<Answer>;
  /** The best passages, best first, without deciding or citing. */
  search(question: Question, limit?: number): Promise<Hit[]>;
  /** @returns undefined when there is no such article (version). Without a version, the live one; past versions stay readable. */
  readArticle(id: string, version?: string): Promise<Article | undefined>;
  overview(collections?: readonly string[]): Promise<Overview>;
  /** Questions that the articles can answer and that fit what was typed so far, best first. */
  suggestQuestions(request: { typed: string; language?: string; collections?: readonly string[]; limit: number }): Promise<string[]>;
  close(): Promise<void>;
};

/** What an index update did, or with `dryRun` would do. */
export type IndexReport = {
  /** The live generation after the run. */
  generation: number;
  dryRun: boolean;
  articles: { added: number; changed: number; kept: number; removed: number };
  passages: { added: number; kept: number; removed: number };
  embedded: { passages: number; characters: number; costUsd?: number };
  changes: readonly { articleId: string; title: string; change: 'added' | 'changed' | 'removed' }[];
  /** Files and addresses that could not be read this time; what they held before is kept. */
  problems: readonly { path: string; reason: string }[];
  /** Lines for the operator: "rebuilt because ...", "switched to exact search because ...". */
  notices: readonly string[];
  seconds: number;
};

/** Progress of long work, for a bar or a JSON line. */
export type Progress = { step: string; done: number; total: number; current?: string };

export type TestCase = {
  id: string;
  question: string;
  answerable: boolean;
  /**
   * Quotes that a right citation overlaps; never passage ids. An empty quote stands for the whole article named. `grade` is how relevant
   * (1 when absent); 0 and below says that the article was judged and does not help.
   */
  evidence: readonly { articleId?: string; quote: string; grade?: number }[];
  answers?: readonly string[];
  history?: readonly Turn[];
  tags?: readonly string[];
};

/** Text -> unit vectors. Another fingerprint means another vector space: the index is then rebuilt beside the old one. */
export type Embedder = {
  fingerprint: { name: string; dimension: number; version: string };
  /** One vector for each text, in order, each of length 1. @throws YingjiaError MODEL when the provider fails or answers nonsense. */
  embedTexts(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]>;
  embedQuestion(text: string, signal?: AbortSignal): Promise<Float32Array>;
  /** Price of embedding this many characters, where there is one. */
  costUsd?(characters: number): number;
  /**
   * Where a text's vector follows from its terms: the index then makes it while it counts them, bit for bit the vector of `embedTexts`.
   * `module` exports `termEmbedder` too, for a thread.
   */
  byTerms?: { termEmbedder: TermEmbedder; module: URL };
};

export type TermEmbedder = {
  dimension: number;
  /** How much a term counts wherever it stands. */
  weigh(term: number): number;
  /** Where a term counts in a vector, in one number that `embedTerms` reads. */
  place(term: number): number;
  /** Zeros in, a vector of length 1 out. */
  embedTerms(counted: CountedTerms, vector: Float32Array): void;
};

/** Weights, places and frequencies of a text's terms, in the order in which they first stand in it, each once: the first `size` of longer arrays. */
export type CountedTerms = { weights: Float64Array; places: Float64Array; frequencies: Uint32Array; size: number };

/** Tokens and, where the model's price is known, money. */
export type Spending = { inputTokens: number; outputTokens: number; costUsd?: number };

/** Caps on what models may cost. What may be spent is reserved before a call and settled after it; a crash between leaves it reserved. */
export type Budget = {
  /** @returns undefined where a cap would be passed. */
  reserve(estimate: Spending, asker?: { user?: string; channel?: string }): Promise<Reservation | undefined>;
};

export type Reservation = {
  /** What was really used; nothing where the call never reached the provider. */
  settle(used: Spending): Promise<void>;
};

/** Postings of one segment over its passages: how often a term stands in a passage's body and in its title and headings. */
export type TermIndex = {
  /** Terms of each passage, body and title apart. */
  bodyLengths: Uint16Array;
  titleLengths: Uint16Array;
  /** @returns undefined when no passage has the term. The arrays are parallel; ordinals ascend. */
  find(term: number): { ordinals: Uint32Array; body: Uint8Array; title: Uint8Array } | undefined;
};

/** One open, immutable segment. Ordinals run from 0 and are dense; passages of an article, and of a section, are neighbours. */
export type SegmentReader = {
  passageCount: number;
  articleCount: number;
  /** 1 where the passage is live, 0 where it was deleted after the segment was written. */
  live: Uint8Array;
  /** Article ordinal of each passage. */
  articleOf: Uint32Array;
  /** Section ordinal of each passage: dense within the segment, ascending, never shared by two articles. */
  sectionOf: Uint32Array;
  sectionCount: number;
  /** Built when asked for. */
  passage(ordinal: number): Passage;
  article(articleOrdinal: number): Article;
  /** Collection of each article. */
  collectionOf(articleOrdinal: number): string;
  terms: TermIndex;
  /** Cosine of the question's vector with each of these passages, in order. */
  similarities(question: Float32Array, ordinals: Uint32Array): Float32Array;
  /** The `limit` live, accepted passages nearest to the question, best first: exact, or by graph where the segment has one. */
  nearest(question: Float32Array, limit: number, accepts?: (ordinal: number) => boolean): { ordinal: number; similarity: number }[];
};

/** One generation, open for reading: it stays whole until released, whatever a writer does meanwhile. */
export type IndexSnapshot = {
  generation: number;
  /** Fingerprint of the embedder whose vectors it holds. */
  embedder: Embedder['fingerprint'];
  segments: readonly SegmentReader[];
  /** Live ones, over all segments. */
  passageCount: number;
  articleCount: number;
  /** Live version without `version`; else that version, also when it is no longer live but still stored. */
  readArticle(id: string, version?: string): Promise<Article | undefined>;
};

/** A sentence of a candidate section, as the ranker sees it. Offsets into the article's text. */
export type RankedSentence = {
  start: number;
  end: number;
  /** Share of all sentences' chances that this one answers the question: 0 to 1, summing to 1 over a retrieval. */
  share: number;
  /** Share of the question's weight that its words cover. */
  coverage: number;
  /** Headings and rules are context, never quoted. */
  quotable: boolean;
};

export type RankedSection = {
  article: Article;
  headings: readonly string[];
  sentences: readonly RankedSentence[];
  /** The best passage of the section. */
  hit: Hit;
};

/** What a search found for one question in one generation. */
export type Retrieval = {
  generation: number;
  /** Best first. */
  sections: readonly RankedSection[];
  /** Measures of how well the best sections fit, by name, for deciding; see retrieve/signals.ts. */
  signals: Readonly<Record<string, number>>;
  /** What kind of answer is asked for: "time", "number", "person", "reason", ... */
  asks: string;
  timingsMs: Readonly<Record<string, number>>;
};
