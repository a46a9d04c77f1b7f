/** Questions in flight: one a person, each with its way to be stopped. */
import { randomBytes } from 'node:crypto';

/** Why a flight was cut short. */
export type StopReason = 'stopped' | 'closing';

export type Flight = {
  id: string;
  person: string;
  signal: AbortSignal;
  /** Its answer is shown; only what is kept of it is still being written. */
  land(): void;
  end(): void;
};

export type Flights = {
  /** Waits for a flight of this person that has landed. @returns undefined while another question of theirs is in flight. */
  start(person: string): Promise<Flight | undefined>;
  /** @returns 'gone' when it has ended or another program answered it. */
  stop(id: string, person: string): 'stopped' | 'not-yours' | 'gone';
  /** Resolves once none is in flight. */
  ended(): Promise<void>;
  stopAll(reason: StopReason): void;
};

type Open = { id: string; abort: AbortController; hasLanded: boolean; ended: Promise<void> };

export function createFlights(): Flights {
  const openByPerson = new Map<string, Open>();
  let onAllEnded: (() => void)[] = [];

  const launch = (person: string): Flight => {
    const id = randomBytes(6).toString('base64url');
    const abort = new AbortController();
    let settle: () => void;
    const open: Open = { id, abort, hasLanded: false, ended: new Promise((resolve) => (settle = resolve)) };
    openByPerson.set(person, open);
    const end = () => {
      openByPerson.delete(person);
      settle();
      if (openByPerson.size > 0) return;
      for (const tell of onAllEnded) tell();
      onAllEnded = [];
    };
    const land = () => {
      open.hasLanded = true;
    };
    return { id, person, signal: abort.signal, land, end };
  };

  return {
    async start(person) {
      const before = openByPerson.get(person);
      if (before?.hasLanded) await before.ended;
      return openByPerson.has(person) ? undefined : launch(person);
    },
    stop(id, person) {
      const entry = [...openByPerson].find(([, open]) => open.id === id);
      if (entry === undefined) return 'gone';
      if (entry[0] !== person) return 'not-yours';
      entry[1].abort.abort('stopped' satisfies StopReason);
      return 'stopped';
    },
    ended: () => (openByPerson.size === 0 ? Promise.resolve() : new Promise((resolve) => onAllEnded.push(resolve))),
    stopAll(reason) {
      for (const { abort } of openByPerson.values()) abort.abort(reason);
    },
  };
}
