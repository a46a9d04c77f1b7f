import { describe, expect, test } from 'vitest';
import { withBot } from './open-bot.js';
import { finalOf, isPrivate, replyTo, words } from './reading.js';

const CRANE = 'How much does the harbour crane lift?';

describe('a follow-up', () => {
  test('by reply takes along what was asked and quoted before, also after a restart', () =>
    withBot({}, async (opened) => {
      const { discord, guild, channel, answerer } = opened;
      const ann = discord.addPerson('ann', { guilds: [guild] });
      const answer = await replyTo(discord, ann.says(channel, `<@${discord.world.bot.id}> ${CRANE}`));
      await opened.restart();
      const next = await replyTo(discord, ann.says(channel, 'And when painted?', { to: answer }));
      expect(words(next)).toContain('1987');
      const { history } = answerer.asked.at(-1)!;
      expect(history).toHaveLength(1);
      expect(history![0]!.citations).toEqual([
        expect.objectContaining({ articleId: 'crane', articleVersion: answerer.live('crane').version }),
      ]);
      await replyTo(discord, ann.says(channel, 'And why does the museum pay?', { to: next }));
      expect(answerer.asked.at(-1)?.history).toHaveLength(2);
    }));

  test('never carries over from one person to another, nor through a channel', () =>
    withBot({}, async ({ discord, guild, channel, answerer }) => {
      const [ann, bob] = [discord.addPerson('ann', { guilds: [guild] }), discord.addPerson('bob', { guilds: [guild] })];
      const answer = await replyTo(discord, ann.says(channel, `<@${discord.world.bot.id}> ${CRANE}`));
      await replyTo(discord, bob.says(channel, 'And when painted?', { to: answer }));
      expect(answerer.asked.at(-1)?.history).toEqual([]);
      await replyTo(discord, ann.says(channel, `<@${discord.world.bot.id}> When was the lighthouse lamp lit?`));
      expect(answerer.asked.at(-1)?.history).toEqual([]);
      const form = bob.clicks(answer, 'Follow up');
      await discord.world.until('a form', () => form.modal);
      await finalOf(discord, bob.submits(form, { question: 'And when was the crane painted?' }));
      expect(answerer.asked.at(-1)?.history).toEqual([]);
    }));

  test('by the button under a command’s answer goes on in that conversation', () =>
    withBot({}, async ({ discord, guild, channel, answerer }) => {
      const ann = discord.addPerson('ann', { guilds: [guild] });
      const answer = await finalOf(discord, ann.uses(channel, 'ask', { question: CRANE }));
      const form = ann.clicks(answer, 'Follow up');
      await discord.world.until('a form', () => form.modal);
      expect(words(await finalOf(discord, ann.submits(form, { question: 'And when painted?' })))).toContain('1987');
      expect(answerer.asked.at(-1)?.history).toHaveLength(1);
    }));

  test('in direct messages goes on until the person ends it', () =>
    withBot({}, async ({ discord, answerer }) => {
      const ann = discord.addPerson('ann');
      await replyTo(discord, ann.says(ann.direct(), CRANE));
      expect(words(await replyTo(discord, ann.says(ann.direct(), 'And when painted?')))).toContain('1987');
      const forgotten = await finalOf(discord, ann.uses(ann.direct(), 'forget'));
      expect([words(forgotten), isPrivate(forgotten)]).toEqual([expect.stringContaining('starts afresh'), true]);
      await replyTo(discord, ann.says(ann.direct(), 'And when painted?'));
      expect(answerer.asked.at(-1)?.history).toEqual([]);
      expect(words(await finalOf(discord, discord.addPerson('bob').uses(ann.direct(), 'forget')))).toContain('no conversation here');
    }));
});

describe('privacy', () => {
  test('says what is stored, gives it as a file, and deletes it after a second click', () =>
    withBot({}, async ({ discord, guild, channel, state }) => {
      const [ann, bob] = [discord.addPerson('ann', { guilds: [guild] }), discord.addPerson('bob', { guilds: [guild] })];
      const answer = await finalOf(discord, ann.uses(channel, 'ask', { question: CRANE }));
      await finalOf(discord, ann.clicks(answer, '👍'));
      await finalOf(discord, bob.uses(channel, 'ask', { question: CRANE }));
      const panel = await finalOf(discord, ann.uses(channel, 'privacy'));
      expect(isPrivate(panel)).toBe(true);
      expect(words(panel)).toMatch(/for 90 days[\s\S]*At the moment: 1\.[\s\S]*At the moment: 1\./);

      const changed = async (button: string) => {
        const before = panel.versions.length;
        ann.clicks(panel, button);
        await discord.world.until('the next step', () => panel.versions.length > before);
      };
      await changed('Give me my data');
      const { files } = discord.rest.requests.findLast((request) => request.files.length > 0)!;
      const data = JSON.parse(files[0]!.text);
      expect(data.questions[0].question).toBe(CRANE);
      expect(files[0]!.text).not.toContain(bob.user.id);

      const again = await finalOf(discord, ann.uses(channel, 'privacy'));
      const step = ann.clicks(again, 'Delete my data');
      await discord.world.until('the question', () => step.response !== undefined && words(again).includes('cannot be undone'));
      ann.clicks(again, 'Yes, delete it');
      await discord.world.until('the deletion', () => words(again).includes('Deleted: 1 question, 1 feedback'));
      expect(await state.people.count(`discord:${ann.user.id}`)).toEqual({ questions: 0, feedback: 0, unanswered: 0 });
      expect((await state.people.count(`discord:${bob.user.id}`)).questions).toBe(1);
      expect(words(await finalOf(discord, ann.clicks(answer, '👍')))).toContain('no longer stored');
    }));
});
