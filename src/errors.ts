/**
 * What an operator or a person at a door must put right. Expected outcomes are no errors: they are members of a union.
 * Each door catches broadly, once: this class prints as problem and fix, anything else is a bug.
 */

/** One documented code for each kind of trouble. */
export type ErrorCode =
  /** A command, flag or question that cannot be used as given. Exit code 2. */
  | 'USAGE'
  /** A setting that is missing or malformed. */
  | 'SETTINGS'
  /** The collection is missing, empty or nothing in it could be read. */
  | 'CORPUS'
  /** An address that may not or could not be fetched. */
  | 'FETCH'
  /** The index cannot be read, written or locked. */
  | 'INDEX'
  /** The embedder or the chat model failed, or answered what it must not. */
  | 'MODEL'
  /** A daily or personal budget is spent. */
  | 'BUDGET'
  /** A test set, baseline or gate file that cannot be used. */
  | 'EVAL'
  /** What must outlive the index cannot be read or written. */
  | 'STATE'
  /** Discord refused the token, an intent or a permission. */
  | 'DISCORD'
  /** The web server could not be opened. */
  | 'SERVER';

/** `problem` says what was received and what was expected; `fix` says what to type or set. */
export class YingjiaError extends Error {
  readonly code: ErrorCode;
  readonly problem: string;
  readonly fix: string;

  constructor(code: ErrorCode, { problem, fix, cause }: { problem: string; fix: string; cause?: unknown }) {
    super(`${problem} ${fix}`, { cause });
    this.name = 'YingjiaError';
    this.code = code;
    this.problem = problem;
    this.fix = fix;
  }
}
