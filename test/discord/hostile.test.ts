/** Hostile words in questions, answers, titles, sources and articles, sent through everything that renders. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderAnswer, renderDraft, renderStopped } from '../../src/discord/answer-view.js';
import { articleRefOf } from '../../src/discord/ids.js';
import { renderOverview, renderReport } from '../../src/discord/index-view.js';
import { escapeText, escapeWithFences, link } from '../../src/discord/markdown.js';
import { planPages, renderProof } from '../../src/discord/proof-view.js';
import { renderReview } from '../../src/discord/review-view.js';
import type { Payload } from '../../src/discord/shapes.js';
import { textsFor } from '../../src/discord/texts.js';
import type { Answer, Article, Citation } from '../../src/types.js';
import { faultsOfMessage, type MessageBody } from './lookalike/rules.js';
import { faultsOfSchema } from './lookalike/schema.js';
import { allComponents } from './lookalike/world.js';

const attacks = [
  '@everyone @here <@123456789012345678> <@&123456789012345678> <#123456789012345678> </ask:123456789012345678>',
  '[click](https://evil.example) [a][b] ![x](https://evil.example/x.png) <https://evil.example> https://evil.example/beacon.png',
  '```js\nalert(1)\n``` `code` ``` open fence',
  '# heading\n## two\n-# small\n> quote\n>>> all\n- list\n* list\n1. one\n|| spoiler ||',
  '**bold** __under__ *i* _i_ ~~s~~ \\*escaped\\* \\',
  'safe\u202Egnp.exe \u2066hidden\u2069 z\u200Be\u200Br\u200Co \u{E0041}\u{E0042} \u00AD\u3164',
  '<t:1700000000:R> <:emoji:123456789012345678> <a:x:123456789012345678> <id:customize>',
  'a\uD800b \uDC00',
  `Z${'\u0301\u0302\u0303'.repeat(40)}`,
  '\u0000\u0007\u001B[2J\r\n\u2028x',
  '   ',
  '鷹'.repeat(3_000),
  '`'.repeat(2_000),
  '\\'.repeat(2_001),
  '| a | b |\n|---|---|\n'.repeat(50),
  'a\n'.repeat(1_500),
];
const hostile = fc.oneof(
  fc.constantFrom(...attacks),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.array(fc.constantFrom(...attacks, ' ', '\n', '。'), { maxLength: 4 }).map((parts) => parts.join('')),
);
const address = fc.oneof(
  fc.constantFrom('javascript:alert(1)', 'https://a.example/)](https://evil.example', 'https://ok.example/x', 'ftp://x'),
  fc.webUrl(),
  hostile,
);

const source = fc.record({
  id: hostile,
  title: hostile,
  publisher: fc.option(hostile, { nil: undefined }),
  url: fc.option(address, { nil: undefined }),
  date: fc.option(hostile, { nil: undefined }),
});
const version = fc.constant('ab'.repeat(32));
const citation = (marker: number): fc.Arbitrary<Citation> =>
  fc.record({
    marker: fc.constant(marker),
    articleId: hostile,
    articleVersion: version,
    title: hostile,
    sources: fc.array(source, { maxLength: 4 }),
    headings: fc.constant([]),
    quote: hostile,
    start: fc.nat(5_000_000),
    end: fc.nat(6_000_000),
  });
const answer: fc.Arbitrary<Answer> = fc.integer({ min: 0, max: 26 }).chain((count) =>
  fc.record({
    status: fc.constantFrom('answered' as const, 'partly' as const, 'not-in-articles' as const),
    confidence: fc.constant(0.5),
    question: hostile,
    language: fc.constantFrom('en', 'zh-Hant'),
    text: hostile,
    claims: fc.tuple(...Array.from({ length: count }, (_, index) => fc.record({ text: hostile, citations: fc.constant([index + 1]) }))),
    citations: fc.tuple(...Array.from({ length: count }, (_, index) => citation(index + 1))),
    hits: fc.constant([]),
    withheld: fc.array(fc.record({ reason: hostile }), { maxLength: 5 }),
    conflicts: fc.constantFrom([], [{ claims: [0, 1] }]),
    nearestTopics: fc.array(hostile, { maxLength: 8 }),
    mode: fc.constantFrom('extractive' as const, 'generated' as const),
    generation: fc.nat(),
    timingsMs: fc.constant({}),
    notices: fc.array(hostile, { maxLength: 4 }),
  }),
);

/** A reader of Discord's markdown of our own, apart from the writer: what in this text would do something. */
function effectsIn(text: string): string[] {
  const withoutCode = text.replace(/^```[a-z0-9+#-]*\n[\s\S]*?\n```$/gim, '');
  const plain = withoutCode.replace(/\\[^0-9A-Za-z\s]/g, '\u0001');
  const withoutOurLinks = plain.replace(/\[([^[\]\n]*)\]\(<(https?:\/\/[^<>()\s]+)>\)/g, '$1');
  return [...withoutOurLinks.matchAll(/@everyone|@here|<[@#/:at]|\]\(|https?:\/\/|`|\|\||~~/g)].map((match) => match[0]);
}

/** Formatting that escaped text must not have either: emphasis anywhere; headings, quotes and lists at the start of a line. */
const formatsIn = (text: string): string[] =>
  [...text.replace(/\\[^0-9A-Za-z\s]/g, '\u0001').matchAll(/[*_~|]|^[ \t]*(?:#|>|-|\+|\d+[.)])/gm)].map((match) => match[0]);

/** Bodies as they would be sent. */
const bodyOf = (payload: Payload): MessageBody => ({
  components: payload.components as never,
  flags: 1 << 15,
  allowed_mentions: { parse: [], replied_user: false },
});

function expectHarmless(payloads: readonly Payload[]): void {
  for (const payload of payloads) {
    const body = bodyOf(payload);
    expect(faultsOfMessage(body)).toEqual([]);
    expect(faultsOfSchema('POST /channels/{channel_id}/messages', body)).toEqual([]);
    for (const { content, url } of allComponents(body.components!)) {
      if (content !== undefined) {
        expect(effectsIn(content)).toEqual([]);
        expect(content).not.toMatch(/[\u200B\u202A-\u202E\u2066-\u2069\u{E0000}-\u{E007F}\u0000]/u);
        expect(content.isWellFormed()).toBe(true);
      }
      if (url !== undefined) expect(new URL(url).protocol).toMatch(/^https?:$/);
    }
  }
}

const texts = textsFor('en');
const articleRef = (quote: { articleId: string; articleVersion: string; start: number; end: number }) =>
  articleRefOf(quote, 'digest-of-16-char');

describe('hostile words', () => {
  test('in an answer neither ping, link, hide, nor break a limit', () => {
    fc.assert(
      fc.property(answer, fc.boolean(), (given, threads) => {
        expectHarmless(renderAnswer(given, { texts, articleRefOf: articleRef, threads }));
      }),
      { numRuns: 150 },
    );
  }, 120_000);

  test('in a draft, and in what was stopped, neither', () => {
    fc.assert(
      fc.property(answer, ({ claims, citations }) => {
        expectHarmless([renderDraft(claims, { texts, flight: 'abcdefgh', waiting: 0 })]);
        expectHarmless(renderStopped(claims, citations, 'Stopped', { texts, articleRefOf: articleRef, threads: false }));
      }),
      { numRuns: 80 },
    );
  }, 120_000);

  test('in an article neither, on whichever page it is shown', () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, fc.array(source, { maxLength: 6 }), fc.nat(4), (before, quote, after, sources, page) => {
        const article: Article = {
          id: 'a',
          version: 'ab'.repeat(32),
          collection: 'c',
          title: before,
          sources,
          date: after,
          language: 'en',
          text: `# ${quote}\n\n${before}${quote}${after}`,
        };
        const start = 4 + quote.length + before.length;
        const common = {
          article,
          ref: { articleId: 'a', articleVersion: article.version },
          start,
          end: start + quote.length,
          marker: 1,
          texts,
        };
        expectHarmless([renderProof({ ...common, page, live: article }), renderProof({ ...common, live: undefined })]);
      }),
      { numRuns: 150 },
    );
  }, 120_000);

  test('in feedback, gaps, collections and reports neither', () => {
    fc.assert(
      fc.property(hostile, hostile, (one, other) => {
        const shared = { id: 'i', scope: 's', question: one, language: 'en', generation: 1 };
        const feedback = {
          ...shared,
          at: '',
          door: 'discord' as const,
          verdict: 'down' as const,
          reason: 'outdated' as const,
          comment: other,
          answer: other,
          status: 'answered' as const,
          mode: 'extractive' as const,
        };
        const quotes = Array.from({ length: 9 }, () => ({ articleId: one, articleVersion: 'v', start: 0, end: 1, quote: other }));
        const gap = { ...shared, nearestTopics: [other, one], firstAt: '', lastAt: '', asked: [] };
        const article = { id: one, version: 'v', collection: one, title: other, language: 'en', characters: 1 };
        expectHarmless([
          renderReview({ list: 'feedback', items: [{ ...feedback, citations: quotes }] }, 0, texts),
          renderReview({ list: 'gaps', items: [gap] }, 0, texts),
          renderOverview(
            {
              generation: 1,
              passages: 1,
              articles: Array.from({ length: 30 }, (_, index) => ({ ...article, collection: `${one}${index}` })),
            },
            texts,
          ),
          renderReport(
            {
              ...{
                generation: 1,
                dryRun: false,
                articles: { added: 1, changed: 0, kept: 0, removed: 0 },
                passages: { added: 1, kept: 0, removed: 0 },
                seconds: 1,
              },
              ...{ embedded: { passages: 1, characters: 1 }, notices: Array.from({ length: 40 }, () => other) },
              changes: Array.from({ length: 40 }, () => ({ articleId: one, title: other, change: 'added' as const })),
              problems: Array.from({ length: 40 }, () => ({ path: one, reason: other })),
            },
            texts,
          ),
        ]);
      }),
      { numRuns: 100 },
    );
  }, 120_000);

  test('of 100,000 characters are shown in parts and in reasonable time', () => {
    for (const attack of ['`', '\\', '鷹', '[', '<@1> ', 'a\n', '𝕏']) {
      const given = attack.repeat(Math.ceil(100_000 / attack.length));
      const base = {
        status: 'answered' as const,
        confidence: 1,
        question: '',
        language: 'en',
        text: '',
        hits: [],
        withheld: [],
        conflicts: [],
        nearestTopics: [],
        mode: 'extractive' as const,
        generation: 1,
        timingsMs: {},
        citations: [],
      };
      expectHarmless(
        renderAnswer({ ...base, claims: [{ text: given, citations: [] }] }, { texts, articleRefOf: articleRef, threads: true }),
      );
    }
  }, 60_000);
});

describe('escaping', () => {
  test.each(attacks.map((attack, number) => ({ attack, number })))('shows attack $number as it is', ({ attack }) => {
    expect(effectsIn(escapeText(attack))).toEqual([]);
    expect(formatsIn(escapeText(attack))).toEqual([]);
  });

  test('lets nothing through whatever it is given', () => {
    fc.assert(
      fc.property(hostile, (given) => {
        expect([...effectsIn(escapeText(given)), ...formatsIn(escapeText(given))]).toEqual([]);
      }),
    );
  });

  test('keeps code in a closed fence, and nothing else', () => {
    expect(escapeWithFences('Use *this*:\n```ts\nconst x = *y;\n```\nand `that`')).toBe(
      'Use \\*this\\*:\n```ts\nconst x = *y;\n```\nand \\`that\\`',
    );
    expect(effectsIn(escapeWithFences('```\nopen'))).toEqual([]);
  });

  test.each([
    { words: 'The report', address: 'https://a.example/x_(1)', linked: '[The report](<https://a.example/x_%281%29>)' },
    { words: 'https://bank.example/login', address: 'https://evil.example/', linked: '[evil.example](<https://evil.example/>)' },
    { words: 'www.bank.example', address: 'https://evil.example/', linked: '[evil.example](<https://evil.example/>)' },
    {
      words: 'see](https://evil.example)',
      address: 'https://a.example/',
      linked: '[a.example](<https://a.example/>)',
    },
    { words: 'x', address: 'javascript:alert(1)', linked: 'x' },
  ])('links $words to $address honestly', ({ words, address: target, linked }) => {
    expect(link(words, target)).toBe(linked);
  });
});

test('pages of a passage are contiguous, and cut no character', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(hostile, fc.constant('😀'.repeat(900))), { maxLength: 6 }), (parts) => {
      const body = parts.join('').toWellFormed();
      const pages = planPages(body);
      expect(pages[0]!.start).toBe(0);
      expect(pages.at(-1)!.end).toBe(body.length);
      for (const [index, { start, end }] of pages.entries()) {
        if (index > 0) expect(start).toBe(pages[index - 1]!.end);
        expect(body.slice(start, end).isWellFormed()).toBe(true);
      }
    }),
  );
});
