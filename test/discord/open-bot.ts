/** A bot of the real kind on a look-alike, with everything it tells; closes both and checks that no rule was broken. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type DiscordDoor, openDiscord } from '../../src/discord/bot.js';
import type { WritePath } from '../../src/discord/bot-parts.js';
import { parseSettings } from '../../src/settings.js';
import { openState, type State } from '../../src/state/state.js';
import { Lookalike } from './lookalike/lookalike.js';
import { type Channel, type Guild, permissionBits } from './lookalike/world.js';
import { SmallAnswerer } from './small-answerer.js';

export type Opened = {
  discord: Lookalike;
  guild: Guild;
  channel: Channel;
  answerer: SmallAnswerer;
  state: State;
  directory: string;
  told: string[];
  door: DiscordDoor;
  /** Ends the bot without a word and opens it again over the same state. */
  restart(): Promise<void>;
};

export type BotOptions = Partial<WritePath> & {
  environment?: Record<string, string>;
  /** Before the bot connects. */
  prepare?: (discord: Lookalike, answerer: SmallAnswerer) => void;
  /** Requests that break a rule on purpose of the test. */
  allowedViolations?: RegExp;
};

/** Somebody who may manage the only server. */
export function steward({ discord, guild }: Pick<Opened, 'discord' | 'guild'>) {
  const role = discord.world.addRole(guild, 'stewards', permissionBits.manageGuild);
  return discord.addPerson('max', { guilds: [guild], roles: [role.id] });
}

/** With the Message Content intent, on both sides. */
export const readsMessages: BotOptions = {
  environment: { YINGJIA_DISCORD_MESSAGE_CONTENT: 'true' },
  prepare: ({ gateway }) => {
    gateway.allowedIntents = 1 << 15;
  },
};

/** Opens, runs, closes, and asserts: no violation, no late acknowledgement. */
export async function withBot(options: BotOptions, run: (opened: Opened) => Promise<void>): Promise<void> {
  const discord = await Lookalike.open();
  const directory = await mkdtemp(join(tmpdir(), 'yingjia-discord-'));
  const guild = discord.world.addGuild('Harbour friends');
  const channel = discord.world.addChannel(guild, 'general');
  const answerer = new SmallAnswerer();
  options.prepare?.(discord, answerer);
  const told: string[] = [];
  const settings = parseSettings({
    DISCORD_TOKEN: discord.token,
    DISCORD_API_URL: discord.apiUrl,
    YINGJIA_STATE: directory,
    YINGJIA_CORPUS: join(directory, 'corpus'),
    ...options.environment,
  });
  const open = async () => {
    const state = await openState(directory, { onNotice: (line) => told.push(line) });
    const untold = () => Promise.reject(new Error('No test writes without saying so.'));
    const { refresh = untold, follow = untold, rollBack = untold } = options;
    const writePath = { refresh, follow, rollBack };
    const door = await openDiscord({
      settings,
      answerer,
      ...writePath,
      state,
      tell: (line) => told.push(line),
      now: () => discord.world.now(),
    });
    return { state, door };
  };
  const opened: Opened = {
    ...{ discord, guild, channel, answerer, directory, told, ...(await open()) },
    async restart() {
      await opened.door.close();
      await opened.state.close();
      Object.assign(opened, await open());
    },
  };
  try {
    await run(opened);
  } catch (error) {
    console.log('The bot told:', told, 'Violations:', discord.violations);
    throw error;
  } finally {
    await opened.door.close();
    await opened.state.close();
    await discord.close();
    await rm(directory, { recursive: true });
  }
  const { allowedViolations } = options;
  expect(discord.violations.filter((violation) => !allowedViolations?.test(violation))).toEqual([]);
  expect(discord.acknowledgements().filter((ms) => ms > 3_000)).toEqual([]);
}
