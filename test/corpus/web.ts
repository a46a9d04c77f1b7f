/** A web server on loopback that counts who comes: connections as well as requests. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export type Web = {
  /** "http://127.0.0.1:12345" */
  origin: string;
  /** "127.0.0.1:12345", as YINGJIA_FETCH_ALLOW takes it. */
  host: string;
  port: number;
  /** Handlers by path; others answer 404. May be changed while the server runs. */
  routes: Record<string, Handler>;
  connections: number;
  requests: { path: string; headers: IncomingMessage['headers'] }[];
};

export async function openWeb(routes: Record<string, Handler> = {}): Promise<Web> {
  const web: Web = { origin: '', host: '', port: 0, routes, connections: 0, requests: [] };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url!, 'http://x');
    web.requests.push({ path: pathname, headers: request.headers });
    const handler = web.routes[decodeURIComponent(pathname)];
    if (handler) handler(request, response);
    else response.writeHead(404).end();
  });
  server.on('connection', () => web.connections++);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  web.port = (server.address() as AddressInfo).port;
  web.host = `127.0.0.1:${web.port}`;
  web.origin = `http://${web.host}`;
  return web;
}

/** Answers with content, its ETag, and 304 where the client has it. */
export function serve(content: string | Uint8Array, type = 'text/html; charset=utf-8'): Handler {
  return (request, response) => {
    const etag = `"${Buffer.from(content as string).length}-${Buffer.from(content as string).reduce((sum, byte) => (sum * 31 + byte) >>> 0, 7)}"`;
    if (request.headers['if-none-match'] === etag) response.writeHead(304, { etag }).end();
    else response.writeHead(200, { 'content-type': type, etag }).end(content);
  };
}

export const status =
  (code: number): Handler =>
  (_request, response) =>
    response.writeHead(code).end();

export const redirect =
  (to: string, code = 302): Handler =>
  (_request, response) =>
    response.writeHead(code, { location: to }).end();
