/** The OpenAI-compatible routes: /v1/models and /v1/chat/completions, as JSON and as server-sent events. */
import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { z } from 'zod';
import type { Answer } from '../types.js';
import { type Ask, type Events, lastAnswer } from './asking.js';
import {
  claimBreak,
  completionRequestSchema,
  countUsage,
  MODEL,
  parseConversation,
  renderClaim,
  renderExtra,
  renderMessage,
  renderRest,
} from './completions.js';
import { type AppParts, type Door, type DoorEnvironment, visibleCollections } from './door.js';
import { describeError, openAiError } from './refusal.js';
import { readBody } from './requests.js';

type CompletionRequest = z.infer<typeof completionRequestSchema>;

export function createOpenAiRoutes(parts: AppParts, ask: Ask): Hono<DoorEnvironment> {
  const routes = new Hono<DoorEnvironment>();
  const created = Math.floor(Date.now() / 1000);

  routes.get('/models', async (door) =>
    door.json({ object: 'list', data: (await listModels(parts)).map((id) => renderModel(id, created)) }),
  );

  routes.get('/models/:id{.+}', async (door) => {
    const id = door.req.param('id');
    return (await listModels(parts)).includes(id) ? door.json(renderModel(id, created)) : refuseModel(door, id);
  });

  routes.post('/chat/completions', async (door) => {
    const request = await readBody(door, completionRequestSchema);
    if (request instanceof Response) return request;
    if (!(await listModels(parts)).includes(request.model)) return refuseModel(door, request.model);
    const question = parseConversation(request.messages);
    if (question === undefined) return door.json(openAiError(noQuestion, 'messages'), 400);
    const collection = request.model.slice(MODEL.length + 1);
    const events = await ask(door, { door: 'openai', question: { ...question, ...(collection !== '' && { collections: [collection] }) } });
    if (events instanceof Response) return events;
    const completion = { id: `chatcmpl-${door.var.requestId}`, created: Math.floor(Date.now() / 1000), model: request.model };
    return request.stream === true
      ? sendChunks(parts, door, { request, events, completion })
      : door.json(renderCompletion(request, completion, await lastAnswer(events), baseOf(parts, door)));
  });
  return routes;
}

const noQuestion = { code: 'REQUEST', problem: 'No message is from the user.', fix: 'Send one with role "user".' } as const;

async function listModels({ answerer, settings }: AppParts): Promise<string[]> {
  const { articles } = await answerer.overview(visibleCollections(settings, undefined));
  return [MODEL, ...new Set(articles.map(({ collection }) => `${MODEL}/${collection}`))];
}

const renderModel = (id: string, created: number) => ({ id, object: 'model', created, owned_by: MODEL });

function refuseModel(door: Door, id: string): Response {
  const message = `The model ${JSON.stringify(id.slice(0, 100))} does not exist. GET /v1/models lists those that do.`;
  return door.json({ error: { message, type: 'invalid_request_error', param: 'model', code: 'model_not_found' } }, 404);
}

/** The address under which the client knows us; its Host name has been checked. */
function baseOf({ settings }: AppParts, door: Door): string {
  const forwarded = settings.server.trustProxy ? door.req.header('x-forwarded-proto') : undefined;
  return `${forwarded === 'https' ? 'https' : 'http'}://${door.req.header('host')}`;
}

type Completion = { id: string; created: number; model: string };

function renderCompletion(request: CompletionRequest, completion: Completion, answer: Answer, base: string) {
  const { content, annotations } = renderMessage(answer, base);
  return {
    ...completion,
    object: 'chat.completion',
    system_fingerprint: `generation-${answer.generation}`,
    choices: [{ index: 0, message: { role: 'assistant', content, refusal: null, annotations }, logprobs: null, finish_reason: 'stop' }],
    usage: countUsage(request.messages, content),
    yingjia: renderExtra(answer),
  };
}

type Sending = { request: CompletionRequest; events: Events; completion: Completion };

/** One chunk a claim, then the rest, the annotations, the usage where asked for, and [DONE]. */
function sendChunks(parts: AppParts, door: Door, { request, events, completion }: Sending): Response {
  const withUsage = request.stream_options?.include_usage === true;
  const base = baseOf(parts, door);
  door.header('x-accel-buffering', 'no');
  return streamSSE(door, async (stream) => {
    stream.onAbort(() => void events.return());
    const write = (chunk: object) =>
      stream.writeSSE({ data: JSON.stringify({ ...completion, object: 'chat.completion.chunk', ...chunk }) });
    const writeDelta = (delta: object, finish: string | null = null) =>
      write({ choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }], ...(withUsage && { usage: null }) });
    let content = '';
    const writeText = async (text: string) => {
      if (text === '') return;
      const piece = `${claimBreak(content === '')}${text}`;
      content += piece;
      await writeDelta({ content: piece });
    };
    try {
      await writeDelta({ role: 'assistant', content: '' });
      for await (const event of events) {
        if (event.kind === 'claim') {
          await writeText(renderClaim(event.claim));
          continue;
        }
        await writeText(renderRest(event.answer, base));
        await writeDelta({ annotations: renderMessage(event.answer, base).annotations });
        await write({ choices: [{ index: 0, delta: {}, logprobs: null, finish_reason: 'stop' }], yingjia: renderExtra(event.answer) });
      }
      if (withUsage) await write({ choices: [], usage: countUsage(request.messages, content) });
      await stream.writeSSE({ data: '[DONE]' });
    } catch (error) {
      if (stream.aborted) return;
      const { refusal, line } = describeError(error, door.var.requestId);
      if (line !== undefined) parts.tell(line);
      await stream.writeSSE({ data: JSON.stringify(openAiError(refusal)) });
    }
  });
}
