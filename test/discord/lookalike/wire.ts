/** How the look-alike's things are written in JSON, as Discord's documentation shapes them. */
import type { Channel, Guild, Message, Role, User, World } from './world.js';

export const wireUser = ({ id, username, global_name, discriminator, avatar, bot }: User) => ({
  id,
  username,
  global_name,
  discriminator,
  avatar,
  bot,
  public_flags: 0,
});

export const wireRole = ({ id, name, permissions }: Role) => ({
  id,
  name,
  permissions,
  color: 0,
  colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
  hoist: false,
  position: 0,
  managed: false,
  mentionable: false,
  flags: 0,
});

export function wireMember(world: World, guild: Guild, user: User, permissions?: bigint) {
  return {
    user: wireUser(user),
    nick: null,
    avatar: null,
    roles: guild.members.get(user.id) ?? [],
    joined_at: new Date(world.now()).toISOString(),
    deaf: false,
    mute: false,
    flags: 0,
    ...(permissions === undefined ? {} : { permissions: permissions.toString() }),
  };
}

export function wireChannel(world: World, channel: Channel) {
  const { id, type, name, guild_id, parent_id, owner_id } = channel;
  if (type === 1) return { id, type, last_message_id: null, recipients: channel.recipients?.map(wireUser), flags: 0 };
  const isThread = type === 11;
  const overwrites = channel.denied === 0n ? [] : [{ id: world.bot.id, type: 1, allow: '0', deny: channel.denied.toString() }];
  return {
    id,
    type,
    name,
    guild_id,
    parent_id: parent_id ?? null,
    position: 0,
    nsfw: false,
    topic: null,
    last_message_id: null,
    rate_limit_per_user: 0,
    flags: 0,
    ...(isThread
      ? {
          owner_id,
          message_count: channel.messages.size,
          member_count: 1,
          thread_metadata: {
            archived: false,
            auto_archive_duration: 1440,
            archive_timestamp: new Date(world.now()).toISOString(),
            locked: false,
          },
        }
      : { permission_overwrites: overwrites }),
    ...(type === 15 ? { available_tags: [], default_reaction_emoji: null, default_sort_order: null, default_forum_layout: 0 } : {}),
  };
}

export function wireGuild(world: World, guild: Guild) {
  const channels = [...guild.channels.values()];
  return {
    id: guild.id,
    name: guild.name,
    icon: null,
    splash: null,
    discovery_splash: null,
    owner_id: guild.owner_id,
    afk_channel_id: null,
    afk_timeout: 300,
    verification_level: 0,
    default_message_notifications: 0,
    explicit_content_filter: 0,
    roles: [...guild.roles.values()].map(wireRole),
    emojis: [],
    features: [],
    mfa_level: 0,
    application_id: null,
    system_channel_id: null,
    system_channel_flags: 0,
    rules_channel_id: null,
    vanity_url_code: null,
    description: null,
    banner: null,
    premium_tier: 0,
    premium_subscription_count: 0,
    preferred_locale: guild.preferred_locale,
    public_updates_channel_id: null,
    nsfw_level: 0,
    premium_progress_bar_enabled: false,
    safety_alerts_channel_id: null,
    joined_at: new Date(world.now()).toISOString(),
    large: false,
    unavailable: false,
    member_count: guild.members.size,
    voice_states: [],
    members: [wireMember(world, guild, world.bot)],
    channels: channels.filter(({ type }) => type !== 11).map((channel) => wireChannel(world, channel)),
    threads: channels.filter(({ type }) => type === 11).map((channel) => wireChannel(world, channel)),
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
    stickers: [],
  };
}

/** `readableByBot` false: the bot has no Message Content intent and no other right to the words. */
export function wireMessage(world: World, message: Message, readableByBot = true): Record<string, unknown> {
  const { versions: _versions, ephemeralFor: _ephemeralFor, author, mentions, referenced_message, ...fields } = message;
  return {
    ...fields,
    ...(readableByBot ? {} : { content: '', components: [], embeds: [], attachments: [] }),
    author: wireUser(author),
    mentions: mentions.map(wireUser),
    mention_roles: [],
    mention_everyone: false,
    pinned: false,
    tts: false,
    type: message.message_reference === undefined ? 0 : 19,
    ...(referenced_message === undefined ? {} : { referenced_message: referenced_message && wireMessage(world, referenced_message) }),
  };
}
