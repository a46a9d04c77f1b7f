/** `/index` over the real write path: pages from a web server on loopback, a folder, an index. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { WritePath } from '../../src/discord/bot-parts.js';
import { rollBack } from '../../src/index/rollback.js';
import { followSources, refreshIndex } from '../../src/pipeline.js';
import { parseSettings } from '../../src/settings.js';
import { makeFolder } from '../corpus/folder.js';
import { openWeb, serve, status } from '../corpus/web.js';
import { allComponents } from './lookalike/world.js';
import { type Opened, steward, withBot } from './open-bot.js';
import { finalOf, labels, words } from './reading.js';

const page = (title: string, sentence: string) =>
  `<!doctype html><html lang="en"><head><title>${title}</title></head><body><article><h1>${title}</h1><p>${sentence}</p></article></body></html>`;
const FERRY = 'The ferry to the island leaves three times a day, first at seven in the morning, from the old pier.';

const lessons = (edition: string, count = 7) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`tea/lesson-${at}.md`, `# Lesson ${at}\n\n${edition} of the lesson.\n`]));

/** The real write path over a folder of its own. */
function makeWritePath(files: Record<string, string>, allow = '') {
  const [corpus, index] = [makeFolder(files), makeFolder()];
  const settings = parseSettings({ YINGJIA_FETCH_ALLOW: allow }, { corpus, index });
  const writePath: WritePath = {
    refresh: (options) => refreshIndex(settings, options),
    follow: (options) => followSources(settings, options),
    rollBack: (to) => rollBack({ directory: index, keepGenerations: 5, ...(to === undefined ? {} : { to }) }),
  };
  const write = (changed: Record<string, string>) => {
    for (const [name, text] of Object.entries(changed)) writeFileSync(join(corpus, name), text);
  };
  return { corpus, writePath, write };
}

const actions = async ({ state, guild }: Opened) => (await state.audit.list({ scope: guild.id, limit: 9 })).map(({ action }) => action);

describe('/index add url', () => {
  test('follows a page into its collection and the index; one that vanished is told before it is removed', async () => {
    const web = await openWeb();
    web.routes['/ferry'] = serve(page('The ferry', FERRY));
    const { writePath } = makeWritePath({}, web.host);
    await withBot(writePath, async (opened) => {
      const max = steward(opened);
      const address = `${web.origin}/ferry`;
      const add = max.uses(opened.channel, 'index add', { url: address, collection: 'port' });
      await opened.discord.world.until('the report', () => add.original && words(add.original).includes('generation 1'));
      expect(words(add.original!)).toMatch(/page added: The ferry[\s\S]*1 added, 0 changed/);
      expect(await actions(opened)).toEqual(['index add']);
      web.routes['/ferry'] = status(410);
      const update = max.uses(opened.channel, 'index update');
      await opened.discord.world.until('the vanished page', () => update.original && words(update.original).includes('gone since'));
      expect(words(update.original!)).toContain('kept for now, and removed if it stays so');
      expect(words(update.original!)).toContain('0 removed, 1 kept');
    });
  });

  test('tells why an address is not followed: none of the web, or one within the operator’s network', async () => {
    const { writePath } = makeWritePath(lessons('First'));
    await withBot(writePath, async (opened) => {
      const { discord, channel } = opened;
      const max = steward(opened);
      const file = await finalOf(discord, max.uses(channel, 'index add', { url: 'file:///etc/passwd' }));
      expect(words(file)).toContain('Only addresses that begin with http:// or https://');
      const inside = max.uses(channel, 'index add', { url: 'http://127.0.0.1:9/' });
      await discord.world.until('the reason', () => inside.original && words(inside.original).includes('not followed'));
      const ann = discord.addPerson('ann', { guilds: [opened.guild] });
      expect(words(await finalOf(discord, ann.uses(channel, 'index add', { url: 'http://127.0.0.1:9/' })))).toContain('Only maintainers');
      expect(await actions(opened)).toEqual([]);
    });
  });
});

describe('/index update', () => {
  test('asks before a large change, takes the click after a restart, and asks again for what has come to it', async () => {
    const { corpus, writePath, write } = makeWritePath(lessons('First'));
    await writePath.refresh({});
    await withBot(writePath, async (opened) => {
      const { discord, channel } = opened;
      const max = steward(opened);
      write(lessons('Second', 5));
      const update = max.uses(channel, 'index update');
      const question = await discord.world.until(
        'the question',
        () => update.original && labels(update.original).length > 0 && update.original,
      );
      expect(words(question)).toMatch(/A preview: nothing was changed[\s\S]*5 of 7 articles would be changed or removed/);
      expect((await writePath.refresh({ dryRun: true })).generation).toBe(1);
      await opened.restart();
      rmSync(join(corpus, 'tea/lesson-6.md'));
      max.clicks(question, 'Yes, apply it');
      await discord.world.until('a new question', () => words(update.original!).includes('6 of 7'));
      expect(await actions(opened)).toEqual([]);
      max.clicks(update.original!, 'Yes, apply it');
      await discord.world.until('the report', () => words(update.original!).includes('generation 2'));
      expect(labels(update.original!)).toEqual([]);
      expect(await actions(opened)).toEqual(['index update']);
    });
  });
});

describe('/index rollback', () => {
  test('goes back after a click, also after a restart; a second click does nothing, and an update goes on', async () => {
    const { writePath, write } = makeWritePath(lessons('First'));
    await writePath.refresh({});
    write(lessons('Second', 1));
    await writePath.refresh({});
    await withBot(writePath, async (opened) => {
      const { discord, channel, answerer } = opened;
      answerer.generation = 2;
      const max = steward(opened);
      const question = await finalOf(discord, max.uses(channel, 'index rollback'));
      expect(words(question)).toBe('Generation 2 is live. Go back to the content before the last change?');
      await opened.restart();
      const ann = discord.addPerson('ann', { guilds: [opened.guild] });
      expect(words(await finalOf(discord, ann.clicks(question, 'Yes, go back')))).toContain('Only maintainers');
      const sure = allComponents(question.components).find(({ label }) => label === 'Yes, go back')!.custom_id!;
      max.clicks(question, 'Yes, go back');
      await discord.world.until('the outcome', () => words(question).includes('Generation 3 is live, with the content of generation 1'));
      expect(await actions(opened)).toEqual(['index rollback']);
      answerer.generation = 3;
      max.clicksId(question, sure);
      await discord.world.until('a refusal', () => words(question).includes('Nothing was done'));
      const unknown = await finalOf(discord, max.uses(channel, 'index rollback', { generation: 99 }));
      max.clicks(unknown, 'Yes, go back');
      await discord.world.until('the problem', () => words(unknown).includes('Generation 99 is not kept'));
      const update = max.uses(channel, 'index update');
      await discord.world.until('the report', () => update.original && words(update.original).includes('0 added, 1 changed'));
      expect(words(update.original!)).toContain('generation 4');
    });
  });
});
