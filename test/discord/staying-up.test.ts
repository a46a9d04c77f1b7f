import { describe, expect, test } from 'vitest';
import { openDiscord } from '../../src/discord/bot.js';
import { planIdentify } from '../../src/discord/identify.js';
import { parseSettings } from '../../src/settings.js';
import type { Interaction } from './lookalike/interactions.js';
import type { Channel } from './lookalike/world.js';
import { type BotOptions, withBot } from './open-bot.js';
import { finalOf, isPrivate, labels, repliesIn, replyTo, saidIn, words } from './reading.js';

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

describe('the connection', () => {
  test('that is cut in the middle of an answer is resumed: nothing asked meanwhile is lost', () =>
    withBot({}, async ({ discord, guild, channel, answerer }) => {
      let release: () => void = () => undefined;
      answerer.before = () =>
        new Promise((resolve) => {
          release = resolve;
          discord.world.changed();
        });
      const [ann, bob] = [discord.addPerson('ann', { guilds: [guild] }), discord.addPerson('bob', { guilds: [guild] })];
      const first = ann.says(channel, `<@${discord.world.bot.id}> ${CRANE}`);
      await discord.world.until('the stream', () => answerer.open === 1);
      discord.gateway.cut();
      const second = bob.says(channel, `<@${discord.world.bot.id}> ${CRANE} again`);
      answerer.before = undefined;
      release();
      expect(words(await replyTo(discord, first))).toContain('forty');
      expect(words(await replyTo(discord, second))).toContain('forty');
      expect(discord.gateway.resumes).toHaveLength(1);
      expect(discord.gateway.identifies).toHaveLength(1);
    }));

  test('that Discord asks to renew is resumed', () =>
    withBot({}, async ({ discord }) => {
      discord.gateway.askToReconnect();
      await discord.world.until('a resume', () => discord.gateway.resumes.length === 1);
      const ann = discord.addPerson('ann');
      expect(words(await replyTo(discord, ann.says(ann.direct(), CRANE)))).toContain('forty');
    }));

  test('that gets no answer to its heartbeats is renewed', () =>
    withBot(
      {
        prepare: ({ gateway }) => {
          gateway.heartbeatIntervalMs = 200;
        },
      },
      async ({ discord }) => {
        await discord.world.until('heartbeats', () => discord.gateway.heartbeats >= 2);
        discord.gateway.answersHeartbeats = false;
        await discord.world.until('a resume', () => discord.gateway.resumes.length > 0);
        discord.gateway.answersHeartbeats = true;
        const ann = discord.addPerson('ann');
        expect(words(await replyTo(discord, ann.says(ann.direct(), CRANE)))).toContain('forty');
      },
    ));

  test('can be several, by one setting', () =>
    withBot(
      {
        environment: { YINGJIA_DISCORD_SHARDS: '2' },
        prepare: ({ world }) => {
          for (let count = 0; count < 4; count += 1) world.addChannel(world.addGuild(`Server ${count}`), 'room');
        },
      },
      async ({ discord }) => {
        expect(discord.gateway.identifies.map(({ shard }) => shard)).toEqual([
          [0, 2],
          [1, 2],
        ]);
        for (const guild of discord.world.guilds.values()) {
          const [room] = guild.channels.values();
          const ann = discord.addPerson('ann', { guilds: [guild] });
          expect(words(await finalOf(discord, ann.uses(room!, 'ask', { question: CRANE })))).toContain('forty');
        }
      },
    ));

  test('goes on without Message Content where the application does not have it', () =>
    withBot({ environment: { YINGJIA_DISCORD_MESSAGE_CONTENT: 'true' } }, async ({ discord, told }) => {
      expect(told.join('\n')).toContain('Message Content intent is not switched on');
      const ann = discord.addPerson('ann');
      expect(words(await replyTo(discord, ann.says(ann.direct(), CRANE)))).toContain('forty');
    }));

  test.each([
    { name: 'by REST', token: 'MTAw.not.the-token' },
    { name: 'missing', token: '' },
  ])('with a token that is refused ($name) fails with what to do', ({ token }) =>
    withBot({}, async ({ discord, answerer, state }) => {
      const settings = parseSettings({ DISCORD_TOKEN: token, DISCORD_API_URL: discord.apiUrl });
      const opening = openDiscord({ settings, answerer, state, refresh: () => Promise.reject(), tell: () => undefined });
      await expect(opening).rejects.toMatchObject({
        name: 'YingjiaError',
        fix: expect.stringMatching(/Developer Portal|docs\/discord\.md/),
      });
    }),
  );
});

describe('identifies', () => {
  const minute = 60_000;
  test.each([
    { name: 'the first are free', times: [], wait: 0 },
    { name: 'five in a row are free', times: [0, 1, 2, 3], wait: 0 },
    { name: 'a sixth waits', times: [0, 1, 2, 3, 4], wait: expect.any(Number) },
  ])('$name', ({ times, wait }) => {
    expect(planIdentify(times, 5, 1)).toEqual(wait);
  });

  test('of a crash loop never come near 1,000 a day', () => {
    const times: number[] = [];
    for (let now = 0; now < 24 * 60 * minute; ) {
      now += planIdentify(times, now, 1) + 100;
      times.push(now);
    }
    expect(times.length).toBeLessThan(520);
  });

  test('are remembered over restarts, so that a loop of starts begins to wait', () =>
    withBot({}, async (opened) => {
      for (let count = 0; count < 2; count += 1) await opened.restart();
      const kept = JSON.parse((await opened.state.memos.get('identifies'))!);
      expect(kept).toHaveLength(3);
    }));
});

describe('a restart', () => {
  test('in the middle of an answer tells so under the question, and one click asks again', () =>
    withBot({}, async (opened) => {
      const { discord, guild, channel, answerer } = opened;
      const ann = discord.addPerson('ann', { guilds: [guild] });
      // As a crash leaves it: traces of questions that nobody answers any more.
      const asked = ann.says(channel, 'unheard');
      const common = {
        person: `discord:${ann.user.id}`,
        scope: guild.id,
        channel: channel.id,
        question: CRANE,
        locale: 'en',
        conversation: 'c',
      };
      await opened.state.pending.put('p1', { id: 'p1', at: new Date().toISOString(), asked: asked.id, ...common });
      await opened.restart();
      const told = await replyTo(discord, asked);
      expect(words(told)).toContain('I was restarted before this was answered.');
      expect(words(await finalOf(discord, ann.clicks(told, 'Ask again')))).toContain('forty');
      await opened.restart();
      expect(repliesIn(channel, asked)).toHaveLength(1);
      expect(answerer.asked).toHaveLength(1);
    }));

  test('tells under a command’s response, and in a draft that was begun', () =>
    withBot({}, async (opened) => {
      const { discord, guild, channel, answerer, state } = opened;
      answerer.before = (event) => (event === 0 ? Promise.resolve() : new Promise(() => undefined));
      const [ann, bob] = [discord.addPerson('ann', { guilds: [guild] }), discord.addPerson('bob', { guilds: [guild] })];
      const command = ann.uses(channel, 'ask', { question: LONG });
      const message = bob.says(channel, `<@${discord.world.bot.id}> ${LONG} now`);
      await discord.world.until(
        'both drafts',
        () => command.original && labels(command.original).includes('Stop') && repliesIn(channel, message).length === 1,
      );
      const pending = await discord.world.until('traces', () => state.pending.entries());
      const traces = await pending;
      await opened.door.close();
      // As if the process had been killed before it could tell anybody.
      for (const { key, value } of traces) await state.pending.put(key, value);
      answerer.before = undefined;
      await opened.restart();
      expect(words(command.original!)).toContain('I was restarted');
      expect(words(await replyTo(discord, message))).toContain('restarted');
      expect(words(await finalOf(discord, ann.clicks(command.original!, 'Ask again')))).toContain('museum');
    }));
});

describe('closing', () => {
  test('lets an answer in flight finish, and refuses new questions meanwhile', () =>
    withBot({}, async ({ discord, guild, channel, answerer, door }) => {
      let release: () => void = () => undefined;
      answerer.before = () =>
        new Promise((resolve) => {
          release = resolve;
          discord.world.changed();
        });
      const [ann, bob] = [discord.addPerson('ann', { guilds: [guild] }), discord.addPerson('bob', { guilds: [guild] })];
      const asked = ann.uses(channel, 'ask', { question: CRANE });
      await discord.world.until('the stream', () => answerer.open === 1);
      const closing = door.close();
      expect(words(await finalOf(discord, bob.uses(channel, 'ask', { question: CRANE })))).toContain('I am restarting');
      answerer.before = undefined;
      release();
      await closing;
      expect(words(asked.original!)).toContain('forty');
      await door.done;
    }));

  test('hands over what cannot finish: it shows what there is, says why, and offers to ask again', () =>
    withBot({}, async (opened) => {
      const { discord, guild, channel, answerer } = opened;
      answerer.before = (event) => (event === 0 ? Promise.resolve() : new Promise(() => undefined));
      const ann = discord.addPerson('ann', { guilds: [guild] });
      const asked = ann.says(channel, `<@${discord.world.bot.id}> ${LONG}`);
      await discord.world.until('a draft', () => repliesIn(channel, asked).length === 1);
      const begun = performance.now();
      await opened.door.close();
      expect(performance.now() - begun).toBeLessThan(10_000);
      const [handed] = repliesIn(channel, asked);
      expect(words(handed!)).toMatch(/Interrupted[\s\S]*upkeep\./);
      answerer.before = undefined;
      await opened.restart();
      expect(saidIn(channel)).toHaveLength(1);
      expect(words(await finalOf(discord, ann.clicks(handed!, 'Ask again')))).toContain('museum');
    }));
});

test('a faulty interaction of somebody else’s making does not end the bot', () =>
  withBot({} satisfies BotOptions, async ({ discord, guild, channel }) => {
    const ann = discord.addPerson('ann', { guilds: [guild] });
    const answer = await finalOf(discord, ann.uses(channel, 'ask', { question: CRANE }));
    for (const id of ['', ':', 'p:', 'p:x:y:z', 'zz:1', 'a:nothing', 's:nothing', 'c:feedback:x', '💥', 'p:AAAA:0:zzzzzz:1::crane']) {
      const refused = await finalOf(discord, ann.clicksId(answer, id));
      expect(words(refused)).not.toBe('');
    }
    expect(words(await finalOf(discord, ann.uses(channel, 'ask', { question: CRANE })))).toContain('forty');
  }));
