/** Sums that begin anew each day (UTC): questions of a person, money spent. They survive restarts, so that a limit does. */
import type { z } from 'zod';
import type { counterSchema } from './records.js';
import type { Table } from './table.js';

export type Counter = z.infer<typeof counterSchema>;

export type CounterStore = {
  /** @returns today's sum with `amount` added. */
  add(name: string, amount: number): Promise<number>;
  today(name: string): Promise<number>;
};

export function createCounterStore(table: Table<Counter>, now: () => Date): CounterStore {
  const today = () => now().toISOString().slice(0, 10);
  const ofToday = (counter: Counter | undefined) => (counter?.day === today() ? counter.amount : 0);
  return {
    async add(name, amount) {
      const counter = await table.update(name, (current) => ({ day: today(), amount: ofToday(current) + amount }));
      return counter!.amount;
    },
    async today(name) {
      return ofToday(await table.get(name));
    },
  };
}
