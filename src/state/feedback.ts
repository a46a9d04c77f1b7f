/** Thumbs up and down with what they were given for, and what maintainers made of them. */
import type { TestCase } from '../types.js';
import { createId } from './ids.js';
import type { Decision, Feedback } from './records.js';
import type { Table } from './table.js';

export type FeedbackStore = {
  /** With the `id` of an earlier one (a changed vote) it replaces that, unless a maintainer has decided on it. */
  add(feedback: Omit<Feedback, 'id' | 'at' | 'decision'> & { id?: string }): Promise<Feedback>;
  get(id: string): Promise<Feedback | undefined>;
  /** Newest first. */
  list(filter?: { scope?: string; verdict?: 'up' | 'down'; undecided?: boolean }): Promise<Feedback[]>;
  /** @returns undefined when there is no such item, or somebody has decided on it before. */
  decide(id: string, decision: Omit<Decision, 'at'>): Promise<Feedback | undefined>;
};

export function createFeedbackStore(table: Table<Feedback>, now: () => Date): FeedbackStore {
  return {
    async add({ id = createId(), ...feedback }) {
      const entry = { ...feedback, id, at: now().toISOString() };
      return (await table.update(id, (current) => (current?.decision === undefined ? entry : current)))!;
    },
    get: (id) => table.get(id),
    async list({ scope, verdict, undecided = false } = {}) {
      const found = scope === undefined ? await table.entries() : await table.find('scope', scope);
      return found
        .map(({ value }) => value)
        .filter((each) => (verdict === undefined || each.verdict === verdict) && !(undecided && each.decision !== undefined))
        .sort((a, b) => b.at.localeCompare(a.at));
    },
    decide: (id, decision) => decideOnce(table, id, { ...decision, at: now().toISOString() }),
  };
}

/** The first decision holds. */
export async function decideOnce<Item extends { decision?: Decision }>(
  table: Table<Item>,
  id: string,
  decision: Decision,
): Promise<Item | undefined> {
  let decided = false;
  const item = await table.update(id, (current) => {
    if (current === undefined || current.decision !== undefined) return current;
    decided = true;
    return { ...current, decision };
  });
  return decided ? item : undefined;
}

/** The test cases that maintainers made, in the order in which their items came in. */
export const acceptedCases = (items: readonly { decision?: Decision }[]): TestCase[] =>
  items.flatMap(({ decision }) => (decision?.testCase === undefined ? [] : [decision.testCase]));
