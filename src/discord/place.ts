/** Who asks, and where: what the rest of the room needs to know of a message or an interaction. */
import { type BaseInteraction, ChannelType, type Message, PermissionFlagsBits } from 'discord.js';
import type { ChannelStore } from '../state/channels.js';
import type { ChannelSettings } from '../state/records.js';

export type Place = {
  /** As the state knows the asker: "discord:<user id>". */
  person: string;
  userId: string;
  /** The server's id, or "dm". */
  scope: string;
  channel: string;
  /** The channel that a thread belongs to. */
  parent?: string;
  roles: readonly string[];
  /** BCP 47 of the asker's client, where Discord tells it. */
  locale?: string;
  /** The asker may manage the server. */
  manages: boolean;
  /** Whether a thread can be started from a message here. */
  canThread: boolean;
};

export const personOf = (userId: string) => `discord:${userId}`;

export function placeOfInteraction(interaction: BaseInteraction): Place {
  const { member, channel } = interaction;
  const roles = member === null ? [] : Array.isArray(member.roles) ? member.roles : [...member.roles.cache.keys()];
  return {
    person: personOf(interaction.user.id),
    userId: interaction.user.id,
    scope: interaction.guildId ?? 'dm',
    channel: interaction.channelId ?? 'unknown',
    parent: channel?.isThread() ? (channel.parentId ?? undefined) : undefined,
    roles,
    locale: interaction.locale,
    manages: interaction.memberPermissions?.has(PermissionFlagsBits.ManageGuild) ?? false,
    canThread: interaction.inCachedGuild() && isThreadable(channel?.type),
  };
}

/** Discord does not tell the locale of who writes a message. */
export function placeOfMessage(message: Message): Place {
  const { channel, member } = message;
  return {
    person: personOf(message.author.id),
    userId: message.author.id,
    scope: message.guildId ?? 'dm',
    channel: message.channelId,
    parent: channel.isThread() ? (channel.parentId ?? undefined) : undefined,
    roles: member === null ? [] : [...member.roles.cache.keys()],
    manages: member?.permissions.has(PermissionFlagsBits.ManageGuild) ?? false,
    canThread: isThreadable(channel.type),
  };
}

const isThreadable = (type: ChannelType | undefined) => type === ChannelType.GuildText || type === ChannelType.GuildAnnouncement;

export const settingsOf = (channels: ChannelStore, { scope, channel, parent }: Place): Promise<ChannelSettings> =>
  channels.get({ scope, channel, parent });

/** Whether this person may ask here, or why not. */
export function planAdmission(settings: ChannelSettings, place: Place): 'welcome' | 'off' | 'role' {
  if (!settings.on) return 'off';
  const isLimited = settings.roles.length > 0 && !settings.roles.some((role) => place.roles.includes(role));
  return isLimited ? 'role' : 'welcome';
}

/**
 * The collections a question may be answered from: the channel's own, else the bot's default ones; all when undefined.
 * @param wanted one of them, by name. @returns 'refused' where that one is not open here.
 */
export function planCollections(
  settings: ChannelSettings,
  defaults: readonly string[],
  wanted?: string,
): readonly string[] | undefined | 'refused' {
  const open = settings.collections ?? (defaults.length > 0 ? defaults : undefined);
  if (wanted === undefined) return open;
  return open === undefined || open.includes(wanted) ? [wanted] : 'refused';
}
