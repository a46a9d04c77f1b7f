/** Settings -> a function that lets the chat model judge. Nothing is asked of the provider before the first call. */
import { YingjiaError } from '../errors.js';
import { withDeadline } from '../provider/deadline.js';
import { createProviderGate } from '../provider/gate.js';
import { priceOf } from '../provider/prices.js';
import type { Settings } from '../settings.js';
import type { Budget } from '../types.js';
import { createChatModel, type ModelRequest } from './model.js';
import { type RunParts, runModel } from './model-run.js';

/** A number in an object. */
const MOST_TOKENS = 60;

const schema = {
  name: 'give_score',
  description: 'The judgement of the answer',
  json: { type: 'object', properties: { score: { type: 'number' } }, required: ['score'], additionalProperties: false },
};

/**
 * @returns what the model wrote, whole. Its calls throw YingjiaError MODEL where nothing whole came, or the budget is spent.
 * @throws YingjiaError SETTINGS without a chat model that can be reached.
 */
export function openJudge(settings: Settings['model'], budget?: Budget) {
  const { chatModel, apiKey, baseUrl, concurrency, deadlineMs } = settings;
  if (chatModel === undefined) {
    throw new YingjiaError('SETTINGS', {
      problem: 'Judging needs a chat model, and YINGJIA_CHAT_MODEL is not set.',
      fix: 'Set YINGJIA_CHAT_MODEL, or leave --judge out: every other score needs no model.',
    });
  }
  const parts = {
    model: createChatModel({ model: chatModel, apiKey, baseUrl }),
    gate: createProviderGate({ concurrency }),
    budget,
    price: priceOf(chatModel, { input: settings.priceInput, output: settings.priceOutput }),
  };
  return async (prompt: { rules: string; material: string }, signal?: AbortSignal): Promise<string> => {
    const deadline = withDeadline(signal, deadlineMs);
    try {
      return await readJudgement(parts, await requestOf(prompt), deadline.signal);
    } finally {
      deadline.clear();
    }
  };
}

async function readJudgement(parts: RunParts, request: ModelRequest, signal: AbortSignal): Promise<string> {
  const pieces = runModel(parts, request, { signal });
  let text = '';
  for (let next = await pieces.next(); ; next = await pieces.next()) {
    if (next.done !== true) {
      text += next.value.text;
      continue;
    }
    const { kind, trouble } = next.value;
    if (kind === 'ended') return text;
    throw new YingjiaError('MODEL', {
      problem: kind === 'budget' ? 'The budget for models is spent.' : `The model gave no whole judgement: ${trouble?.message ?? kind}.`,
      fix: kind === 'budget' ? 'Raise YINGJIA_BUDGET_DAILY_USD, or judge tomorrow.' : 'Try again, or leave --judge out.',
    });
  }
}

async function requestOf({ rules, material }: { rules: string; material: string }): Promise<ModelRequest> {
  const { ChatPromptTemplate } = await import('@langchain/core/prompts');
  return {
    prompt: ChatPromptTemplate.fromMessages([
      ['system', '{rules}'],
      ['human', '{material}'],
    ]),
    values: () => ({ rules, material }),
    schema,
    maxTokens: MOST_TOKENS,
  };
}
