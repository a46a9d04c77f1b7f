#!/usr/bin/env node
/** argv, environment, signals, exit code. Commands are in `cli/`, one file each; a command imports what is heavy when it runs. */
import { readFileSync } from 'node:fs';
import { ask } from './cli/ask.js';
import { chat } from './cli/chat.js';
import { doctor } from './cli/doctor.js';
import { evaluate } from './cli/eval.js';
import { evaluateAdd } from './cli/eval-add.js';
import { evaluateCheck } from './cli/eval-check.js';
import { evaluateExport } from './cli/eval-export.js';
import { evaluateImport } from './cli/eval-import.js';
import { evaluateSuggest } from './cli/eval-suggest.js';
import { indexHistory } from './cli/index-history.js';
import { indexPrune } from './cli/index-prune.js';
import { indexRollback } from './cli/index-rollback.js';
import { indexStatus } from './cli/index-status.js';
import { index } from './cli/index-update.js';
import { indexVerify } from './cli/index-verify.js';
import { mcp } from './cli/mcp.js';
import { runProgram } from './cli/program.js';
import { serve } from './cli/serve.js';
import { start } from './cli/start.js';
import { YingjiaError } from './errors.js';

const commands = [
  start,
  ask,
  chat,
  index,
  indexStatus,
  indexHistory,
  indexVerify,
  indexRollback,
  indexPrune,
  evaluate,
  evaluateCheck,
  evaluateImport,
  evaluateExport,
  evaluateSuggest,
  evaluateAdd,
  serve,
  mcp,
  doctor,
];

/** Time from the first signal to the end of everything, whatever a command is still doing: containers are killed after 10 s. */
const FINISH_MS = 9_500;

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
const print = (line: string) => process.stdout.write(`${line}\n`);
const tell = (line: string) => process.stderr.write(`${line}\n`);

const stopping = new AbortController();
/** Exit code of what a signal cut off: 128 and the signal's number. */
let cutOff = 130;
for (const [signal, number] of [
  ['SIGINT', 2],
  ['SIGTERM', 15],
] as const) {
  process.on(signal, () => {
    cutOff = 128 + number;
    const end = () => process.exit(cutOff);
    // The first asks the command to finish and gives it a while; the second ends it at once.
    if (stopping.signal.aborted) end();
    stopping.abort();
    setTimeout(end, FINISH_MS).unref();
  });
}
// Whoever reads our output may stop reading: that is no failure of ours.
process.stdout.on('error', (cause: NodeJS.ErrnoException) => process.exit(cause.code === 'EPIPE' ? 0 : 1));
process.stderr.on('error', (cause: NodeJS.ErrnoException) => {
  if (cause.code !== 'EPIPE') process.exit(1);
});
process.on('uncaughtException', (cause) => process.exit(tellFailure(cause)));

/** The one place where a failure of a command is told: a YingjiaError as problem and fix, anything else is a bug. @returns the exit code. */
function tellFailure(cause: unknown): number {
  if (stopping.signal.aborted) return cutOff;
  if (cause instanceof YingjiaError) {
    tell(`${cause.problem}\n${cause.fix}`);
    return cause.code === 'USAGE' ? 2 : 1;
  }
  tell(`This should not have happened: ${cause instanceof Error ? cause.message : String(cause)}`);
  tell('Please report it with what you typed; YINGJIA_LOG_LEVEL=debug shows where it happened.');
  if (process.env.YINGJIA_LOG_LEVEL === 'debug' && cause instanceof Error) tell(cause.stack ?? '');
  return 1;
}

try {
  process.exitCode = await runProgram(commands, process.argv.slice(2), {
    version,
    print,
    tell,
    colour: process.stdout.isTTY === true && (process.env.NO_COLOR ?? '') === '',
    signal: stopping.signal,
    async readSettings(flags) {
      const { parseSettings } = await import('./settings.js');
      try {
        process.loadEnvFile();
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code !== 'ENOENT')
          throw new YingjiaError('SETTINGS', { problem: '.env cannot be read.', fix: 'Make it readable, or remove it.', cause });
      }
      return parseSettings(process.env, flags);
    },
  });
} catch (cause) {
  process.exitCode = tellFailure(cause);
}
