/**
 * npm run bench:discord [-- --people 50 --seconds 60]
 *
 * People who ask at once, by command, mention and direct message, against the Discord look-alike with its real limits; the
 * bot runs offline in a process of its own. Prints answers, refusals, the slowest acknowledgement and the drift of memory.
 * Exit code 1 where a promise of the bot does not hold.
 */
import { fork } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Lookalike } from '../../test/discord/lookalike/lookalike.js';
import { askUntil, type Outcome } from './askers.js';

const { values } = parseArgs({ options: { people: { type: 'string', default: '50' }, seconds: { type: 'string', default: '60' } } });
const [peopleCount, seconds] = [Number(values.people), Number(values.seconds)];
const ROOMS = 12;
const SLOWEST_ACKNOWLEDGEMENT_MS = 1_500;
const WARM_UP_SECONDS = 5;

const directory = await mkdtemp(join(tmpdir(), 'yingjia-bench-'));
const discord = await Lookalike.open();
const guild = discord.world.addGuild('Bench');
const rooms = Array.from({ length: ROOMS }, (_, index) => discord.world.addChannel(guild, `room-${index}`));
const people = Array.from({ length: peopleCount }, (_, index) =>
  discord.addPerson(`asker-${index}`, { guilds: [guild], locale: index % 2 === 0 ? 'zh-TW' : 'en-US' }),
);
const questions = (await readFile('test/sets/nadella.jsonl', 'utf8'))
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => (JSON.parse(line) as { question: string }).question);

const bot = fork(new URL('./bot-process.js', import.meta.url), {
  execArgv: ['--expose-gc'],
  env: {
    ...process.env,
    ...{
      DISCORD_TOKEN: discord.token,
      DISCORD_API_URL: discord.apiUrl,
      YINGJIA_STATE: join(directory, 'state'),
      YINGJIA_INDEX: join(directory, 'index'),
    },
    // The limits of one person and channel are not what is measured.
    ...{ YINGJIA_DISCORD_USER_PER_MINUTE: '1000', YINGJIA_DISCORD_CHANNEL_PER_MINUTE: '10000', YINGJIA_DISCORD_USER_PER_DAY: '10000' },
  },
});
const hear = <Heard>() => new Promise<Heard>((resolve) => bot.once('message', (heard) => resolve(heard as Heard)));
const readMemory = async () => {
  bot.send('memory');
  const { memory } = await hear<{ memory: NodeJS.MemoryUsage }>();
  return { heapMb: memory.heapUsed / 1e6, rssMb: memory.rss / 1e6 };
};
await hear();

const begun = Date.now();
const asking = Promise.all(people.map((person, seed) => askUntil(begun + seconds * 1_000, person, rooms, questions, seed)));
await setTimeout(Math.min(WARM_UP_SECONDS, seconds / 2) * 1_000);
const before = await readMemory();
const outcomes = (await asking).flat();
const after = await readMemory();
bot.send('close');
await new Promise((resolve) => bot.once('exit', resolve));

const count = (result: Outcome['result']) => outcomes.filter((outcome) => outcome.result === result).length;
const at = (numbers: readonly number[], share: number) =>
  [...numbers].sort((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(numbers.length * share))] ?? 0;
const acknowledgements = discord.acknowledgements();
const answers = count('answered') + count('declined');
const wrongCounts = outcomes.filter(({ result, finals }) => result !== 'lost' && finals !== 1).length;
const turnsKept = outcomes.length;
const promises = [
  {
    promise: 'every question gets exactly one final answer or refusal',
    holds: count('lost') === 0 && count('troubled') === 0 && wrongCounts === 0,
  },
  { promise: 'at least 95 % get answers', holds: answers >= 0.95 * outcomes.length },
  {
    promise: `the slowest acknowledgement is under ${SLOWEST_ACKNOWLEDGEMENT_MS} ms`,
    holds: Math.max(...acknowledgements) < SLOWEST_ACKNOWLEDGEMENT_MS,
  },
  { promise: 'no request breaks a rule of Discord', holds: discord.violations.length === 0 },
];
const lines = [
  `${peopleCount} people, ${seconds} s, ${questions.length} different questions, offline`,
  `questions ${outcomes.length}: answered ${count('answered')}, declined ${count('declined')}, refused ${count('refused')}, troubled ${count('troubled')}, lost ${count('lost')}; not exactly one final answer: ${wrongCounts}`,
  `acknowledgement of ${acknowledgements.length} interactions: median ${at(acknowledgements, 0.5).toFixed(0)} ms, 99 % ${at(acknowledgements, 0.99).toFixed(0)} ms, slowest ${Math.max(...acknowledgements).toFixed(0)} ms`,
  ...(['command', 'mention', 'direct'] as const).map((way) => {
    const times = outcomes.filter((outcome) => outcome.way === way).map(({ ms }) => ms);
    return `final answer by ${way}: median ${at(times, 0.5).toFixed(0)} ms, 99 % ${at(times, 0.99).toFixed(0)} ms`;
  }),
  `requests ${discord.rest.requests.length}, refused with 429: ${discord.limits.refused}, rule violations: ${discord.violations.length}`,
  `memory of the bot after collection: heap ${before.heapMb.toFixed(1)} -> ${after.heapMb.toFixed(1)} MB (${(((after.heapMb - before.heapMb) * 1e3) / turnsKept).toFixed(1)} kB for each question kept), rss ${before.rssMb.toFixed(0)} -> ${after.rssMb.toFixed(0)} MB`,
  ...promises.map(({ promise, holds }) => `${holds ? 'holds' : 'BROKEN'}: ${promise}`),
];
process.stdout.write(`${lines.join('\n')}\n`);
for (const violation of discord.violations.slice(0, 10)) process.stdout.write(`violation: ${violation}\n`);
await discord.close();
await rm(directory, { recursive: true });
process.exit(promises.every(({ holds }) => holds) ? 0 : 1);
