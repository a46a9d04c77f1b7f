import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { permissionBits } from './lookalike/world.js';
import { type Opened, withBot } from './open-bot.js';
import { finalOf, isPrivate, labels, words } from './reading.js';

const CRANE = 'How much does the harbour crane lift?';

/** Ann, who gave a thumb down, and Max, who may manage the server. */
async function withFeedback({ discord, guild, channel }: Opened) {
  const ann = discord.addPerson('ann', { guilds: [guild] });
  const role = discord.world.addRole(guild, 'stewards', permissionBits.manageGuild);
  const max = discord.addPerson('max', { guilds: [guild], roles: [role.id] });
  const answer = await finalOf(discord, ann.uses(channel, 'ask', { question: CRANE }));
  const form = ann.clicks(answer, '👎');
  await discord.world.until('a form', () => form.modal);
  const thanks = await finalOf(discord, ann.submits(form, { reason: 'outdated', comment: 'It is fifty now.' }));
  return { ann, max, answer, form, thanks };
}

describe('feedback', () => {
  test('asks why, and is kept with question, answer, citations and generation', () =>
    withBot({}, async (opened) => {
      const { thanks, form } = await withFeedback(opened);
      expect(form.response).toBe(9);
      expect([words(thanks), isPrivate(thanks)]).toEqual(['Thank you. The maintainers will see it.', true]);
      const [kept] = await opened.state.feedback.list();
      expect(kept).toMatchObject({
        verdict: 'down',
        reason: 'outdated',
        comment: 'It is fifty now.',
        question: CRANE,
        generation: 1,
        scope: opened.guild.id,
      });
      expect(kept?.citations).toEqual([
        expect.objectContaining({ articleId: 'crane', quote: 'The harbour crane lifts forty tonnes at low tide.' }),
      ]);
    }));

  test('of one person on one answer counts once, the last', () =>
    withBot({}, async (opened) => {
      const { ann, answer } = await withFeedback(opened);
      await finalOf(opened.discord, ann.clicks(answer, '👍'));
      expect((await opened.state.feedback.list()).map(({ verdict }) => verdict)).toEqual(['up']);
    }));

  test('can be given after a restart', () =>
    withBot({}, async (opened) => {
      const { discord, guild, channel } = opened;
      const ann = discord.addPerson('ann', { guilds: [guild] });
      const answer = await finalOf(discord, ann.uses(channel, 'ask', { question: CRANE }));
      await opened.restart();
      expect(words(await finalOf(discord, ann.clicks(answer, '👍')))).toContain('Thank you');
      expect(await opened.state.feedback.list()).toHaveLength(1);
    }));
});

describe('the review list', () => {
  test('is for maintainers, and shows what they need to decide', () =>
    withBot({}, async (opened) => {
      const { ann, max } = await withFeedback(opened);
      const { discord, channel } = opened;
      const refused = await finalOf(discord, ann.uses(channel, 'review feedback'));
      expect([words(refused), isPrivate(refused)]).toEqual(['Only maintainers can do that.', true]);
      const list = await finalOf(discord, max.uses(channel, 'review feedback'));
      expect(isPrivate(list)).toBe(true);
      expect(words(list)).toMatch(
        /1 of 1[\s\S]*It is outdated[\s\S]*How much does the harbour crane lift\?[\s\S]*It is fifty now\.[\s\S]*forty tonnes/,
      );
    }));

  test('turns an item into a test case with quoted evidence, once', () =>
    withBot({}, async (opened) => {
      const { max } = await withFeedback(opened);
      const { discord, channel, directory, state } = opened;
      const list = await finalOf(discord, max.uses(channel, 'review feedback'));
      const wrong = max.clicks(list, 'Accept as test case');
      await discord.world.until('a form', () => wrong.modal);
      const refused = await finalOf(discord, max.submits(wrong, { evidence: 'The crane lifts fifty tonnes.' }));
      expect(words(refused)).toContain('does not stand word for word in any article');

      const form = max.clicks(list, 'Accept as test case');
      await discord.world.until('a form', () => form.modal);
      const accepted = await finalOf(discord, max.submits(form, { evidence: 'The harbour crane lifts forty tonnes at low tide.' }));
      expect(words(accepted)).toContain('1 test case in');
      const [line] = (await readFile(join(directory, 'test-cases.jsonl'), 'utf8')).trim().split('\n');
      expect(JSON.parse(line!)).toMatchObject({
        question: CRANE,
        answerable: true,
        evidence: [{ articleId: 'crane', quote: 'The harbour crane lifts forty tonnes at low tide.' }],
      });
      expect(words(await finalOf(discord, max.clicks(list, 'Accept as test case')))).toContain('decided on this before');
      expect(words(await finalOf(discord, max.uses(channel, 'review feedback')))).toContain('Nothing is waiting');
      expect((await state.audit.list({ scope: opened.guild.id, limit: 5 })).map(({ action }) => action)).toEqual(['review accept']);
      expect(words(await finalOf(discord, max.uses(channel, 'review log')))).toContain('review accept');
    }));

  test('pages, and drops what is dismissed', () =>
    withBot({}, async (opened) => {
      const { ann, max } = await withFeedback(opened);
      const { discord, channel } = opened;
      const other = await finalOf(discord, ann.uses(channel, 'ask', { question: 'When was the lighthouse lamp lit?' }));
      await finalOf(discord, ann.clicks(other, '👍'));
      const list = await finalOf(discord, max.uses(channel, 'review feedback'));
      const step = async (button: RegExp) => {
        const before = list.versions.length;
        max.clicks(list, button);
        await discord.world.until('the list', () => list.versions.length > before);
        return words(list);
      };
      expect(words(list)).toContain('1 of 2');
      expect(await step(/Next/)).toContain('Liked answer');
      expect(await step(/Previous/)).toContain('Disliked answer');
      expect(await step(/Dismiss/)).toContain('1 of 1');
    }));

  test('of one server is not seen in another', () =>
    withBot({ prepare: ({ world }) => void world.addChannel(world.addGuild('Another'), 'room') }, async (opened) => {
      await withFeedback(opened);
      const { discord } = opened;
      const another = [...discord.world.guilds.values()].find(({ name }) => name === 'Another')!;
      const room = [...another.channels.values()][0]!;
      const role = discord.world.addRole(another, 'stewards', permissionBits.manageGuild);
      const eve = discord.addPerson('eve', { guilds: [another], roles: [role.id] });
      expect(words(await finalOf(discord, eve.uses(room, 'review feedback')))).toContain('Nothing is waiting');
      const [kept] = await opened.state.feedback.list();
      const list = await finalOf(discord, eve.uses(room, 'review gaps'));
      expect(words(await finalOf(discord, eve.clicksId(list, `c:feedback:${kept!.id}`)))).toContain('decided on this before');
    }));
});

describe('gaps', () => {
  test('collect what was not answered, by how often, and who wants the maintainers told', () =>
    withBot({}, async (opened) => {
      const { discord, guild, channel, state } = opened;
      const { ann, max } = await withFeedback(opened);
      const bob = discord.addPerson('bob', { guilds: [guild] });
      const decline = await finalOf(discord, ann.uses(channel, 'ask', { question: 'Who owns the ferry?' }));
      await finalOf(discord, bob.uses(channel, 'ask', { question: 'who owns the ferry' }));
      const told = await finalOf(discord, ann.clicks(decline, 'Tell the maintainers'));
      expect(words(told)).toContain('maintainers will see');
      const list = await finalOf(discord, max.uses(channel, 'review gaps'));
      expect(words(list)).toMatch(/asked 2 times[\s\S]*1 person asks/);
      expect(labels(list)).toContain('Dismiss');
      const form = max.clicks(list, 'Accept as test case');
      await discord.world.until('a form', () => form.modal);
      expect(words(await finalOf(discord, max.submits(form, {})))).toContain('1 test case');
      expect((await state.gaps.list({ scope: guild.id }))[0]?.decision?.testCase).toMatchObject({ answerable: false, evidence: [] });
    }));
});
