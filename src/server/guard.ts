/**
 * Who may talk to the web server: pure decisions on headers. A browser on the same machine can be made to send requests
 * here by any web page (DNS rebinding, cross-site forms), so names and origins are checked on loopback too.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';

const loopbackNames: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** A host as it stands in a URL: IPv6 in brackets. */
export const hostInUrl = (host: string) => (isIP(host) === 6 ? `[${host}]` : host);

export function isLoopback(host: string): boolean {
  const name = hostInUrl(host.toLowerCase());
  return loopbackNames.has(name) || (isIP(name) === 4 && name.startsWith('127.'));
}

/** "Name:8787" -> { hostname: "name", host: "name:8787" }; undefined for what is no plain host and port. */
function parseHost(header: string): { hostname: string; host: string } | undefined {
  if (!/^[^\s/@?#\\]+$/.test(header) || !URL.canParse(`http://${header}`)) return undefined;
  const { hostname, host } = new URL(`http://${header}`);
  return { hostname, host };
}

export type HostRules = { host: string; allowedHosts: readonly string[] };

/** Names with or without a port; a name without one stands for every port. */
function isListed({ hostname, host }: { hostname: string; host: string }, names: readonly string[]): boolean {
  return names.some((name) => {
    const listed = parseHost(hostInUrl(name));
    return listed !== undefined && (listed.host === host || (listed.host === listed.hostname && listed.hostname === hostname));
  });
}

/** Whether the `Host` header names this server: a loopback name, the configured address, or a name that the operator allows. */
export function isAllowedHost(header: string | undefined, rules: HostRules): boolean {
  const host = header === undefined ? undefined : parseHost(header);
  if (host === undefined) return false;
  return isLoopback(host.hostname) || isListed(host, [rules.host, ...rules.allowedHosts]);
}

/**
 * Whether a request that may change something comes from our own page or from no page at all. Browsers send `Origin`
 * with every POST; programs send none.
 */
export function isAllowedOrigin(headers: { origin?: string; host?: string; fetchSite?: string }, rules: HostRules): boolean {
  if (headers.fetchSite === 'cross-site' || headers.fetchSite === 'same-site') return isListedOrigin(headers.origin, rules);
  if (headers.origin === undefined) return true;
  if (!URL.canParse(headers.origin)) return false;
  const own = headers.host === undefined ? undefined : parseHost(headers.host);
  return new URL(headers.origin).host === own?.host || isListedOrigin(headers.origin, rules);
}

function isListedOrigin(origin: string | undefined, rules: HostRules): boolean {
  return origin !== undefined && URL.canParse(origin) && isListed(new URL(origin), rules.allowedHosts);
}

/** Compares in a time that tells nothing about where they differ. */
export function isSameSecret(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

/** "Bearer abc" -> "abc". */
export const bearerOf = (authorization: string | undefined) => /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];

/** The key of a client for its limits: an IPv4 address, or the /64 of an IPv6 address, which one subscriber holds whole. */
export function clientKey(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '');
  return isIP(plain) === 6 ? expandIpv6(plain).slice(0, 4).join(':') : plain;
}

function expandIpv6(address: string): string[] {
  const [head = '', tail] = address.split('%')[0]!.split('::');
  const left = head === '' ? [] : head.split(':');
  if (tail === undefined) return left;
  const right = tail === '' ? [] : tail.split(':');
  return [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right];
}
