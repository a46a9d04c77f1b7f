/** Opens the web server: the page, the JSON and OpenAI-compatible API, MCP over HTTP, health and metrics. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { YingjiaError } from '../errors.js';
import type { Settings } from '../settings.js';
import { createApp } from './app.js';
import type { ServerParts } from './door.js';
import { hostInUrl, isLoopback } from './guard.js';
import { createMetrics } from './metrics.js';
import { readPageFiles } from './pages.js';

export type { ServerParts } from './door.js';

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
  await listen(server, host, port);
  const { port: opened } = server.address() as AddressInfo;
  const name = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  const done = once(server, 'close').then(() => metrics.registry.clear());
  return { url: `http://${hostInUrl(name)}:${opened}`, done, close: () => close(server, done) };
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

async function close(server: Server, done: Promise<void>): Promise<void> {
  server.close();
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS);
  await done;
  clearTimeout(cut);
}
