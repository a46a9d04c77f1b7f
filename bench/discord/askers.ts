/** People who ask, wait for the answer, think for a moment, and ask again. Out: what became of every question. */
import { setTimeout } from 'node:timers/promises';
import type { Person } from '../../test/discord/lookalike/person.js';
import type { Channel, Message } from '../../test/discord/lookalike/world.js';
import { isFinal, repliesIn, words } from '../../test/discord/reading.js';

export type Outcome = {
  way: 'command' | 'mention' | 'direct';
  result: 'answered' | 'declined' | 'refused' | 'troubled' | 'lost';
  /** Final messages for this one question: exactly one is right. */
  finals: number;
  /** From the question to its final answer. */
  ms: number;
};

const ways = ['command', 'command', 'mention', 'direct'] as const;
const PATIENCE_MS = 30_000;

export async function askUntil(
  deadline: number,
  person: Person,
  rooms: readonly Channel[],
  questions: readonly string[],
  seed: number,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const random = createRandom(seed);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
  while (Date.now() < deadline) {
    outcomes.push(await askOnce(person, pick(ways), pick(rooms), pick(questions)));
    await setTimeout(200 + random() * 800);
  }
  return outcomes;
}

/** The same numbers below 1 for the same seed: Park and Miller's minimal standard generator. */
function createRandom(seed: number): () => number {
  let state = seed * 7_919 + 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

async function askOnce(person: Person, way: Outcome['way'], room: Channel, question: string): Promise<Outcome> {
  const { lookalike } = person;
  const begun = performance.now();
  const finals = startAsking(person, way, room, question);
  try {
    await lookalike.world.until('an answer', () => finals().length > 0, PATIENCE_MS);
  } catch {
    return { way, result: 'lost', finals: 0, ms: performance.now() - begun };
  }
  const ms = performance.now() - begun;
  return { way, result: resultOf(finals()[0]!), finals: finals().length, ms };
}

/** @returns what is final so far. */
function startAsking(person: Person, way: Outcome['way'], room: Channel, question: string): () => Message[] {
  if (way === 'command') {
    const interaction = person.uses(room, 'ask', { question });
    return () =>
      [interaction.original, ...interaction.followUps].filter((message): message is Message => message !== undefined && isFinal(message));
  }
  const channel = way === 'direct' ? person.direct() : room;
  const asked = person.says(channel, way === 'direct' ? question : `<@${person.lookalike.world.bot.id}> ${question}`);
  return () => repliesIn(channel, asked).filter(isFinal);
}

function resultOf(message: Message): Outcome['result'] {
  const text = words(message);
  if (/went wrong|出了點問題/.test(text)) return 'troubled';
  if (text.includes('⚪')) return 'declined';
  return /[✅⚠]/u.test(text) ? 'answered' : 'refused';
}
