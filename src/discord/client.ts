/** The connection to Discord: intents, caches, identifies, and what its failures mean. */
import { Client, DiscordAPIError, Events, GatewayIntentBits, Options, Partials } from 'discord.js';
import { YingjiaError } from '../errors.js';
import type { Settings } from '../settings.js';
import type { Table } from '../state/table.js';
import { noMentions } from './delivery.js';
import { createIdentifyThrottler } from './identify.js';

export type ClientOptions = {
  settings: Settings['discord'];
  memos: Table<string>;
  tell: (line: string) => void;
  now: () => number;
  messageContent: boolean;
};

export function createClient({ settings, memos, tell, now, messageContent }: ClientOptions): Client {
  const { shards, apiUrl } = settings;
  return new Client({
    intents: [
      GatewayIntentBits.Guilds,
      GatewayIntentBits.GuildMessages,
      GatewayIntentBits.DirectMessages,
      ...(messageContent ? [GatewayIntentBits.MessageContent] : []),
    ],
    partials: [Partials.Channel, Partials.Message],
    allowedMentions: noMentions,
    failIfNotExists: false,
    ...(shards === 'auto' ? { shards: 'auto' as const } : { shardCount: shards }),
    // What the bot needs of a message it keeps itself; people are known as long as they write.
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      MessageManager: 25,
      GuildMemberManager: { maxSize: 200, keepOverLimit: (member) => member.id === member.client.user.id },
      UserManager: { maxSize: 1_000, keepOverLimit: (user) => user.id === user.client.user.id },
      ReactionManager: 0,
      PresenceManager: 0,
      VoiceStateManager: 0,
      GuildEmojiManager: 0,
      GuildStickerManager: 0,
    }),
    rest: { ...(apiUrl === undefined ? {} : { api: apiUrl }), invalidRequestWarningInterval: 1_000 },
    ws: {
      buildIdentifyThrottler: async (manager) => {
        const { session_start_limit: limit } = await manager.fetchGatewayInformation();
        return createIdentifyThrottler({ memos, maxConcurrency: limit.max_concurrency, shards: await manager.getShardCount(), tell, now });
      },
    },
  });
}

/** Close codes after which the gateway will not take us again. Source: Discord docs, topics/opcodes-and-status-codes. */
const fatalCloses: Readonly<Record<number, { problem: string; fix: string }>> = {
  4004: { problem: 'Discord refused the token.', fix: 'Copy it again from the Developer Portal, page Bot, into DISCORD_TOKEN.' },
  4010: { problem: 'Discord refused the shard.', fix: 'Set YINGJIA_DISCORD_SHARDS=auto.' },
  4011: { problem: 'The bot is in too many servers for one connection.', fix: 'Set YINGJIA_DISCORD_SHARDS=auto.' },
  4013: { problem: 'Discord refused the intents.', fix: 'Report this: it is a fault of this program.' },
  4014: {
    problem: 'The Message Content intent is not switched on for this application.',
    fix: 'Switch it on in the Developer Portal, page Bot, or set YINGJIA_DISCORD_MESSAGE_CONTENT=false.',
  },
};
export const INTENT_REFUSED = 4014;

export const fatalCloseError = (code: number): YingjiaError =>
  new YingjiaError(
    'DISCORD',
    fatalCloses[code] ?? { problem: `Discord closed the connection for good (${code}).`, fix: 'Run "npx yingjia doctor".' },
  );

/** Logs in and waits until every shard is ready. @returns the close code where the gateway refused for good. */
export async function connect(client: Client, token: string): Promise<{ ready: Client<true> } | { refused: number }> {
  const outcome = new Promise<{ ready: Client<true> } | { refused: number }>((resolve) => {
    client.once(Events.ClientReady, (ready) => resolve({ ready }));
    client.once(Events.ShardDisconnect, ({ code }) => resolve({ refused: code }));
  });
  const failed = client.login(token).then(
    () => outcome,
    (cause: unknown) => {
      throw loginError(cause);
    },
  );
  return Promise.race([outcome, failed]);
}

/** A token that is refused is the operator's matter; anything else may pass, and is told as it is. */
export function loginError(cause: unknown): unknown {
  const isTokenError = (cause as { code?: unknown }).code === 'TokenInvalid' || (cause instanceof DiscordAPIError && cause.status === 401);
  return isTokenError ? fatalCloseError(4004) : cause;
}
