import { describe, expect, test } from 'vitest';
import { parseLinkList } from '../../src/corpus/link-list.js';

const address = 'https://example.org/feed/list.xml';

describe('a list of pages', () => {
  test.each([
    {
      name: 'RSS',
      text: '<?xml version="1.0"?><rss version="2.0"><channel><title>News &amp; more</title><item><title>A &lt;b&gt;B&lt;/b&gt;</title><link>/a#top</link><pubDate>Wed, 12 Nov 2025 22:00:00 +0800</pubDate></item><item><guid>https://example.org/g</guid></item><item><guid isPermaLink="false">id-7</guid></item><item><link>javascript:alert(1)</link></item><item><link>/a</link></item></channel></rss>',
      list: {
        kind: 'feed',
        title: 'News & more',
        links: [{ url: 'https://example.org/a', title: 'A B', date: '2025-11-12' }, { url: 'https://example.org/g' }],
        sitemaps: [],
      },
    },
    {
      name: 'Atom',
      text: '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>微軟</title><entry><title type="html">暫停</title><link rel="self" href="x"/><link href="a b"/><id>1</id><published>2025-01-02T00:00:00Z</published><updated>2025-03-04T00:00:00Z</updated></entry></feed>',
      list: {
        kind: 'feed',
        title: '微軟',
        links: [{ url: 'https://example.org/feed/a%20b', title: '暫停', date: '2025-01-02', changed: '2025-03-04T00:00:00Z' }],
        sitemaps: [],
      },
    },
    {
      name: 'a JSON feed',
      text: '{"version":"https://jsonfeed.org/version/1.1","title":"J","items":[{"id":"1","url":"https://example.org/j","title":"T","date_published":"2025-01-01T00:00:00Z","date_modified":"m"}]}',
      list: {
        kind: 'feed',
        title: 'J',
        links: [{ url: 'https://example.org/j', title: 'T', date: '2025-01-01', changed: 'm' }],
        sitemaps: [],
      },
    },
    {
      name: 'RDF',
      text: '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>R</title></channel><item rdf:about="https://example.org/r"><title>T</title><link>https://example.org/r</link><dc:date>2024-05-06</dc:date></item></rdf:RDF>',
      list: { kind: 'feed', title: 'R', links: [{ url: 'https://example.org/r', title: 'T', date: '2024-05-06' }], sitemaps: [] },
    },
    {
      name: 'a sitemap',
      text: '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc> https://example.org/a?x=1&amp;y=2 </loc><lastmod>2025-01-01</lastmod></url><url><loc>https://example.org/b</loc></url><url></url></urlset>',
      list: {
        kind: 'sitemap',
        links: [{ url: 'https://example.org/a?x=1&y=2', changed: '2025-01-01' }, { url: 'https://example.org/b' }],
        sitemaps: [],
      },
    },
    {
      name: 'a sitemap of sitemaps',
      text: '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>https://example.org/one.xml</loc></sitemap></sitemapindex>',
      list: { kind: 'sitemap', links: [], sitemaps: ['https://example.org/one.xml'] },
    },
  ])('$name', ({ text, list }) => {
    expect(JSON.parse(JSON.stringify(parseLinkList(text, address)))).toEqual(list);
  });

  test.each(['', 'hello', '<html><body>rss</body></html>', '{"a":1}', '[]', '<?xml version="1.0"?><note/>', '<!-- only a remark -->'])(
    '%j is none',
    (text) => {
      expect(parseLinkList(text, address)).toBeUndefined();
    },
  );

  test('entities that multiply stay as they are', () => {
    const bomb =
      '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><rss version="2.0"><channel><title>&b;&b;</title><item><link>https://example.org/a</link></item></channel></rss>';
    expect(parseLinkList(bomb, address)?.title?.length ?? 0).toBeLessThan(20);
  });
});
