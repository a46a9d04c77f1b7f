import { describe, expect, test } from 'vitest';
import type { Interaction } from './lookalike/interactions.js';
import type { Channel } from './lookalike/world.js';
import { withBot } from './open-bot.js';
import { finalOf, isPrivate, labels, repliesIn, replyTo, words } from './reading.js';

const CRANE = 'How much does the harbour crane lift?';
const LONG = 'Why does the harbour crane stay with the museum upkeep?';

describe('limits', () => {
  test('one question of a person at a time, told at once and privately', () =>
    withBot({}, async ({ discord, guild, channel, answerer }) => {
      answerer.before = () => new Promise(() => discord.world.changed());
      const ann = discord.addPerson('ann', { guilds: [guild] });
      const first = ann.uses(channel, 'ask', { question: LONG });
      await discord.world.until('the stream', () => answerer.open === 1);
      const second = await finalOf(discord, ann.uses(channel, 'ask', { question: CRANE }));
      expect([words(second), isPrivate(second)]).toEqual([expect.stringContaining('still answering your last question'), true]);
      await discord.world.until('a draft', () => first.original && labels(first.original).includes('Stop'));
      ann.clicks(first.original!, 'Stop');
      await finalOf(discord, first);
    }));

  test('so many a minute and a day, and the day’s count outlives a restart', () =>
    withBot({ environment: { YINGJIA_DISCORD_USER_PER_MINUTE: '3', YINGJIA_DISCORD_USER_PER_DAY: '4' } }, async (opened) => {
      const { discord, guild, channel } = opened;
      const ann = discord.addPerson('ann', { guilds: [guild] });
      const ask = async () => words(await finalOf(discord, ann.uses(channel, 'ask', { question: CRANE })));
      for (let count = 0; count < 3; count += 1) expect(await ask()).toContain('forty');
      expect(await ask()).toMatch(/try again in \d+ seconds/);
      await opened.restart();
      expect(await ask()).toContain('forty');
      expect(await ask()).toContain('You have asked 4 questions today');
    }));

  test('of a channel hold for everybody in it, and not elsewhere', () =>
    withBot({ environment: { YINGJIA_DISCORD_CHANNEL_PER_MINUTE: '2' } }, async ({ discord, guild, channel }) => {
      const outcomes: string[] = [];
      for (const name of ['ann', 'bob', 'cy']) {
        outcomes.push(
          words(await finalOf(discord, discord.addPerson(name, { guilds: [guild] }).uses(channel, 'ask', { question: CRANE }))),
        );
      }
      expect(outcomes.map((outcome) => outcome.includes('forty'))).toEqual([true, true, false]);
      expect(outcomes[2]).toContain('This channel asks a lot');
      const dee = discord.addPerson('dee');
      expect(words(await finalOf(discord, dee.uses(dee.direct(), 'ask', { question: CRANE })))).toContain('forty');
    }));

  test('a full queue says so, and those who wait see how many are before them', () =>
    withBot(
      { environment: { YINGJIA_DISCORD_CONCURRENCY: '1', YINGJIA_DISCORD_QUEUE: '2' } },
      async ({ discord, guild, channel, answerer }) => {
        const release: (() => void)[] = [];
        answerer.before = () =>
          new Promise((resolve) => {
            release.push(resolve);
            discord.world.changed();
          });
        const people = ['ann', 'bob', 'cy', 'dee'].map((name) => discord.addPerson(name, { guilds: [guild] }));
        const asked: Interaction[] = [];
        for (const [index, person] of people.slice(0, 3).entries()) {
          asked.push(person.uses(channel, 'ask', { question: `${CRANE} ${index}` }));
          await discord.world.until('its place', () => asked[index]!.response !== undefined);
          if (index === 0) await discord.world.until('the stream', () => release.length === 1);
        }
        await discord.world.until(
          'the place in the queue',
          () => asked[2]!.original && words(asked[2]!.original).includes('1 question is before yours'),
        );
        const refused = await finalOf(discord, people[3]!.uses(channel, 'ask', { question: CRANE }));
        expect(words(refused)).toContain('Many questions are waiting');
        answerer.before = undefined;
        for (const go of release) go();
        for (const each of asked) expect(words(await finalOf(discord, each))).toContain('forty');
      },
    ));

  test('equal questions at the same time are answered once, and one who stops does not stop the others', () =>
    withBot({}, async ({ discord, guild, channel, answerer }) => {
      let release: () => void = () => undefined;
      const gate = new Promise<void>((resolve) => {
        release = resolve;
      });
      answerer.before = (event) => (event === 1 ? gate : Promise.resolve());
      const people = ['ann', 'bob', 'cy'].map((name) => discord.addPerson(name, { guilds: [guild] }));
      const asked = people.map((person) => person.uses(channel, 'ask', { question: LONG }));
      for (const each of asked) await discord.world.until('a draft', () => each.original && labels(each.original).includes('Stop'));
      expect(answerer.asked).toHaveLength(1);
      people[0]!.clicks(asked[0]!.original!, 'Stop');
      expect(words(await finalOf(discord, asked[0]!))).toContain('Stopped');
      release();
      for (const each of asked.slice(1)) expect(words(await finalOf(discord, each))).toContain('Answered');
    }));
});

describe('trouble', () => {
  test('is one calm sentence with a short id under which the operator finds the story', () =>
    withBot({}, async ({ discord, guild, channel, answerer, told }) => {
      answerer.failure = new Error('ECONNREFUSED 10.0.0.7:11434 secret-key');
      const ann = discord.addPerson('ann', { guilds: [guild] });
      const failed = await finalOf(discord, ann.uses(channel, 'ask', { question: CRANE }));
      const [, id] = /Something went wrong on my side\. Please try again\. \\?\(([a-z0-9]{6})\\?\)/.exec(words(failed))!;
      expect(words(failed)).not.toMatch(/ECONN|secret|Error/);
      expect(told.find((line) => line.includes(id!))).toContain('secret-key');
      answerer.failure = undefined;
      expect(words(await finalOf(discord, ann.clicks(failed, 'Ask again')))).toContain('forty');
    }));

  test('of Discord itself is tried again', () =>
    withBot({}, async ({ discord, guild, channel }) => {
      discord.rest.failure = { route: /messages\/@original/, status: 502, left: 2 };
      const ann = discord.addPerson('ann', { guilds: [guild] });
      expect(words(await finalOf(discord, ann.uses(channel, 'ask', { question: CRANE })))).toContain('forty');
    }));

  test('where the bot may not write is not asked for, and does not stop it elsewhere', () => {
    let quiet: Channel | undefined;
    return withBot(
      {
        prepare: ({ world }) => {
          quiet = world.addChannel([...world.guilds.values()][0]!, 'quiet', 0, { denied: 1n << 11n });
        },
      },
      async ({ discord, guild }) => {
        const [ann, bob] = [discord.addPerson('ann', { guilds: [guild] }), discord.addPerson('bob', { guilds: [guild] })];
        ann.says(quiet!, `<@${discord.world.bot.id}> ${CRANE}`);
        expect(words(await replyTo(discord, bob.says(bob.direct(), CRANE)))).toContain('forty');
        expect(words(await finalOf(discord, ann.uses(quiet!, 'ask', { question: CRANE })))).toContain('forty');
        expect(discord.rest.invalid).toBe(0);
      },
    );
  });

  test('a storm of 429 is waited out: every question still gets its one answer', () =>
    withBot({}, async ({ discord, guild, channel }) => {
      discord.limits.storm(/messages/, 6, 0.3);
      const people = Array.from({ length: 4 }, (_, index) => discord.addPerson(`p${index}`, { guilds: [guild] }));
      const asked = people.map((person) => person.uses(channel, 'ask', { question: `${CRANE} ${person.user.username}` }));
      const mention = people[0]!.says(people[0]!.direct(), CRANE);
      for (const each of asked) expect(words(await finalOf(discord, each))).toContain('forty');
      expect(words(await replyTo(discord, mention))).toMatch(/forty|still answering/);
      expect(discord.limits.refused).toBe(6);
      expect(discord.rest.invalid).toBeLessThan(100);
    }));

  test('seven mentions in one channel within a second keep to its limit of five in five seconds', () =>
    withBot({}, async ({ discord, guild, channel }) => {
      const people = Array.from({ length: 7 }, (_, index) => discord.addPerson(`p${index}`, { guilds: [guild] }));
      const asked = people.map((person) => person.says(channel, `<@${discord.world.bot.id}> ${CRANE} ${person.user.username}`));
      for (const each of asked) expect(words(await replyTo(discord, each))).toContain('forty');
      for (const each of asked) expect(repliesIn(channel, each)).toHaveLength(1);
    }));
});
