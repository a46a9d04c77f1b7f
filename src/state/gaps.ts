/** Questions that the articles did not answer: one item a server and question, with everybody who asked. */

import { decideOnce } from './feedback.js';
import { createDigestId } from './ids.js';
import type { Decision, Gap } from './records.js';
import type { Table } from './table.js';

export type GapStore = {
  /** Merges with the same question of the same server, whatever its case, width and punctuation. A dismissed one stays dismissed. */
  add(gap: Omit<Gap, 'id' | 'firstAt' | 'lastAt' | 'asked' | 'decision'> & { door: 'discord' | 'web'; person?: string }): Promise<Gap>;
  /** Somebody asks that the maintainers be told. @returns undefined when there is no such item. */
  tell(id: string, asker: { door: 'discord' | 'web'; person?: string }): Promise<Gap | undefined>;
  get(id: string): Promise<Gap | undefined>;
  /** The item of a server that this question is merged with. */
  find(scope: string, question: string): Promise<Gap | undefined>;
  /** Told ones first, then the most asked, then the newest. */
  list(filter?: { scope?: string; undecided?: boolean }): Promise<Gap[]>;
  /** @returns undefined when there is no such item, or somebody has decided on it before. */
  decide(id: string, decision: Omit<Decision, 'at'>): Promise<Gap | undefined>;
};

/** How often one person's asking is counted. */
const ASKED_KEPT = 200;

export function createGapStore(table: Table<Gap>, now: () => Date): GapStore {
  const note = (gap: Gap, asked: Gap['asked'][number]): Gap => ({
    ...gap,
    lastAt: asked.at,
    asked: [...gap.asked.slice(1 - ASKED_KEPT), asked],
  });
  return {
    async add({ door, person, ...gap }) {
      const id = createDigestId(gap.scope, plainQuestion(gap.question));
      const at = now().toISOString();
      const asked = { at, door, person };
      const added = await table.update(id, (current) =>
        note(current === undefined ? { ...gap, id, firstAt: at, lastAt: at, asked: [] } : { ...current, ...gap }, asked),
      );
      return added!;
    },
    tell: (id, { door, person }) =>
      table.update(id, (current) => current && note(current, { at: now().toISOString(), door, person, told: true })),
    get: (id) => table.get(id),
    find: (scope, question) => table.get(createDigestId(scope, plainQuestion(question))),
    async list({ scope, undecided = false } = {}) {
      const found = scope === undefined ? await table.entries() : await table.find('scope', scope);
      return found
        .map(({ value }) => value)
        .filter((each) => !(undecided && each.decision !== undefined))
        .sort((a, b) => told(b) - told(a) || b.asked.length - a.asked.length || b.lastAt.localeCompare(a.lastAt));
    },
    decide: (id, decision) => decideOnce(table, id, { ...decision, at: now().toISOString() }),
  };
}

const told = (gap: Gap) => gap.asked.filter((each) => each.told).length;

/** Case, width, spaces and punctuation do not make another question. */
export const plainQuestion = (question: string) =>
  question
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}]+/gu, '');
