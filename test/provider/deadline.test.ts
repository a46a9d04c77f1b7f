import { getEventListeners, once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { withDeadline } from '../../src/provider/deadline.js';

/** Longer than any test. */
const LONG = 600_000;

describe('a deadline', () => {
  it('aborts with a TimeoutError when its time is over', async () => {
    const { signal } = withDeadline(undefined, 1);
    if (!signal.aborted) await once(signal, 'abort');
    expect(signal.reason).toMatchObject({ name: 'TimeoutError' });
  });

  it('aborts with the reason of the outer signal, before and after it began', () => {
    expect(withDeadline(AbortSignal.abort('gone'), LONG).signal.reason).toBe('gone');
    const outer = new AbortController();
    const { signal } = withDeadline(outer.signal, LONG);
    outer.abort('left');
    expect(signal.reason).toBe('left');
    expect(getEventListeners(outer.signal, 'abort')).toEqual([]);
  });

  it('leaves neither timer nor listener behind once it is cleared', async () => {
    const outer = new AbortController();
    const { signal, clear } = withDeadline(outer.signal, 1);
    clear();
    expect(getEventListeners(outer.signal, 'abort')).toEqual([]);
    const later = withDeadline(undefined, 5).signal;
    await once(later, 'abort');
    outer.abort();
    expect(signal.aborted).toBe(false);
  });
});
