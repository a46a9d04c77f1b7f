/**
 * Writes an answer while it grows. In: ever newer drafts and one final set of parts. Out: at most one request in flight,
 * the latest draft wins, the final one always goes out.
 */
import { setTimeout } from 'node:timers/promises';
import type { Pace } from './pace.js';
import type { Payload } from './shapes.js';

/** Where an answer is written. */
export type Stage = {
  /** Edits in one place share their pace. */
  place: string;
  /** Shows the first part: creates the message, or edits it where it stands already. */
  show(payload: Payload): Promise<void>;
  /** Shows all parts in order. @returns the ids of their messages. */
  finish(parts: readonly Payload[]): Promise<string[]>;
};

export type Editor = {
  draft(payload: Payload): void;
  finish(parts: readonly Payload[]): Promise<string[]>;
};

/** An answer that is complete within this time is shown once, without a draft before it. */
const FIRST_DRAFT_AFTER_MS = 250;

/** @param onDraftError a draft that could not be shown; the final parts are tried all the same. */
export function createEditor(stage: Stage, pace: Pace, onDraftError: (error: unknown) => void): Editor {
  const final = new AbortController();
  let latest: Payload | undefined;
  let drawn = 0;
  let running: Promise<void> | undefined;

  const draw = async (): Promise<void> => {
    if (drawn === 0) await setTimeout(FIRST_DRAFT_AFTER_MS, undefined, { signal: final.signal }).catch(() => undefined);
    while (latest !== undefined && !final.signal.aborted) {
      if (drawn > 0) await pace.turn(stage.place, { urgent: false, giveUp: final.signal });
      if (final.signal.aborted) return;
      const payload = latest;
      latest = undefined;
      drawn += 1;
      await stage.show(payload);
    }
  };

  return {
    draft(payload) {
      latest = payload;
      running ??= draw()
        .catch(onDraftError)
        .finally(() => {
          running = undefined;
        });
    },
    async finish(parts) {
      final.abort();
      await running;
      if (drawn > 0) await pace.turn(stage.place, { urgent: true });
      return stage.finish(parts);
    },
  };
}
