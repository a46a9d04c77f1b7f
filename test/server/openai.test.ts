/** The contract with the clients that people really use: the openai package and LangChain's ChatOpenAI. */
import { AIMessage, HumanMessage } from '@langchain/core/messages';
import { ChatOpenAI } from '@langchain/openai';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestServer, type TestServer } from './open.js';
import { createSmallAnswerer } from './small-answerer.js';
import { smallArticles } from './small-articles.js';

let server: TestServer;
let client: OpenAI;
let chat: ChatOpenAI;
beforeAll(async () => {
  server = await openTestServer({ YINGJIA_API_KEY: 'open-sesame' });
  client = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: 'open-sesame', maxRetries: 0 });
  chat = new ChatOpenAI({ model: 'yingjia', apiKey: 'open-sesame', maxRetries: 0, configuration: { baseURL: `${server.url}/v1` } });
});
afterAll(() => server.close());

const question = 'Why did the keeper leave the lighthouse?';
const user = (content: string) => ({ role: 'user' as const, content });

describe('the openai client', () => {
  test('lists models, one for each collection', async () => {
    expect((await client.models.list()).data.map(({ id }) => id)).toEqual(['yingjia', 'yingjia/harbour']);
    expect(await client.models.retrieve('yingjia')).toMatchObject({ id: 'yingjia', object: 'model', owned_by: 'yingjia' });
    await expect(client.models.retrieve('gpt-9')).rejects.toMatchObject({ status: 404, code: 'model_not_found' });
  });

  test('gets an answer with its sources as text and as annotations', async () => {
    const completion = await client.chat.completions.create({
      model: 'yingjia',
      messages: [user(question)],
      temperature: 0,
      max_tokens: 100,
    });
    const { message, finish_reason } = completion.choices[0]!;
    expect(completion.object).toBe('chat.completion');
    expect(finish_reason).toBe('stop');
    expect(message.content).toContain('electric lamps replaced the oil lamps');
    expect(message.content).toContain('Mist Harbour Press, 1934');
    const { url, title, start_index, end_index } = message.annotations![0]!.url_citation;
    expect(message.content!.slice(start_index, end_index)).toBe('[1]');
    expect(title).toBe('The lighthouse of Mist Harbour');
    const link = new URL(url);
    const { text } = smallArticles.find(({ id }) => id === link.searchParams.get('id'))!;
    expect(message.content).toContain(text.slice(Number(link.searchParams.get('start')), Number(link.searchParams.get('end'))));
    expect(completion.usage!.total_tokens).toBe(completion.usage!.prompt_tokens + completion.usage!.completion_tokens);
    expect(completion.usage!.completion_tokens).toBeGreaterThan(10);
  });

  test('streams the same text, annotations and usage', async () => {
    const request = { model: 'yingjia', messages: [user(question)] };
    const whole = await client.chat.completions.create(request);
    const stream = client.chat.completions.stream({ ...request, stream_options: { include_usage: true } });
    const chunks: OpenAI.ChatCompletionChunk[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    const streamed = await stream.finalChatCompletion();
    expect(streamed.choices[0]!.message.content).toBe(whole.choices[0]!.message.content);
    expect(streamed.choices[0]!.finish_reason).toBe('stop');
    expect(await stream.totalUsage()).toMatchObject(whole.usage!);
    expect(chunks.every(({ object, id }) => object === 'chat.completion.chunk' && id === chunks[0]!.id)).toBe(true);
    expect(chunks.filter(({ choices }) => choices[0]?.delta.content).length).toBeGreaterThan(1);
    const annotated = chunks.map(({ choices }) => choices[0]?.delta as { annotations?: unknown }).find((delta) => delta?.annotations);
    expect(annotated!.annotations).toEqual(whole.choices[0]!.message.annotations);
  });

  test('ends a stream with [DONE], without usage unless asked for', async () => {
    const response = await fetch(`${server.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer open-sesame' },
      body: JSON.stringify({ model: 'yingjia', messages: [user(question)], stream: true }),
    });
    const text = await response.text();
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    expect(text.endsWith('data: [DONE]\n\n')).toBe(true);
    expect(text).not.toContain('usage');
  });

  test('a follow-up is understood from the message history', async () => {
    const first = await client.chat.completions.create({ model: 'yingjia', messages: [user('How heavy is the bronze bell?')] });
    const messages = [user('How heavy is the bronze bell?'), first.choices[0]!.message, user('Where was it cast?')];
    const second = await client.chat.completions.create({ model: 'yingjia/harbour', messages });
    expect(second.choices[0]!.message.content).toContain('Lyon');
    const alone = await client.chat.completions.create({ model: 'yingjia', messages: [user('What about rice?')] });
    expect(alone).toMatchObject({ yingjia: { status: 'not-in-articles', citations: [] } });
  });

  test.each([
    {
      name: 'an unknown model',
      request: { model: 'gpt-9', messages: [user('Why?')] },
      error: { status: 404, code: 'model_not_found', param: 'model' },
    },
    {
      name: 'no message of a user',
      request: { model: 'yingjia', messages: [{ role: 'system' as const, content: 'x' }] },
      error: { status: 400, param: 'messages' },
    },
    { name: 'no messages', request: { model: 'yingjia', messages: [] }, error: { status: 400, type: 'invalid_request_error' } },
    {
      name: 'an empty question',
      request: { model: 'yingjia', messages: [user(' ')] },
      error: { status: 400, type: 'invalid_request_error' },
    },
    {
      name: 'an overlong question',
      request: { model: 'yingjia', messages: [user('x'.repeat(90_000))] },
      error: { status: 400, type: 'invalid_request_error' },
    },
    { name: 'several choices', request: { model: 'yingjia', messages: [user('Why?')], n: 2 }, error: { status: 400 } },
  ])('$name is an error in its shape, streaming or not', async ({ request, error }) => {
    await expect(client.chat.completions.create(request)).rejects.toMatchObject(error);
    await expect(client.chat.completions.create({ ...request, stream: true })).rejects.toMatchObject(error);
  });

  test('a wrong key is an authentication error', async () => {
    const stranger = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: 'wrong', maxRetries: 0 });
    await expect(stranger.models.list()).rejects.toBeInstanceOf(OpenAI.AuthenticationError);
  });

  test('too many questions are a rate limit error', async () => {
    const small = await openTestServer({ YINGJIA_QUESTIONS_PER_MINUTE: '1' });
    const eager = new OpenAI({ baseURL: `${small.url}/v1`, apiKey: 'none', maxRetries: 0 });
    const ask = () => eager.chat.completions.create({ model: 'yingjia', messages: [user(question)] });
    await ask();
    await expect(ask()).rejects.toBeInstanceOf(OpenAI.RateLimitError);
    await small.close();
  });

  test('an answer that breaks off is an error, not an end', async () => {
    const answerer = createSmallAnswerer({ onStream: () => Promise.reject(new Error('power cut')) });
    const broken = await openTestServer({}, { answerer });
    const unlucky = new OpenAI({ baseURL: `${broken.url}/v1`, apiKey: 'none', maxRetries: 0 });
    const stream = await unlucky.chat.completions.create({ model: 'yingjia', messages: [user(question)], stream: true });
    const read = async () => {
      for await (const _chunk of stream);
    };
    await expect(read()).rejects.toBeInstanceOf(OpenAI.APIError);
    await broken.close();
  });
});

describe('ChatOpenAI', () => {
  test('invokes', async () => {
    const message = await chat.invoke('霧港燈塔在哪一年第一次點燈？');
    expect(message.text).toContain('1874');
    expect(message.text).toContain('1876');
    expect(message.usage_metadata!.output_tokens).toBeGreaterThan(0);
  });

  test('streams', async () => {
    let text = '';
    let usage: number | undefined;
    for await (const chunk of await chat.stream(question)) {
      text += chunk.text;
      usage = chunk.usage_metadata?.total_tokens ?? usage;
    }
    expect(text).toBe((await chat.invoke(question)).text);
    expect(usage).toBeGreaterThan(0);
  });

  test('takes the history along', async () => {
    const first = await chat.invoke('How heavy is the bronze bell?');
    const second = await chat.invoke([
      new HumanMessage('How heavy is the bronze bell?'),
      new AIMessage(first.text),
      new HumanMessage('Where was it cast?'),
    ]);
    expect(second.text).toContain('Lyon');
  });
});
