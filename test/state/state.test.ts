import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Feedback, StoredTurn } from '../../src/state/records.js';
import { openState, type State } from '../../src/state/state.js';

let directory: string;
let state: State;
let today: Date;

const reopen = async () => {
  await state.close();
  state = await openState(directory, { now: () => today });
};

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'yingjia-state-'));
  today = new Date('2026-02-03T10:00:00Z');
  state = await openState(directory, { now: () => today });
});
afterEach(async () => {
  await state.close();
  await rm(directory, { recursive: true });
});

const turn = (change: Partial<StoredTurn> = {}): Omit<StoredTurn, 'id' | 'at'> => ({
  conversation: 'c1',
  person: 'discord:1',
  scope: 's1',
  channel: 'k1',
  messages: ['m1'],
  question: 'When did the pause begin?',
  answer: 'In mid-2024. [1]',
  status: 'answered',
  language: 'en',
  mode: 'extractive',
  confidence: 0.9,
  generation: 3,
  citations: [{ articleId: 'the-pause', articleVersion: 'v1', start: 3, end: 9 }],
  nearestTopics: [],
  ...change,
});

const vote = (change: Partial<Feedback> = {}) => ({
  door: 'discord' as const,
  scope: 's1',
  person: 'discord:1',
  verdict: 'down' as const,
  reason: 'outdated' as const,
  question: 'When?',
  answer: 'Then. [1]',
  status: 'answered' as const,
  language: 'en',
  mode: 'extractive' as const,
  generation: 3,
  citations: [{ articleId: 'the-pause', articleVersion: 'v1', start: 3, end: 9, quote: 'then it' }],
  ...change,
});

const decision = {
  outcome: 'accepted' as const,
  by: 'discord:9',
  testCase: { id: 'd-1', question: 'When?', answerable: true, evidence: [{ articleId: 'the-pause', quote: 'then it' }] },
};

describe('conversations', () => {
  test('are found by the message that shows them, and carry their citations as history, after a restart', async () => {
    await state.conversations.add(turn());
    await state.conversations.add(turn({ messages: ['m2', 'm3'], question: 'And why?' }));
    await reopen();
    expect((await state.conversations.findByMessage('m3'))?.question).toBe('And why?');
    expect(await state.conversations.findByMessage('m9')).toBeUndefined();
    expect(await state.conversations.history('c1', 1)).toEqual([
      {
        question: 'And why?',
        answer: 'In mid-2024. [1]',
        citations: [{ articleId: 'the-pause', articleVersion: 'v1', start: 3, end: 9 }],
      },
    ]);
  });

  test('are continued by the same person in the same channel only, and not after they ended them', async () => {
    const since = new Date('2026-02-03T09:00:00Z');
    await state.conversations.add(turn());
    expect((await state.conversations.findLatest('discord:1', 'k1', since))?.conversation).toBe('c1');
    expect(await state.conversations.findLatest('discord:2', 'k1', since)).toBeUndefined();
    expect(await state.conversations.findLatest('discord:1', 'k2', since)).toBeUndefined();
    expect(await state.conversations.findLatest('discord:1', 'k1', new Date('2026-02-03T11:00:00Z'))).toBeUndefined();
    expect(await state.conversations.end('discord:1', 'k1')).toBe(1);
    expect(await state.conversations.findLatest('discord:1', 'k1', since)).toBeUndefined();
    expect(await state.conversations.history('c1', 5)).toEqual([]);
  });

  test('are deleted once they are old', async () => {
    await state.conversations.add(turn());
    today = new Date('2026-05-09T10:00:00Z');
    await state.conversations.add(turn({ messages: ['m2'] }));
    expect(await state.conversations.deleteBefore(new Date('2026-05-01T00:00:00Z'))).toBe(1);
    expect(await state.conversations.findByMessage('m1')).toBeUndefined();
    expect(await state.conversations.findByMessage('m2')).toBeDefined();
  });
});

describe('feedback', () => {
  test('is listed newest first, by server, and a changed vote replaces the earlier one', async () => {
    await state.feedback.add(vote({ id: 'a' }));
    today = new Date('2026-02-04T10:00:00Z');
    await state.feedback.add(vote({ id: 'b', scope: 's2' }));
    await state.feedback.add(vote({ id: 'c' }));
    today = new Date('2026-02-05T10:00:00Z');
    await state.feedback.add(vote({ id: 'a', verdict: 'up', reason: undefined }));
    expect((await state.feedback.list({ scope: 's1' })).map(({ id, verdict }) => `${id} ${verdict}`)).toEqual(['a up', 'c down']);
    expect((await state.feedback.list({ verdict: 'down' })).map(({ id }) => id)).toEqual(['b', 'c']);
  });

  test('is decided once; accepted items become test cases in a file', async () => {
    await state.feedback.add(vote({ id: 'a' }));
    await state.feedback.add(vote({ id: 'b' }));
    expect((await state.feedback.decide('a', decision))?.decision?.at).toBe('2026-02-03T10:00:00.000Z');
    expect(await state.feedback.decide('a', { outcome: 'dismissed', by: 'discord:8' })).toBeUndefined();
    expect(await state.feedback.decide('nothing', decision)).toBeUndefined();
    await state.feedback.decide('b', { outcome: 'dismissed', by: 'discord:8' });
    expect(await state.feedback.list({ undecided: true })).toEqual([]);
    const { path, count } = await state.exportCases();
    expect(count).toBe(1);
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual(decision.testCase);
  });
});

describe('gaps', () => {
  const gap = { scope: 's1', language: 'en', nearestTopics: ['The Pause'], generation: 3, door: 'discord' as const };

  test('merge the same question of a server, whatever its case, width and punctuation', async () => {
    await state.gaps.add({ ...gap, question: 'Who is the CFO?', person: 'discord:1' });
    await state.gaps.add({ ...gap, question: 'who is the ＣＦＯ ??', person: 'discord:2' });
    await state.gaps.add({ ...gap, question: 'Who is the CFO?', scope: 's2' });
    const [only, ...others] = await state.gaps.list({ scope: 's1' });
    expect(others).toEqual([]);
    expect(only?.asked.map(({ person }) => person)).toEqual(['discord:1', 'discord:2']);
  });

  test('that somebody wants told come first', async () => {
    await state.gaps.add({ ...gap, question: 'A?' });
    await state.gaps.add({ ...gap, question: 'A?' });
    const rare = await state.gaps.add({ ...gap, question: 'B?' });
    expect((await state.gaps.list()).map(({ question }) => question)).toEqual(['A?', 'B?']);
    await state.gaps.tell(rare.id, { door: 'discord', person: 'discord:1' });
    expect((await state.gaps.list()).map(({ question }) => question)).toEqual(['B?', 'A?']);
  });
});

describe('settings of channels', () => {
  test('hold for the threads of a channel, and default to on for everybody', async () => {
    expect(await state.channels.get({ scope: 's1', channel: 'k1' })).toMatchObject({
      on: true,
      mode: 'mention',
      roles: [],
      private: false,
    });
    await state.channels.set({ scope: 's1', channel: 'k1' }, { collections: ['nadella'], roles: ['r1'] });
    await state.channels.set({ scope: 's1', channel: 'k1' }, { on: false });
    await reopen();
    expect(await state.channels.get({ scope: 's1', channel: 't1', parent: 'k1' })).toMatchObject({
      on: false,
      collections: ['nadella'],
      roles: ['r1'],
    });
    expect(await state.channels.get({ scope: 's2', channel: 'k1' })).toMatchObject({ on: true });
  });
});

describe('counters', () => {
  test('add up within a day, across restarts, and begin anew the next day', async () => {
    await state.counters.add('asked discord:1', 1);
    await reopen();
    expect(await state.counters.add('asked discord:1', 1)).toBe(2);
    today = new Date('2026-02-04T00:00:01Z');
    expect(await state.counters.today('asked discord:1')).toBe(0);
    expect(await state.counters.add('asked discord:1', 1)).toBe(1);
  });
});

describe('a person', () => {
  test('sees all that is stored about them and nothing about others, and takes it off the disk', async () => {
    await state.conversations.add(turn({ question: 'my secret question' }));
    await state.conversations.add(turn({ person: 'discord:2', question: 'of another', messages: ['m2'] }));
    await state.feedback.add(vote({ id: 'a', comment: 'my secret comment' }));
    await state.feedback.add(vote({ id: 'b', comment: 'my secret remark' }));
    await state.feedback.decide('b', decision);
    const asked = { scope: 's1', language: 'en', nearestTopics: [], generation: 3, door: 'discord' as const };
    await state.gaps.add({ ...asked, question: 'asked by both', person: 'discord:1' });
    await state.gaps.add({ ...asked, question: 'asked by both', person: 'discord:2' });
    await state.gaps.add({ ...asked, question: 'my secret gap', person: 'discord:1' });

    const mine = await state.people.export('discord:1');
    expect(JSON.stringify(mine)).toContain('my secret question');
    expect(JSON.stringify(mine)).not.toContain('discord:2');
    expect(await state.people.delete('discord:1')).toEqual({ questions: 1, feedback: 2, unanswered: 2 });

    expect(await state.people.count('discord:1')).toEqual({ questions: 0, feedback: 0, unanswered: 0 });
    for (const name of ['turns', 'feedback', 'gaps']) {
      expect(await readFile(join(directory, `${name}.jsonl`), 'utf8')).not.toMatch(/secret|discord:1/);
    }
    expect((await state.conversations.findByMessage('m2'))?.question).toBe('of another');
    expect((await state.gaps.list())[0]?.asked).toHaveLength(1);
    expect((await state.exportCases()).count).toBe(1);
  });
});

test('the audit log lists the newest first, by server', async () => {
  await state.audit.add({ scope: 's1', actor: 'discord:1', action: 'config channel', detail: 'k1 off' });
  await state.audit.add({ scope: 's2', actor: 'discord:1', action: 'index update', detail: '' });
  await state.audit.add({ scope: 's1', actor: 'discord:2', action: 'review accept', detail: 'a' });
  await reopen();
  expect((await state.audit.list({ scope: 's1', limit: 5 })).map(({ action }) => action)).toEqual(['review accept', 'config channel']);
});
