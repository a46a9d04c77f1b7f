/**
 * Interactions that have arrived and are not acknowledged yet. Discord gives each 3 s; answering keeps the processor busy
 * for moments, so that a new answer is begun only once nobody waits for an acknowledgement.
 */
import { setTimeout } from 'node:timers/promises';

/** What discord.js's interactions tell of themselves. */
export type Arrival = { deferred?: boolean; replied?: boolean; responded?: boolean };

export type Arrivals = {
  add(arrival: Arrival): void;
  /** Resolves once all are acknowledged, at the latest after `PATIENCE_MS`. */
  acknowledged(): Promise<void>;
};

const PATIENCE_MS = 750;
const LOOK_EVERY_MS = 4;

export function createArrivals(): Arrivals {
  const open = new Set<Arrival>();
  const isAnyOpen = (): boolean => {
    for (const arrival of open) if (arrival.deferred || arrival.replied || arrival.responded) open.delete(arrival);
    return open.size > 0;
  };
  return {
    add(arrival) {
      open.add(arrival);
    },
    async acknowledged() {
      // At least once round the event loop, so that what has arrived meanwhile is seen.
      await setTimeout(0);
      for (let waitedMs = 0; isAnyOpen(); waitedMs += LOOK_EVERY_MS) {
        if (waitedMs > PATIENCE_MS) return open.clear();
        await setTimeout(LOOK_EVERY_MS);
      }
    },
  };
}
