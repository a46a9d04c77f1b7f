/** Questions with what was shown for them, kept so that follow-ups, proof and feedback work after a restart. */
import type { Turn } from '../types.js';
import { createId } from './ids.js';
import type { StoredTurn } from './records.js';
import type { Entry, Table } from './table.js';

export type ConversationStore = {
  add(turn: Omit<StoredTurn, 'id' | 'at'>): Promise<StoredTurn>;
  get(id: string): Promise<StoredTurn | undefined>;
  /** The turn that this message shows, or undefined when it is none of ours or no longer kept. */
  findByMessage(message: string): Promise<StoredTurn | undefined>;
  /** The latest turn of one person in one channel that a follow-up may continue, no older than `since`. */
  findLatest(person: string, channel: string, since: Date): Promise<StoredTurn | undefined>;
  /** The last turns of a conversation, oldest first, as a question's history; ended ones are left out. */
  history(conversation: string, limit: number): Promise<Turn[]>;
  /** Ends all conversations of one person in one channel. @returns how many turns no follow-up continues any more. */
  end(person: string, channel: string): Promise<number>;
  /** @returns how many turns from before `date` were deleted. */
  deleteBefore(date: Date): Promise<number>;
};

export function createConversationStore(table: Table<StoredTurn>, now: () => Date): ConversationStore {
  const change = (entries: readonly Entry<StoredTurn>[], next: (turn: StoredTurn) => StoredTurn | undefined) =>
    Promise.all(entries.map(({ key }) => table.update(key, (current) => current && next(current))));
  return {
    async add(turn) {
      const stored = { ...turn, id: createId(), at: now().toISOString() };
      await table.put(stored.id, stored);
      return stored;
    },
    get: (id) => table.get(id),
    async findByMessage(message) {
      return (await table.find('message', message)).at(-1)?.value;
    },
    async findLatest(person, channel, since) {
      const latest = (await table.find('place', placeOf(person, channel))).at(-1)?.value;
      return latest !== undefined && !latest.ended && latest.at >= since.toISOString() ? latest : undefined;
    },
    async history(conversation, limit) {
      const turns = (await table.find('conversation', conversation)).map(({ value }) => value);
      return turns
        .filter((turn) => !turn.ended)
        .slice(-limit)
        .map(toTurn);
    },
    async end(person, channel) {
      const open = (await table.find('place', placeOf(person, channel))).filter(({ value }) => !value.ended);
      await change(open, (turn) => ({ ...turn, ended: true }));
      return open.length;
    },
    async deleteBefore(date) {
      const old = (await table.entries()).filter(({ value }) => value.at < date.toISOString());
      await change(old, () => undefined);
      if (old.length > 0) await table.purge();
      return old.length;
    },
  };
}

export const placeOf = (person: string, channel: string) => `${person} ${channel}`;

const toTurn = ({ question, answer, citations }: StoredTurn): Turn => ({ question, answer, citations });
