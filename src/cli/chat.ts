/** `yingjia chat`: a conversation in the terminal; what was said before is remembered until it ends. */
import { createInterface } from 'node:readline/promises';
import { YingjiaError } from '../errors.js';
import type { Answer, Answerer, Question, Turn } from '../types.js';
import type { Command, CommandContext } from './command.js';
import { refreshOption } from './refresh.js';
import { withAnswerer } from './with-answerer.js';

/** Turns that a follow-up can lean on. */
const REMEMBERED = 6;

export const chat = {
  name: 'chat',
  summary: 'Have a conversation in the terminal.',
  options: [refreshOption],
  examples: ['chat', 'chat --collection nadella-scaffolding'],
  run: async (context) => {
    await withAnswerer(context, (answerer) => converse(context, answerer));
    return 0;
  },
} satisfies Command;

/** How a conversation ended: by "exit", the end of input or the signal, or by Ctrl+C. */
type Ending = 'ended' | 'interrupted';

export async function converse(
  { print, tell, colour, signal }: Pick<CommandContext, 'print' | 'tell' | 'colour' | 'signal'>,
  answerer: Answerer,
): Promise<Ending> {
  const { renderAnswer } = await import('./render-answer.js');
  const isTerminal = process.stdin.isTTY === true && process.stderr.isTTY === true;
  const terminal = createInterface({ input: process.stdin, output: process.stderr, prompt: isTerminal ? '› ' : '', terminal: isTerminal });
  let ending: Ending = 'ended';
  let isOpen = true;
  terminal.once('close', () => {
    isOpen = false;
  });
  terminal.on('SIGINT', () => {
    ending = 'interrupted';
    terminal.close();
  });
  const close = () => terminal.close();
  signal.addEventListener('abort', close, { once: true });
  let history: Turn[] = [];
  tell('Ask a question (Ctrl+D or "exit" ends, "new" begins a new conversation). 輸入問題即可；exit 結束，new 重新開始。');
  if (!signal.aborted) terminal.prompt();
  for await (const line of terminal) {
    const text = line.trim();
    if (text === 'exit' || text === 'quit' || signal.aborted) break;
    if (text === 'new') history = [];
    else if (text !== '') {
      const turn = await answerTurn({ text, history }, answerer, { tell, signal });
      if (turn !== undefined) {
        print(`${renderAnswer(turn, colour)}
`);
        history = [...history, createTurn(turn)].slice(-REMEMBERED);
      }
    }
    // A prompt after the end would take up standard input again, and the program would never end.
    if (isOpen && !signal.aborted) terminal.prompt();
  }
  signal.removeEventListener('abort', close);
  terminal.close();
  return ending;
}

/** @returns undefined for a question that cannot be asked, which does not end the conversation, and where the signal cut it off. */
async function answerTurn(
  question: Question,
  answerer: Answerer,
  { tell, signal }: Pick<CommandContext, 'tell' | 'signal'>,
): Promise<Answer | undefined> {
  try {
    return await answerer.answer(question, { signal });
  } catch (cause) {
    if (signal.aborted) return undefined;
    if (!(cause instanceof YingjiaError)) throw cause;
    tell(`${cause.problem} ${cause.fix}`);
    return undefined;
  }
}

const createTurn = ({ question, text, citations }: Answer): Turn => ({
  question,
  answer: text,
  citations: citations.map(({ articleId, articleVersion, start, end }) => ({ articleId, articleVersion, start, end })),
});
