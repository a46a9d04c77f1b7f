/**
 * When edits may go out: at least a time apart in one place, whoever makes them; last edits before drafts. Discord allows
 * about 5 edits in 5 s and channel (discord-api-docs, issue 20), shared by all streams there.
 */
export type Pace = {
  /**
   * Resolves when this edit's turn has come, or at once when `giveUp` aborts; the turn is then left to others.
   * `urgent`: a last edit, before all drafts that wait.
   */
  turn(place: string, options: { urgent: boolean; giveUp?: AbortSignal }): Promise<void>;
};

type Waiting = { urgent: boolean; go: () => void };

export function createPace(spacingMs: number): Pace {
  const places = new Map<string, Waiting[]>();
  const next = (place: string): void => {
    const waiting = places.get(place)!;
    const firstUrgent = waiting.findIndex(({ urgent }) => urgent);
    const [first] = waiting.splice(Math.max(firstUrgent, 0), 1);
    if (first === undefined) {
      places.delete(place);
      return;
    }
    first.go();
    setTimeout(next, spacingMs, place).unref();
  };
  return {
    turn(place, { urgent, giveUp }) {
      if (giveUp?.aborted) return Promise.resolve();
      const waiting = places.get(place);
      if (waiting === undefined) {
        places.set(place, []);
        setTimeout(next, spacingMs, place).unref();
        return Promise.resolve();
      }
      return new Promise((resolve) => {
        const mine: Waiting = { urgent, go: resolve };
        waiting.push(mine);
        giveUp?.addEventListener(
          'abort',
          () => {
            if (waiting.includes(mine)) waiting.splice(waiting.indexOf(mine), 1);
            resolve();
          },
          { once: true },
        );
      });
    },
  };
}
