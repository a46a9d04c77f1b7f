/**
 * The one door to the network: fetches an address within limits, and never one that leads to a private host. The host is checked as
 * written, on every redirect, and again as the address that is connected to, from the same look-up.
 */
import { type LookupAddress, lookup as lookUp } from 'node:dns';
import { Agent, fetch, type Response } from 'undici';
import { withDeadline } from '../provider/deadline.js';
import { type AddressRules, checkAddress, isPublicAddress } from './address.js';

export const userAgent = 'yingjia/0.1';

export type FetchLimits = {
  /** After decompression. */
  maxBytes: number;
  /** From the request to the head of the answer. */
  headersMs: number;
  /** From the first request to the last byte, redirects included. */
  deadlineMs: number;
  redirects: number;
};

const defaultLimits: FetchLimits = { maxBytes: 64 * 1024 * 1024, headersMs: 15_000, deadlineMs: 60_000, redirects: 5 };

export type FetchRequest = {
  url: string;
  /** Of the copy at hand: an answer that has not changed is not sent again. */
  etag?: string;
  lastModified?: string;
  /** Media types that are of use, without parameters; any where absent. */
  types?: readonly string[];
  /** Keep the first `maxBytes` of a longer answer instead of refusing it. */
  truncate?: boolean;
  maxBytes?: number;
  signal?: AbortSignal;
};

export type FetchOutcome =
  | { kind: 'fetched'; url: string; bytes: Buffer; type: string; charset?: string; etag?: string; lastModified?: string }
  | { kind: 'unchanged' }
  /** 404 or 410: the page is no more. */
  | { kind: 'gone'; status: number }
  /** The address may not be fetched; no connection was made to it. */
  | { kind: 'refused'; reason: string }
  /** Not this time. */
  | { kind: 'failed'; reason: string; status?: number };

export type Fetcher = { fetch(request: FetchRequest): Promise<FetchOutcome>; close(): Promise<void> };

type Resolve = (
  host: string,
  options: { all: true; family?: number },
  done: (error: Error | null, addresses: LookupAddress[]) => void,
) => void;

export type FetcherParts = {
  allow: readonly string[];
  ports?: readonly number[];
  limits?: Partial<FetchLimits>;
  /** The look-up of names; the system's by default. */
  resolve?: Resolve;
  /** Which addresses a name may lead to; by default those of the public internet. */
  isPublic?: (address: string) => boolean;
};

export function createFetcher({
  allow,
  ports = [80, 443],
  limits: given = {},
  resolve = lookUp as Resolve,
  ...parts
}: FetcherParts): Fetcher {
  const limits = { ...defaultLimits, ...given };
  const open = (isPublic: (address: string) => boolean) =>
    new Agent({
      connect: { lookup: createLookup(resolve, isPublic) as never, timeout: limits.headersMs },
      headersTimeout: limits.headersMs,
      bodyTimeout: limits.headersMs,
    });
  const agents = { guarded: open(parts.isPublic ?? isPublicAddress), trusted: open(() => true) };
  return {
    fetch: (request) => fetchWithin(request, { allow, ports }, limits, agents),
    close: async () => {
      await Promise.all([agents.guarded.destroy(), agents.trusted.destroy()]);
    },
  };
}

type Agents = { guarded: Agent; trusted: Agent };

/** What happened to one hop of a fetch. */
type Hop = { kind: 'done'; outcome: FetchOutcome } | { kind: 'redirect'; to: string };

async function fetchWithin(request: FetchRequest, rules: AddressRules, limits: FetchLimits, agents: Agents): Promise<FetchOutcome> {
  const { signal, clear } = withDeadline(request.signal, limits.deadlineMs);
  let url = request.url;
  let allow = rules.allow;
  try {
    for (let hop = 0; hop <= limits.redirects; hop++) {
      const checked = checkAddress(url, { ...rules, allow });
      if (checked.kind === 'refused')
        return { kind: 'refused', reason: hop === 0 ? checked.reason : `redirects to ${url}, which ${checked.reason}` };
      // A public page must not lead into the operator's network, not even to hosts that the operator may fetch.
      if (!checked.trusted) allow = [];
      const result = await fetchHop(checked.url, request, limits, checked.trusted ? agents.trusted : agents.guarded, signal);
      if (result.kind === 'done') return result.outcome;
      url = result.to;
    }
    return { kind: 'failed', reason: `redirects more than ${limits.redirects} times` };
  } catch (cause) {
    request.signal?.throwIfAborted();
    const refusal = findRefusal(cause);
    if (refusal !== undefined) return { kind: 'refused', reason: refusal };
    if (signal.aborted) return { kind: 'failed', reason: `takes longer than ${limits.deadlineMs / 1000} seconds` };
    return { kind: 'failed', reason: explainNetwork(cause) };
  } finally {
    clear();
  }
}

async function fetchHop(url: URL, request: FetchRequest, limits: FetchLimits, agent: Agent, signal: AbortSignal): Promise<Hop> {
  const response = await fetch(url, {
    dispatcher: agent,
    redirect: 'manual',
    signal,
    headers: {
      'user-agent': userAgent,
      accept: request.types === undefined ? '*/*' : `${request.types.join(', ')}, */*;q=0.1`,
      ...(request.etag && { 'if-none-match': request.etag }),
      ...(request.lastModified && { 'if-modified-since': request.lastModified }),
    },
  });
  const location = response.headers.get('location');
  if ([301, 302, 303, 307, 308].includes(response.status) && location !== null) {
    await response.body?.cancel();
    return URL.canParse(location, url.href)
      ? { kind: 'redirect', to: new URL(location, url).href }
      : failed(`redirects to "${location.slice(0, 100)}", which is no address`);
  }
  if (response.status === 200)
    return { kind: 'done', outcome: await readAnswer(url, response, request, request.maxBytes ?? limits.maxBytes) };
  await response.body?.cancel();
  if (response.status === 304) return { kind: 'done', outcome: { kind: 'unchanged' } };
  if (response.status === 404 || response.status === 410) return { kind: 'done', outcome: { kind: 'gone', status: response.status } };
  return failed(`answers ${response.status} ${response.statusText}`.trim(), response.status);
}

async function readAnswer(url: URL, response: Response, request: FetchRequest, maxBytes: number): Promise<FetchOutcome> {
  const [written = '', ...parameters] = (response.headers.get('content-type') ?? '').split(';');
  const type = written.trim().toLowerCase();
  if (request.types !== undefined && !request.types.includes(type)) {
    await response.body?.cancel();
    return { kind: 'failed', reason: `is of type ${type || 'unknown'}, which is not read` };
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(Buffer.from(chunk));
    size += chunk.byteLength;
    if (size > maxBytes) break; // Leaving the loop ends the transfer.
  }
  if (size > maxBytes && !request.truncate) return { kind: 'failed', reason: `is larger than ${(maxBytes / 1024 / 1024).toFixed(1)} MB` };
  return {
    kind: 'fetched',
    url: url.href,
    bytes: Buffer.concat(chunks).subarray(0, maxBytes),
    type,
    charset: parameters.map((each) => /^\s*charset\s*=\s*"?([\w-]+)/i.exec(each)?.[1]).find((each) => each !== undefined),
    etag: response.headers.get('etag') ?? undefined,
    lastModified: response.headers.get('last-modified') ?? undefined,
  };
}

/** The name leads to an address that may not be connected to. */
class RefusedAddress extends Error {}

type LookupDone = (error: Error | null, address?: string | LookupAddress[], family?: number) => void;

/** The look-up that a connection is made from: one answer that is not public refuses them all, for the name is then not to be trusted. */
function createLookup(resolve: Resolve, isPublic: (address: string) => boolean) {
  return (host: string, options: { all?: boolean; family?: number }, done: LookupDone) => {
    resolve(host, { all: true, family: options.family }, (error, addresses) => {
      if (error) return done(error);
      const wrong = addresses.find(({ address }) => !isPublic(address));
      if (wrong) {
        return done(
          new RefusedAddress(
            `${host} leads to ${wrong.address}, which is no public address; name the host in YINGJIA_FETCH_ALLOW to admit it`,
          ),
        );
      }
      const [first] = addresses;
      if (first === undefined) return done(new Error(`${host} has no address`));
      return options.all ? done(null, addresses) : done(null, first.address, first.family);
    });
  };
}

/** undici wraps what went wrong, at times in several layers. */
function* causesOf(error: unknown): Generator<Error & { code?: string }> {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    yield cause;
    if (cause instanceof AggregateError) for (const each of cause.errors) yield* causesOf(each);
  }
}

function findRefusal(error: unknown): string | undefined {
  for (const cause of causesOf(error)) if (cause instanceof RefusedAddress) return cause.message;
  return undefined;
}

function explainNetwork(error: unknown): string {
  const causes = [...causesOf(error)];
  const { code, message } = causes.findLast((cause) => cause.code !== undefined) ??
    causes.at(-1) ?? { code: undefined, message: String(error) };
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'has a host name that could not be found';
  if (code === 'ECONNREFUSED') return 'refuses connections';
  if (code === 'ECONNRESET' || code === 'UND_ERR_SOCKET') return 'broke the connection off';
  if (code?.startsWith('UND_ERR_') && code.endsWith('TIMEOUT')) return 'does not answer in time';
  return `could not be fetched: ${message}`;
}

const failed = (reason: string, status?: number): Hop => ({ kind: 'done', outcome: { kind: 'failed', reason, status } });
