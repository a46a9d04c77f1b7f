/** What the bot must be allowed, what it is allowed, and the link that asks for no more. Pure. */
import { type APIChannel, type APIGuild, type APIGuildMember, type APIOverwrite, ChannelType, PermissionFlagsBits } from 'discord.js';

/** Least permissions, with what each is for. */
export const neededPermissions = {
  'View Channel': { bit: PermissionFlagsBits.ViewChannel, purpose: 'see mentions' },
  'Send Messages': { bit: PermissionFlagsBits.SendMessages, purpose: 'answer them' },
  'Send Messages in Threads': { bit: PermissionFlagsBits.SendMessagesInThreads, purpose: 'answer in threads and forum posts' },
  'Read Message History': { bit: PermissionFlagsBits.ReadMessageHistory, purpose: 'reply to the question itself' },
  'Create Public Threads': { bit: PermissionFlagsBits.CreatePublicThreads, purpose: 'start a thread from an answer' },
} as const;

const allNeeded = Object.values(neededPermissions).reduce((bits, { bit }) => bits | bit, 0n);

/** Opened by somebody who may manage the server. */
export const inviteAddress = (applicationId: string): string =>
  `https://discord.com/oauth2/authorize?client_id=${applicationId}&scope=bot%20applications.commands&permissions=${allNeeded}`;

/** For a person who wants to use the bot everywhere. */
export const personalInviteAddress = (applicationId: string): string =>
  `https://discord.com/oauth2/authorize?client_id=${applicationId}&integration_type=1&scope=applications.commands`;

/** Where people ask: text, announcement and forum channels. */
export const isAskable = (channel: APIChannel): boolean =>
  [ChannelType.GuildText, ChannelType.GuildAnnouncement, ChannelType.GuildForum].includes(channel.type);

/** @returns names of what is missing in a channel. Algorithm: Discord docs, topics/permissions, permission hierarchy. */
export function missingPermissions(
  guild: Pick<APIGuild, 'id' | 'owner_id' | 'roles'>,
  member: Pick<APIGuildMember, 'roles'> & { user: { id: string } },
  overwrites: readonly APIOverwrite[],
): string[] {
  const permissions = permissionsIn(guild, member, overwrites);
  return Object.entries(neededPermissions).flatMap(([name, { bit }]) => ((permissions & bit) === 0n ? [name] : []));
}

function permissionsIn(
  guild: Pick<APIGuild, 'id' | 'owner_id' | 'roles'>,
  member: Pick<APIGuildMember, 'roles'> & { user: { id: string } },
  overwrites: readonly APIOverwrite[],
): bigint {
  const roles = new Set([guild.id, ...member.roles]);
  const base = guild.roles.filter(({ id }) => roles.has(id)).reduce((bits, { permissions }) => bits | BigInt(permissions), 0n);
  if (guild.owner_id === member.user.id || (base & PermissionFlagsBits.Administrator) !== 0n) return allNeeded;
  const everyone = overwrites.filter(({ id }) => id === guild.id);
  const ofRoles = overwrites.filter(({ id }) => id !== guild.id && roles.has(id));
  const own = overwrites.filter(({ id }) => id === member.user.id);
  return [everyone, ofRoles, own].reduce(applyOverwrites, base);
}

const applyOverwrites = (permissions: bigint, overwrites: readonly APIOverwrite[]): bigint => {
  const denied = overwrites.reduce((bits, { deny }) => bits | BigInt(deny), 0n);
  const allowed = overwrites.reduce((bits, { allow }) => bits | BigInt(allow), 0n);
  return (permissions & ~denied) | allowed;
};
