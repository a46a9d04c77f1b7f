import { describe, expect, test } from 'vitest';
import { bearerOf, clientKey, isAllowedHost, isAllowedOrigin, isLoopback, isSameSecret } from '../../src/server/guard.js';

const rules = { host: '127.0.0.1', allowedHosts: ['articles.example.org', 'proxy.example.org:8443'] };

describe('a Host name is answered only where it is ours', () => {
  test.each([
    ['127.0.0.1:8787', true],
    ['localhost:8787', true],
    ['LOCALHOST', true],
    ['[::1]:8787', true],
    ['127.8.9.1:8787', true],
    ['articles.example.org', true],
    ['articles.example.org:9000', true],
    ['proxy.example.org:8443', true],
    ['proxy.example.org', false],
    ['evil.example', false],
    ['localhost.evil.example', false],
    ['127.0.0.1.nip.io', false],
    ['evil.example@127.0.0.1', false],
    ['127.0.0.1/evil.example', false],
    ['10.0.0.7:8787', false],
    ['', false],
    [undefined, false],
  ])('%s: %s', (header, allowed) => {
    expect(isAllowedHost(header, rules)).toBe(allowed);
  });

  test('the configured address is a name of ours', () => {
    expect(isAllowedHost('10.0.0.7:8787', { host: '10.0.0.7', allowedHosts: [] })).toBe(true);
    expect(isAllowedHost('[fd00::7]:8787', { host: 'fd00::7', allowedHosts: [] })).toBe(true);
  });
});

describe('an Origin may post only where it is our own page', () => {
  test.each([
    { name: 'a program sends none', headers: { host: '127.0.0.1:8787' }, allowed: true },
    { name: 'our page', headers: { host: '127.0.0.1:8787', origin: 'http://127.0.0.1:8787', fetchSite: 'same-origin' }, allowed: true },
    { name: 'our page behind TLS', headers: { host: 'articles.example.org', origin: 'https://articles.example.org' }, allowed: true },
    { name: 'a name that the operator allows', headers: { host: '127.0.0.1:8787', origin: 'https://articles.example.org' }, allowed: true },
    { name: 'another site', headers: { host: '127.0.0.1:8787', origin: 'https://evil.example' }, allowed: false },
    { name: 'another port of this machine', headers: { host: '127.0.0.1:8787', origin: 'http://127.0.0.1:3000' }, allowed: false },
    { name: 'a sandboxed page', headers: { host: '127.0.0.1:8787', origin: 'null' }, allowed: false },
    { name: 'a cross-site request that hides its origin', headers: { host: '127.0.0.1:8787', fetchSite: 'cross-site' }, allowed: false },
    { name: 'an origin that is no URL', headers: { host: '127.0.0.1:8787', origin: 'evil' }, allowed: false },
  ])('$name: $allowed', ({ headers, allowed }) => {
    expect(isAllowedOrigin(headers, rules)).toBe(allowed);
  });
});

test.each([
  ['127.0.0.1', true],
  ['localhost', true],
  ['::1', true],
  ['0.0.0.0', false],
  ['::', false],
  ['192.168.1.5', false],
  ['127.example.org', false],
])('%s listens to this machine only: %s', (host, loopback) => {
  expect(isLoopback(host)).toBe(loopback);
});

test('secrets are equal only where every character is', () => {
  expect(isSameSecret('鑰匙-1', '鑰匙-1')).toBe(true);
  expect(isSameSecret('鑰匙-1', '鑰匙-2')).toBe(false);
  expect(isSameSecret('', 'x')).toBe(false);
});

test('a key comes as a bearer token', () => {
  expect(bearerOf('Bearer abc')).toBe('abc');
  expect(bearerOf('bearer abc')).toBe('abc');
  expect(bearerOf('Basic abc')).toBeUndefined();
  expect(bearerOf(undefined)).toBeUndefined();
});

test.each([
  ['127.0.0.1', '127.0.0.1'],
  ['::ffff:10.0.0.1', '10.0.0.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8::6', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
])('%s counts as client %s', (address, key) => {
  expect(clientKey(address)).toBe(key);
});
