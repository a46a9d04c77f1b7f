/**
 * The built program as an operator runs it: `yingjia serve` and `yingjia mcp` as processes of their own, over the shipped articles and the
 * real core, met by the real clients.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ChatOpenAI } from '@langchain/openai';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer, Article } from '../../src/types.js';
import { findMissingGlyphs, launchChromium, noChromium, openWatchedPage } from '../chromium.js';
import { postJson } from './open.js';

const root = resolve(import.meta.dirname, '../..');
const program = join(root, 'dist/main.js');
const pause = '微軟為什麼暫停資料中心的擴建？';

let folder: string;
let environment: Record<string, string>;
beforeAll(async () => {
  if (!existsSync(program)) throw new Error('Run "npm run build" first.');
  folder = await mkdtemp(join(tmpdir(), 'yingjia-serve-'));
  environment = { PATH: process.env.PATH!, PORT: '0', YINGJIA_INDEX: join(folder, 'index'), YINGJIA_STATE: join(folder, 'state') };
});
afterAll(() => rm(folder, { recursive: true }));

async function startServe(more: Record<string, string> = {}): Promise<{ url: string; child: ChildProcess; said: () => string }> {
  const child = spawn(process.execPath, [program, 'serve'], {
    cwd: root,
    env: { ...environment, ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const url = await new Promise<string>((open, fail) => {
    child.stderr!.on('data', (data) => {
      said += data;
      const found = /Web page: (http:\S+)/.exec(said);
      if (found !== null) open(found[1]!);
    });
    child.once('exit', (code) => fail(new Error(`exit ${code}: ${said}`)));
  });
  return { url, child, said: () => said };
}

describe('yingjia serve', () => {
  let url: string;
  let child: ChildProcess;
  beforeAll(async () => {
    ({ url, child } = await startServe());
  });
  afterAll(async () => {
    child.kill('SIGTERM');
    const [code] = await once(child, 'exit');
    // Windows has no SIGTERM: the process ends without a word.
    if (process.platform !== 'win32') expect(code).toBe(0);
  });

  const expectSlices = async (answer: Answer) => {
    expect(answer.citations.length).toBeGreaterThan(0);
    for (const { articleId, articleVersion, quote, start, end } of answer.citations) {
      const path = `/api/articles/${encodeURIComponent(articleId)}/versions/${articleVersion}`;
      const article = (await (await fetch(`${url}${path}`)).json()) as Article;
      expect(article.text.slice(start, end)).toBe(quote);
    }
  };

  test('answers over JSON with quotes that stand in the articles, and declines', async () => {
    const ask = async (question: string) => (await (await postJson(`${url}/api/ask`, { question })).json()) as Answer;
    for (const question of [pause, 'Why did Microsoft pause its data center expansion?']) {
      const answer = await ask(question);
      expect(answer.status).toBe('answered');
      await expectSlices(answer);
    }
    expect(await ask('How do I cook rice?')).toMatchObject({ status: 'not-in-articles', citations: [] });
  });

  test('the openai client, streaming and not', async () => {
    const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: 'none', maxRetries: 0 });
    const request = { model: (await client.models.list()).data[0]!.id, messages: [{ role: 'user' as const, content: pause }] };
    const whole = await client.chat.completions.create(request);
    const streamed = await client.chat.completions.stream(request).finalChatCompletion();
    expect(streamed.choices[0]!.message.content).toBe(whole.choices[0]!.message.content);
    const { url: link } = whole.choices[0]!.message.annotations![0]!.url_citation;
    expect((await fetch(link)).headers.get('content-type')).toContain('text/html');
  });

  test('ChatOpenAI, streaming and not', async () => {
    const chat = new ChatOpenAI({ model: 'yingjia', apiKey: 'none', maxRetries: 0, configuration: { baseURL: `${url}/v1` } });
    let streamed = '';
    for await (const chunk of await chat.stream(pause)) streamed += chunk.text;
    expect((await chat.invoke(pause)).text).toBe(streamed);
    expect(streamed).toContain('[1]');
  });

  test('the MCP client over HTTP', async () => {
    const client = new Client({ name: 'test', version: '1' });
    await client.connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp`)));
    const { structuredContent } = await client.callTool({ name: 'ask', arguments: { question: pause } });
    await expectSlices(structuredContent as Answer);
    await client.close();
  });

  test.skipIf(noChromium)(`the page shows every quote at its place${noChromium ? ` (${noChromium})` : ''}`, async () => {
    const browser = await launchChromium();
    const { page, troubles } = await openWatchedPage(browser, url);
    await page.goto(url);
    for (const question of [pause, 'What does fungibility mean for a data center?', '甲骨文為什麼要接低毛利的生意？']) {
      const { citations } = (await (await postJson(`${url}/api/ask`, { question })).json()) as Answer;
      await page.locator('#question').fill(question);
      await page.keyboard.press('Enter');
      const turn = page.locator('.turn').last();
      await turn.locator('.status').waitFor();
      for (const { marker, quote, articleId, articleVersion } of citations) {
        await turn.locator(`.claim [data-marker="${marker}"], .side [data-marker="${marker}"]`).first().click();
        await expect.poll(async () => (await page.locator('#panel mark').allTextContents()).join('')).toBe(quote);
        const { text } = (await (
          await fetch(`${url}/api/articles/${encodeURIComponent(articleId)}/versions/${articleVersion}`)
        ).json()) as Article;
        expect(await page.locator('#panel .body').textContent()).toBe(text);
      }
      expect(await findMissingGlyphs(page)).toEqual([]);
      await page.getByRole('button', { name: '新的提問' }).click();
    }
    await page.goto(`${url}/library`);
    await page.locator('.spine').first().waitFor();
    expect(await findMissingGlyphs(page)).toEqual([]);
    expect(troubles).toEqual([]);
    await browser.close();
  });

  test('tells of the index: what it holds, and how it came to be', async () => {
    const status = await (await fetch(`${url}/api/status`)).json();
    expect(status).toMatchObject({ generations: [{ live: true, reason: 'update' }], report: { problems: [] }, feedback: true });
    expect(await (await fetch(`${url}/readyz`)).json()).toMatchObject({ ready: true });
  });

  test('a port in use is one clear line, and exit code 1', async () => {
    const started = startServe({ PORT: new URL(url).port });
    await expect(started).rejects.toThrow(/^exit 1: [^\n]*\n?Port \d+ on 127\.0\.0\.1 is in use\.\nSet PORT/);
  });

  test('an address open to others without a key is refused with what to set', async () => {
    await expect(startServe({ HOST: '0.0.0.0' })).rejects.toThrow(/YINGJIA_API_KEY is not set/);
  });
});

describe('yingjia mcp', () => {
  test('speaks nothing but the protocol on standard output', async () => {
    const child = spawn(process.execPath, [program, 'mcp'], { cwd: root, env: environment, stdio: ['pipe', 'pipe', 'ignore'] });
    const hello = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } };
    const call = { name: 'ask', arguments: { question: pause } };
    for (const message of [
      { id: 1, method: 'initialize', params: hello },
      { method: 'notifications/initialized' },
      { id: 2, method: 'tools/call', params: call },
    ])
      child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
    let said = '';
    const results: { id: number; result: { structuredContent?: Answer } }[] = [];
    for await (const data of child.stdout) {
      said += data;
      results.splice(
        0,
        results.length,
        ...said
          .split('\n')
          .slice(0, -1)
          .map((line) => JSON.parse(line)),
      );
      if (results.length === 2) child.stdin.end();
    }
    expect(results.map(({ id }) => id)).toEqual([1, 2]);
    expect(results[1]!.result.structuredContent).toMatchObject({ status: 'answered' });
    if (child.exitCode === null) await once(child, 'exit');
    expect(child.exitCode).toBe(0);
  });

  test('serves the real client, and ends with it', async () => {
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [program, 'mcp', '--no-refresh'],
      cwd: root,
      env: environment,
      stderr: 'ignore',
    });
    const client = new Client({ name: 'test', version: '1' });
    await client.connect(transport);
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(['ask', 'search', 'read_passage']);
    const { structuredContent } = await client.callTool({ name: 'ask', arguments: { question: pause } });
    const { articleId, start, end, quote } = (structuredContent as Answer).citations[0]!;
    const passage = await client.callTool({ name: 'read_passage', arguments: { articleId, start, end } });
    expect(passage.structuredContent).toMatchObject({ text: quote });
    const { resources } = await client.listResources();
    expect(resources.length).toBeGreaterThanOrEqual(14);
    await client.close();
  });
});
