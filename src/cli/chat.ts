/** `yingjia chat`: a conversation in the terminal; what was said before is remembered until it ends. */
import { createInterface } from 'node:readline/promises';
import { YingjiaError } from '../errors.js';
import type { Answerer, Turn } from '../types.js';
import type { Command, CommandContext } from './command.js';
import { refreshFirst, refreshOption } from './refresh.js';

/** Turns that a follow-up can lean on. */
const REMEMBERED = 6;

export const chat = {
  name: 'chat',
  summary: 'Have a conversation in the terminal.',
  options: [refreshOption],
  examples: ['chat', 'chat --collection nadella-scaffolding'],
  run: async (context) => {
    await refreshFirst(context);
    const { openAnswerer } = await import('../pipeline.js');
    const answerer = await openAnswerer(context.settings, { onNotice: context.tell });
    try {
      await converse(context, answerer);
    } finally {
      await answerer.close();
    }
    return 0;
  },
} satisfies Command;

/** Reads questions until end of input, "exit" or a signal. */
export async function converse(
  { print, tell, signal }: Pick<CommandContext, 'print' | 'tell' | 'signal'>,
  answerer: Answerer,
): Promise<void> {
  const { renderAnswer } = await import('./render-answer.js');
  const terminal = createInterface({
    input: process.stdin,
    output: process.stderr,
    prompt: '› ',
    terminal: process.stdin.isTTY === true && process.stderr.isTTY === true,
  });
  signal.addEventListener('abort', () => terminal.close(), { once: true });
  const colour = process.stdout.isTTY === true && process.env.NO_COLOR === undefined;
  let history: Turn[] = [];
  tell('Ask a question (Ctrl+D or "exit" ends, "new" begins a new conversation). 輸入問題即可；exit 結束，new 重新開始。');
  terminal.prompt();
  for await (const line of terminal) {
    const text = line.trim();
    if (text === 'exit' || text === 'quit') break;
    if (text === 'new') history = [];
    else if (text !== '') {
      try {
        const answer = await answerer.answer({ text, history }, { signal });
        print(`${renderAnswer(answer, colour)}\n`);
        const citations = answer.citations.map(({ articleId, articleVersion, start, end }) => ({ articleId, articleVersion, start, end }));
        history = [...history, { question: text, answer: answer.text, citations }].slice(-REMEMBERED);
      } catch (cause) {
        // A question that cannot be asked does not end the conversation.
        if (!(cause instanceof YingjiaError)) throw cause;
        tell(`${cause.problem} ${cause.fix}`);
      }
    }
    terminal.prompt();
  }
  terminal.close();
}
