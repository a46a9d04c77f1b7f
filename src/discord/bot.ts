/**
 * The Discord door. In: settings, an answerer, the way to refresh the index, the state. Out: a bot that answers until it
 * is closed. `start` opens it where DISCORD_TOKEN is set.
 */
import { setTimeout } from 'node:timers/promises';
import { type Client, Events, Team } from 'discord.js';
import { YingjiaError } from '../errors.js';
import type { Settings } from '../settings.js';
import type { State } from '../state/state.js';
import type { Answerer } from '../types.js';
import { createArrivals } from './arrivals.js';
import { createArticleRefs } from './article-refs.js';
import { createAsking } from './asking.js';
import type { BotParts, WritePath } from './bot-parts.js';
import { connect, createClient, fatalCloseError, INTENT_REFUSED } from './client.js';
import { createFlights } from './flights.js';
import { tellInterrupted } from './hand-over.js';
import { handleInteraction } from './interactions.js';
import { createLimits } from './limits.js';
import { handleMessage } from './messages.js';
import { createPace } from './pace.js';
import { createQueue } from './queue.js';
import { registerCommands } from './registration.js';
import { createSharedStreams } from './shared-streams.js';
import { createTroubles } from './trouble.js';

export type DiscordParts = WritePath & {
  settings: Settings;
  answerer: Answerer;
  state: State;
  /** Lines for the operator. */
  tell: (line: string) => void;
  now?: () => number;
  /** Ends the attempts to connect. */
  signal?: AbortSignal;
};

export type DiscordDoor = {
  /** Resolves after `close`; rejects where Discord will not have the bot any more. */
  done: Promise<void>;
  /** Takes no new questions, lets those in flight finish, hands over the rest, and disconnects; within 10 s. */
  close(): Promise<void>;
};

/** Source of the spacing: 5 edits in 5 s and channel, with some left for others. */
const EDIT_SPACING_MS = 1_200;
/** Of the 10 s after SIGTERM: for answers to finish, and for the rest to be told. */
const FINISH_MS = 6_000;
const HAND_OVER_MS = 2_500;
const RECONNECT_MS = { first: 5_000, longest: 300_000 };
const DAY_MS = 24 * 60 * 60_000;

/**
 * Resolves once the bot is connected. Where Discord cannot be reached it tries again, ever more rarely, until `signal`.
 * @throws YingjiaError DISCORD for a token, shard or intent that Discord refuses; SETTINGS without a token.
 */
export async function openDiscord(parts: DiscordParts): Promise<DiscordDoor> {
  const { settings, state, tell } = parts;
  const earlier = new Set((await state.pending.entries()).map(({ key }) => key));
  const client = await connectUntilReady(parts);
  let isClosing = false;
  const bot = createBot(parts, client, () => isClosing);
  // Nothing was awaited since the client was ready: no event has passed by.
  client.on(
    Events.InteractionCreate,
    bot.troubles.guard('an interaction', (interaction) => handleInteraction(interaction, bot)),
  );
  client.on(
    Events.MessageCreate,
    bot.troubles.guard('a message', (message) => handleMessage(message, bot)),
  );
  const lost = watchConnection(bot);
  for (const id of (await bot.troubles.attempt('asking who owns the application', () => readOperators(client))) ?? [])
    bot.operators.add(id);
  await bot.troubles.attempt('registering the commands (is DISCORD_GUILD_ID a server of the bot?)', () =>
    registerCommands({ rest: client.rest, applicationId: client.application.id, guildId: settings.discord.guildId, memos: state.memos }),
  );
  await tellInterrupted(bot, earlier);
  const upkeep = keepTidy(bot);
  tell(`Discord: ${client.user.username} answers in ${client.guilds.cache.size} servers.`);

  const closed = new AbortController();
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    isClosing = true;
    closing ??= land(bot).finally(async () => {
      clearInterval(upkeep);
      await client.destroy();
      closed.abort();
    });
    return closing;
  };
  const done = new Promise<void>((resolve, reject) => {
    void lost.then((code) => {
      reject(fatalCloseError(code));
      return close();
    });
    closed.signal.addEventListener('abort', () => resolve());
  });
  return { done, close };
}

function createBot(
  { settings, answerer, state, refresh, follow, rollBack, tell, now = Date.now }: DiscordParts,
  client: Client<true>,
  isClosing: () => boolean,
): BotParts {
  const { limits, concurrency, queue } = settings.discord;
  const asking = {
    ...{ answerer, state, flights: createFlights(), troubles: createTroubles(tell), streams: createSharedStreams() },
    arrivals: createArrivals(),
    refs: createArticleRefs(state.memos),
    limits: createLimits(limits, state.counters),
    pace: createPace(EDIT_SPACING_MS),
    queue: createQueue({ concurrency, capacity: queue }),
  };
  return {
    ...asking,
    asking: createAsking(asking),
    client,
    settings,
    ...{ refresh, follow, rollBack },
    tell,
    now,
    operators: new Set(),
    isClosing,
  };
}

/** Without the Message Content intent where the application does not have it: everything but unmentioned messages works. */
async function connectUntilReady({ settings: { discord }, state, tell, signal, now = Date.now }: DiscordParts): Promise<Client<true>> {
  const { token } = discord;
  if (token === undefined)
    throw new YingjiaError('SETTINGS', { problem: 'DISCORD_TOKEN is not set.', fix: 'docs/discord.md says how to get one.' });
  let messageContent = discord.messageContent;
  for (let waitMs = RECONNECT_MS.first; ; waitMs = Math.min(waitMs * 2, RECONNECT_MS.longest)) {
    const client = createClient({ settings: discord, memos: state.memos, tell, now, messageContent });
    try {
      const outcome = await connect(client, token);
      if ('ready' in outcome) return outcome.ready;
      if (outcome.refused !== INTENT_REFUSED || !messageContent) throw fatalCloseError(outcome.refused);
      messageContent = false;
      tell(
        `Discord: ${fatalCloseError(INTENT_REFUSED).message} Going on without it: mentions, replies, commands and direct messages work.`,
      );
      await client.destroy();
    } catch (cause) {
      await client.destroy();
      if (cause instanceof YingjiaError) throw cause;
      tell(`Discord cannot be reached (${(cause as Error).message}); trying again in ${waitMs / 1_000} s.`);
      await setTimeout(waitMs, undefined, { signal });
    }
  }
}

/** Resolves with the close code once the connection is lost for good. */
function watchConnection({ client, tell, isClosing }: BotParts): Promise<number> {
  client.on(Events.ShardReconnecting, (shard) => isClosing() || tell(`Discord: connection ${shard} was lost and is being resumed.`));
  client.on(Events.ShardResume, (shard, replayed) => tell(`Discord: connection ${shard} is back; ${replayed} events were caught up on.`));
  client.on(Events.ShardError, (error, shard) => tell(`Discord: connection ${shard}: ${error.message}`));
  client.on(Events.Error, (error) => tell(`Discord: ${error.message}`));
  client.rest.on('invalidRequestWarning', ({ count }) =>
    tell(`Discord refused ${count} requests in ten minutes; at 10,000 it locks this address out.`),
  );
  return new Promise((resolve) => client.on(Events.ShardDisconnect, ({ code }) => resolve(code)));
}

/** The application's owner, or its team. */
async function readOperators(client: Client<true>): Promise<string[]> {
  const { owner } = await client.application.fetch();
  if (owner === null) return [];
  return owner instanceof Team ? [...owner.members.keys()] : [owner.id];
}

/** Answers finish, or are told that they will not; new questions are refused meanwhile. */
async function land({ flights }: BotParts): Promise<void> {
  await Promise.race([flights.ended(), setTimeout(FINISH_MS, undefined, { ref: false })]);
  flights.stopAll('closing');
  await Promise.race([flights.ended(), setTimeout(HAND_OVER_MS, undefined, { ref: false })]);
}

/** Deletes what has been kept for long enough, now and once a day. */
function keepTidy({ state, settings, troubles, now }: BotParts): NodeJS.Timeout {
  const tidy = troubles.guard('deleting old conversations', async () => {
    await state.conversations.deleteBefore(new Date(now() - settings.discord.keepDays * DAY_MS));
  });
  tidy();
  return setInterval(tidy, DAY_MS).unref();
}
