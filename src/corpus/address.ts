/**
 * Which addresses may be fetched: those of the public internet, and private hosts that the operator names. A bot that fetches what people
 * paste must not be led to the machine it runs on, its network, or its cloud's metadata service. Pure.
 */
import ipaddr from 'ipaddr.js';

export type AddressRules = {
  /** Private hosts that may be fetched: "host" on any port, or "host:port". */
  allow: readonly string[];
  /** Ports of public hosts. */
  ports: readonly number[];
};

export type CheckedAddress =
  /** `trusted`: the operator named it, so what it resolves to is not judged. */
  { kind: 'open'; url: URL; trusted: boolean } | { kind: 'refused'; reason: string };

/** Checks what the URL says itself; what its name resolves to is checked when it is connected to. */
export function checkAddress(written: string | URL, rules: AddressRules): CheckedAddress {
  if (!URL.canParse(String(written))) return refused('is no address');
  const url = new URL(written);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return refused(`begins with ${url.protocol}, and only http and https are fetched`);
  if (url.username !== '' || url.password !== '') return refused('holds a name or password, which is not sent');
  url.hash = '';
  const port = url.port === '' ? (url.protocol === 'http:' ? 80 : 443) : Number(url.port);
  if (rules.allow.some((entry) => matchesHost(entry, url, port))) return { kind: 'open', url, trusted: true };
  const host = bareHost(url);
  // RFC 6761, 6.3: these names are the machine itself, whatever a name server says.
  if (/(?:^|\.)localhost$/.test(host)) return refused(`leads to this machine; name ${host} in YINGJIA_FETCH_ALLOW to admit it`);
  if (ipaddr.isValid(host) && !isPublicAddress(host))
    return refused(`leads to ${host}, which is no public address; name its host in YINGJIA_FETCH_ALLOW to admit it`);
  if (!rules.ports.includes(port)) return refused(`names port ${port}; only ${rules.ports.join(' and ')} are fetched`);
  return { kind: 'open', url, trusted: false };
}

/**
 * Whether an IP address is one of the public internet, reached as it is written: no private, local, shared, reserved or multicast range,
 * and none that stands for another address (IPv4-mapped, NAT64, 6to4, Teredo). Global IPv6 is 2000::/3 (RFC 4291, 2.4).
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  if (parsed.kind() === 'ipv6') return (parsed.toByteArray()[0]! & 0xe0) === 0x20;
  return !metadataAddresses.has(parsed.toString());
}

/** Public by its range, but the host of a cloud's metadata on every machine there. Source: Azure docs, "What is IP address 168.63.129.16?". */
const metadataAddresses = new Set(['168.63.129.16']);

/** Without the brackets of IPv6 and the dot of a full name. */
export const bareHost = (url: URL) => url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');

function matchesHost(entry: string, url: URL, port: number): boolean {
  const bracketed = ipaddr.IPv6.isValid(entry) ? `[${entry}]` : entry;
  if (!URL.canParse(`http://${bracketed}`)) return false;
  const named = new URL(`http://${bracketed}`);
  const namedPort = /:(\d+)$/.exec(bracketed.replace(/^\[.*\]/, ''))?.[1];
  return bareHost(named) === bareHost(url) && (namedPort === undefined || Number(namedPort) === port);
}

const refused = (reason: string): CheckedAddress => ({ kind: 'refused', reason });
