/** A bounded queue: so many at a time, so many waiting, and a refusal beyond that. */
export type Queue = {
  /** How many wait now. */
  waiting(): number;
  hasRoom(): boolean;
  /** Runs `work` when its turn has come. `onWait` hears how many are before it, whenever that changes. @throws what `work` throws. */
  run<Result>(work: () => Promise<Result>, onWait: (before: number) => void, giveUp: AbortSignal): Promise<Result>;
};

type Ticket = { go: () => void; onWait: (before: number) => void };

export function createQueue({ concurrency, capacity }: { concurrency: number; capacity: number }): Queue {
  const tickets: Ticket[] = [];
  let running = 0;

  const tellAll = () => {
    for (const [before, { onWait }] of tickets.entries()) onWait(before);
  };
  const admit = () => {
    while (running < concurrency && tickets.length > 0) {
      running += 1;
      tickets.shift()!.go();
    }
    tellAll();
  };
  const waitForTurn = (onWait: (before: number) => void, giveUp: AbortSignal) =>
    new Promise<boolean>((resolve) => {
      const ticket: Ticket = { go: () => resolve(true), onWait };
      tickets.push(ticket);
      giveUp.addEventListener(
        'abort',
        () => {
          if (!tickets.includes(ticket)) return;
          tickets.splice(tickets.indexOf(ticket), 1);
          resolve(false);
          tellAll();
        },
        { once: true },
      );
      admit();
    });

  return {
    waiting: () => tickets.length,
    hasRoom: () => tickets.length < capacity,
    async run(work, onWait, giveUp) {
      const hasTurn = !giveUp.aborted && (await waitForTurn(onWait, giveUp));
      try {
        return await work();
      } finally {
        if (hasTurn) {
          running -= 1;
          admit();
        }
      }
    },
  };
}
