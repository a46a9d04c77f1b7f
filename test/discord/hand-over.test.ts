import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { BotParts } from '../../src/discord/bot-parts.js';
import { tellInterrupted } from '../../src/discord/hand-over.js';
import { createTroubles } from '../../src/discord/trouble.js';
import { openState } from '../../src/state/state.js';

test('a question that this run has taken while it was starting is under way, and nobody is told that it was interrupted', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'yingjia-hand-over-'));
  const told: string[] = [];
  const state = await openState(directory, { onNotice: (line) => told.push(line) });
  try {
    const pending = {
      id: 'own',
      at: new Date().toISOString(),
      person: 'somebody',
      scope: 'server',
      channel: '1',
      question: 'Who keeps the lighthouse?',
      locale: 'en',
      conversation: 'c',
    };
    await state.pending.update('own', () => pending);
    const client = {} as BotParts['client'];
    await tellInterrupted(
      { state, client, troubles: createTroubles((line) => told.push(line)), now: Date.now },
      new Set(['of an earlier run']),
    );
    expect(await state.pending.get('own')).toEqual(pending);
    expect(told).toEqual([]);
  } finally {
    await state.close();
    await rm(directory, { recursive: true });
  }
});
