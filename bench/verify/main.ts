/** `npm run bench:verify [-- SEED]`: prints what the verifier lets through, by fault, what it keeps back of honest claims, and how long it takes. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Count, measureVerification } from './measure.js';
import { measureStrange } from './strange.js';

const seed = Number(process.argv[2] ?? 20_260);
const { faults, honest, mislabelled, literal, misplaced, milliseconds } = measureVerification(seed);

const share = ({ drafts, shown }: Count) => `${shown} of ${drafts} (${((100 * shown) / drafts).toFixed(1)} %)`;
const line = (name: string, { drafts, shown }: Count) =>
  console.log(`${name.padEnd(26)} ${String(drafts).padStart(8)} ${String(shown).padStart(7)}`);
const add = (counts: Iterable<Count>) =>
  [...counts].reduce((all, each) => ({ drafts: all.drafts + each.drafts, shown: all.shown + each.shown }));
const times = milliseconds.sort((one, other) => one - other);

console.log('false drafts                 drafts   shown');
for (const [fault, counted] of [...faults].sort(([one], [other]) => one.localeCompare(other))) line(fault, counted);
line('all', add(faults.values()));
console.log(`\nquotes shown that are no slice of the cited article version: ${misplaced}`);
console.log(`honest paraphrases shown: ${share(honest)}`);
console.log(`sentences of the articles shown: ${share(literal)}`);
console.log(`both, with the label of another passage, shown with the right citation: ${share(mislabelled)}`);
console.log(
  `one claim: median ${times[times.length >> 1]!.toFixed(2)} ms, 95 % under ${times[Math.floor(times.length * 0.95)]!.toFixed(2)} ms`,
);

/** Public sets, where they are: bench/README.md says where to get them. */
const data = resolve(process.env.YINGJIA_SHARED ?? '../shared', 'data');
const strange = [
  ['xquad-en', 'en'],
  ['drcd-dev', 'zh-Hant'],
  ['cmrc-dev', 'zh-Hans'],
] as const;
/** Sentences of each. */
const MOST = 1_500;
for (const [name, language] of strange) {
  const file = join(data, name, 'passages.jsonl');
  if (!existsSync(file)) continue;
  const measures = measureStrange(file, language, MOST, seed);
  console.log(`\n${name}, of which the verifier has no list of names`);
  for (const [fault, counted] of [...measures.faults].sort(([one], [other]) => one.localeCompare(other))) line(fault, counted);
  line('all', add(measures.faults.values()));
  console.log(`its sentences shown: ${share(measures.literal)}`);
}
