/**
 * npm run transcript
 *
 * A real conversation in both languages: people ask the real bot, offline over the shipped articles, on the Discord
 * look-alike; the payloads it sent are drawn in Chromium into docs/images/discord-*.png. Fails on a missing glyph.
 */
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { openDiscordDoor } from '../../src/cli/discord-door.js';
import { openAnswerer, refreshIndex } from '../../src/pipeline.js';
import { parseSettings } from '../../src/settings.js';
import { openState } from '../../src/state/state.js';
import { Lookalike } from '../../test/discord/lookalike/lookalike.js';
import type { Person } from '../../test/discord/lookalike/person.js';
import type { Message } from '../../test/discord/lookalike/world.js';
import { finalOf, replyTo } from '../../test/discord/reading.js';
import { type Drawn, drawPage } from './draw.js';

const images = 'docs/images';
const directory = await mkdtemp(join(tmpdir(), 'yingjia-transcript-'));
const discord = await Lookalike.open();
const guild = discord.world.addGuild('讀書會');
const channel = discord.world.addChannel(guild, 'general');
const settings = parseSettings({
  ...{ DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrl },
  ...{ YINGJIA_STATE: join(directory, 'state'), YINGJIA_INDEX: join(directory, 'index') },
});
await refreshIndex(settings);
const answerer = await openAnswerer(settings);
const state = await openState(settings.state.directory);
const door = await openDiscordDoor({ settings, answerer, state, tell: () => undefined, signal: new AbortController().signal });

const mei = discord.addPerson('小美', { guilds: [guild], locale: 'zh-TW' });
const ann = discord.addPerson('Ann', { guilds: [guild] });
const looks = new Map([
  [mei.user.id, { author: '小美', initial: '美', colour: '#e08e9b', isBot: false }],
  [ann.user.id, { author: 'Ann', initial: 'A', colour: '#6cb6a8', isBot: false }],
  [discord.world.bot.id, { author: '鷹架', initial: '鷹', colour: '#2e9e6b', isBot: true }],
]);
/** As it stands now: a message may be edited later. */
const drawn = (message: Message, above: Pick<Drawn, 'replyTo' | 'command'> = {}): Drawn => ({
  ...looks.get(message.author.id)!,
  message: structuredClone({ content: message.content, components: message.components, flags: message.flags }),
  ...above,
});
const call = `<@${discord.world.bot.id}>`;
const short = (text: string) => (text.length > 44 ? `${text.slice(0, 44)}…` : text);

async function ask(person: Person, question: string): Promise<{ lines: Drawn[]; answer: Message }> {
  const answer = await finalOf(discord, person.uses(channel, 'ask', { question }));
  return { answer, lines: [drawn(answer, { command: `${looks.get(person.user.id)!.author}: /ask ${question}` })] };
}

async function say(person: Person, content: string, to?: Message): Promise<{ lines: Drawn[]; answer: Message }> {
  const asked = person.says(channel, content, to === undefined ? {} : { to });
  const answer = await replyTo(discord, asked);
  const words = content.replace(call, '@鷹架');
  const above = to === undefined ? {} : { replyTo: '@鷹架' };
  return { answer, lines: [drawn(asked, above), drawn(answer, { replyTo: `${looks.get(person.user.id)!.author}  ${short(words)}` })] };
}

async function proof(person: Person, answer: Message, button: string): Promise<Drawn> {
  return drawn(await finalOf(discord, person.clicks(answer, button)), { command: `${looks.get(person.user.id)!.author}: ${button}` });
}

const pictures: Record<string, Drawn[]> = {};
const why = await ask(mei, '微軟為什麼暫停資料中心的擴建？');
pictures['discord-answer-zh'] = [...why.lines, await proof(mei, why.answer, '看原文')];
pictures['discord-follow-up-zh'] = (await say(mei, '那是什麼時候？', why.answer)).lines;
pictures['discord-decline-zh'] = (await say(mei, `${call} 納德拉的生日是哪一天？`)).lines;
const howMuch = await say(ann, `${call} How much capacity did Microsoft freeze?`);
pictures['discord-disagreement-en'] = howMuch.lines;
pictures['discord-proof-en'] = [await proof(ann, howMuch.answer, 'Passage')];
await door.close();
await Promise.all([state.close(), answerer.close()]);

await mkdir(images, { recursive: true });
const missingGlyphs = await readFile('test/missing-glyphs.js', 'utf8');
const browser = await chromium.launch({
  executablePath: process.env.YINGJIA_CHROMIUM ?? '/usr/bin/chromium',
  args: [
    'headless',
    'no-sandbox',
    'disable-gpu',
    'disable-quic',
    'no-first-run',
    'disable-background-networking',
    'disable-component-update',
    'disable-sync',
  ].map((flag) => `--${flag}`),
});
const troubles = [...discord.violations];
for (const [name, messages] of Object.entries(pictures)) {
  const page = await browser.newPage({ viewport: { width: 860, height: 400 }, deviceScaleFactor: 1.5 });
  await page.setContent(drawPage(messages));
  const missing = (await page.evaluate(missingGlyphs)) as string[];
  if (missing.length > 0) troubles.push(`${name}: no glyph for ${missing.join(' ')}`);
  await page.screenshot({ path: join(images, `${name}.png`), fullPage: true });
  await page.close();
}
await browser.close();
await discord.close();
await rm(directory, { recursive: true });
for (const trouble of troubles) process.stderr.write(`${trouble}\n`);
process.exit(troubles.length === 0 ? 0 : 1);
