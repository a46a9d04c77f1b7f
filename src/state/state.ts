/**
 * What must outlive the index, as files below one folder that several processes may share. In: the folder. Out: the
 * stores. Doors get `State` as an argument; nothing else reads or writes the folder.
 */
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { YingjiaError } from '../errors.js';
import { type AuditStore, createAuditStore } from './audit.js';
import { type ChannelStore, createChannelStore } from './channels.js';
import { type ConversationStore, createConversationStore, placeOf } from './conversations.js';
import { type CounterStore, createCounterStore } from './counters.js';
import { acceptedCases, createFeedbackStore, type FeedbackStore } from './feedback.js';
import { createGapStore, type GapStore } from './gaps.js';
import { createPersonStore, type PersonStore } from './people.js';
import {
  auditSchema,
  channelSchema,
  counterSchema,
  feedbackSchema,
  gapSchema,
  type Pending,
  pendingSchema,
  serverSchema,
  turnSchema,
} from './records.js';
import { openTable, type Table } from './table.js';

export type State = {
  feedback: FeedbackStore;
  gaps: GapStore;
  channels: ChannelStore;
  conversations: ConversationStore;
  audit: AuditStore;
  /** Questions in flight, by id: what a restart must tell about. */
  pending: Table<Pending>;
  counters: CounterStore;
  /** What a door must remember about itself: the digest of its registered commands, when it identified. */
  memos: Table<string>;
  people: PersonStore;
  /** Writes every accepted test case to `test-cases.jsonl` in this folder. @returns its path and the number of cases. */
  exportCases(): Promise<{ path: string; count: number }>;
  close(): Promise<void>;
};

export type StateOptions = {
  onNotice?: (line: string) => void;
  now?: () => Date;
};

/** @throws YingjiaError STATE where the folder cannot be read or written. */
export async function openState(
  directory: string,
  { onNotice = () => undefined, now = () => new Date() }: StateOptions = {},
): Promise<State> {
  await createFolder(directory);
  const open = <Value>(name: string, schema: z.ZodType<Value>, indexes?: Record<string, (value: Value) => readonly string[]>) =>
    openTable({ path: join(directory, `${name}.jsonl`), schema, indexes, onNotice });
  const tables = {
    feedback: await open('feedback', feedbackSchema, { scope: ({ scope }) => [scope], person: ({ person }) => listOf(person) }),
    gaps: await open('gaps', gapSchema, {
      scope: ({ scope }) => [scope],
      person: ({ asked }) => [...new Set(asked.flatMap(({ person }) => listOf(person)))],
    }),
    channels: await open('channels', channelSchema, { scope: ({ scope }) => [scope] }),
    servers: await open('servers', serverSchema),
    turns: await open('turns', turnSchema, {
      person: ({ person }) => [person],
      message: ({ messages }) => messages,
      conversation: ({ conversation }) => [conversation],
      place: ({ person, channel }) => [placeOf(person, channel)],
    }),
    audit: await open('audit', auditSchema, { scope: ({ scope }) => [scope] }),
    pending: await open('pending', pendingSchema, { person: ({ person }) => [person] }),
    counters: await open('counters', counterSchema),
    memos: await open('memos', z.string()),
  };
  return {
    feedback: createFeedbackStore(tables.feedback, now),
    gaps: createGapStore(tables.gaps, now),
    channels: createChannelStore(tables.channels, tables.servers),
    conversations: createConversationStore(tables.turns, now),
    audit: createAuditStore(tables.audit, now),
    pending: tables.pending,
    counters: createCounterStore(tables.counters, now),
    memos: tables.memos,
    people: createPersonStore(tables),
    async exportCases() {
      const items = [...(await tables.feedback.entries()), ...(await tables.gaps.entries())].map(({ value }) => value);
      const cases = acceptedCases(items);
      const path = join(directory, 'test-cases.jsonl');
      await writeFile(`${path}.new`, cases.map((each) => `${JSON.stringify(each)}\n`).join(''), { mode: 0o600 });
      await rename(`${path}.new`, path);
      return { path, count: cases.length };
    },
    async close() {
      await Promise.all(Object.values(tables).map((table) => table.close()));
    },
  };
}

const listOf = (person: string | undefined) => (person === undefined ? [] : [person]);

async function createFolder(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new YingjiaError('STATE', {
      problem: `The folder ${directory} cannot be made: ${(cause as Error).message}.`,
      fix: 'Set YINGJIA_STATE to a folder that can be written.',
      cause,
    });
  }
}
