/** What every command is: an object. `program.ts` turns the objects into a command line; `main.ts` runs it. */
import type { Settings } from '../settings.js';

export type CommandOption = {
  /** As commander reads it: "--limit <number>", "--json". */
  flags: string;
  description: string;
  default?: string | boolean | readonly string[];
};

export type CommandContext = {
  positionals: readonly string[];
  /** Values by the option's camel-cased name. */
  values: Readonly<Record<string, unknown>>;
  settings: Settings;
  /** Standard output: data only. */
  print(line: string): void;
  /** Standard error: progress, notices, problems. */
  tell(line: string): void;
  /** Whether standard output shows colours. */
  colour: boolean;
  /** Aborted by SIGINT and SIGTERM. */
  signal: AbortSignal;
};

/** Exit codes: 0 done, 1 failed, 2 wrong usage, 3 a gate did not hold. */
export type ExitCode = 0 | 1 | 2 | 3;

export type Command = {
  /** "ask", or "index status" for a command below another. */
  name: string;
  summary: string;
  /** As commander reads them: "[question]", "<file>", "[paths...]". */
  arguments?: readonly { name: string; description: string }[];
  options: readonly CommandOption[];
  examples: readonly string[];
  /** Imports what is heavy inside. @throws YingjiaError for what the operator must fix. */
  run(context: CommandContext): Promise<ExitCode>;
};
