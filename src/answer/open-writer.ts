/** Settings -> a writer of answers, or undefined where no chat model is set. Nothing is asked of the provider before the first question. */
import { createProviderGate } from '../provider/gate.js';
import { type Price, priceOf } from '../provider/prices.js';
import type { Settings } from '../settings.js';
import type { GlossaryRow } from '../text/glossary.js';
import type { Budget } from '../types.js';
import { createChatModel } from './model.js';
import { createVerification } from './verify.js';
import { type AnswerWriter, createAnswerWriter } from './write.js';

export type WriterSurroundings = {
  glossary: readonly GlossaryRow[];
  /** Without one nothing is counted and no cap holds. */
  budget?: Budget | undefined;
  /** Lines for the operator. */
  onNotice?: (line: string) => void;
};

/** @throws YingjiaError SETTINGS where the model cannot be reached with these settings. */
export function openAnswerWriter(
  settings: Settings['model'],
  { glossary, budget, onNotice }: WriterSurroundings,
): AnswerWriter | undefined {
  const { chatModel: model, apiKey, baseUrl, deadlineMs, concurrency } = settings;
  if (model === undefined) return undefined;
  const price = priceOf(model, { input: settings.priceInput, output: settings.priceOutput });
  const notice = capNotice(settings, price);
  if (notice !== undefined) onNotice?.(notice);
  return createAnswerWriter({
    model: createChatModel({ model, apiKey, baseUrl }),
    gate: createProviderGate({ concurrency }),
    verification: createVerification(glossary),
    deadlineMs,
    budget,
    price,
  });
}

/** A cap on money holds nothing back where nobody knows what a token costs. */
function capNotice({ chatModel, budgetDailyUsd, budgetUserDailyUsd }: Settings['model'], price: Price | undefined): string | undefined {
  if (price !== undefined || (budgetDailyUsd === undefined && budgetUserDailyUsd === undefined)) return undefined;
  return `A budget is set, but the price of "${chatModel}" is not known: set YINGJIA_PRICE_INPUT_PER_MTOK and YINGJIA_PRICE_OUTPUT_PER_MTOK, or the budget holds nothing back.`;
}
