/** The look-alike's REST side: every request is limited, checked against schema and rules, and then has its effect. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Interaction } from './interactions.js';
import type { RateLimits } from './rate-limits.js';
import { faultsOfSchema } from './schema.js';
import type { World } from './world.js';

export type Recorded = {
  method: string;
  path: string;
  route: string;
  body: unknown;
  status: number;
  atMs: number;
  files: { name: string; text: string }[];
};
export type Request = {
  body: Record<string, unknown>;
  query: URLSearchParams;
  files: Recorded['files'];
  violate: (what: string) => void;
};
/** `raw`: sent as it is, not as JSON. */
export type Reply = { status: number; body?: unknown; raw?: { type: string; bytes: Buffer } };
export type Handler = (parameters: Record<string, string>, request: Request) => Reply;
export type Route = { method: string; template: string; handle: Handler };

/** Endpoints of interactions are outside the global limit and need no bot token. */
const isOfInteraction = (template: string) => template.startsWith('/interactions/') || template.startsWith('/webhooks/');

export class Rest {
  readonly requests: Recorded[] = [];
  /** Answered 401, 403 or 429: 10,000 in ten minutes would lock the bot's address out. */
  invalid = 0;
  /** Requests that fail with this status instead, while `left` lasts. */
  failure: { route: RegExp; status: number; left: number } | undefined;

  constructor(
    readonly world: World,
    readonly limits: RateLimits,
    readonly token: string,
    readonly routes: readonly Route[],
    readonly violate: (what: string) => void,
  ) {}

  async serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(incoming.url!, 'http://127.0.0.1');
    const path = url.pathname.replace(/^\/api(\/v\d+)?/, '').replace('%40', '@');
    const method = incoming.method!;
    const { body, files } = await readBody(incoming);
    const found = this.#find(method, path);
    const reply = this.#answer(incoming, found, { body, files, query: url.searchParams, method });
    if ([401, 403, 429].includes(reply.status)) this.invalid += 1;
    this.requests.push({
      method,
      path,
      route: `${method} ${found?.route.template ?? path}`,
      body,
      status: reply.status,
      atMs: performance.now(),
      files,
    });
    if (this.requests.length > 50_000) this.requests.splice(0, 25_000);
    const payload = reply.raw?.bytes ?? (reply.body === undefined ? undefined : JSON.stringify(reply.body));
    const type = payload === undefined ? {} : { 'content-type': reply.raw?.type ?? 'application/json' };
    response.writeHead(reply.status, { ...type, ...reply.headers }).end(payload);
    this.world.changed();
  }

  #find(method: string, path: string): { route: Route; parameters: Record<string, string> } | undefined {
    for (const route of this.routes) {
      if (route.method !== method) continue;
      const names: string[] = [];
      const pattern = route.template.replace(/\{([a-z_]+)\}/g, (_, name: string) => {
        names.push(name);
        return '([^/]+)';
      });
      const match = new RegExp(`^${pattern}$`).exec(path);
      if (match !== null)
        return { route, parameters: Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(match[index + 1]!)])) };
    }
    return undefined;
  }

  #answer(
    incoming: IncomingMessage,
    found: { route: Route; parameters: Record<string, string> } | undefined,
    request: { body: Record<string, unknown>; files: Recorded['files']; query: URLSearchParams; method: string },
  ): Reply & { headers?: Record<string, string> } {
    if (found === undefined) {
      this.violate(`No such route here: ${incoming.method} ${incoming.url}`);
      return { status: 404, body: { code: 0, message: '404: Not Found' } };
    }
    const { route, parameters } = found;
    const name = `${route.method} ${route.template}`;
    if (
      !isOfInteraction(route.template) &&
      !route.template.startsWith('/attachments') &&
      incoming.headers.authorization !== `Bot ${this.token}`
    ) {
      return { status: 401, body: { code: 0, message: '401: Unauthorized' } };
    }
    const major = parameters.channel_id ?? parameters.guild_id ?? parameters.token ?? '';
    const verdict = this.limits.take(name, major, !isOfInteraction(route.template));
    if (!verdict.allowed) return { status: 429, body: verdict.body, headers: verdict.headers };
    if (this.failure !== undefined && this.failure.left > 0 && this.failure.route.test(name)) {
      this.failure.left -= 1;
      return { status: this.failure.status, body: { code: 0, message: 'broken on purpose' }, headers: verdict.headers };
    }
    const violate = (what: string) => this.violate(`${name}: ${what}`);
    if (route.method !== 'GET' && route.method !== 'DELETE' && route.template !== '/channels/{channel_id}/typing') {
      for (const fault of faultsOfSchema(name, request.body)) violate(fault);
    }
    return { ...route.handle(parameters, { ...request, violate }), headers: verdict.headers };
  }
}

export type Interactions = Map<string, Interaction>;

async function readBody(incoming: IncomingMessage): Promise<{ body: Record<string, unknown>; files: Recorded['files'] }> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  const type = incoming.headers['content-type'] ?? '';
  if (bytes.length === 0) return { body: {}, files: [] };
  if (!type.startsWith('multipart/form-data')) return { body: JSON.parse(bytes.toString('utf8')), files: [] };
  const form = await new Response(bytes, { headers: { 'content-type': type } }).formData();
  const files: Recorded['files'] = [];
  for (const value of form.values()) if (typeof value !== 'string') files.push({ name: value.name, text: await value.text() });
  return { body: JSON.parse(String(form.get('payload_json') ?? '{}')), files };
}
