/**
 * One request to the model, from leave to spend to the last token. In: a request. Out: pieces of text as they come, then how it ended and what it
 * used. Holds a place at the gate and money of the budget for as long as it runs.
 */
import { abortTrouble, type ProviderGate } from '../provider/gate.js';
import { costOf, estimateTokens, type Price } from '../provider/prices.js';
import { type Trouble, troubleOf } from '../provider/trouble.js';
import type { Budget, Spending } from '../types.js';
import type { ChatModel, Form, ModelPiece, ModelRequest } from './model.js';

export type RunParts = { model: ChatModel; gate: ProviderGate; budget?: Budget | undefined; price?: Price | undefined };
export type RunContext = { asker?: { user?: string; channel?: string } | undefined; signal: AbortSignal };

export type ModelEnd = {
  /** ended: the model stopped of itself. cut: the stream broke off, or a limit ended it. refused: nothing came. */
  kind: 'ended' | 'cut' | 'budget' | 'trouble';
  trouble?: Trouble;
  used: Spending;
};

export type TextPiece = { form: Form; text: string };

const nothing: Spending = { inputTokens: 0, outputTokens: 0 };

export async function* runModel(
  parts: RunParts,
  request: ModelRequest,
  { asker, signal }: RunContext,
): AsyncGenerator<TextPiece, ModelEnd, undefined> {
  const meter = new Meter(parts.price, estimateTokens(Object.values(request.values('json')).join('\n')));
  const reservation = await parts.budget?.reserve(meter.most(parts.model.mostTokens(request)), asker);
  if (parts.budget !== undefined && reservation === undefined) return { kind: 'budget', used: nothing };
  try {
    const place = await parts.gate.enter(signal);
    if (!place.ok) return { kind: 'trouble', trouble: place.trouble, used: nothing };
    try {
      const opened = await parts.gate.attempt((inner) => parts.model.open(request, inner), signal);
      if (!opened.ok) return { kind: 'trouble', trouble: opened.trouble, used: nothing };
      meter.begin();
      const end = yield* readPieces(opened.value, meter, signal);
      if (end.trouble?.kind === 'failed') await parts.gate.report(end.trouble);
      return { ...end, used: meter.used() };
    } finally {
      place.value.release();
    }
  } finally {
    await reservation?.settle(meter.used());
  }
}

async function* readPieces(
  { form, pieces }: { form: Form; pieces: AsyncIterator<ModelPiece> },
  meter: Meter,
  signal: AbortSignal,
): AsyncGenerator<TextPiece, Omit<ModelEnd, 'used'>, undefined> {
  try {
    for (let next = await nextPiece(pieces, signal); next !== undefined; next = await nextPiece(pieces, signal)) {
      meter.count(next);
      if ('ended' in next && next.ended !== 'stop') return { kind: 'cut' };
      if ('text' in next) yield { form, text: next.text };
    }
    return { kind: 'ended' };
  } catch (error) {
    return { kind: 'cut', trouble: signal.aborted ? abortTrouble(signal) : troubleOf(error) };
  } finally {
    // Not awaited: a stream that stalls does not end when it is told to.
    void pieces.return?.().catch(() => undefined);
  }
}

/** @returns undefined at the end. @throws what the stream throws, or the signal's reason. */
function nextPiece(pieces: AsyncIterator<ModelPiece>, signal: AbortSignal): Promise<ModelPiece | undefined> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    pieces
      .next()
      .then((next) => resolve(next.done === true ? undefined : next.value), reject)
      .finally(() => signal.removeEventListener('abort', stop));
  });
}

/** The provider's own count where it gives one, else an estimate from the words that went and came. */
class Meter {
  private reported: { inputTokens: number; outputTokens: number } | undefined;
  private written = '';
  private begun = false;

  constructor(
    private readonly price: Price | undefined,
    private readonly input: number,
  ) {}

  /** Before the call: what it may cost. */
  most(outputTokens: number): Spending {
    return this.spending(this.input, outputTokens);
  }

  begin(): void {
    this.begun = true;
  }

  count(piece: ModelPiece): void {
    if ('text' in piece) this.written += piece.text;
    else if ('usage' in piece) this.reported = piece.usage;
  }

  used(): Spending {
    if (!this.begun) return nothing;
    return this.reported === undefined
      ? this.spending(this.input, estimateTokens(this.written))
      : this.spending(this.reported.inputTokens, this.reported.outputTokens);
  }

  private spending(inputTokens: number, outputTokens: number): Spending {
    const costUsd = costOf(this.price, { inputTokens, outputTokens });
    return { inputTokens, outputTokens, ...(costUsd === undefined ? {} : { costUsd }) };
  }
}

export function addSpending(one: Spending, other: Spending): Spending {
  const costUsd = one.costUsd === undefined && other.costUsd === undefined ? undefined : (one.costUsd ?? 0) + (other.costUsd ?? 0);
  return {
    inputTokens: one.inputTokens + other.inputTokens,
    outputTokens: one.outputTokens + other.outputTokens,
    ...(costUsd === undefined ? {} : { costUsd }),
  };
}
