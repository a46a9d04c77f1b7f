/** What is stored about one person: shown to them, and deleted when they ask. */
import type { Feedback, Gap, Pending, StoredTurn } from './records.js';
import type { Table } from './table.js';

/** Counts of what is stored, or was deleted. */
export type PersonalCounts = { questions: number; feedback: number; unanswered: number };

export type PersonStore = {
  count(person: string): Promise<PersonalCounts>;
  /** Everything that carries this person's id, as one JSON value. */
  export(person: string): Promise<{ questions: StoredTurn[]; feedback: Feedback[]; unanswered: Gap[] }>;
  /**
   * Deletes it, also from the disk. What maintainers have made a test case of stays as that, without the person.
   * Today's counters stay until tomorrow: they hold a number, and a limit that can be reset is none.
   */
  delete(person: string): Promise<PersonalCounts>;
};

export function createPersonStore(tables: {
  turns: Table<StoredTurn>;
  feedback: Table<Feedback>;
  gaps: Table<Gap>;
  pending: Table<Pending>;
}): PersonStore {
  const { turns, feedback, gaps, pending } = tables;
  const count = async (person: string) => ({
    questions: (await turns.find('person', person)).length,
    feedback: (await feedback.find('person', person)).length,
    unanswered: (await gaps.find('person', person)).length,
  });
  return {
    count,
    async export(person) {
      const values = async <Value>(table: Table<Value>) => (await table.find('person', person)).map(({ value }) => value);
      const asked = (await values(gaps)).map((gap) => ({ ...gap, asked: gap.asked.filter((each) => each.person === person) }));
      return { questions: await values(turns), feedback: await values(feedback), unanswered: asked };
    },
    async delete(person) {
      const counts = await count(person);
      await changeAll(turns, person, () => undefined);
      await changeAll(pending, person, () => undefined);
      await changeAll(feedback, person, withoutPerson);
      await changeAll(gaps, person, (gap) => withoutAsker(gap, person));
      await Promise.all([turns, pending, feedback, gaps].map((table) => table.purge()));
      return counts;
    },
  };
}

async function changeAll<Value>(table: Table<Value>, person: string, next: (value: Value) => Value | undefined): Promise<void> {
  const found = await table.find('person', person);
  await Promise.all(found.map(({ key }) => table.update(key, (current) => current && next(current))));
}

function withoutPerson(feedback: Feedback): Feedback | undefined {
  if (feedback.decision?.testCase === undefined) return undefined;
  const { person: _person, comment: _comment, channel: _channel, ...kept } = feedback;
  return kept;
}

function withoutAsker(gap: Gap, person: string): Gap | undefined {
  const asked = gap.asked.filter((each) => each.person !== person);
  return asked.length === 0 && gap.decision?.testCase === undefined ? undefined : { ...gap, asked };
}
