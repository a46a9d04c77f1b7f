import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Follow, Refresh } from '../../src/discord/bot-parts.js';
import { YingjiaError } from '../../src/errors.js';
import type { IndexReport } from '../../src/types.js';
import { readsMessages, steward, withBot } from './open-bot.js';
import { finalOf, isPrivate, replyTo, words } from './reading.js';

const CRANE = 'How much does the harbour crane lift?';

const report = (change: Partial<IndexReport> = {}): IndexReport => ({
  generation: 7,
  dryRun: false,
  articles: { added: 1, changed: 0, kept: 3, removed: 0 },
  passages: { added: 4, kept: 9, removed: 0 },
  embedded: { passages: 4, characters: 900 },
  changes: [{ articleId: 'ferry', title: 'The ferry', change: 'added' }],
  problems: [],
  notices: [],
  seconds: 1.5,
  ...change,
});

/** No page is followed. */
const follow: Follow = async () => ({ added: [], changed: [], removed: [], vanished: [], unchanged: 0, problems: [] });

describe('/index', () => {
  test('tells what the index holds', () =>
    withBot({}, async (opened) => {
      const status = await finalOf(opened.discord, steward(opened).uses(opened.channel, 'index status'));
      expect(words(status)).toMatch(/generation 1[\s\S]*3 articles, 9 passages[\s\S]*harbour: 2 articles[\s\S]*tea: 1 article/);
    }));

  test('updates with progress and reports what changed; a preview changes nothing', async () => {
    const runs: (boolean | undefined)[] = [];
    const refresh: Refresh = async ({ dryRun, onProgress }) => {
      runs.push(dryRun);
      onProgress?.({ step: 'embed', done: 2, total: 4, current: 'The ferry' });
      return report({ dryRun: dryRun ?? false });
    };
    await withBot({ refresh, follow }, async (opened) => {
      const { discord, channel, state, guild } = opened;
      const max = steward(opened);
      const preview = await finalOf(discord, max.uses(channel, 'index update', { preview: true }));
      expect(words(preview)).toContain('A preview: nothing was changed.');
      const update = max.uses(channel, 'index update');
      const done = await discord.world.until(
        'the report',
        () => update.original && /generation 7/.test(words(update.original)) && update.original,
      );
      expect(words(done)).toMatch(/1 added, 0 changed, 0 removed, 3 kept[\s\S]*added: The ferry/);
      expect(runs).toEqual([true, true, false]);
      expect((await state.audit.list({ scope: guild.id, limit: 5 })).map(({ action }) => action)).toEqual(['index update']);
    });
  });

  test('shows progress while it works, and says plainly what a maintainer can mend', async () => {
    let fail: (error: Error) => void = () => undefined;
    const refresh: Refresh = ({ onProgress }) => {
      onProgress?.({ step: 'embed', done: 2, total: 4 });
      return new Promise((_, reject) => {
        fail = reject;
      });
    };
    await withBot({ refresh, follow }, async (opened) => {
      const { discord, channel } = opened;
      const update = steward(opened).uses(channel, 'index update');
      await discord.world.until('progress', () => update.original && words(update.original).includes('embed: 2 of 4'));
      fail(new YingjiaError('INDEX', { problem: 'Another update is running.', fix: 'Wait for it.' }));
      await discord.world.until('the problem', () => words(update.original!).includes('Another update is running. Wait for it.'));
    });
  });

  test('is not for members, and what changes every server is for the home server and the application’s owner', () =>
    withBot(
      { refresh: async () => report(), prepare: ({ world }) => void world.addChannel(world.addGuild('Another'), 'room') },
      async (opened) => {
        const { discord, channel, guild } = opened;
        const ann = discord.addPerson('ann', { guilds: [guild] });
        expect(words(await finalOf(discord, ann.uses(channel, 'index status')))).toContain('Only maintainers');
        const refused = await finalOf(discord, steward(opened).uses(channel, 'index update'));
        expect(words(refused)).toContain('home server');
        expect(words(await finalOf(discord, discord.owner.uses(channel, 'index update', { preview: true })))).toContain('generation 7');
      },
    ));

  test('takes a new article in as a file, and puts it into the index', () =>
    withBot({ refresh: async () => report() }, async (opened) => {
      const { discord, channel, directory, state, guild } = opened;
      const attachment = discord.addFile('../../The ferry.md', Buffer.from('# The ferry\n\nIt sails at noon.\n'));
      const max = steward(opened);
      const update = max.uses(channel, 'index add', { file: { attachment }, collection: 'harbour' });
      await discord.world.until('the report', () => update.original && words(update.original).includes('generation 7'));
      expect(await readFile(join(directory, 'corpus', 'harbour', 'The-ferry.md'), 'utf8')).toContain('It sails at noon.');
      expect((await state.audit.list({ scope: guild.id, limit: 1 }))[0]?.action).toBe('index add');
      const again = await finalOf(discord, max.uses(channel, 'index add', { file: { attachment }, collection: 'harbour' }));
      expect(words(again)).toContain('There is already');
      const script = discord.addFile('run.sh', Buffer.from('rm -rf'));
      expect(words(await finalOf(discord, max.uses(channel, 'index add', { file: { attachment: script } })))).toContain(
        'Only .md .txt .html .pdf .docx',
      );
      expect(await readdir(join(directory, 'corpus'))).toEqual(['harbour']);
    }));

  test('takes pasted text in by a form', () =>
    withBot({ refresh: async () => report() }, async (opened) => {
      const { discord, channel, directory } = opened;
      const max = steward(opened);
      const form = max.uses(channel, 'index add', { collection: '文集' });
      await discord.world.until('a form', () => form.modal);
      const update = max.submits(form, { title: '渡輪: "新" 班次', text: '渡輪中午開。' });
      await discord.world.until('the report', () => update.original && words(update.original).includes('generation 7'));
      expect(await readFile(join(directory, 'corpus', '文集', '渡輪-新-班次.md'), 'utf8')).toBe(
        '---\ntitle: "渡輪: \\"新\\" 班次"\n---\n\n渡輪中午開。\n',
      );
    }));

  test('keeps no article that cannot be read', () =>
    withBot({ refresh: async () => report({ problems: [{ path: 'added/broken.pdf', reason: 'no text layer' }] }) }, async (opened) => {
      const { discord, channel, directory } = opened;
      const attachment = discord.addFile('broken.pdf', Buffer.from('%PDF'));
      await mkdir(join(directory, 'corpus', 'added'), { recursive: true });
      await writeFile(join(directory, 'corpus', 'added', 'kept.md'), 'kept');
      const update = steward(opened).uses(channel, 'index add', { file: { attachment } });
      await discord.world.until('the reason', () => update.original && words(update.original).includes('no text layer'));
      expect(await readdir(join(directory, 'corpus', 'added'))).toEqual(['kept.md']);
      await writeFile(join(directory, 'corpus', 'added', 'broken.pdf'), 'the readable one before');
      const again = steward(opened).uses(channel, 'index add', { file: { attachment }, replace: true });
      await discord.world.until('the reason', () => again.original && words(again.original).includes('no text layer'));
      expect(await readFile(join(directory, 'corpus', 'added', 'broken.pdf'), 'utf8')).toBe('the readable one before');
    }));
});

describe('/config', () => {
  test('switches a channel off: commands are told, mentions stay unanswered', () =>
    withBot({}, async (opened) => {
      const { discord, guild, channel } = opened;
      const [max, ann] = [steward(opened), discord.addPerson('ann', { guilds: [guild] })];
      const set = await finalOf(discord, max.uses(channel, 'config channel', { on: false }));
      expect([words(set), isPrivate(set)]).toEqual([expect.stringContaining('Off'), true]);
      const refused = await finalOf(discord, ann.uses(channel, 'ask', { question: CRANE }));
      expect([words(refused), isPrivate(refused)]).toEqual(['I am switched off in this channel.', true]);
      const ignored = ann.says(channel, `<@${discord.world.bot.id}> ${CRANE}`);
      await replyTo(discord, ann.says(ann.direct(), CRANE));
      expect([...channel.messages.values()].some(({ message_reference }) => message_reference?.message_id === ignored.id)).toBe(false);
    }));

  test('limits who may ask by role', () =>
    withBot({}, async (opened) => {
      const { discord, guild, channel } = opened;
      const readers = discord.world.addRole(guild, 'readers');
      const [max, ann, bob] = [
        steward(opened),
        discord.addPerson('ann', { guilds: [guild], roles: [readers.id] }),
        discord.addPerson('bob', { guilds: [guild] }),
      ];
      await finalOf(discord, max.uses(channel, 'config channel', { role: { role: readers } }));
      expect(words(await finalOf(discord, ann.uses(channel, 'ask', { question: CRANE })))).toContain('forty');
      expect(words(await finalOf(discord, bob.uses(channel, 'ask', { question: CRANE })))).toContain('Only certain roles');
      expect(words(await replyTo(discord, ann.says(channel, `<@${discord.world.bot.id}> ${CRANE}`)))).toContain('forty');
      expect(words(await replyTo(discord, bob.says(channel, `<@${discord.world.bot.id}> ${CRANE}`)))).toContain('Only certain roles');
      await finalOf(discord, max.uses(channel, 'config channel', { everybody: true }));
      expect(words(await finalOf(discord, bob.uses(channel, 'ask', { question: CRANE })))).toContain('forty');
    }));

  test('opens only some collections: no other is searched, offered or accepted', () =>
    withBot({}, async (opened) => {
      const { discord, guild, channel, answerer } = opened;
      const [max, ann] = [steward(opened), discord.addPerson('ann', { guilds: [guild] })];
      const unknown = await finalOf(discord, max.uses(channel, 'config channel', { collections: 'tea, nothing' }));
      expect(words(unknown)).toContain('There is no collection “nothing”');
      await finalOf(discord, max.uses(channel, 'config channel', { collections: 'tea' }));
      expect(words(await finalOf(discord, ann.uses(channel, 'ask', { question: CRANE })))).toContain('Not in the articles');
      expect(answerer.asked.at(-1)?.collections).toEqual(['tea']);
      expect(words(await finalOf(discord, ann.uses(channel, 'ask', { question: CRANE, collection: 'harbour' })))).toContain(
        'cannot be asked here',
      );
      expect(await ann.types(channel, 'ask', { question: 'crane' }, 'question')).toEqual([]);
      expect((await ann.types(channel, 'ask', { question: 'x', collection: '' }, 'collection')).map(({ value }) => value)).toEqual(['tea']);
      await replyTo(discord, ann.says(channel, `<@${discord.world.bot.id}> ${CRANE}`));
      expect(answerer.asked.at(-1)?.collections).toEqual(['tea']);
    }));

  test('makes answers private: commands answer the asker alone, a mention offers a button', () =>
    withBot({}, async (opened) => {
      const { discord, guild, channel } = opened;
      const [max, ann, bob] = [
        steward(opened),
        discord.addPerson('ann', { guilds: [guild] }),
        discord.addPerson('bob', { guilds: [guild] }),
      ];
      await finalOf(discord, max.uses(channel, 'config channel', { private: true }));
      expect(isPrivate(await finalOf(discord, ann.uses(channel, 'ask', { question: CRANE })))).toBe(true);
      const offer = await replyTo(discord, ann.says(channel, `<@${discord.world.bot.id}> ${CRANE}`));
      expect(words(offer)).toBe('Answers in this channel are shown to the asker alone.');
      expect(words(await finalOf(discord, bob.clicks(offer, 'Show me the answer')))).toContain('Only the person who asked');
      const answer = await finalOf(discord, ann.clicks(offer, 'Show me the answer'));
      expect([words(answer), isPrivate(answer)]).toEqual([expect.stringContaining('forty'), true]);
    }));

  test('sets the language of what the bot says where it does not know better', () =>
    withBot({}, async (opened) => {
      const { discord, guild, channel } = opened;
      const [max, ann] = [steward(opened), discord.addPerson('ann', { guilds: [guild] })];
      await finalOf(discord, max.uses(channel, 'config channel', { language: 'zh-TW' }));
      expect(words(await replyTo(discord, ann.says(channel, `<@${discord.world.bot.id}> ${CRANE}`)))).toContain('核對過');
    }));

  test('answers without a mention only where the bot may read messages', async () => {
    await withBot({}, async (opened) => {
      const set = await finalOf(opened.discord, steward(opened).uses(opened.channel, 'config channel', { mode: 'auto' }));
      expect(words(set)).toContain('Message Content');
    });
    await withBot(readsMessages, async (opened) => {
      const set = await finalOf(opened.discord, steward(opened).uses(opened.channel, 'config channel', { mode: 'auto' }));
      expect(words(set)).toContain('Answers every message');
    });
  });

  test('names maintainers by role, who may then review; changes are in the log', () =>
    withBot({}, async (opened) => {
      const { discord, guild, channel } = opened;
      const helpers = discord.world.addRole(guild, 'librarians');
      const [max, lee] = [steward(opened), discord.addPerson('lee', { guilds: [guild], roles: [helpers.id] })];
      expect(words(await finalOf(discord, lee.uses(channel, 'review gaps')))).toContain('Only maintainers');
      await finalOf(discord, max.uses(channel, 'config maintainers', { role: { role: helpers } }));
      expect(words(await finalOf(discord, lee.uses(channel, 'review gaps')))).toContain('Nothing is waiting');
      expect(words(await finalOf(discord, lee.uses(channel, 'config show')))).toContain(`<@&${helpers.id}>`);
      expect(words(await finalOf(discord, lee.uses(channel, 'review log')))).toContain('config maintainers');
      await finalOf(discord, max.uses(channel, 'config maintainers', { role: { role: helpers }, remove: true }));
      expect(words(await finalOf(discord, lee.uses(channel, 'review gaps')))).toContain('Only maintainers');
    }));
});

describe('commands', () => {
  test('are registered with names in both languages, and again only when their definition changed', () =>
    withBot({}, async (opened) => {
      const { discord, state } = opened;
      const puts = () => discord.rest.requests.filter(({ method }) => method === 'PUT').length;
      expect(puts()).toBe(1);
      const [ask] = discord.commands.get(discord.world.bot.id)!;
      expect(ask).toMatchObject({ name: 'ask', name_localizations: { 'zh-TW': '提問' }, integration_types: [0, 1], contexts: [0, 1, 2] });
      await opened.restart();
      expect(puts()).toBe(1);
      await state.memos.put(`commands ${discord.world.bot.id} global`, 'another digest');
      await opened.restart();
      expect(puts()).toBe(2);
      discord.commands.clear();
      await opened.restart();
      expect(puts()).toBe(3);
    }));

  test('of one server alone are registered there', () => {
    let guildId = '';
    const environment = {};
    return withBot(
      {
        environment,
        prepare: ({ world }) => {
          guildId = [...world.guilds.keys()][0]!;
          Object.assign(environment, { DISCORD_GUILD_ID: guildId });
        },
      },
      async ({ discord }) => {
        expect([...discord.commands.keys()]).toEqual([`${discord.world.bot.id}/${guildId}`]);
      },
    );
  });
});
