/** A server on a free port of this machine, with settings as an operator would give them. */
import { type OpenServer, openServer, type ServerParts } from '../../src/server/server.js';
import { parseSettings } from '../../src/settings.js';
import { createSmallAnswerer } from './small-answerer.js';

export type TestServer = OpenServer & { lines: string[] };

export async function openTestServer(environment: Record<string, string> = {}, parts: Partial<ServerParts> = {}): Promise<TestServer> {
  const lines: string[] = [];
  const settings = parseSettings({ PORT: '0', ...environment });
  const server = await openServer({ settings, answerer: createSmallAnswerer(), tell: (line) => lines.push(line), ...parts });
  return { ...server, lines };
}

export const postJson = (url: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
