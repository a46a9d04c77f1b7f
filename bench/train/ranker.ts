/**
 * npm run train:ranker [-- --check]
 *
 * Trains src/retrieve/ranker-weights.ts on the half of the question sets that halfOf() names "trained", with the other half never seen, and
 * prints how each half fares. With --check it writes nothing and fails unless the file is what it would write.
 *
 * The loss is listwise (ListNet, Cao et al. 2007, top one): the share of the sentence that holds the answer, and half as much the share of
 * its article, among all sentences of the candidate sections.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { featureNames } from '../../src/retrieve/features.js';
import { type RankerWeights, scoreRows } from '../../src/retrieve/ranker.js';
import { halfOf } from '../halves.js';
import { createRandom } from '../random.js';
import { readWritten, type WrittenQuestion } from '../written.js';
import { Adam } from './adam.js';
import { joinLayers } from './ensemble.js';
import { type QuestionLine, queryOf, readSet, rounded, setNames, shuffle, titleOf, withRetriever } from './sets.js';

const HIDDEN = 16;
const EPOCHS = 24;
const BATCH = 16;
const ARTICLE_LOSS = 0.5;
const LEAK = 0.05;
const SEEDS = [1, 2, 3, 4];
const width = featureNames.length;

/** Sentences of all candidates of one question; `gold` 1 where the answer was marked, 0.5 where its words stand elsewhere in the passage. */
type Listing = { rows: Float64Array[]; gold: Float64Array; article: Uint8Array; section: Uint8Array; held: boolean; set: string };

async function readListings(): Promise<Listing[]> {
  const listings: Listing[] = [];
  for (const name of setNames) {
    const set = await readSet(name);
    const asked = [
      ...set.questions.map((question) => ({ question, of: name })),
      ...answerableOf(await readWritten(name)).map((question) => ({ question, of: `${name}, written` })),
    ];
    await withRetriever(set.passages, async (retriever) => {
      for (const { question, of } of asked) {
        const { candidates, rows } = retriever.measureCandidates({ query: queryOf(question.question) });
        const sentences = candidates.flatMap(({ view }) => view.sentences.map((sentence) => ({ ...sentence, article: view.article })));
        listings.push({
          set: of,
          held: halfOf(titleOf(set, question)) === 'held-out',
          rows: rows.flat(),
          gold: Float64Array.from(sentences, (sentence) => goldOf(sentence, question)),
          section: Uint8Array.from(candidates.flatMap(({ view }, index) => view.sentences.map(() => index))),
          article: Uint8Array.from(sentences, ({ article }) => (question.passage_ids.includes(article.id) ? 1 : 0)),
        });
      }
    });
  }
  return listings;
}

/** Written questions that a passage answers, as a set's own questions are. */
const answerableOf = (written: readonly WrittenQuestion[]): QuestionLine[] =>
  written.flatMap(({ question, passage, answer }, index) =>
    answer === null ? [] : [{ id: `written ${index}`, question, answers: [answer], passage_ids: [passage] }],
  );

function goldOf(sentence: { start: number; end: number; article: { id: string; text: string } }, question: QuestionLine): number {
  if (!question.passage_ids.includes(sentence.article.id)) return 0;
  const { text } = sentence.article;
  const [answer] = question.answers as [string];
  const marked = question.answer_start === undefined ? -1 : [...text].slice(0, question.answer_start).join('').length;
  const start = text.startsWith(answer, marked) ? marked : text.indexOf(answer);
  if (start >= sentence.start && start < sentence.end) return 1;
  return question.answers.some((each) => text.slice(sentence.start, sentence.end).includes(each)) ? 0.5 : 0;
}

function trainOne(listings: readonly Listing[], seed: number): RankerWeights {
  const random = createRandom(seed);
  const parameters = new Float64Array(width + HIDDEN * width + 2 * HIDDEN);
  const parts = (all: Float64Array) => ({
    linear: all.subarray(0, width),
    input: all.subarray(width, width + HIDDEN * width),
    bias: all.subarray(width + HIDDEN * width, width + HIDDEN * width + HIDDEN),
    output: all.subarray(width + HIDDEN * width + HIDDEN),
  });
  const weights = parts(parameters);
  const normal = () => Array.from({ length: 6 }, random).reduce((sum, value) => sum + value, -3) / Math.SQRT1_2;
  weights.input.forEach((_, index) => {
    weights.input[index] = 0.2 * normal();
  });
  weights.output.forEach((_, index) => {
    weights.output[index] = 0.1 * normal();
  });
  const usable = listings.filter((listing) => listing.gold.some((gold) => gold > 0));
  const optimiser = new Adam(parameters, { rate: 0.003, decay: 1e-4, steps: EPOCHS * Math.ceil(usable.length / BATCH) });
  const gradient = new Float64Array(parameters.length);
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    const order = shuffle(usable, random);
    for (let from = 0; from < order.length; from += BATCH) {
      gradient.fill(0);
      const batch = order.slice(from, from + BATCH);
      for (const listing of batch) addGradient(listing, weights, parts(gradient), batch.length);
      optimiser.step(gradient);
    }
  }
  return {
    features: featureNames,
    hidden: HIDDEN,
    linear: rounded(weights.linear),
    input: rounded(weights.input),
    bias: rounded(weights.bias),
    output: rounded(weights.output),
  };
}

function train(listings: readonly Listing[]): RankerWeights {
  const members = SEEDS.map((seed) => trainOne(listings, seed));
  const { hidden, ...layer } = joinLayers(members);
  const linear = featureNames.map((_, index) => members.reduce((sum, member) => sum + member.linear[index]!, 0) / members.length);
  return { features: featureNames, hidden, linear: rounded(linear), ...layer };
}

type Parts = Record<'linear' | 'input' | 'bias' | 'output', Float64Array>;

function addGradient({ rows, gold, article }: Listing, weights: Parts, gradient: Parts, batch: number): void {
  const activations = rows.map((row) => {
    const hidden = new Float64Array(HIDDEN);
    for (let unit = 0; unit < HIDDEN; unit++) {
      let sum = weights.bias[unit]!;
      for (let feature = 0; feature < width; feature++) sum += weights.input[unit * width + feature]! * row[feature]!;
      hidden[unit] = sum;
    }
    return hidden;
  });
  const chances = shares(
    rows.map((row, index) => {
      let score = 0;
      for (let feature = 0; feature < width; feature++) score += weights.linear[feature]! * row[feature]!;
      for (let unit = 0; unit < HIDDEN; unit++) score += weights.output[unit]! * leaky(activations[index]![unit]!);
      return score;
    }),
  );
  const mass = (marks: ArrayLike<number>) => chances.reduce((sum, chance, index) => sum + chance * marks[index]!, 0);
  const [goldMass, articleMass] = [mass(gold), mass(article)];
  rows.forEach((row, index) => {
    const chance = chances[index]!;
    const slope =
      (chance - (chance * gold[index]!) / goldMass + ARTICLE_LOSS * (chance - (chance * article[index]!) / articleMass)) / batch;
    if (Math.abs(slope) < 1e-7) return;
    for (let feature = 0; feature < width; feature++) gradient.linear[feature]! += slope * row[feature]!;
    for (let unit = 0; unit < HIDDEN; unit++) {
      const activation = activations[index]![unit]!;
      gradient.output[unit]! += slope * leaky(activation);
      const inner = slope * weights.output[unit]! * (activation > 0 ? 1 : LEAK);
      gradient.bias[unit]! += inner;
      for (let feature = 0; feature < width; feature++) gradient.input[unit * width + feature]! += inner * row[feature]!;
    }
  });
}

const leaky = (value: number) => (value > 0 ? value : LEAK * value);

function shares(scores: readonly number[]): Float64Array {
  const most = Math.max(...scores);
  const chances = Float64Array.from(scores, (score) => Math.exp(score - most));
  const total = chances.reduce((sum, chance) => sum + chance, 0);
  return chances.map((chance) => chance / total);
}

/** Share of questions whose best sentence holds the answer, and whose best section is of the right article. */
function report(listings: readonly Listing[], weights: RankerWeights): void {
  for (const set of new Set(listings.map((listing) => listing.set))) {
    for (const held of [false, true]) {
      const asked = listings.filter((listing) => listing.set === set && listing.held === held);
      const share = (isRight: (listing: Listing, scores: Float64Array) => boolean) =>
        ((100 * asked.filter((listing) => isRight(listing, scoreRows(listing.rows, weights))).length) / asked.length).toFixed(1);
      console.log(
        `${set.padEnd(18)} ${held ? 'held out' : 'trained '} ${asked.length} questions, best sentence right ${share(isSentenceRight)} %, section right ${share(isSectionRight)} %`,
      );
    }
  }
}

const isSentenceRight = ({ gold }: Listing, scores: Float64Array) => scores.length > 0 && gold[scores.indexOf(Math.max(...scores))]! > 0;

function isSectionRight({ section, article }: Listing, scores: Float64Array): boolean {
  const sums = new Float64Array(Math.max(0, ...section) + 1);
  shares([...scores]).forEach((chance, index) => {
    sums[section[index]!]! += chance;
  });
  return article[section.indexOf(sums.indexOf(Math.max(...sums)))] === 1;
}

const path = new URL('../../../src/retrieve/ranker-weights.ts', import.meta.url);
const listings = await readListings();
const weights = train(listings.filter((listing) => !listing.held));
report(listings, weights);
const source = `/** Written by bench/train/ranker.ts (npm run train:ranker). */\nimport type { RankerWeights } from './ranker.js';\n\nexport const rankerWeights: RankerWeights = ${JSON.stringify(weights)};\n`;
if (process.argv.includes('--check')) process.exitCode = readFileSync(path, 'utf8') === source ? 0 : 1;
else writeFileSync(path, source);
