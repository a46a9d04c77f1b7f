/** The web page's own files, read once, sent with their digest as ETag. Nothing outside the folder can be named. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Hono } from 'hono';
import type { Door, DoorEnvironment } from './door.js';
import { refuse } from './refusal.js';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
};

/** Views of the page; each is the same document, which reads its address. */
const views = ['/', '/library', '/article'];

type PageFile = { body: Uint8Array<ArrayBuffer>; etag: string; contentType: string };

export async function readPageFiles(): Promise<ReadonlyMap<string, PageFile>> {
  const folder = fileURLToPath(new URL('./page/', import.meta.url));
  const names = (await readdir(folder)).filter((name) => contentTypes[extname(name)] !== undefined);
  const files = names.map(async (name): Promise<[string, PageFile]> => {
    const body = new Uint8Array(await readFile(join(folder, name)));
    const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
    return [name, { body, etag, contentType: contentTypes[extname(name)]! }];
  });
  return new Map(await Promise.all(files));
}

export function addPages(app: Hono<DoorEnvironment>, files: ReadonlyMap<string, PageFile>): void {
  for (const view of views) app.get(view, (door) => send(door, files.get('page.html')));
  app.get('/favicon.ico', (door) => send(door, files.get('mark.svg')));
  app.get('/assets/:name', (door) => send(door, files.get(door.req.param('name'))));
}

function send(door: Door, file: PageFile | undefined): Response {
  if (file === undefined) return refuse(door, { code: 'NOT_FOUND', problem: 'There is no such file.', fix: 'Open / instead.' });
  door.header('etag', file.etag);
  door.header('cache-control', 'no-cache');
  if (door.req.header('if-none-match') === file.etag) return door.body(null, 304);
  return door.body(file.body, 200, { 'content-type': file.contentType });
}
