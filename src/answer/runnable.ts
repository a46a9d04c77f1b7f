/**
 * The answerer as a LangChain Runnable: compose it with `pipe`, trace it with callbacks. Importing this file imports @langchain/core: only
 * the library's door does.
 */
import type { CallbackManagerForChainRun } from '@langchain/core/callbacks/manager';
import { Runnable, type RunnableConfig } from '@langchain/core/runnables';
import type { Answer, AnswerEvent, Answerer, AnswerOptions, Question } from '../types.js';

export type AnswerInput = string | Question;
export type AnswerCallOptions = RunnableConfig & Pick<AnswerOptions, 'decline' | 'asker'>;
/** What a custom event named "claim" carries: a verified claim, and the citations that it names. */
export type ClaimEvent = Omit<Extract<AnswerEvent, { kind: 'claim' }>, 'kind'>;

/**
 * `invoke` gives the whole answer, and `stream` gives it as its one chunk: a chain that waits for an answer never gets a part of one. Claims
 * are told as they are verified, wherever in a chain this stands, by custom events named "claim" (`streamEvents`, `handleCustomEvent`).
 */
export class AnswerRunnable extends Runnable<AnswerInput, Answer, AnswerCallOptions> {
  override lc_namespace = ['yingjia', 'answer'];

  constructor(private readonly answerer: Pick<Answerer, 'stream'>) {
    super();
  }

  static override lc_name(): string {
    return 'AnswerRunnable';
  }

  /** @throws YingjiaError USAGE for an empty or overlong question. */
  override async invoke(input: AnswerInput, options?: Partial<AnswerCallOptions>): Promise<Answer> {
    return this._callWithConfig(this.answer, input, options);
  }

  private async answer(input: AnswerInput, options?: Partial<AnswerCallOptions>, run?: CallbackManagerForChainRun): Promise<Answer> {
    const question = typeof input === 'string' ? { text: input } : input;
    for await (const event of this.answerer.stream(question, answerOptions(options))) {
      if (event.kind === 'done') return event.answer;
      await run?.handleCustomEvent('claim', { claim: event.claim, citations: event.citations } satisfies ClaimEvent);
    }
    throw new Error('the stream ended without an answer');
  }
}

const answerOptions = ({ signal, decline, asker }: Partial<AnswerCallOptions> = {}): AnswerOptions => ({
  ...(signal === undefined ? {} : { signal }),
  ...(decline === undefined ? {} : { decline }),
  ...(asker === undefined ? {} : { asker }),
});
