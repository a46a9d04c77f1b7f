import { describe, expect, test } from 'vitest';
import { type BotOptions, readsMessages, withBot } from './open-bot.js';
import { finalOf, isPrivate, labels, replyTo, saidIn, words } from './reading.js';

const CRANE = 'How much does the harbour crane lift?';

describe('by command', () => {
  test('a question is answered with its quotes, numbered sources and a button for each', () =>
    withBot({}, async ({ discord, guild, channel }) => {
      const ann = discord.addPerson('ann', { guilds: [guild] });
      const answer = await finalOf(discord, ann.uses(channel, 'ask', { question: CRANE }));
      expect(words(answer)).toContain('The harbour crane lifts forty tonnes at low tide. \\[1\\]');
      expect(words(answer)).toContain('[Harbour Gazette, annual review](<https://gazette.example/review>) · Harbour Gazette · 2025-03');
      expect(labels(answer)).toEqual(['Passage', '👍', '👎', 'Follow up', 'Thread']);
      expect(isPrivate(answer)).toBe(false);
    }));

  test('the answer can be for the asker alone, and then has no thread', () =>
    withBot({}, async ({ discord, guild, channel }) => {
      const ann = discord.addPerson('ann', { guilds: [guild] });
      const answer = await finalOf(discord, ann.uses(channel, 'ask', { question: CRANE, private: true }));
      expect(isPrivate(answer)).toBe(true);
      expect(labels(answer)).not.toContain('Thread');
    }));

  test('a collection limits what is searched', () =>
    withBot({}, async ({ discord, guild, channel, answerer }) => {
      const ann = discord.addPerson('ann', { guilds: [guild] });
      const answer = await finalOf(discord, ann.uses(channel, 'ask', { question: CRANE, collection: 'tea' }));
      expect(answerer.asked[0]?.collections).toEqual(['tea']);
      expect(words(answer)).toContain('Not in the articles');
    }));

  test('questions that the articles can answer are offered while typing, and collections too', () =>
    withBot({}, async ({ discord, guild, channel }) => {
      const ann = discord.addPerson('ann', { guilds: [guild] });
      expect(await ann.types(channel, 'ask', { question: 'crane' }, 'question')).toEqual([
        { name: CRANE.replace('harbour ', ''), value: CRANE.replace('harbour ', '') },
      ]);
      expect((await ann.types(channel, 'ask', { question: 'x', collection: 'te' }, 'collection')).map(({ value }) => value)).toEqual([
        'tea',
      ]);
    }));

  test('a person who installed the bot for themselves is answered where the bot is no member', () =>
    withBot({}, async ({ discord }) => {
      const elsewhere = discord.world.addGuild('Elsewhere');
      const room = discord.world.addChannel(elsewhere, 'room');
      const ann = discord.addPerson('ann', { guilds: [elsewhere] });
      const answer = await finalOf(discord, ann.uses(room, 'ask', { question: CRANE }, { outside: true }));
      expect(words(answer)).toContain('forty tonnes');
      expect(labels(answer)).not.toContain('Thread');
    }));

  test('in direct messages it is answered too', () =>
    withBot({}, async ({ discord }) => {
      const ann = discord.addPerson('ann');
      expect(words(await finalOf(discord, ann.uses(ann.direct(), 'ask', { question: CRANE })))).toContain('forty tonnes');
    }));

  test('in the menu of a message, a short message is the question', () =>
    withBot({}, async ({ discord, guild, channel }) => {
      const [ann, bob] = ['ann', 'bob'].map((name) => discord.addPerson(name, { guilds: [guild] })) as [
        ReturnType<typeof discord.addPerson>,
        ReturnType<typeof discord.addPerson>,
      ];
      const message = bob.says(channel, CRANE);
      expect(words(await finalOf(discord, ann.usesOn(channel, 'Ask about this', message)))).toContain('forty tonnes');
    }));

  test('in the menu of a message, a long message opens a form to make a question of it', () =>
    withBot({}, async ({ discord, guild, channel }) => {
      const ann = discord.addPerson('ann', { guilds: [guild] });
      const message = ann.says(channel, `I saw the crane today. ${'It was raining. '.repeat(40)}`);
      const opened = ann.usesOn(channel, 'Ask about this', message);
      await discord.world.until('a form', () => opened.modal);
      const answer = await finalOf(discord, ann.submits(opened, { question: CRANE }));
      expect(words(answer)).toContain('forty tonnes');
    }));
});

describe('by message', () => {
  test('a mention is answered as a reply', () =>
    withBot({}, async ({ discord, guild, channel }) => {
      const ann = discord.addPerson('ann', { guilds: [guild] });
      const asked = ann.says(channel, `<@${discord.world.bot.id}> ${CRANE}`);
      expect(words(await replyTo(discord, asked))).toContain('forty tonnes');
      expect(discord.rest.requests.some(({ route }) => route === 'POST /channels/{channel_id}/typing')).toBe(true);
    }));

  test('a direct message is answered without a mention', () =>
    withBot({}, async ({ discord }) => {
      const ann = discord.addPerson('ann');
      expect(words(await replyTo(discord, ann.says(ann.direct(), CRANE)))).toContain('forty tonnes');
    }));

  test('a mention without a question is told what can be asked, and a click asks it', () =>
    withBot({}, async ({ discord, guild, channel }) => {
      const ann = discord.addPerson('ann', { guilds: [guild] });
      const help = await replyTo(discord, ann.says(channel, `<@${discord.world.bot.id}>`));
      expect(labels(help)).toContain('How much does the crane lift?');
      expect(words(await finalOf(discord, ann.clicks(help, 'How much does the crane lift?')))).toContain('forty tonnes');
    }));

  test('a mention alone, in reply to somebody, asks about what they wrote', () =>
    withBot(readsMessages, async ({ discord, guild, channel }) => {
      const ann = discord.addPerson('ann', { guilds: [guild] });
      const theirs = discord.addPerson('bob', { guilds: [guild] }).says(channel, CRANE);
      expect(words(await replyTo(discord, ann.says(channel, `<@${discord.world.bot.id}>`, { to: theirs })))).toContain('forty tonnes');
    }));

  test('people who talk to each other are not disturbed, with or without the right to read', async () => {
    const without: BotOptions = {};
    for (const options of [without, readsMessages]) {
      await withBot(options, async ({ discord, guild, channel }) => {
        const [ann, bob] = [discord.addPerson('ann', { guilds: [guild] }), discord.addPerson('bob', { guilds: [guild] })];
        const first = ann.says(channel, CRANE);
        bob.says(channel, 'No idea, @everyone?', { to: first });
        ann.says(channel, `${bob.mention} ${CRANE}`);
        expect(words(await replyTo(discord, ann.says(channel, `<@${discord.world.bot.id}> ${CRANE}`)))).toContain('forty tonnes');
        expect(saidIn(channel)).toHaveLength(1);
      });
    }
  });

  test('in a channel that answers by itself, every message that is not for others is a question', () =>
    withBot(readsMessages, async ({ discord, guild, channel, state }) => {
      await state.channels.set({ scope: guild.id, channel: channel.id }, { mode: 'auto' });
      const [ann, bob] = [discord.addPerson('ann', { guilds: [guild] }), discord.addPerson('bob', { guilds: [guild] })];
      const asked = ann.says(channel, CRANE);
      bob.says(channel, 'I think thirty.', { to: asked });
      expect(words(await replyTo(discord, asked))).toContain('forty tonnes');
      expect(saidIn(channel)).toHaveLength(1);
    }));

  test('new posts of a forum are answered where that is switched on, the talk under them is not', () =>
    withBot(readsMessages, async ({ discord, guild, state }) => {
      const forum = discord.world.addChannel(guild, 'questions', 15);
      discord.gateway.dispatch(
        'CHANNEL_CREATE',
        { id: forum.id, type: 15, name: forum.name, guild_id: guild.id, permission_overwrites: [], position: 0, available_tags: [] },
        guild.id,
      );
      const ann = discord.addPerson('ann', { guilds: [guild] });
      const quiet = ann.posts(forum, 'quiet', CRANE);
      await replyTo(discord, ann.says(ann.direct(), CRANE));
      await state.channels.set({ scope: guild.id, channel: forum.id }, { mode: 'auto' });
      const post = ann.posts(forum, 'crane', CRANE);
      expect(words(await replyTo(discord, post.messages.get(post.id)!))).toContain('forty tonnes');
      ann.says(post, 'Thanks, all!');
      const last = ann.posts(forum, 'lamp', 'When was the lighthouse lamp lit?');
      await replyTo(discord, last.messages.get(last.id)!);
      expect([quiet, post].map((thread) => saidIn(thread).length)).toEqual([0, 1]);
    }));
});

describe('what is shown', () => {
  test('sources that disagree stand side by side', () =>
    withBot({}, async ({ discord, guild, channel }) => {
      const ann = discord.addPerson('ann', { guilds: [guild] });
      const answer = await finalOf(discord, ann.uses(channel, 'ask', { question: 'When was the lighthouse lamp lit?' }));
      expect(words(answer)).toMatch(/The sources disagree\*\*\n- .*1911\..*\\\[\d\\\].*\n- .*1913\. /);
    }));

  test('what the articles do not answer has no sources, but topics as buttons that can be asked', () =>
    withBot({}, async ({ discord, guild, channel }) => {
      const ann = discord.addPerson('ann', { guilds: [guild] });
      const decline = await finalOf(discord, ann.uses(channel, 'ask', { question: 'Who won the football match yesterday?' }));
      expect(words(decline)).toContain('Not in the articles');
      expect(words(decline)).not.toContain('http');
      expect(labels(decline)).toEqual(['The old harbour crane', 'The lighthouse lamp', '巷口的茶館', 'Tell the maintainers', '👎']);
      expect(words(await finalOf(discord, ann.clicks(decline, 'The old harbour crane')))).toContain('harbour crane');
    }));

  test('the chrome is in the language of the person, the answer in that of the question', () =>
    withBot({}, async ({ discord, guild, channel }) => {
      const mei = discord.addPerson('mei', { guilds: [guild], locale: 'zh-TW' });
      const answer = await finalOf(discord, mei.uses(channel, 'ask', { question: '茶館早上幾點開門？' }));
      expect(words(answer)).toContain('每一句都和出處核對過');
      expect(words(answer)).toContain('巷口的茶館每天早上六點開門。\\[1\\]');
      expect(labels(answer)).toContain('看原文');
      const mention = mei.says(channel, `<@${discord.world.bot.id}> 茶館早上幾點開門？`);
      expect(labels(await replyTo(discord, mention))).toContain('看原文');
    }));

  test('an answer that is longer than a message goes on in the next one, with sources and buttons on the last', () =>
    withBot({}, async ({ discord, guild, channel, answerer }) => {
      answerer.lengthen = 9_000;
      const ann = discord.addPerson('ann', { guilds: [guild] });
      const asked = ann.uses(channel, 'ask', { question: CRANE });
      const last = await discord.world.until('the last part', () => asked.followUps.find((part) => labels(part).includes('Passage')));
      expect(asked.followUps.length).toBeGreaterThanOrEqual(2);
      expect(labels(asked.original!)).toEqual([]);
      expect(words(last)).toContain('gazette.example');
    }));
});
