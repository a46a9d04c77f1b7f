/**
 * npm run train:decision [-- --check]
 *
 * Trains src/answer/decision-weights.ts: signals of a retrieval -> probability that the articles answer. Stores of many sizes are made of
 * the articles of one half (halfOf); half of what each is asked can be answered. The other half of the articles is for reporting.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { confidenceOf, type DecisionWeights } from '../../src/answer/decide.js';
import { createQuery } from '../../src/retrieve/query.js';
import { detectLanguage } from '../../src/text/language.js';
import { halfOf } from '../halves.js';
import { Adam } from './adam.js';
import {
  createRandom,
  type PassageLine,
  type QuestionLine,
  readSet,
  rounded,
  setNames,
  shuffle,
  type TrainingSet,
  titleOf,
  withRetriever,
} from './collections.js';

const HIDDEN = 10;
const EPOCHS = 60;
const BATCH = 64;
/** As the product searches with the local embedder. */
const VECTOR_WEIGHT = 0.1;

/** easy: whole articles are missing. hard: the passage is missing, its article stays. swapped: a name is exchanged for another's. */
type Scenario = 'easy' | 'hard' | 'swapped' | 'few articles' | 'few, hard';
type Example = { signals: Record<string, number>; answerable: boolean; scenario: Scenario; set: string; held: boolean };
type Asked = { text: string; answerable: boolean; scenario: Scenario };

async function readExamples(): Promise<Example[]> {
  const examples: Example[] = [];
  for (const name of setNames) {
    const set = await readSet(name);
    for (const held of [false, true]) {
      const passages = set.passages.filter((passage) => (halfOf(passage.title) === 'held-out') === held);
      const questions = set.questions.filter((question) => (halfOf(titleOf(set, question)) === 'held-out') === held);
      for (const store of [...createStores(set, passages, questions), ...createSparseStores(set, passages, questions)]) {
        await withRetriever(store.passages, async (retriever) => {
          for (const { text, answerable, scenario } of store.asked) {
            const { signals } = await retriever.retrieve({
              query: createQuery(text),
              text,
              vectorWeight: VECTOR_WEIGHT,
              language: detectLanguage(text),
            });
            examples.push({ signals, answerable, scenario, set: name, held });
          }
        });
      }
    }
  }
  return examples;
}

function* createStores(
  set: TrainingSet,
  passages: readonly PassageLine[],
  questions: readonly QuestionLine[],
): Generator<{ passages: PassageLine[]; asked: Asked[] }> {
  const random = createRandom(7);
  const titles = shuffle([...new Set(passages.map((passage) => passage.title))], random);
  const ofTitles = (kept: ReadonlySet<string>) => passages.filter((passage) => kept.has(passage.title));
  for (const share of [0.5, 0.85]) {
    const kept = new Set(shuffle(titles, random).slice(0, Math.ceil(titles.length * share)));
    const answerable = (question: QuestionLine) => kept.has(titleOf(set, question));
    yield {
      passages: ofTitles(kept),
      asked: [...ask(questions, answerable, 'easy'), ...swapped(set, questions.filter(answerable), random)],
    };
  }
  if (titles.length < passages.length) {
    const kept = new Set(
      shuffle(passages, random)
        .slice(0, Math.ceil(passages.length / 2))
        .map((passage) => passage.id),
    );
    yield {
      passages: passages.filter((passage) => kept.has(passage.id)),
      asked: ask(questions, (question) => kept.has(question.passage_ids[0]!), 'hard'),
    };
  }
  for (const size of [1, 1, 1, 1, 1, 1, 2, 3, 3, 3, 5, 10, 10, 20]) {
    const kept = new Set(shuffle(titles, random).slice(0, size));
    const own = questions.filter((question) => kept.has(titleOf(set, question)));
    const strangers = shuffle(
      questions.filter((question) => !kept.has(titleOf(set, question))),
      random,
    ).slice(0, Math.max(20, own.length));
    yield { passages: ofTitles(kept), asked: [...ask(own, () => true, 'few articles'), ...ask(strangers, () => false, 'few articles')] };
  }
}

/** A small collection in which the names are right and the passage is missing: what a bot about one topic is asked most. */
function* createSparseStores(
  set: TrainingSet,
  passages: readonly PassageLine[],
  questions: readonly QuestionLine[],
): Generator<{ passages: PassageLine[]; asked: Asked[] }> {
  const random = createRandom(11);
  const titles = shuffle([...new Set(passages.map((passage) => passage.title))], random);
  if (titles.length === passages.length) return;
  for (const size of [3, 3, 5, 5, 10, 10, 20, 20]) {
    const chosen = new Set(shuffle(titles, random).slice(0, size));
    const own = passages.filter((passage) => chosen.has(passage.title));
    const kept = new Set(
      shuffle(own, random)
        .slice(0, Math.ceil(own.length / 2))
        .map((passage) => passage.id),
    );
    const asked = questions.filter((question) => chosen.has(titleOf(set, question)));
    yield {
      passages: own.filter((passage) => kept.has(passage.id)),
      asked: ask(asked, (question) => kept.has(question.passage_ids[0]!), 'few, hard'),
    };
  }
}

const ask = (questions: readonly QuestionLine[], answerable: (question: QuestionLine) => boolean, scenario: Scenario): Asked[] =>
  questions.map((question) => ({ text: question.question, answerable: answerable(question), scenario }));

const names =
  /[A-Z][\w'’-]+(?: (?:of |the |and )*[A-Z][\w'’-]+)*|[「『《][^」』》]{2,20}[」』》]|\p{Script=Han}{1,5}·\p{Script=Han}{1,6}/gu;

/** The same question about somebody else: everything fits but the name. */
function swapped(set: TrainingSet, questions: readonly QuestionLine[], random: () => number): Asked[] {
  const nameOf = (question: QuestionLine) => {
    const title = titleOf(set, question).replace(/\s*\(.*\)$/u, '');
    if (title.length > 1 && question.question.includes(title)) return title;
    // A name at the very beginning of an English question is its question word.
    return [...question.question.matchAll(names)].findLast((match) => match.index > 0 || !/^[A-Z]/u.test(match[0]))?.[0];
  };
  const named = questions.flatMap((question) => {
    const name = nameOf(question);
    return name === undefined ? [] : [{ question, name }];
  });
  return named.flatMap(({ question, name }) => {
    const other = named[Math.floor(random() * named.length)]!;
    const same =
      other.name === name ||
      titleOf(set, other.question) === titleOf(set, question) ||
      other.name.includes(name) ||
      name.includes(other.name);
    return same ? [] : [{ text: question.question.replace(name, other.name), answerable: false, scenario: 'swapped' as const }];
  });
}

/** Each scenario of each set counts the same, and in each the answerable count as much as the others. */
function weightsOf(examples: readonly Example[]): Float64Array {
  const keyOf = (example: Example) => `${example.set}/${example.scenario}/${example.answerable}`;
  const counts = new Map<string, number>();
  for (const example of examples) counts.set(keyOf(example), (counts.get(keyOf(example)) ?? 0) + 1);
  const importance: Record<Scenario, number> = { easy: 1, hard: 1, swapped: 0.5, 'few articles': 1, 'few, hard': 1 };
  const weights = Float64Array.from(examples, (example) => importance[example.scenario] / counts.get(keyOf(example))!);
  // Swapped questions have no answerable side of their own: the answerable of the others make up for it.
  const mass = (answerable: boolean) =>
    weights.reduce((sum, weight, index) => sum + (examples[index]!.answerable === answerable ? weight : 0), 0);
  const [positive, negative] = [mass(true), mass(false)];
  return weights.map((weight, index) => (weight * examples.length) / 2 / (examples[index]!.answerable ? positive : negative));
}

function train(examples: readonly Example[]): DecisionWeights {
  const signals = Object.keys(examples[0]!.signals).sort();
  const column = (name: string) => examples.map((example) => example.signals[name] ?? 0);
  const mean = signals.map((name) => column(name).reduce((sum, value) => sum + value, 0) / examples.length);
  const deviation = signals.map(
    (name, index) => Math.sqrt(column(name).reduce((sum, value) => sum + (value - mean[index]!) ** 2, 0) / examples.length) || 1,
  );
  const scaled = examples.map((example) =>
    Float64Array.from(signals, (name, index) => ((example.signals[name] ?? 0) - mean[index]!) / deviation[index]!),
  );
  const width = signals.length;
  const parameters = new Float64Array(HIDDEN * width + 2 * HIDDEN + 1);
  const parts = (all: Float64Array) => ({
    input: all.subarray(0, HIDDEN * width),
    bias: all.subarray(HIDDEN * width, HIDDEN * width + HIDDEN),
    output: all.subarray(HIDDEN * width + HIDDEN, HIDDEN * width + 2 * HIDDEN),
    offset: all.subarray(HIDDEN * width + 2 * HIDDEN),
  });
  const random = createRandom(3);
  const weights = parts(parameters);
  for (let index = 0; index < parameters.length; index++) parameters[index] = (random() - 0.5) * 0.3;
  const importance = weightsOf(examples);
  const optimiser = new Adam(parameters, { rate: 0.004, decay: 3e-4, steps: EPOCHS * Math.ceil(examples.length / BATCH) });
  const gradient = new Float64Array(parameters.length);
  const own = parts(gradient);
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    const order = shuffle(
      scaled.map((_, index) => index),
      random,
    );
    for (let from = 0; from < order.length; from += BATCH) {
      gradient.fill(0);
      for (const index of order.slice(from, from + BATCH)) {
        const row = scaled[index]!;
        const hidden = Float64Array.from({ length: HIDDEN }, (_, unit) => {
          let sum = weights.bias[unit]!;
          for (let signal = 0; signal < width; signal++) sum += weights.input[unit * width + signal]! * row[signal]!;
          return Math.tanh(sum);
        });
        const logit = hidden.reduce((sum, value, unit) => sum + value * weights.output[unit]!, weights.offset[0]!);
        const slope = ((1 / (1 + Math.exp(-logit)) - (examples[index]!.answerable ? 1 : 0)) * importance[index]!) / BATCH;
        own.offset[0]! += slope;
        hidden.forEach((value, unit) => {
          own.output[unit]! += slope * value;
          const inner = slope * weights.output[unit]! * (1 - value * value);
          own.bias[unit]! += inner;
          for (let signal = 0; signal < width; signal++) own.input[unit * width + signal]! += inner * row[signal]!;
        });
      }
      optimiser.step(gradient);
    }
  }
  return {
    signals,
    mean: rounded(mean),
    deviation: rounded(deviation),
    hidden: HIDDEN,
    input: rounded(weights.input),
    bias: rounded(weights.bias),
    output: rounded(weights.output),
    offset: rounded(weights.offset)[0]!,
  };
}

function report(examples: readonly Example[], weights: DecisionWeights): void {
  for (const set of setNames) {
    for (const scenario of ['easy', 'hard', 'swapped', 'few articles', 'few, hard'] as const) {
      const asked = examples.filter((example) => example.held && example.set === set && example.scenario === scenario);
      if (asked.length === 0) continue;
      const confidences = asked.map((example) => confidenceOf(example.signals, weights));
      const share = (answerable: boolean) => {
        const own = confidences.filter((_, index) => asked[index]!.answerable === answerable);
        return own.length === 0 ? '   -' : ((100 * own.filter((value) => value >= 0.5).length) / own.length).toFixed(1).padStart(5);
      };
      console.log(
        `${set.padEnd(9)} ${scenario.padEnd(12)} ${String(asked.length).padStart(5)} held out; at 0.5 answered ${share(true)} %, falsely ${share(false)} %; AUROC ${auroc(asked, confidences)}; ECE ${calibrationError(asked, confidences)}`,
      );
    }
  }
}

function auroc(asked: readonly Example[], confidences: readonly number[]): string {
  const order = asked
    .map((example, index) => ({ answerable: example.answerable, confidence: confidences[index]! }))
    .sort((a, b) => a.confidence - b.confidence);
  let below = 0;
  let pairs = 0;
  for (const { answerable } of order) {
    if (answerable) pairs += below;
    else below += 1;
  }
  const answerable = order.length - below;
  return below === 0 || answerable === 0 ? '-' : ((100 * pairs) / below / answerable).toFixed(1);
}

/** Expected calibration error, 15 bins, each side counting half. */
function calibrationError(asked: readonly Example[], confidences: readonly number[]): string {
  const sides = [asked.filter((example) => example.answerable).length, asked.filter((example) => !example.answerable).length];
  if (sides.includes(0)) return '-';
  const bins = Array.from({ length: 15 }, () => ({ weight: 0, confidence: 0, right: 0 }));
  asked.forEach((example, index) => {
    const weight = 0.5 / sides[example.answerable ? 0 : 1]!;
    const bin = bins[Math.min(14, Math.floor(confidences[index]! * 15))]!;
    bin.weight += weight;
    bin.confidence += weight * confidences[index]!;
    bin.right += example.answerable ? weight : 0;
  });
  return (100 * bins.reduce((sum, bin) => sum + Math.abs(bin.confidence - bin.right), 0)).toFixed(1);
}

const path = new URL('../../../src/answer/decision-weights.ts', import.meta.url);
const examples = await readExamples();
const weights = train(examples.filter((example) => !example.held));
report(examples, weights);
const source = `/** Written by bench/train/decision.ts (npm run train:decision). */\nimport type { DecisionWeights } from './decide.js';\n\nexport const decisionWeights: DecisionWeights = ${JSON.stringify(weights)};\n`;
if (process.argv.includes('--check')) process.exitCode = readFileSync(path, 'utf8') === source ? 0 : 1;
else writeFileSync(path, source);
