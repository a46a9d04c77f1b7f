import { describe, expect, test } from 'vitest';
import type { Message } from './lookalike/world.js';
import { type Opened, withBot } from './open-bot.js';
import { finalOf, isPrivate, labels, words } from './reading.js';

const CRANE = 'How much does the harbour crane lift?';

async function answerFor({ discord, guild, channel }: Opened): Promise<{ ann: ReturnType<typeof discord.addPerson>; answer: Message }> {
  const ann = discord.addPerson('ann', { guilds: [guild] });
  return { ann, answer: await finalOf(discord, ann.uses(channel, 'ask', { question: CRANE })) };
}

describe('the passage behind a source', () => {
  test('is shown to the one who clicked, with the quoted words marked, its heading, version and sources', () =>
    withBot({}, async (opened) => {
      const { answer } = await answerFor(opened);
      const { discord, guild, answerer } = opened;
      const bob = discord.addPerson('bob', { guilds: [guild] });
      const proof = await finalOf(discord, bob.clicks(answer, 'Passage'));
      expect(isPrivate(proof)).toBe(true);
      const text = words(proof);
      expect(text).toContain('**__The harbour crane lifts forty tonnes at low tide.__**');
      expect(text).toContain('It was painted green in 1987 by volunteers.');
      expect(text).toContain('The old harbour crane**');
      expect(text).toContain(`The crane · 2025-04-01 · v${answerer.live('crane').version.slice(0, 8)}`);
      expect(text).toContain('This is the article as it stands now.');
      expect(text).toContain('[Harbour Gazette, annual review](<https://gazette.example/review>) · Harbour Gazette · 2025-03');
      expect(labels(proof)).toContain('Open the source');
    }));

  test('opens after a restart, and says where the article has changed since', () =>
    withBot({}, async (opened) => {
      const { ann, answer } = await answerFor(opened);
      const { discord, answerer } = opened;
      const old = answerer.live('crane');
      await opened.restart();
      answerer.put({ ...old, text: `Preface.\n\n${old.text}` });
      const moved = await finalOf(discord, ann.clicks(answer, 'Passage'));
      expect(words(moved)).toContain('the quoted words still stand in it');
      expect(words(moved)).toContain('**__The harbour crane lifts forty tonnes at low tide.__**');
      answerer.put({ ...old, text: old.text.replace('forty', 'fifty') });
      expect(words(await finalOf(discord, ann.clicks(answer, 'Passage')))).toContain('the quoted words no longer stand in it');
      answerer.remove('crane');
      expect(words(await finalOf(discord, ann.clicks(answer, 'Passage')))).toContain('removed since');
    }));

  test('can be paged through the whole article and back to the quote', () =>
    withBot(
      {
        prepare: (_, answerer) => {
          const crane = answerer.live('crane');
          const filler = Array.from({ length: 120 }, (_, line) => `Line ${line} is about nothing in particular.`).join('\n\n');
          answerer.put({ ...crane, text: `${filler}\n\n${crane.text}\n\n${filler}` });
        },
      },
      async (opened) => {
        const { ann, answer } = await answerFor(opened);
        const { discord } = opened;
        const proof = await finalOf(discord, ann.clicks(answer, 'Passage'));
        expect(words(proof)).toContain('**__The harbour crane lifts forty tonnes at low tide.__**');
        const go = async (button: RegExp) => {
          const before = proof.versions.length;
          ann.clicks(proof, button);
          await discord.world.until('another page', () => proof.versions.length > before);
          return words(proof);
        };
        const first = await go(/Later/);
        expect(first).not.toContain('**__');
        await go(/Later/);
        expect(await go(/Back to the quote/)).toContain('**__The harbour crane');
        expect(await go(/Earlier/)).not.toContain('**__');
      },
    ));

  test('of an article with a long name opens too, after a restart', () =>
    withBot(
      {
        prepare: (_, answerer) => {
          const { version: _version, ...crane } = answerer.live('crane');
          answerer.remove('crane');
          answerer.put({ ...crane, id: `reports/2025/${'很長的名字'.repeat(12)}/crane` });
        },
      },
      async (opened) => {
        const { ann, answer } = await answerFor(opened);
        await opened.restart();
        expect(words(await finalOf(opened.discord, ann.clicks(answer, 'Passage')))).toContain('**__The harbour crane lifts');
      },
    ));

  test('that is no longer kept is not made up', () =>
    withBot({}, async (opened) => {
      const { ann, answer } = await answerFor(opened);
      opened.answerer.readArticle = async () => undefined;
      expect(words(await finalOf(opened.discord, ann.clicks(answer, 'Passage')))).toContain('can no longer be shown');
    }));
});
