/** Errors at this door: the operator gets the story, the person a calm sentence with a short id. */
import { randomInt } from 'node:crypto';
import { YingjiaError } from '../errors.js';
import { isRefusal } from './delivery.js';

export type Troubles = {
  /** Tells the operator. @returns the id under which they find it. */
  report(where: string, error: unknown): string;
  /** Does what others do not depend on. @returns undefined where it failed, which is then reported. */
  attempt<Result>(where: string, work: () => Promise<Result>): Promise<Result | undefined>;
  /** Runs a listener; what it throws is reported and goes no further: it would end the process. */
  guard<Arguments extends unknown[]>(where: string, listener: (...given: Arguments) => Promise<void>): (...given: Arguments) => void;
};

/** Without letters that are read as another. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

export function createTroubles(tell: (line: string) => void): Troubles {
  const report = (where: string, error: unknown): string => {
    const id = Array.from({ length: 6 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
    tell(`Discord: ${where} failed (${id}): ${describe(error)}`);
    return id;
  };
  return {
    report,
    async attempt(where, work) {
      try {
        return await work();
      } catch (error) {
        report(where, error);
        return undefined;
      }
    },
    guard:
      (where, listener) =>
      (...given) =>
        void listener(...given).catch((error: unknown) => report(where, error)),
  };
}

function describe(error: unknown): string {
  if (error instanceof YingjiaError || isRefusal(error)) return (error as Error).message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
