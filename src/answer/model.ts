/**
 * The chat model: any OpenAI-compatible server behind LangChain's ChatOpenAI, opened with the first question. In: a prompt's values and the
 * form the answer should take. Out: a stream of text, with usage at its end. What an endpoint cannot do is remembered.
 */
import type { AIMessageChunk } from '@langchain/core/messages';
import type { ChatPromptTemplate } from '@langchain/core/prompts';
import { YingjiaError } from '../errors.js';
import { clientOptions, type Endpoint } from '../provider/endpoint.js';
import { troubleOf } from '../provider/trouble.js';

/** How a draft is asked for, most dependable first: by schema, as a tool's arguments, as some JSON, as lines of text. */
export const forms = ['schema', 'tool', 'json', 'text'] as const;
export type Form = (typeof forms)[number];

export type JsonSchema = Readonly<Record<string, unknown>>;

export type ModelRequest = {
  prompt: ChatPromptTemplate;
  /** For each form the values of the prompt: instructions differ, and nothing that comes from outside is ever part of a template. */
  values(form: Form): Record<string, string>;
  schema: { name: string; description: string; json: JsonSchema };
  /** Upper bound of what may be written. */
  maxTokens: number;
};

export type ModelPiece =
  | { text: string }
  | { usage: { inputTokens: number; outputTokens: number } }
  | { ended: 'stop' | 'length' | 'filtered' };

/** `form`: what the pieces are written in. The first piece has come already. */
export type ModelStream = { form: Form; pieces: AsyncIterator<ModelPiece> };

export type ChatModel = {
  name: string;
  /** Tokens that may be written and are paid for: the answer's, and the thoughts before it. */
  mostTokens(request: ModelRequest): number;
  /** @throws what the client throws; the caller's gate tells it apart. */
  open(request: ModelRequest, signal: AbortSignal): Promise<ModelStream>;
  /** Moves on to the next form, because what came in this one could not be read. @returns false at the last one. */
  giveUpForm(form: Form): boolean;
};

export type ChatModelOptions = Endpoint & { model: string };

/** Models that think before they write take no temperature, and count their thoughts as output. */
const thinks = /^(?:o\d|gpt-5)/;
/** Room for thoughts, in tokens. */
const THOUGHTS = 6_000;

/** What the endpoint has been seen to refuse. */
type Limits = { form: Form; usage: boolean; temperature: boolean };

/** @throws YingjiaError SETTINGS where a key is missing. */
export function createChatModel(options: ChatModelOptions): ChatModel {
  if (options.apiKey === undefined && options.baseUrl === undefined) {
    throw new YingjiaError('SETTINGS', {
      problem: `YINGJIA_CHAT_MODEL is "${options.model}", but there is neither a key for OpenAI nor the address of another server.`,
      fix: 'Set OPENAI_API_KEY, or OPENAI_BASE_URL for a local server; without YINGJIA_CHAT_MODEL answers are quoted sentences.',
    });
  }
  const limits: Limits = { form: 'schema', usage: true, temperature: !thinks.test(options.model) };
  return {
    name: options.model,
    mostTokens: (request) => mostTokens(options.model, request),
    async open(request, signal) {
      for (let tried = { ...limits }; ; ) {
        try {
          const stream = await openStream(options, tried, request, signal);
          remember(limits, tried);
          return stream;
        } catch (error) {
          const modest = relaxed(tried, error);
          if (modest === undefined) throw error;
          tried = modest;
        }
      }
    },
    giveUpForm: (form) => (limits.form === form ? nextForm(limits) : true),
  };
}

const mostTokens = (model: string, { maxTokens }: ModelRequest) => maxTokens + (thinks.test(model) ? THOUGHTS : 0);

/** Only what worked is remembered: a question that is too long is refused in every form, and teaches nothing. */
function remember(limits: Limits, { form, usage, temperature }: Limits): void {
  if (forms.indexOf(form) > forms.indexOf(limits.form)) limits.form = form;
  limits.usage &&= usage;
  limits.temperature &&= temperature;
}

/** A request that is refused for what it asks, asked more modestly. @returns undefined where nothing is left to do without. */
function relaxed(tried: Limits, error: unknown): Limits | undefined {
  const { status, message } = troubleOf(error);
  if (status !== 400 && status !== 404 && status !== 415 && status !== 422 && status !== 501) return undefined;
  if (/stream_options|include_usage/i.test(message) && tried.usage) return { ...tried, usage: false };
  if (/temperature/i.test(message) && tried.temperature) return { ...tried, temperature: false };
  const modest = { ...tried };
  return status !== 404 && nextForm(modest) ? modest : undefined;
}

function nextForm(limits: Limits): boolean {
  const next = forms[forms.indexOf(limits.form) + 1];
  if (next === undefined) return false;
  limits.form = next;
  return true;
}

async function openStream(
  options: ChatModelOptions,
  { form, usage, temperature }: Limits,
  request: ModelRequest,
  signal: AbortSignal,
): Promise<ModelStream> {
  const { initChatModel } = await import('langchain');
  const model = await initChatModel(options.model, {
    ...clientOptions(options),
    modelProvider: 'openai',
    streamUsage: usage,
    maxTokens: mostTokens(options.model, request),
    ...(temperature ? { temperature: 0 } : {}),
  });
  const chain = request.prompt.pipe(model.withConfig(callOptions(form, request.schema) as Record<string, unknown>));
  const chunks = (await chain.stream(request.values(form), { signal }))[Symbol.asyncIterator]();
  const pieces = piecesOf(chunks);
  // Servers refuse, and connections fail, before the first piece.
  const first = await pieces.next();
  return { form, pieces: withFirst(first, pieces) };
}

function callOptions(form: Form, { name, description, json }: ModelRequest['schema']) {
  if (form === 'schema')
    return { response_format: { type: 'json_schema' as const, json_schema: { name, description, schema: json, strict: true } } };
  if (form === 'json') return { response_format: { type: 'json_object' as const } };
  if (form === 'text') return {};
  return {
    tools: [{ type: 'function' as const, function: { name, description, parameters: json } }],
    tool_choice: { type: 'function' as const, function: { name } },
  };
}

async function* piecesOf(chunks: AsyncIterator<AIMessageChunk>): AsyncGenerator<ModelPiece, void, undefined> {
  for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) {
    const chunk = next.value;
    const text = textOf(chunk);
    if (text !== '') yield { text };
    const { input_tokens: inputTokens = 0, output_tokens: outputTokens = 0 } = chunk.usage_metadata ?? {};
    if (inputTokens + outputTokens > 0) yield { usage: { inputTokens, outputTokens } };
    const reason = (chunk.response_metadata as { finish_reason?: unknown }).finish_reason;
    if (typeof reason === 'string') yield { ended: reason === 'length' ? 'length' : reason === 'content_filter' ? 'filtered' : 'stop' };
  }
}

/** The words, or the arguments of the tool that carries them. */
function textOf(chunk: AIMessageChunk): string {
  const words =
    typeof chunk.content === 'string'
      ? chunk.content
      : chunk.content.map((part) => (part.type === 'text' ? String(part.text) : '')).join('');
  return words + (chunk.tool_call_chunks ?? []).map((call) => call.args ?? '').join('');
}

async function* withFirst(
  first: IteratorResult<ModelPiece, void>,
  rest: AsyncGenerator<ModelPiece, void, undefined>,
): AsyncGenerator<ModelPiece, void, undefined> {
  if (first.done === true) return;
  yield first.value;
  yield* rest;
}
