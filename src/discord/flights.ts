/** Questions in flight: one a person, each with its way to be stopped. */
import { randomBytes } from 'node:crypto';

/** Why a flight was cut short. */
export type StopReason = 'stopped' | 'closing';

export type Flight = {
  id: string;
  person: string;
  signal: AbortSignal;
  end(): void;
};

export type Flights = {
  /** @returns undefined while another question of this person is in flight. */
  start(person: string): Flight | undefined;
  /** @returns 'gone' when it has landed or another program answered it. */
  stop(id: string, person: string): 'stopped' | 'not-yours' | 'gone';
  count(): number;
  /** Resolves once none is in flight. */
  landed(): Promise<void>;
  stopAll(reason: StopReason): void;
};

export function createFlights(): Flights {
  const open = new Map<string, { person: string; abort: AbortController }>();
  const persons = new Set<string>();
  let onLanded: (() => void)[] = [];

  return {
    start(person) {
      if (persons.has(person)) return undefined;
      const id = randomBytes(6).toString('base64url');
      const abort = new AbortController();
      open.set(id, { person, abort });
      persons.add(person);
      const end = () => {
        open.delete(id);
        persons.delete(person);
        if (open.size > 0) return;
        for (const tell of onLanded) tell();
        onLanded = [];
      };
      return { id, person, signal: abort.signal, end };
    },
    stop(id, person) {
      const flight = open.get(id);
      if (flight === undefined) return 'gone';
      if (flight.person !== person) return 'not-yours';
      flight.abort.abort('stopped' satisfies StopReason);
      return 'stopped';
    },
    count: () => open.size,
    landed: () => (open.size === 0 ? Promise.resolve() : new Promise((resolve) => onLanded.push(resolve))),
    stopAll(reason) {
      for (const { abort } of open.values()) abort.abort(reason);
    },
  };
}
