import { expect, test } from 'vitest';
import { type Door, type DoorPlan, keepDoors } from '../../src/cli/doors.js';
import { YingjiaError } from '../../src/errors.js';

function keeping() {
  const told: string[] = [];
  const stop = new AbortController();
  return { told, stop, keeping: { tell: (line: string) => told.push(line), signal: stop.signal } };
}

/** A door that is open until it is closed, or until `end`. */
function openable(name: string): DoorPlan & { closed: boolean; end(): void; fail(cause: unknown): void; opened: Promise<void> } {
  const end = withResolvers<void>();
  const opened = withResolvers<void>();
  const plan = {
    name,
    closed: false,
    end: () => end.resolve(),
    fail: (cause: unknown) => end.reject(cause),
    opened: opened.promise,
    open: async (): Promise<Door> => {
      opened.resolve();
      return {
        done: end.promise,
        close: async () => {
          plan.closed = true;
          end.resolve();
        },
      };
    },
  };
  return plan;
}

function withResolvers<Value>() {
  let resolve!: (value: Value) => void;
  let reject!: (cause: unknown) => void;
  const promise = new Promise<Value>((resolved, rejected) => {
    resolve = resolved;
    reject = rejected;
  });
  return { promise, resolve, reject };
}

const failing = (name: string, cause: unknown): DoorPlan => ({ name, open: () => Promise.reject(cause) });
const portInUse = new YingjiaError('SERVER', { problem: 'Port 8787 is in use.', fix: 'Set PORT to a free one.' });

test('a door that cannot be opened costs one line and itself; the last that closes ends it all', async () => {
  const { told, keeping: parts } = keeping();
  const [first, second] = [openable('One'), openable('Two')];
  const kept = keepDoors([first, failing('The web page', portInUse), second], parts);
  await Promise.all([first.opened, second.opened]);
  first.end();
  second.end();
  expect(await kept).toBe(2);
  expect(told).toEqual(['The web page is closed: Port 8787 is in use. Set PORT to a free one.']);
});

test('a door that breaks while it is open is told, and the others stay open', async () => {
  const { told, keeping: parts } = keeping();
  const [broken, other] = [openable('Discord'), openable('Other')];
  const kept = keepDoors([broken, other], parts);
  await Promise.all([broken.opened, other.opened]);
  broken.fail(new Error('lost\nfor good'));
  other.end();
  expect(await kept).toBe(2);
  expect(told).toEqual(['Discord is closed: this should not have happened (lost for good)']);
});

test('the signal closes every door, also one that opens late, without a word', async () => {
  const { told, stop, keeping: parts } = keeping();
  const early = openable('Early');
  const late = openable('Late');
  const ready = withResolvers<void>();
  const latePlan: DoorPlan = { name: 'Late', open: async (signal) => ready.promise.then(() => late.open(signal)) };
  const gaveUp: DoorPlan = {
    name: 'Gave up',
    open: (signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted')))),
  };
  const kept = keepDoors([early, latePlan, gaveUp], parts);
  await early.opened;
  stop.abort();
  ready.resolve();
  expect(await kept).toBe(2);
  expect([early.closed, late.closed, told]).toEqual([true, true, []]);
});

test('where no door opens, none is counted', async () => {
  const { told, keeping: parts } = keeping();
  expect(await keepDoors([failing('One', portInUse), failing('Two', 'odd')], parts)).toBe(0);
  expect(told).toHaveLength(2);
});
