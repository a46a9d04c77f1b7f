/** Who changed what, and when; nothing in the program deletes from it. */
import { createId } from './ids.js';
import type { AuditEntry } from './records.js';
import type { Table } from './table.js';

export type AuditStore = {
  add(entry: Omit<AuditEntry, 'id' | 'at'>): Promise<AuditEntry>;
  /** Newest first. */
  list(filter: { scope?: string; limit: number }): Promise<AuditEntry[]>;
};

export function createAuditStore(table: Table<AuditEntry>, now: () => Date): AuditStore {
  return {
    async add(entry) {
      const stored = { ...entry, id: createId(), at: now().toISOString() };
      await table.put(stored.id, stored);
      return stored;
    },
    async list({ scope, limit }) {
      const found = scope === undefined ? await table.entries() : await table.find('scope', scope);
      return found
        .slice(-limit)
        .map(({ value }) => value)
        .reverse();
    },
  };
}
