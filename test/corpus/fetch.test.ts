import type { LookupAddress } from 'node:dns';
import { createGzip, gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { checkAddress, isPublicAddress } from '../../src/corpus/address.js';
import { createFetcher, type FetcherParts } from '../../src/corpus/fetch.js';
import { openWeb, redirect, serve, status } from './web.js';

const openFetcher = (parts: FetcherParts) => {
  const fetcher = createFetcher(parts);
  onTestFinished(() => fetcher.close());
  return fetcher;
};

/** Every spelling of platform.md 3.6 and more of a host that is not public; PORT stands for the port of a listening server. */
const hostile = [
  'http://127.0.0.1:PORT/',
  'http://localhost:PORT/',
  'http://LOCALHOST.:PORT/',
  'http://2130706433:PORT/',
  'http://0x7f.1:PORT/',
  'http://0x7f000001:PORT/',
  'http://017700000001:PORT/',
  'http://0177.0.0.1:PORT/',
  'http://127.1:PORT/',
  'http://127.0.0.1.:PORT/',
  'http://127.8.9.10:PORT/',
  'http://0:PORT/',
  'http://0.0.0.0:PORT/',
  'http://①②⑦.⓪.⓪.①:PORT/',
  'http://127。0。0。1:PORT/',
  'http://%31%32%37.0.0.1:PORT/',
  'http:\\\\127.0.0.1:PORT\\',
  'http:127.0.0.1:PORT',
  'ht\ntp://\t127.0.0.1:PORT/',
  'http://[::1]:PORT/',
  'http://[::]:PORT/',
  'http://[::ffff:127.0.0.1]:PORT/',
  'http://[::ffff:7f00:1]:PORT/',
  'http://[0:0:0:0:0:ffff:127.0.0.1]:PORT/',
  'http://[::127.0.0.1]:PORT/',
  'http://[64:ff9b::127.0.0.1]:PORT/',
  'http://[64:ff9b:1::7f00:1]:PORT/',
  'http://[2002:7f00:1::]:PORT/',
  'http://[2001:0:7f00:1::]:PORT/',
  'http://[fe80::1]:PORT/',
  'http://[fc00::1]:PORT/',
  'http://[fd00:ec2::254]:PORT/',
  'http://[ff02::1]:PORT/',
  'http://10.0.0.1:PORT/',
  'http://172.16.0.1:PORT/',
  'http://192.168.0.1:PORT/',
  'http://100.64.0.1:PORT/',
  'http://169.254.169.254:PORT/latest/meta-data/',
  'http://100.100.100.200:PORT/',
  'http://168.63.129.16:PORT/',
  'http://192.0.0.192:PORT/',
  'http://198.18.0.1:PORT/',
  'http://224.0.0.1:PORT/',
  'http://255.255.255.255:PORT/',
  'http://user:secret@127.0.0.1:PORT/',
  'http://user@example.org:PORT/',
  'http://127.0.0.1:PORT\\@example.org/',
  'file:///etc/passwd',
  'ftp://127.0.0.1:PORT/',
  'data:text/html,x',
  'javascript:alert(1)',
  'gopher://127.0.0.1:PORT/',
  '//127.0.0.1:PORT/',
  'http://256.256.256.256/',
  'not an address',
  '',
];

describe('addresses that are not public', () => {
  test.each(hostile)('%j is refused before a connection is made', async (written) => {
    const web = await openWeb({ '/': serve('secret') });
    const fetcher = openFetcher({ allow: [], ports: [web.port] });
    const outcome = await fetcher.fetch({ url: written.replace('PORT', String(web.port)) });
    expect(outcome.kind).toBe('refused');
    expect(web.connections).toBe(0);
  });

  test.each(['127.0.0.1', '::1', '10.1.2.3', '169.254.169.254', '::ffff:10.0.0.1', '64:ff9b::a00:1', 'fd12::1'])(
    'a name that leads to %s is refused before a connection is made, by the one look-up that the connection is made from',
    async (address) => {
      const web = await openWeb({ '/': serve('secret') });
      const answers = [address, '93.184.216.34'];
      let lookups = 0;
      const fetcher = openFetcher({
        allow: [],
        ports: [web.port],
        resolve: (_host, _options, done) => done(null, [{ address: answers[lookups++]!, family: address.includes(':') ? 6 : 4 }]),
      });
      const outcome = await fetcher.fetch({ url: `http://rebind.example:${web.port}/` });
      expect(outcome).toMatchObject({ kind: 'refused', reason: expect.stringContaining(`leads to ${address}`) });
      expect([lookups, web.connections]).toEqual([1, 0]);
    },
  );

  test('a name with one private address among public ones is refused', async () => {
    const addresses: LookupAddress[] = [
      { address: '93.184.216.34', family: 4 },
      { address: '10.0.0.1', family: 4 },
    ];
    const fetcher = openFetcher({ allow: [], resolve: (_host, _options, done) => done(null, addresses) });
    expect(await fetcher.fetch({ url: 'http://mixed.example/' })).toMatchObject({ kind: 'refused' });
  });

  test.each(['93.184.216.34', '2606:2800:220:1::1', '8.8.8.8'])('%s is public', (address) => expect(isPublicAddress(address)).toBe(true));

  test.each([
    ['http://example.org/', 'open'],
    ['https://example.org:443/a#b', 'open'],
    ['https://example.org:80/', 'open'],
    ['http://example.org:8080/', 'refused'],
    ['http://example.org:22/', 'refused'],
    ['https://例子.台灣/路徑', 'open'],
  ])('%s is %s', (url, kind) => {
    expect(checkAddress(url, { allow: [], ports: [80, 443] }).kind).toBe(kind);
  });

  test.each([
    ['wiki.lan', 'http://wiki.lan/', true],
    ['wiki.lan', 'http://WIKI.LAN.:8080/', true],
    ['wiki.lan:8080', 'http://wiki.lan:8080/', true],
    ['wiki.lan:8080', 'http://wiki.lan/', false],
    ['wiki.lan:80', 'http://wiki.lan/', true],
    ['wiki.lan', 'http://evil.wiki.lan:8080/', false],
    ['10.0.0.1', 'http://10.0.0.1/', true],
    ['10.0.0.1', 'http://10.0.0.2/', false],
    ['::1', 'http://[::1]:3000/', true],
    ['[::1]:3000', 'http://[::1]:3000/', true],
    ['[::1]:3000', 'http://[::1]:3001/', false],
    ['', 'http://127.0.0.1/', false],
  ])('allowing %j admits %s: %s', (entry, url, trusted) => {
    const checked = checkAddress(url, { allow: [entry], ports: [80, 443] });
    expect(checked.kind === 'open' && checked.trusted).toBe(trusted);
  });
});

describe('redirects', () => {
  test('are followed, each hop checked, and a loop is left', async () => {
    const web = await openWeb();
    Object.assign(web.routes, {
      '/a': redirect('/b', 301),
      '/b': redirect(`${web.origin}/c`),
      '/c': serve('there'),
      '/loop': redirect('/loop'),
      '/bad': redirect('http://['),
    });
    const fetcher = openFetcher({ allow: [web.host] });
    expect(await fetcher.fetch({ url: `${web.origin}/a` })).toMatchObject({
      kind: 'fetched',
      url: `${web.origin}/c`,
      type: 'text/html',
      charset: 'utf-8',
    });
    expect(await fetcher.fetch({ url: `${web.origin}/loop` })).toEqual({ kind: 'failed', reason: 'redirects more than 5 times' });
    expect(await fetcher.fetch({ url: `${web.origin}/bad` })).toMatchObject({
      kind: 'failed',
      reason: expect.stringMatching(/redirects to "http:\/\/\[", which is no address/),
    });
  });

  test.each(['http://127.0.0.1:PORT/', 'http://0x7f.1:PORT/', 'file:///etc/passwd', 'http://169.254.169.254/'])(
    'to %s are refused before a connection is made',
    async (target) => {
      const inside = await openWeb({ '/': serve('secret') });
      const web = await openWeb({ '/a': redirect(target.replace('PORT', String(inside.port))) });
      const fetcher = openFetcher({ allow: [web.host], ports: [inside.port] });
      expect(await fetcher.fetch({ url: `${web.origin}/a` })).toMatchObject({
        kind: 'refused',
        reason: expect.stringMatching(/^redirects to /),
      });
      expect(inside.connections).toBe(0);
    },
  );

  test('from a public page do not lead to a private host, even one that is admitted', async () => {
    const intranet = await openWeb({ '/': serve('secret') });
    const web = await openWeb({ '/a': redirect(intranet.origin) });
    const fetcher = openFetcher({
      allow: [intranet.host],
      ports: [web.port],
      resolve: (_host, _options, done) => done(null, [{ address: '127.0.0.1', family: 4 }]),
      // Stands in for the internet, which tests do not reach.
      isPublic: () => true,
    });
    expect(await fetcher.fetch({ url: `http://public.example:${web.port}/a` })).toMatchObject({
      kind: 'refused',
      reason: expect.stringMatching(/^redirects to /),
    });
    expect([web.connections, intranet.connections]).toEqual([1, 0]);
    expect((await fetcher.fetch({ url: intranet.origin })).kind).toBe('fetched');
  });
});

describe('limits', () => {
  test('what was not changed is not sent again', async () => {
    const web = await openWeb({ '/': serve('page') });
    const fetcher = openFetcher({ allow: [web.host] });
    const first = await fetcher.fetch({ url: web.origin });
    expect(first.kind).toBe('fetched');
    expect(await fetcher.fetch({ url: web.origin, etag: first.kind === 'fetched' ? first.etag : undefined })).toEqual({
      kind: 'unchanged',
    });
  });

  test.each([
    [404, { kind: 'gone', status: 404 }],
    [410, { kind: 'gone', status: 410 }],
    [500, { kind: 'failed', reason: 'answers 500 Internal Server Error', status: 500 }],
    [403, { kind: 'failed', reason: 'answers 403 Forbidden', status: 403 }],
    [204, { kind: 'failed', reason: 'answers 204 No Content', status: 204 }],
  ])('status %d', async (code, outcome) => {
    const web = await openWeb({ '/': status(code) });
    expect(await openFetcher({ allow: [web.host] }).fetch({ url: web.origin })).toEqual(outcome);
  });

  test('an endless answer is cut off at the size limit, ten gigabytes are not waited for', async () => {
    let written = 0;
    const web = await openWeb({
      '/': (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/html', 'content-length': String(10 * 1024 ** 3) });
        const chunk = Buffer.alloc(64 * 1024, 'a');
        const more = () => {
          while (!response.destroyed && written < 10 * 1024 ** 3) {
            written += chunk.length;
            if (!response.write(chunk)) return void response.once('drain', more);
          }
        };
        more();
      },
    });
    const fetcher = openFetcher({ allow: [web.host], limits: { maxBytes: 1024 * 1024 } });
    expect(await fetcher.fetch({ url: web.origin })).toEqual({ kind: 'failed', reason: 'is larger than 1.0 MB' });
    expect(written).toBeLessThan(100 * 1024 * 1024);
    const head = await fetcher.fetch({ url: web.origin, truncate: true, maxBytes: 1000 });
    expect(head.kind === 'fetched' && head.bytes.length).toBe(1000);
  });

  test.each(['gzip', 'gzip, gzip'])('a %s bomb is cut off at the size after decompression', async (encoding) => {
    const web = await openWeb({
      '/': (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': encoding });
        const bomb = createGzip();
        if (encoding === 'gzip') bomb.pipe(response);
        else bomb.pipe(createGzip()).pipe(response);
        const zeros = Buffer.alloc(1024 * 1024);
        let left = encoding === 'gzip' ? 4096 : 64;
        const more = () => {
          while (left-- > 0 && !response.destroyed) if (!bomb.write(zeros)) return void bomb.once('drain', more);
          bomb.end();
        };
        more();
      },
    });
    const fetcher = openFetcher({ allow: [web.host], limits: { maxBytes: 4 * 1024 * 1024 } });
    expect(await fetcher.fetch({ url: web.origin })).toEqual({ kind: 'failed', reason: 'is larger than 4.0 MB' });
  });

  test('a packed page of honest size is unpacked', async () => {
    const web = await openWeb({
      '/': (_request, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('hello')),
    });
    const outcome = await openFetcher({ allow: [web.host] }).fetch({ url: web.origin });
    expect(outcome.kind === 'fetched' && outcome.bytes.toString()).toBe('hello');
  });

  test('broken packing is a failure, not a crash', async () => {
    const web = await openWeb({ '/': (_request, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end('no gzip') });
    expect(await openFetcher({ allow: [web.host] }).fetch({ url: web.origin })).toMatchObject({ kind: 'failed' });
  });

  test('a server that never answers is given up', async () => {
    const web = await openWeb({ '/': () => {} });
    const fetcher = openFetcher({ allow: [web.host], limits: { headersMs: 100, deadlineMs: 60_000 } });
    expect(await fetcher.fetch({ url: web.origin })).toEqual({ kind: 'failed', reason: 'does not answer in time' });
  });

  test('a server that answers drop by drop is given up', async () => {
    const web = await openWeb({
      '/': (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/html' });
        const drip = setInterval(() => response.write('.'), 20);
        response.on('close', () => clearInterval(drip));
      },
    });
    const fetcher = openFetcher({ allow: [web.host], limits: { deadlineMs: 300 } });
    expect(await fetcher.fetch({ url: web.origin })).toEqual({ kind: 'failed', reason: 'takes longer than 0.3 seconds' });
  });

  test('a type that is of no use is not read', async () => {
    const web = await openWeb({ '/': serve('x', 'video/mp4') });
    expect(await openFetcher({ allow: [web.host] }).fetch({ url: web.origin, types: ['text/html'] })).toEqual({
      kind: 'failed',
      reason: 'is of type video/mp4, which is not read',
    });
  });

  test('a connection that breaks, is refused, or has no host is a failure that says so', async () => {
    const web = await openWeb({ '/': (request) => void request.socket.destroy() });
    const fetcher = openFetcher({
      allow: [web.host, 'nobody.example', '127.0.0.1:1'],
      resolve: (_host, _options, done) => done(Object.assign(new Error('x'), { code: 'ENOTFOUND' }), []),
    });
    expect(await fetcher.fetch({ url: web.origin })).toEqual({ kind: 'failed', reason: 'broke the connection off' });
    expect(await fetcher.fetch({ url: 'http://nobody.example/' })).toEqual({
      kind: 'failed',
      reason: 'has a host name that could not be found',
    });
    expect(await fetcher.fetch({ url: 'http://127.0.0.1:1/' })).toMatchObject({ kind: 'failed' });
  });

  test('who stops the program does not get a failure, but an end', async () => {
    const web = await openWeb({ '/': () => {} });
    const stop = new AbortController();
    const fetching = openFetcher({ allow: [web.host] }).fetch({ url: web.origin, signal: stop.signal });
    stop.abort(new Error('stopped'));
    await expect(fetching).rejects.toThrow('stopped');
  });
});
