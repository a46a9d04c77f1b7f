/** `yingjia ask`: one answer, or one for each line of standard input. */
import { addAbortSignal } from 'node:stream';
import { checkQuestion } from '../answer/question.js';
import { YingjiaError } from '../errors.js';
import type { Answerer } from '../types.js';
import type { Command, CommandContext, ExitCode } from './command.js';
import { refreshOption } from './refresh.js';
import { withAnswerer } from './with-answerer.js';

/** UTF-16 units read from standard input for one question: enough to say that it is too long. */
const INPUT_LIMIT = 1_000_000;

export const ask = {
  name: 'ask',
  summary: 'Answer one question.',
  arguments: [{ name: '[question...]', description: 'the question; from standard input where it is left out' }],
  options: [
    { flags: '--json', description: 'print the answer as one JSON document' },
    { flags: '--lines', description: 'answer each line of standard input' },
    { flags: '--no-decline', description: 'answer as well as can be, however unsure' },
    refreshOption,
  ],
  examples: [
    'ask "微軟為什麼暫停資料中心的擴建?"',
    'ask --json "Why did Microsoft pause its data center expansion?"',
    'ask --lines < questions.txt',
  ],
  run: async (context) => {
    const { values, positionals } = context;
    if (values.lines === true) return answerLines(context);
    const question = positionals.length > 0 ? positionals.join(' ') : await readQuestion(context.signal);
    checkQuestion(question);
    await withAnswerer(context, async (answerer) => answerOne(context, answerer, question));
    return 0;
  },
} satisfies Command;

async function answerOne({ values, print, colour, signal }: CommandContext, answerer: Answerer, question: string): Promise<void> {
  const answer = await answerer.answer({ text: question }, { signal, decline: values.decline !== false });
  if (values.json === true) print(JSON.stringify(answer));
  else {
    const { renderAnswer } = await import('./render-answer.js');
    print(renderAnswer(answer, colour));
  }
}

/** A line that cannot be asked is told with its number; the others are answered. */
async function answerLines(context: CommandContext): Promise<ExitCode> {
  const { createInterface } = await import('node:readline');
  const { signal } = context;
  let exitCode: ExitCode = 0;
  await withAnswerer(context, async (answerer) => {
    let number = 0;
    for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY, signal })) {
      number++;
      if (line.trim() === '') continue;
      try {
        await answerOne(context, answerer, line);
      } catch (cause) {
        if (!(cause instanceof YingjiaError && cause.code === 'USAGE')) throw cause;
        context.tell(`Line ${number}: ${cause.problem} ${cause.fix}`);
        exitCode = 2;
      }
    }
  });
  signal.throwIfAborted();
  return exitCode;
}

/** @throws YingjiaError USAGE where nobody would ever type one. */
async function readQuestion(signal: AbortSignal): Promise<string> {
  if (process.stdin.isTTY)
    throw new YingjiaError('USAGE', {
      problem: 'There is no question.',
      fix: 'Write it behind the command, as in: npx yingjia ask "What is fungibility?"',
    });
  let text = '';
  const input = addAbortSignal(signal, process.stdin.setEncoding('utf8'));
  for await (const part of input) {
    text += part;
    if (text.length > INPUT_LIMIT) break;
  }
  return text.trim();
}
