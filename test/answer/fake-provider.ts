/**
 * An OpenAI-compatible server on loopback that plays models from scripts. A script sees each request and says what comes back, down to where
 * the stream breaks off. Streams speak as the request asked: as content, or as the arguments of the forced tool.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type ProviderRequest = { path: string; headers: IncomingMessage['headers']; body: Record<string, unknown>; count: number };

export type Play =
  /** A whole answer of any kind, word for word. */
  | { status: number; headers?: Record<string, string>; body: unknown }
  /** A stream of these pieces; `ending` is how it goes on after them. */
  | {
      pieces: readonly string[];
      ending?: 'stop' | 'length' | 'cut' | 'stall';
      usage?: { prompt_tokens: number; completion_tokens: number };
    };

export type FakeProvider = { baseUrl: string; requests: ProviderRequest[]; close(): Promise<void> };

export async function openFakeProvider(script: (request: ProviderRequest) => Play | Promise<Play>): Promise<FakeProvider> {
  const requests: ProviderRequest[] = [];
  const server = createServer((message, response) => void answer(message, response));

  async function answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}') as Record<string, unknown>;
    const request = { path: message.url!, headers: message.headers, body, count: requests.length + 1 };
    requests.push(request);
    const play = await script(request);
    if ('status' in play) {
      response.writeHead(play.status, { 'content-type': 'application/json', ...play.headers });
      response.end(typeof play.body === 'string' ? play.body : JSON.stringify(play.body));
    } else stream(response, body, play);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function stream(
  response: ServerResponse,
  body: Record<string, unknown>,
  { pieces, ending = 'stop', usage }: Extract<Play, { pieces: unknown }>,
): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const send = (data: unknown) => response.write(`data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`);
  const chunk = (delta: unknown, finish: string | null = null) => ({
    id: 'c',
    object: 'chat.completion.chunk',
    created: 1,
    model: body.model,
    choices: [{ index: 0, delta, finish_reason: finish }],
  });
  const tool = (body.tool_choice as { function?: { name: string } } | undefined)?.function?.name;
  send(
    chunk(
      tool === undefined
        ? { role: 'assistant', content: '' }
        : {
            role: 'assistant',
            content: null,
            tool_calls: [{ index: 0, id: 't', type: 'function', function: { name: tool, arguments: '' } }],
          },
    ),
  );
  for (const piece of pieces)
    send(chunk(tool === undefined ? { content: piece } : { tool_calls: [{ index: 0, function: { arguments: piece } }] }));
  if (ending === 'stall') return;
  if (ending === 'cut') {
    // What was written goes out first: the break comes in mid-stream, not before it.
    setImmediate(() => response.destroy());
    return;
  }
  send(chunk({}, ending));
  if (usage !== undefined && (body.stream_options as { include_usage?: boolean } | undefined)?.include_usage === true) {
    send({
      id: 'c',
      object: 'chat.completion.chunk',
      created: 1,
      model: body.model,
      choices: [],
      usage: { ...usage, total_tokens: usage.prompt_tokens + usage.completion_tokens },
    });
  }
  send('[DONE]');
  response.end();
}

export const refusal = (status: number, message: string, headers: Record<string, string> = {}): Play => ({
  status,
  headers,
  body: { error: { message, type: 'error', code: null } },
});

/** JSON of a draft, in pieces of a few characters, as tokens come. */
export function draftPieces(claims: readonly unknown[], size = 7): string[] {
  return piecesOf(JSON.stringify({ claims }), size);
}

export function piecesOf(text: string, size = 7): string[] {
  return Array.from({ length: Math.ceil(text.length / size) }, (_, index) => text.slice(index * size, (index + 1) * size));
}
