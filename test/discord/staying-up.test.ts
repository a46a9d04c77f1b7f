import { describe, expect, test } from 'vitest';
import { openDiscord } from '../../src/discord/bot.js';
import { planIdentify } from '../../src/discord/identify.js';
import { parseSettings } from '../../src/settings.js';
import { type BotOptions, withBot } from './open-bot.js';
import { finalOf, labels, repliesIn, replyTo, saidIn, words } from './reading.js';

const CRANE = 'How much does the harbour crane lift?';
const LONG = 'Why does the harbour crane stay with the museum upkeep?';

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
      const nothing = () => Promise.reject();
      const writePath = { refresh: nothing, follow: nothing, rollBack: nothing };
      const opening = openDiscord({ settings, answerer, state, ...writePath, tell: () => undefined });
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
