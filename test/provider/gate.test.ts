import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createProviderGate } from '../../src/provider/gate.js';

const fail = (status: number) => Object.assign(new Error(`status ${status}`), { status });
const gateOf = (options = {}) => createProviderGate({ concurrency: 1, baseWaitMs: 1, longestWaitMs: 2, ...options });
const never = new AbortController().signal;

/** A call that fails with each of these, then succeeds. */
function failing(...errors: unknown[]): { call: () => Promise<string>; calls: () => number } {
  let calls = 0;
  return {
    calls: () => calls,
    call: async () => {
      const error = errors[calls++];
      if (error !== undefined) throw error;
      return 'done';
    },
  };
}

describe('the gate', () => {
  it.each([408, 429, 500, 502, 503, 504, 529])('calls again after %i', async (status) => {
    const { call, calls } = failing(fail(status), fail(status));
    expect(await gateOf().attempt(call, never)).toEqual({ ok: true, value: 'done' });
    expect(calls()).toBe(3);
  });

  it.each([400, 401, 403, 404, 413, 422])('takes %i for an answer', async (status) => {
    const { call, calls } = failing(fail(status));
    expect(await gateOf().attempt(call, never)).toMatchObject({ ok: false, trouble: { kind: 'refused', status } });
    expect(calls()).toBe(1);
  });

  it('waits a random part of a time that doubles, on top of what the provider asks for', async () => {
    const waits: number[] = [];
    const gate = gateOf({
      baseWaitMs: 4,
      longestWaitMs: 1_000,
      random: () => 0.5,
      pause: async (milliseconds: number) => waits.push(milliseconds) > 0,
    });
    await gate.attempt(failing(Object.assign(fail(429), { headers: new Headers({ 'retry-after-ms': '40' }) }), fail(503)).call, never);
    expect(waits).toEqual([42, 4]);
  });

  it('leaves a failing provider alone, and tries it again after a while', async () => {
    const gate = gateOf({ attempts: 1, failuresToPause: 2, pauseMs: 30 });
    await gate.attempt(failing(fail(500)).call, never);
    await gate.attempt(failing(fail(500)).call, never);
    const { call, calls } = failing();
    expect(await gate.attempt(call, never)).toMatchObject({ ok: false, trouble: { kind: 'paused' } });
    expect(await gate.enter(never)).toMatchObject({ ok: false, trouble: { kind: 'paused' } });
    expect(calls()).toBe(0);
    await wait(40);
    expect(await gate.attempt(call, never)).toEqual({ ok: true, value: 'done' });
  });

  it('counts a stream that was cut as a failure, too', async () => {
    const gate = gateOf({ failuresToPause: 2 });
    await gate.report({ kind: 'failed', message: 'cut' });
    await gate.report({ kind: 'failed', message: 'cut' });
    expect(await gate.enter(never)).toMatchObject({ ok: false, trouble: { kind: 'paused' } });
  });

  it('lets so many in, the next when one leaves, and turns away a crowd', async () => {
    const gate = gateOf();
    const first = await gate.enter(never);
    const waiting = Array.from({ length: 8 }, () => gate.enter(never));
    expect(await gate.enter(never)).toMatchObject({ ok: false, trouble: { kind: 'busy' } });
    if (first.ok) first.value.release();
    for (const each of waiting) {
      const next = await each;
      expect(next.ok).toBe(true);
      if (next.ok) next.value.release();
    }
  });

  it('tells a deadline from an asker who left, also while waiting for a place', async () => {
    const gate = gateOf();
    await gate.enter(never);
    expect(await gate.enter(AbortSignal.timeout(5))).toMatchObject({ ok: false, trouble: { kind: 'late' } });
    const leaving = new AbortController();
    const place = gate.enter(leaving.signal);
    leaving.abort();
    expect(await place).toMatchObject({ ok: false, trouble: { kind: 'stopped' } });
  });

  it('gives the place of one who left to the next', async () => {
    const gate = gateOf();
    const first = await gate.enter(never);
    const leaving = new AbortController();
    const left = gate.enter(leaving.signal);
    const last = gate.enter(never);
    leaving.abort();
    await left;
    if (first.ok) first.value.release();
    expect((await last).ok).toBe(true);
  });
});
