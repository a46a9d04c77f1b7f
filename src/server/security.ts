/**
 * What stands before every route, in this order: an id and the security headers, the Host allow-list, the Origin check, the limit of
 * a client, the key.
 */
import { randomBytes } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import type { Settings } from '../settings.js';
import type { Door, DoorEnvironment } from './door.js';
import { bearerOf, clientKey, isAllowedHost, isAllowedOrigin, isSameSecret } from './guard.js';
import type { Limits } from './limits.js';
import type { Metrics } from './metrics.js';
import { refuse } from './refusal.js';

type Middleware = MiddlewareHandler<DoorEnvironment>;

/** Nothing from elsewhere, nothing inline, no HTML from strings: the page builds its nodes. */
export const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const headers: Readonly<Record<string, string>> = {
  'content-security-policy': pagePolicy,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

const areas = new Set(['api', 'v1', 'mcp', 'assets', 'metrics', 'healthz', 'readyz']);

/** First part of the path where it is one of ours, so that the number of label values stays small. */
const areaOf = (path: string) => {
  const first = path.split('/')[1] ?? '';
  return areas.has(first) ? first : 'page';
};

/** Gives each request an id, counts it, and puts the security headers on whatever answers it. */
export function createIdentity({ settings, metrics }: { settings: Settings; metrics: Metrics }): Middleware {
  return async (door, next) => {
    door.set('requestId', randomBytes(6).toString('base64url'));
    door.set('client', clientKey(addressOf(door, settings.server.trustProxy)));
    await next();
    for (const [name, value] of Object.entries(headers)) if (!door.res.headers.has(name)) door.res.headers.set(name, value);
    door.res.headers.set('x-request-id', door.var.requestId);
    if (!door.res.headers.has('cache-control')) door.res.headers.set('cache-control', 'no-store');
    metrics.countRequest({ area: areaOf(door.req.path), method: door.req.method, status: door.res.status });
  };
}

/** The last address of X-Forwarded-For is the one that our own proxy saw; those before it are the client's word. */
function addressOf(door: Door, trustProxy: boolean): string {
  const forwarded = trustProxy ? door.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined;
  return forwarded ?? door.env.incoming.socket.remoteAddress ?? '';
}

export function createNameCheck({ server }: Settings): Middleware {
  return async (door, next) => {
    const host = door.req.header('host');
    if (!isAllowedHost(host, server))
      return refuse(door, {
        code: 'HOST',
        problem: 'The Host name of this request is not one that this server answers to.',
        fix: 'Use the address that the server printed, or add the name to YINGJIA_ALLOWED_HOSTS.',
      });
    const safe = ['GET', 'HEAD', 'OPTIONS'].includes(door.req.method);
    const origin = { origin: door.req.header('origin'), host, fetchSite: door.req.header('sec-fetch-site') };
    if (!safe && !isAllowedOrigin(origin, server))
      return refuse(door, {
        code: 'ORIGIN',
        problem: 'This request comes from a page of another site.',
        fix: 'Send it from our own page or from a program, or add the name of the site to YINGJIA_ALLOWED_HOSTS.',
      });
    return next();
  };
}

export function createLimitCheck(limits: Limits): Middleware {
  return async (door, next) => {
    const waitSeconds = await limits.takeRequest(door.var.client);
    return waitSeconds === 0 ? next() : refuseForLimit(door, waitSeconds);
  };
}

export function refuseForLimit(door: Door, waitSeconds: number): Response {
  door.header('retry-after', String(waitSeconds));
  return refuse(door, {
    code: 'LIMIT',
    problem: 'That is more than one client may ask for.',
    fix: `Try again in ${waitSeconds} s.`,
  });
}

/** Asks for YINGJIA_API_KEY where one is set. */
export function createKeyCheck({ server }: Settings, limits: Limits): Middleware {
  return async (door, next) => {
    if (server.apiKey === undefined || holds(door.req.header('authorization'), server.apiKey)) return next();
    return refuseKey(door, limits, { code: 'KEY', what: 'key', setting: 'YINGJIA_API_KEY', header: 'Authorization: Bearer <key>' });
  };
}

/** The token comes in a header of its own, so that both it and the key can be sent. */
export const isAdmin = (door: Door, { server }: Settings): boolean =>
  server.adminToken !== undefined && isSameSecret(door.req.header('x-yingjia-admin') ?? '', server.adminToken);

/** Asks for YINGJIA_ADMIN_TOKEN. */
export function createAdminCheck(settings: Settings, limits: Limits): Middleware {
  return async (door, next) => {
    if (isAdmin(door, settings)) return next();
    return refuseKey(door, limits, { code: 'ADMIN', what: 'token', setting: 'YINGJIA_ADMIN_TOKEN', header: 'X-Yingjia-Admin: <token>' });
  };
}

const holds = (authorization: string | undefined, key: string) => isSameSecret(bearerOf(authorization) ?? '', key);

type MissingKey = { code: 'KEY' | 'ADMIN'; what: string; setting: string; header: string };

async function refuseKey(door: Door, limits: Limits, { code, what, setting, header }: MissingKey): Promise<Response> {
  const waitSeconds = await limits.takeWrongKey(door.var.client);
  if (waitSeconds > 0) return refuseForLimit(door, waitSeconds);
  if (code === 'KEY') door.header('www-authenticate', 'Bearer');
  return refuse(door, { code, problem: `This needs the ${what} of this server.`, fix: `Send "${header}", with the value of ${setting}.` });
}
