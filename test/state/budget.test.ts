import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openBudget } from '../../src/state/budget.js';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'yingjia-budget-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const cents = (costUsd: number) => ({ inputTokens: 1_000, outputTokens: 100, costUsd });
const open = (caps = {}, now?: () => Date) => openBudget({ directory, caps, ...(now === undefined ? {} : { now }) });

describe('the budget', () => {
  it('counts tokens and money by day, person and channel', async () => {
    const budget = await open();
    const reservation = await budget.reserve(cents(0.5), { user: 'ann', channel: 'general' });
    expect(await budget.today()).toMatchObject({ usd: 0, reservedUsd: 0.5 });
    await reservation!.settle({ inputTokens: 900, outputTokens: 50, costUsd: 0.2 });
    for (const of of [undefined, { user: 'ann' }, { channel: 'general' }] as const) {
      expect(await budget.today(of)).toMatchObject({ requests: 1, inputTokens: 900, outputTokens: 50, usd: 0.2, reservedUsd: 0 });
    }
    expect(await budget.today({ user: 'bob' })).toMatchObject({ requests: 0, usd: 0 });
  });

  it('reserves before the call, so that calls under way cannot pass the cap together', async () => {
    const budget = await open({ dailyUsd: 1 });
    const reservations = await Promise.all(Array.from({ length: 10 }, () => budget.reserve(cents(0.3))));
    expect(reservations.filter((each) => each !== undefined)).toHaveLength(3);
  });

  it('gives back what was not used', async () => {
    const budget = await open({ dailyUsd: 1 });
    const reservation = await budget.reserve(cents(0.9));
    expect(await budget.reserve(cents(0.2))).toBeUndefined();
    await reservation!.settle({ inputTokens: 0, outputTokens: 0 });
    await reservation!.settle(cents(0.9));
    expect(await budget.reserve(cents(0.2))).toBeDefined();
  });

  it('holds one person to the cap without holding the others, and charges a refused call to nobody', async () => {
    const budget = await open({ dailyUsd: 10, userDailyUsd: 0.5 });
    await (await budget.reserve(cents(0.4), { user: 'ann' }))!.settle(cents(0.4));
    expect(await budget.reserve(cents(0.2), { user: 'ann' })).toBeUndefined();
    expect(await budget.reserve(cents(0.2), { user: 'bob' })).toBeDefined();
    expect(await budget.today()).toMatchObject({ reservedUsd: expect.closeTo(0.2, 9) });
  });

  it('lets a model of unknown price through, and counts its tokens', async () => {
    const budget = await open({ dailyUsd: 0 });
    await (await budget.reserve({ inputTokens: 10, outputTokens: 10 }))!.settle({ inputTokens: 10, outputTokens: 5 });
    expect(await budget.today()).toMatchObject({ inputTokens: 10, outputTokens: 5, usd: 0 });
    expect(await budget.reserve(cents(0.01))).toBeUndefined();
  });

  it('begins anew each day', async () => {
    let now = new Date('2026-03-01T23:59:00Z');
    const budget = await open({ dailyUsd: 1 }, () => now);
    const late = await budget.reserve(cents(1));
    expect(await budget.reserve(cents(0.1))).toBeUndefined();
    now = new Date('2026-03-02T00:01:00Z');
    await late!.settle(cents(0.6));
    expect(await budget.today()).toMatchObject({ day: '2026-03-02', usd: 0.6, reservedUsd: 0 });
    expect(await budget.reserve(cents(0.4))).toBeDefined();
  });

  it('survives a restart, also with a line that a crash cut off', async () => {
    const first = await open({ dailyUsd: 1 });
    await (await first.reserve(cents(0.7), { user: 'ann' }))!.settle(cents(0.7));
    await first.reserve(cents(0.2));
    await first.close();
    const path = join(directory, 'spending.jsonl');
    await writeFile(path, `${await readFile(path, 'utf8')}{"key":"total","val`);
    const second = await open({ dailyUsd: 1 });
    expect(await second.today()).toMatchObject({ usd: 0.7, reservedUsd: 0.2 });
    expect(await second.reserve(cents(0.2))).toBeUndefined();
  });

  it('names nobody in its file', async () => {
    const budget = await open();
    await (await budget.reserve(cents(0.1), { user: 'ann-4711', channel: 'secret-channel' }))!.settle(cents(0.1));
    await budget.close();
    expect(await readFile(join(directory, 'spending.jsonl'), 'utf8')).not.toMatch(/ann-4711|secret-channel/);
  });

  it('says no, and says why, where it cannot be written down', async () => {
    const notices: string[] = [];
    const budget = await openBudget({ directory, caps: { dailyUsd: 1 }, onNotice: (line) => notices.push(line) });
    await rm(directory, { recursive: true });
    expect(await budget.reserve(cents(0.1))).toBeUndefined();
    expect(notices.join()).toContain('spending.jsonl');
  });

  it('is one for several processes', async () => {
    const script = `import { openBudget } from ${JSON.stringify(new URL('../../dist/state/budget.js', import.meta.url).href)};
      const budget = await openBudget({ directory: ${JSON.stringify(directory)}, caps: { dailyUsd: 1 } });
      let granted = 0;
      for (let i = 0; i < 10; i++) if (await budget.reserve({ inputTokens: 1, outputTokens: 1, costUsd: 0.125 })) granted++;
      console.log(granted);`;
    const runs = await Promise.all([0, 1].map(() => runModule(script)));
    expect(runs[0]! + runs[1]!).toBe(8);
  });
});

/** Runs a module in a process of its own; resolves with the number that it prints. */
function runModule(source: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', source], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.on('error', reject).on('close', (code) => (code === 0 ? resolve(Number(output)) : reject(new Error(`exit ${code}`))));
  });
}
