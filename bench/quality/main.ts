/**
 * npm run bench:quality [-- --set drcd-dev ... --sample 300 --no-peers --json FILE]
 *
 * Prints one table: how well the product finds, cites and declines on public question sets, beside MiniSearch, and on collections.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Answerer } from '../../src/types.js';
import { readCollections, readShippedCollection } from '../collections.js';
import { halfOf } from '../halves.js';
import { readWritten, writtenOf } from '../written.js';
import { measureCollection } from './collections.js';
import { askAll, type Measures, measureAbstention, measureAnswers, measurePeer, SliceCheck } from './measure.js';
import { createPeers } from './peers.js';
import { type PassageLine, type QuestionLine, type QuestionSet, questionSets, readPassages, readProtocol, readQuestions } from './sets.js';
import { measureSmallStores } from './small-stores.js';
import { openStore } from './store.js';
import { renderMeasures } from './table.js';

const { values } = parseArgs({
  options: {
    set: { type: 'string', multiple: true },
    sample: { type: 'string' },
    'no-peers': { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});
const data = resolve(process.env.YINGJIA_SHARED ?? '../shared', 'data');
const sampleSize = values.sample === undefined ? Number.POSITIVE_INFINITY : Number(values.sample);
const tell = (line: string) => process.stderr.write(`${line}\n`);

/** Every n-th, so that a sample covers the whole set. */
const sample = <T>(lines: readonly T[]): T[] => {
  const step = Math.max(1, Math.ceil(lines.length / sampleSize));
  return lines.filter((_, index) => index % step === 0);
};

async function measureSet(set: QuestionSet): Promise<Measures> {
  const passages = readPassages(data, set);
  const all = readQuestions(data, set);
  const questions = sample(all);
  const slices = new SliceCheck();
  const dictionary = join(data, 'cedict/cedict.txt.gz');
  const environment: Record<string, string> = set.crossLingual ? { YINGJIA_DICTIONARY: dictionary } : {};
  const store = await openStore(passages, environment);
  tell(`${set.name}: ${passages.length} passages indexed in ${store.indexSeconds.toFixed(1)} s, asking ${questions.length} questions`);
  const measures: Measures = { passages: passages.length, ...(await measureAnswers(store.answerer, questions, slices)) };
  Object.assign(measures, await measureWritten(store.answerer, set, passages, slices));
  await store.close();
  Object.assign(measures, await measureShortQuotes(passages, environment, questions, slices));
  for (const kind of set.abstain ?? []) {
    tell(`${set.name}: declining, ${kind}`);
    const protocol = readProtocol(data, set, kind);
    const listed = new Set(protocol.index);
    const byId = new Map(all.map((question) => [question.id, question]));
    const ask = (ids: readonly string[], answerable: boolean) =>
      sample(ids).map((id) => ({ question: byId.get(id) as QuestionLine, answerable }));
    const part = await openStore(
      passages.filter((passage) => listed.has(passage.id)),
      environment,
    );
    const outcomes = await askAll(part.answerer, [...ask(protocol.answerable, true), ...ask(protocol.unanswerable, false)], slices);
    await part.close();
    Object.assign(measures, measureAbstention(outcomes, `${kind}:`));
  }
  if (set.smallStores) {
    tell(`${set.name}: stores of few articles`);
    Object.assign(measures, await measureSmallStores(passages, all, slices));
  }
  Object.assign(measures, slices.measures());
  if (!values['no-peers']) {
    tell(`${set.name}: peers`);
    for (const peer of createPeers(passages)) Object.assign(measures, measurePeer(peer, questions));
  }
  return measures;
}

/** Questions as people ask them, about the articles that the ranker and the decision were not trained on. */
async function measureWritten(
  answerer: Answerer,
  set: QuestionSet,
  passages: readonly PassageLine[],
  slices: SliceCheck,
): Promise<Measures> {
  const heldOut = passages.filter(({ title }) => halfOf(title) === 'held-out');
  const asked = sample(writtenOf(heldOut, await readWritten(set.name))).map(({ question, passage, answer }, index) => ({
    question: { id: `written ${index}`, question, answers: answer === null ? [] : [answer.normalize('NFC')], passageIds: [passage] },
    answerable: answer !== null,
  }));
  if (asked.length === 0) return {};
  tell(`${set.name}: ${asked.length} questions as people ask them`);
  const found = await measureAnswers(
    answerer,
    asked.filter(({ answerable }) => answerable).map(({ question }) => question),
    slices,
  );
  const names = ['questions', 'R@1', 'citation hit@1', 'citation hit@3'];
  return {
    ...Object.fromEntries(names.map((name) => [`as asked: ${name}`, found[name]!])),
    ...measureAbstention(await askAll(answerer, asked, slices), 'as asked:'),
  };
}

/** The same questions with YINGJIA_QUOTES=short. */
async function measureShortQuotes(
  passages: readonly PassageLine[],
  environment: Record<string, string>,
  questions: readonly QuestionLine[],
  slices: SliceCheck,
): Promise<Measures> {
  const store = await openStore(passages, { ...environment, YINGJIA_QUOTES: 'short' });
  const measured = await measureAnswers(store.answerer, questions, slices);
  await store.close();
  const names = ['citation hit@1', 'characters of citation 1'];
  return Object.fromEntries(names.map((name) => [`short: ${name}`, measured[name] ?? 0]));
}

const collections = (await readCollections()).filter(({ held }) => held);
const columns: { name: string; measure: () => Promise<Measures> }[] = [
  ...questionSets.map((set) => ({ name: set.name, measure: () => measureSet(set) })),
  ...[await readShippedCollection(), ...collections].map((collection) => ({
    name: collection.name,
    measure: () => measureCollection({ ...collection, cases: sample(collection.cases) }),
  })),
];
const unknown = (values.set ?? []).filter((name) => !columns.some((column) => column.name === name));
if (unknown.length > 0) {
  tell(`No set "${unknown[0]}". There are: ${columns.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}
if (!existsSync(data)) {
  tell(`No question sets in ${data}. bench/README.md says where to get them; then set YINGJIA_SHARED to the folder that holds "data".`);
  process.exit(1);
}
const measured: { name: string; measures: Measures }[] = [];
for (const { name, measure } of columns)
  if (values.set === undefined || values.set.includes(name)) measured.push({ name, measures: await measure() });
console.log(renderMeasures(measured));
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(measured, null, 2)}\n`);
