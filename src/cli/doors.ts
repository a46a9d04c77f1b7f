/** The ways in that a command holds open: each opens, fails and closes for itself. */
import { YingjiaError } from '../errors.js';

export type Door = {
  /** Resolves when the door has closed; rejects where it will not open again. */
  done: Promise<void>;
  close(): Promise<void>;
};

export type DoorPlan = {
  /** For the operator: "Discord". */
  name: string;
  /** Gives up when the signal is aborted. */
  open(signal: AbortSignal): Promise<Door>;
};

export type DoorKeeping = { signal: AbortSignal; tell(line: string): void };

/**
 * Opens every door at once and resolves when the last one has closed: by itself, or because of the signal. What goes wrong with a door is
 * one line, and costs that door alone.
 *
 * @returns how many doors opened
 */
export async function keepDoors(plans: readonly DoorPlan[], keeping: DoorKeeping): Promise<number> {
  const opened = await Promise.all(plans.map((plan) => keepDoor(plan, keeping)));
  return opened.filter((each) => each).length;
}

async function keepDoor({ name, open }: DoorPlan, { signal, tell }: DoorKeeping): Promise<boolean> {
  const explain = (what: string, cause: unknown) => {
    if (!signal.aborted) tell(`${name} ${what}: ${describeFailure(cause)}`);
  };
  let door: Door;
  try {
    door = await open(signal);
  } catch (cause) {
    explain('is closed', cause);
    return false;
  }
  const close = () => void door.close().catch((cause: unknown) => explain('did not close', cause));
  if (signal.aborted) close();
  else signal.addEventListener('abort', close, { once: true });
  try {
    await door.done;
  } catch (cause) {
    explain('is closed', cause);
  } finally {
    signal.removeEventListener('abort', close);
  }
  return true;
}

/** On one line. */
export function describeFailure(cause: unknown): string {
  if (cause instanceof YingjiaError) return `${cause.problem} ${cause.fix}`.replace(/\s+/g, ' ');
  return `this should not have happened (${cause instanceof Error ? cause.message : String(cause)})`.replace(/\s+/g, ' ');
}
