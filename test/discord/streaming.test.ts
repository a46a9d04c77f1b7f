import { describe, expect, test } from 'vitest';
import type { Lookalike } from './lookalike/lookalike.js';
import { readsMessages, withBot } from './open-bot.js';
import { finalOf, isFinal, isPrivate, labels, repliesIn, replyTo, saidIn, words } from './reading.js';
import type { SmallAnswerer } from './small-answerer.js';

/** Three sentences about the crane. */
const LONG = 'Why does the harbour crane stay with the museum upkeep?';

/** Lets the test say when each further event of an answer may come. */
function hold(answerer: SmallAnswerer, { world }: Lookalike) {
  const gates: (() => void)[] = [];
  answerer.before = () =>
    new Promise((resolve) => {
      gates.push(resolve);
      world.changed();
    });
  return {
    count: () => gates.length,
    waiting: () => gates.length > 0,
    next: () => gates.shift()!(),
    open: () => {
      answerer.before = undefined;
      for (const gate of gates.splice(0)) gate();
    },
  };
}

describe('while it is being written', () => {
  test('an answer grows claim by claim, with a stop button, and ends with sources and without it', () =>
    withBot({}, async ({ discord, guild, channel, answerer }) => {
      const held = hold(answerer, discord);
      const ann = discord.addPerson('ann', { guilds: [guild] });
      const asked = ann.uses(channel, 'ask', { question: LONG });
      await discord.world.until('the stream', held.waiting);
      expect(asked.response).toBe(5);
      held.next();
      const draft = await discord.world.until('a draft', () => asked.original && labels(asked.original).includes('Stop') && asked.original);
      expect(words(draft)).toContain('upkeep.');
      expect(words(draft)).not.toContain('gazette.example');
      held.open();
      const answer = await finalOf(discord, asked);
      expect(words(answer)).toContain('gazette.example');
      expect(labels(answer)).not.toContain('Stop');
    }));

  test('edits of one channel keep their distance, the latest draft wins, and the last edit always comes', () =>
    withBot({}, async ({ discord, guild, channel, answerer }) => {
      answerer.lengthen = 600;
      const held = hold(answerer, discord);
      const people = ['ann', 'bob'].map((name) => discord.addPerson(name, { guilds: [guild] }));
      const asked = people.map((person) => person.says(channel, `<@${discord.world.bot.id}> ${LONG} ${person.user.username}`));
      await discord.world.until('both streams', () => held.count() === 2);
      held.next();
      held.next();
      await discord.world.until('two drafts', () => saidIn(channel).length === 2);
      held.open();
      for (const message of asked) expect(isFinal(await replyTo(discord, message))).toBe(true);
      const edits = discord.rest.requests
        .filter(({ route }) => route === 'PATCH /channels/{channel_id}/messages/{message_id}')
        .map(({ atMs }) => atMs);
      expect(edits.length).toBeGreaterThanOrEqual(2);
      for (const [index, at] of edits.entries()) if (index > 0) expect(at - edits[index - 1]!).toBeGreaterThan(1_100);
    }));

  test('the asker can stop it, and sees what there was; nobody else can', () =>
    withBot({}, async ({ discord, guild, channel, answerer }) => {
      const held = hold(answerer, discord);
      const [ann, bob] = [discord.addPerson('ann', { guilds: [guild] }), discord.addPerson('bob', { guilds: [guild] })];
      const message = ann.says(channel, `<@${discord.world.bot.id}> ${LONG}`);
      await discord.world.until('the stream', held.waiting);
      held.next();
      const [draft] = await discord.world.until('a draft', () => repliesIn(channel, message).length > 0 && repliesIn(channel, message));
      const refused = await finalOf(discord, bob.clicks(draft!, 'Stop'));
      expect([words(refused), isPrivate(refused)]).toEqual(['Only the person who asked can do that.', true]);
      ann.clicks(draft!, 'Stop');
      const stopped = await replyTo(discord, message);
      expect(words(stopped)).toMatch(/Stopped[\s\S]*upkeep\./);
      held.open();
      expect(words(await replyTo(discord, ann.says(channel, `<@${discord.world.bot.id}> ${LONG}`)))).toContain('Answered');
    }));

  test('after fifteen minutes the answer comes as an ordinary message that pings nobody', () =>
    withBot({}, async ({ discord, guild, channel, answerer }) => {
      const held = hold(answerer, discord);
      const ann = discord.addPerson('ann', { guilds: [guild] });
      const asked = ann.uses(channel, 'ask', { question: LONG });
      await discord.world.until('the stream', held.waiting);
      discord.world.advance(15 * 60_000 + 1_000);
      held.open();
      const late = await discord.world.until('a late answer', () =>
        saidIn(channel).find((said) => said !== asked.original && words(said).includes('Answered')),
      );
      expect(words(late)).toContain('upkeep');
      expect(saidIn(channel).some((said) => words(said).includes(`Here is the answer you asked for, ${ann.mention}`))).toBe(true);
    }));

  test('a private answer that is late goes to the asker alone', () =>
    withBot({}, async ({ discord, guild, channel, answerer }) => {
      const held = hold(answerer, discord);
      const ann = discord.addPerson('ann', { guilds: [guild] });
      ann.uses(channel, 'ask', { question: LONG, private: true });
      await discord.world.until('the stream', held.waiting);
      discord.world.advance(15 * 60_000 + 1_000);
      held.open();
      await discord.world.until('a direct message', () => saidIn(ann.direct()).some((said) => words(said).includes('upkeep')));
      expect(saidIn(channel).filter((said) => words(said).includes('upkeep'))).toEqual([]);
    }));
});

describe('in a thread', () => {
  test('that the bot started from an answer, questions need no mention where it may read them', () =>
    withBot(readsMessages, async ({ discord, guild, channel, answerer }) => {
      const [ann, bob] = [discord.addPerson('ann', { guilds: [guild] }), discord.addPerson('bob', { guilds: [guild] })];
      const answer = await replyTo(discord, ann.says(channel, `<@${discord.world.bot.id}> How much does the harbour crane lift?`));
      const started = await finalOf(discord, ann.clicks(answer, 'Thread'));
      expect(words(started)).toContain(`<#${answer.id}>`);
      const thread = discord.world.channels.get(answer.id)!;
      expect(thread.name).toBe('How much does the harbour crane lift?');
      expect(words(await replyTo(discord, ann.says(thread, 'And when painted?')))).toContain('1987');
      expect(answerer.asked.at(-1)?.history?.map(({ question }) => question)).toEqual(['How much does the harbour crane lift?']);
      await replyTo(discord, bob.says(thread, 'When was the lighthouse lamp lit?'));
      expect(answerer.asked.at(-1)?.history).toEqual([]);
    }));

  test('without that right they need a mention, a reply or the button', () =>
    withBot({}, async ({ discord, guild, channel }) => {
      const ann = discord.addPerson('ann', { guilds: [guild] });
      const answer = await replyTo(discord, ann.says(channel, `<@${discord.world.bot.id}> How much does the harbour crane lift?`));
      await finalOf(discord, ann.clicks(answer, 'Thread'));
      const thread = discord.world.channels.get(answer.id)!;
      expect(words(saidIn(thread)[0]!)).toContain('mention me');
      ann.says(thread, 'And when painted?');
      const next = await replyTo(discord, ann.says(thread, `<@${discord.world.bot.id}> And when painted?`));
      expect(words(next)).toContain('1987');
      const form = ann.clicks(next, 'Follow up');
      await discord.world.until('a form', () => form.modal);
      expect(words(await finalOf(discord, ann.submits(form, { question: 'Why does the crane stay?' })))).toContain('museum');
    }));
});
