/** `yingjia start` as a process of its own, with a token: the built program, the shipped articles, the look-alike. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Lookalike } from '../discord/lookalike/lookalike.js';
import { finalOf, labels, replyTo, words } from '../discord/reading.js';

let discord: Lookalike;
let directory: string;
let program: ChildProcess;

const start = (environment: Record<string, string>) => {
  program = spawn(process.execPath, ['dist/main.js', 'start'], {
    env: { ...process.env, PORT: '0', YINGJIA_STATE: join(directory, 'state'), YINGJIA_INDEX: join(directory, 'index'), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const told: string[] = [];
  program.stderr!.on('data', (bytes: Buffer) => told.push(bytes.toString('utf8')));
  const ended = new Promise<number | null>((resolve) => program.once('exit', resolve));
  return { told, ended };
};

beforeEach(async () => {
  discord = await Lookalike.open();
  directory = await mkdtemp(join(tmpdir(), 'yingjia-start-'));
});
afterEach(async () => {
  program.kill('SIGKILL');
  await discord.close();
  await rm(directory, { recursive: true });
  expect(discord.violations).toEqual([]);
});

test('with a token it answers on Discord in both languages, shows the passage, and ends on SIGTERM within ten seconds', async () => {
  const guild = discord.world.addGuild('Readers');
  const channel = discord.world.addChannel(guild, 'general');
  const { told, ended } = start({ DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrl });
  await discord.world.until('the bot', () => discord.commands.size > 0, 60_000);
  const [mei, ann] = [discord.addPerson('mei', { guilds: [guild], locale: 'zh-TW' }), discord.addPerson('ann', { guilds: [guild] })];
  const chinese = await finalOf(discord, mei.uses(channel, 'ask', { question: '微軟為什麼暫停資料中心的擴建？' }));
  expect(words(chinese)).toContain('✅');
  const english = await replyTo(
    discord,
    ann.says(channel, `<@${discord.world.bot.id}> Why did Microsoft pause its data center expansion?`),
  );
  expect(words(english)).toContain('✅');
  expect(labels(english)).toContain('Passage');
  expect(words(await finalOf(discord, ann.clicks(english, 'Passage')))).toMatch(/\*\*__[\s\S]+__\*\*/);
  const begun = performance.now();
  program.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(performance.now() - begun).toBeLessThan(10_000);
  expect(told.join('')).toContain('Web page: http://127.0.0.1:');
}, 120_000);

test('without a token it says how to get one, and the web page opens all the same', async () => {
  const { told, ended } = start({ DISCORD_TOKEN: '' });
  await new Promise<void>((resolve) => {
    const look = () => told.join('').includes('Web page') && resolve();
    program.stderr!.on('data', look);
  });
  expect(told.join('')).toContain('DISCORD_TOKEN is not set; docs/discord.md says how to get one');
  program.kill('SIGTERM');
  expect(await ended).toBe(0);
}, 120_000);

test('with a token that Discord refuses it says what to do, and the web page stays open', async () => {
  const { told, ended } = start({ DISCORD_TOKEN: 'wrong', DISCORD_API_URL: discord.apiUrl });
  await new Promise<void>((resolve) => {
    const look = () => /Web page/.test(told.join('')) && /Discord is closed: Discord refused the token/.test(told.join('')) && resolve();
    program.stderr!.on('data', look);
  });
  program.kill('SIGTERM');
  expect(await ended).toBe(0);
}, 120_000);
