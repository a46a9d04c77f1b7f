/** Opens the web server: the page, the JSON and OpenAI-compatible API, MCP over HTTP, health and metrics. */
import { once } from 'node:events';
import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { createAdaptorServer } from '@hono/node-server';
import { YingjiaError } from '../errors.js';
import type { Settings } from '../settings.js';
import { createApp } from './app.js';
import type { ServerParts } from './door.js';
import { hostInUrl, isLoopback } from './guard.js';
import { createMetrics } from './metrics.js';
import { readPageFiles } from './pages.js';

export type { GenerationNote, ServerParts } from './door.js';

export type OpenServer = {
  url: string;
  /** Lets answers in flight finish for a moment, then ends them. */
  close(): Promise<void>;
  /** Resolves when the server has closed. */
  done: Promise<void>;
};

/** Time that answers in flight get when the server closes. */
const CLOSE_GRACE_MS = 3_000;

/** A client must send its headers and its whole request within these. */
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;

/**
 * @throws YingjiaError SETTINGS where HOST is open to others and no key is set; SERVER where the port cannot be had.
 */
export async function openServer(parts: ServerParts): Promise<OpenServer> {
  const { host, port } = parts.settings.server;
  checkSettings(parts.settings);
  const metrics = createMetrics(parts.answerer);
  const app = createApp({ ...parts, metrics }, await readPageFiles());
  const server = createAdaptorServer({
    fetch: app.fetch,
    serverOptions: { headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS },
  }) as Server;
  const responses = watchResponses(server);
  await listen(server, host, port);
  const { port: opened } = server.address() as AddressInfo;
  const name = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  const done = once(server, 'close').then(() => metrics.registry.clear());
  return { url: `http://${hostInUrl(name)}:${opened}`, done, close: () => close(server, responses, done) };
}

function checkSettings({ server }: Settings): void {
  if (isLoopback(server.host) || server.apiKey !== undefined) return;
  throw new YingjiaError('SETTINGS', {
    problem: `HOST is ${server.host}, which others can reach, and YINGJIA_API_KEY is not set.`,
    fix: 'Set YINGJIA_API_KEY, or leave HOST at 127.0.0.1.',
  });
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const taken = code === 'EADDRINUSE';
    throw new YingjiaError('SERVER', {
      problem: taken ? `Port ${port} on ${host} is in use.` : `Cannot listen on ${host}, port ${port}: ${message}.`,
      fix: 'Set PORT to a free one (0 takes any), or HOST to an address of this machine.',
      cause,
    });
  }
}

/** @returns a function that waits until no response is under way. */
function watchResponses(server: Server): () => Promise<void> {
  const open = new Set<ServerResponse>();
  server.on('request', (_request, response) => {
    open.add(response);
    response.once('close', () => open.delete(response));
  });
  return async () => {
    while (open.size > 0) await Promise.all([...open].map((response) => once(response, 'close')));
  };
}

async function close(server: Server, responses: () => Promise<void>, done: Promise<void>): Promise<void> {
  server.close();
  const grace = new AbortController();
  /* Rejected only by our own abort below, when nobody waits for it any more. */
  await Promise.race([responses(), setTimeout(CLOSE_GRACE_MS, undefined, { signal: grace.signal }).catch(() => undefined)]);
  grace.abort();
  server.closeAllConnections();
  await done;
}
