/** Command objects -> a command line. Wrong usage is exit code 2; everything that a command throws is told by `main.ts`. */
import { Command as CommanderCommand, CommanderError, Option } from 'commander';
import type { Flags, Settings } from '../settings.js';
import type { Command, ExitCode } from './command.js';

/** Flags that every command has. */
const shared = [
  new Option('--corpus <dir>', "the articles' folder (default: corpus)"),
  new Option('--index <dir>', "the index's folder (default: index)"),
  new Option('--collection <name>', 'ask this collection only; repeatable').argParser((value: string, before: string[] | undefined) => [
    ...(before ?? []),
    value,
  ]),
];

export type Surroundings = {
  version: string;
  readSettings(flags: Flags): Promise<Settings>;
  print(line: string): void;
  tell(line: string): void;
  colour: boolean;
  signal: AbortSignal;
};

/** @returns the exit code. @throws what a command throws. */
export async function runProgram(commands: readonly Command[], argv: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const program = prepare(new CommanderCommand('yingjia'), surroundings)
    .description('Answers questions about a collection of articles: every sentence stands on a passage quoted word for word and checked.')
    .version(surroundings.version);
  const parents = new Map<string, CommanderCommand>();
  for (const command of commands) {
    const [first, second] = command.name.split(' ') as [string, string | undefined];
    const parent = second === undefined ? program : parents.get(first)!;
    const built = prepare(parent.command(second ?? first), surroundings)
      .summary(command.summary)
      .description(command.summary);
    if (second === undefined) parents.set(first, built);
    describe(built, command);
    built.action(async (...received: unknown[]) => {
      const given = received
        .slice(0, command.arguments?.length ?? 0)
        .flat()
        .filter((value): value is string => typeof value === 'string');
      // A command below another shares its flags: they may stand before or behind its name.
      const values = built.optsWithGlobals() as Record<string, unknown> & { corpus?: string; index?: string; collection?: string[] };
      const settings = await surroundings.readSettings({ corpus: values.corpus, index: values.index, collections: values.collection });
      exitCode = await command.run({
        positionals: given,
        values,
        settings,
        print: surroundings.print,
        tell: surroundings.tell,
        colour: surroundings.colour,
        signal: surroundings.signal,
      });
    });
  }
  try {
    await program.parseAsync(argv.length === 0 ? ['--help'] : [...argv], { from: 'user' });
  } catch (cause) {
    if (!(cause instanceof CommanderError)) throw cause;
    return cause.exitCode === 0 ? 0 : 2;
  }
  return exitCode;
}

function prepare(command: CommanderCommand, { print, tell }: Surroundings): CommanderCommand {
  return command
    .exitOverride()
    .allowExcessArguments(false)
    .showHelpAfterError('(add --help for what there is)')
    .configureOutput({ writeOut: (text) => print(text.trimEnd()), writeErr: (text) => tell(text.trimEnd()) });
}

function describe(built: CommanderCommand, command: Command): void {
  for (const { name, description } of command.arguments ?? []) built.argument(name, description);
  for (const { flags, description, default: fallback } of command.options)
    built.option(flags, description, fallback as string | boolean | string[]);
  for (const option of shared) built.addOption(option);
  if (command.examples.length > 0)
    built.addHelpText('after', `\nExamples:\n${command.examples.map((example) => `  $ npx yingjia ${example}`).join('\n')}`);
}
