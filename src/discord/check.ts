/** Looks at the Discord side of the set-up without opening the bot. In: settings. Out: one line a finding, with what to do. */
import {
  type APIApplication,
  type APIChannel,
  type APIGuild,
  type APIGuildMember,
  type APIUser,
  ApplicationFlags,
  DiscordAPIError,
  REST,
  type RESTGetAPIGatewayBotResult,
  Routes,
} from 'discord.js';
import type { Settings } from '../settings.js';
import { createCommands } from './commands.js';
import { inviteAddress, isAskable, missingPermissions, personalInviteAddress } from './permissions.js';

/** `bad`: the bot cannot work so. */
export type Finding = { outcome: 'good' | 'note' | 'bad'; line: string; fix?: string };

const GUILDS_LIMIT = 20;
const PORTAL = 'https://discord.com/developers/applications';

export async function checkDiscord({ discord }: Pick<Settings, 'discord'>): Promise<Finding[]> {
  if (discord.token === undefined) {
    return [
      {
        outcome: 'note',
        line: 'Discord: closed, DISCORD_TOKEN is not set.',
        fix: `Create an application at ${PORTAL}, copy the token from its page Bot into .env as DISCORD_TOKEN=...; docs/discord.md has every step.`,
      },
    ];
  }
  const rest = new REST({
    version: '10',
    retries: 1,
    timeout: 10_000,
    ...(discord.apiUrl === undefined ? {} : { api: discord.apiUrl }),
  }).setToken(discord.token);
  const get = <Result>(route: `/${string}`) => rest.get(route) as Promise<Result>;
  let user: APIUser;
  let application: APIApplication;
  try {
    user = await get<APIUser>(Routes.user());
    application = await get<APIApplication>(Routes.currentApplication());
  } catch (cause) {
    return [tokenFinding(cause)];
  }
  return [
    { outcome: 'good', line: `Discord: the token is that of ${user.username} (application ${application.id}).` },
    ...checkApplication(application, discord),
    ...checkGateway(await get<RESTGetAPIGatewayBotResult>(Routes.gatewayBot()), discord),
    ...(await checkCommands(get, application.id, discord.guildId)),
    ...(await checkGuilds(get, user)),
    { outcome: 'note', line: `Invite to a server, with least permissions: ${inviteAddress(application.id)}` },
    { outcome: 'note', line: `Install for oneself, to use it everywhere: ${personalInviteAddress(application.id)}` },
  ];
}

function tokenFinding(cause: unknown): Finding {
  if (cause instanceof DiscordAPIError && cause.status === 401) {
    return { outcome: 'bad', line: 'Discord refuses the token.', fix: `Reset it at ${PORTAL}, page Bot, and copy it into DISCORD_TOKEN.` };
  }
  return {
    outcome: 'bad',
    line: `Discord cannot be reached: ${(cause as Error).message}`,
    fix: 'Check the network, and DISCORD_API_URL where it is set.',
  };
}

type Application = APIApplication & { bot_require_code_grant?: boolean; interactions_endpoint_url?: string | null };

function checkApplication(given: APIApplication, { messageContent, applicationId }: Settings['discord']): Finding[] {
  const application: Application = given;
  const granted = ApplicationFlags.GatewayMessageContent | ApplicationFlags.GatewayMessageContentLimited;
  const findings: Finding[] = [];
  if (messageContent && ((application.flags ?? 0) & granted) === 0) {
    findings.push({
      outcome: 'bad',
      line: 'The Message Content intent is asked for, but not switched on.',
      fix: `Switch it on at ${PORTAL}, page Bot, or set YINGJIA_DISCORD_MESSAGE_CONTENT=false.`,
    });
  } else {
    const line = messageContent
      ? 'Message Content: on. Threads of the bot and channels set to auto need no mention.'
      : 'Message Content: off. Commands, mentions, replies and direct messages work; threads need a mention.';
    findings.push({ outcome: 'good', line });
  }
  if (application.interactions_endpoint_url) {
    findings.push({
      outcome: 'bad',
      line: 'Interactions are sent to an address instead of this bot.',
      fix: `Empty "Interactions Endpoint URL" at ${PORTAL}, page General Information.`,
    });
  }
  if (application.bot_require_code_grant) {
    findings.push({
      outcome: 'bad',
      line: 'The bot requires a code grant: invite links will fail.',
      fix: `Switch off "Requires OAuth2 Code Grant" at ${PORTAL}, page Bot.`,
    });
  }
  if (applicationId !== undefined && applicationId !== application.id) {
    findings.push({
      outcome: 'bad',
      line: `DISCORD_APPLICATION_ID is ${applicationId}, the token belongs to ${application.id}.`,
      fix: 'Remove it: it is read from the token.',
    });
  }
  return findings;
}

function checkGateway(
  { session_start_limit: limit, shards: recommended }: RESTGetAPIGatewayBotResult,
  { shards }: Settings['discord'],
): Finding[] {
  const few = limit.remaining < limit.total / 10;
  const hours = (limit.reset_after / 3_600_000).toFixed(1);
  return [
    {
      outcome: few ? 'bad' : 'good',
      line: `Connections left today: ${limit.remaining} of ${limit.total}.`,
      ...(few ? { fix: `Stop whatever restarts this bot; the count begins anew in ${hours} hours.` } : {}),
    },
    ...(shards !== 'auto' && shards < recommended
      ? [
          {
            outcome: 'note' as const,
            line: `Discord recommends ${recommended} connections, the settings say ${shards}.`,
            fix: 'Set YINGJIA_DISCORD_SHARDS=auto.',
          },
        ]
      : []),
  ];
}

type Get = <Result>(route: `/${string}`) => Promise<Result>;

async function checkCommands(get: Get, applicationId: string, guildId: string | undefined): Promise<Finding[]> {
  const route = guildId === undefined ? Routes.applicationCommands(applicationId) : Routes.applicationGuildCommands(applicationId, guildId);
  try {
    const names = (await get<{ name: string }[]>(route)).map(({ name }) => name);
    const missing = createCommands(guildId === undefined).filter(({ name }) => !names.includes(name));
    if (missing.length === 0) return [{ outcome: 'good', line: `Commands: ${names.length} are registered.` }];
    return [{ outcome: 'note', line: `Commands: ${missing.length} are not registered yet.`, fix: 'npx yingjia start registers them.' }];
  } catch (cause) {
    if (!(cause instanceof DiscordAPIError)) throw cause;
    return [
      {
        outcome: 'bad',
        line: `The commands of server ${guildId} cannot be read: ${cause.message}.`,
        fix: 'Correct DISCORD_GUILD_ID, or invite the bot there with the link below.',
      },
    ];
  }
}

async function checkGuilds(get: Get, user: APIUser): Promise<Finding[]> {
  const guilds = await get<{ id: string; name: string }[]>(Routes.userGuilds());
  if (guilds.length === 0) return [{ outcome: 'note', line: 'The bot is in no server yet.', fix: 'Open the invite link below.' }];
  const findings: Finding[] = [];
  for (const { id, name } of guilds.slice(0, GUILDS_LIMIT)) findings.push(await checkGuild(get, id, name, user));
  if (guilds.length > GUILDS_LIMIT)
    findings.push({ outcome: 'note', line: `… and ${guilds.length - GUILDS_LIMIT} more servers that were not looked at.` });
  return findings;
}

/** Which channels lack which permissions, told together where they lack the same. */
async function checkGuild(get: Get, id: string, name: string, user: APIUser): Promise<Finding> {
  const guild = await get<APIGuild>(Routes.guild(id));
  const member = await get<APIGuildMember>(Routes.guildMember(id, user.id));
  const channels = (await get<APIChannel[]>(Routes.guildChannels(id))).filter(isAskable);
  const channelsByLack = new Map<string, string[]>();
  for (const channel of channels) {
    const overwrites = 'permission_overwrites' in channel ? (channel.permission_overwrites ?? []) : [];
    const lack = missingPermissions(guild, { roles: member.roles, user }, overwrites).join(', ');
    if (lack !== '') channelsByLack.set(lack, [...(channelsByLack.get(lack) ?? []), `#${channel.name}`]);
  }
  if (channelsByLack.size === 0) return { outcome: 'good', line: `Server ${name}: every permission in all ${channels.length} channels.` };
  const lacks = [...channelsByLack].map(
    ([lack, names]) => `${names.slice(0, 8).join(' ')}${names.length > 8 ? ` and ${names.length - 8} more` : ''} lack ${lack}`,
  );
  const fix =
    'Where the bot should answer, give its role these permissions in the channel’s settings, or invite it again with the link below.';
  return { outcome: 'note', line: `Server ${name}: ${lacks.join('; ')}.`, fix };
}
