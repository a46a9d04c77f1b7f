/** Who and what exists on the look-alike: people, servers, channels, messages, and a clock that tests can move. */
import { EventEmitter } from 'node:events';

export type User = { id: string; username: string; global_name: string; discriminator: '0'; avatar: null; bot: boolean; locale: string };
export type Role = { id: string; name: string; permissions: string };
export type Component = {
  type: number;
  custom_id?: string;
  label?: string;
  style?: number;
  url?: string;
  disabled?: boolean;
  content?: string;
  emoji?: { name?: string };
  components?: Component[];
  component?: Component;
  accessory?: Component;
  options?: { label: string; value: string }[];
  value?: string;
  accent_color?: number;
};
export type Message = {
  id: string;
  channel_id: string;
  guild_id?: string;
  author: User;
  content: string;
  timestamp: string;
  edited_timestamp: string | null;
  flags: number;
  components: Component[];
  embeds: unknown[];
  attachments: { id: string; filename: string; size: number; url: string; proxy_url: string; content_type?: string }[];
  mentions: User[];
  message_reference?: { message_id: string; channel_id: string; guild_id?: string };
  referenced_message?: Message | null;
  /** How often its content was set: 1 when created. */
  versions: { content: string; components: Component[]; at: number }[];
  ephemeralFor?: string;
};
export type Channel = {
  id: string;
  /** 0 text, 1 direct message, 3 group, 11 public thread, 15 forum. */
  type: number;
  name: string;
  guild_id?: string;
  parent_id?: string;
  owner_id?: string;
  recipients?: User[];
  /** Permission bits that the bot lacks here. */
  denied: bigint;
  messages: Map<string, Message>;
};
export type Guild = {
  id: string;
  name: string;
  owner_id: string;
  preferred_locale: string;
  roles: Map<string, Role>;
  /** user id -> role ids */
  members: Map<string, string[]>;
  channels: Map<string, Channel>;
};

export const permissionBits = {
  administrator: 1n << 3n,
  manageGuild: 1n << 5n,
  viewChannel: 1n << 10n,
  sendMessages: 1n << 11n,
  embedLinks: 1n << 14n,
  attachFiles: 1n << 15n,
  readMessageHistory: 1n << 16n,
  createPublicThreads: 1n << 35n,
  sendMessagesInThreads: 1n << 38n,
} as const;
/** What a member of a new server may do. */
export const memberPermissions =
  permissionBits.viewChannel |
  permissionBits.sendMessages |
  permissionBits.embedLinks |
  permissionBits.attachFiles |
  permissionBits.readMessageHistory |
  permissionBits.createPublicThreads |
  permissionBits.sendMessagesInThreads;

const DISCORD_EPOCH_MS = 1_420_070_400_000;

export class World {
  readonly changes = new EventEmitter();
  readonly users = new Map<string, User>();
  readonly guilds = new Map<string, Guild>();
  readonly channels = new Map<string, Channel>();
  readonly bot: User;
  readonly applicationOwner: User;
  #count = 0n;
  #clockAheadMs = 0;

  constructor() {
    this.changes.setMaxListeners(0);
    this.bot = this.addUser('yingjia', { bot: true });
    this.applicationOwner = this.addUser('operator');
  }

  now(): number {
    return Date.now() + this.#clockAheadMs;
  }

  /** Lets time pass on the server's side: tokens expire. */
  advance(ms: number): void {
    this.#clockAheadMs += ms;
  }

  createId(): string {
    this.#count += 1n;
    return ((BigInt(this.now() - DISCORD_EPOCH_MS) << 22n) | (this.#count & 0x3fffffn)).toString();
  }

  /** Resolves once `find` finds something; checked after every change. */
  async until<Found>(what: string, find: () => Found | undefined | false, timeoutMs = 15_000): Promise<Found> {
    const deadline = AbortSignal.timeout(timeoutMs);
    for (;;) {
      const found = find();
      if (found !== undefined && found !== false) return found;
      await new Promise<void>((resolve, reject) => {
        const stop = () => reject(new Error(`Waited ${timeoutMs} ms for ${what}.`));
        if (deadline.aborted) return stop();
        deadline.addEventListener('abort', stop, { once: true });
        this.changes.once('change', () => {
          deadline.removeEventListener('abort', stop);
          resolve();
        });
      });
    }
  }

  changed(): void {
    this.changes.emit('change');
  }

  addUser(username: string, { bot = false, locale = 'en-US' }: { bot?: boolean; locale?: string } = {}): User {
    const user: User = { id: this.createId(), username, global_name: username, discriminator: '0', avatar: null, bot, locale };
    this.users.set(user.id, user);
    return user;
  }

  addGuild(name: string, { preferredLocale = 'en-US' }: { preferredLocale?: string } = {}): Guild {
    const id = this.createId();
    const everyone: Role = { id, name: '@everyone', permissions: memberPermissions.toString() };
    const guild: Guild = {
      id,
      name,
      owner_id: this.applicationOwner.id,
      preferred_locale: preferredLocale,
      roles: new Map([[id, everyone]]),
      members: new Map([
        [this.bot.id, []],
        [this.applicationOwner.id, []],
      ]),
      channels: new Map(),
    };
    this.guilds.set(id, guild);
    return guild;
  }

  addRole(guild: Guild, name: string, permissions = 0n): Role {
    const role = { id: this.createId(), name, permissions: permissions.toString() };
    guild.roles.set(role.id, role);
    return role;
  }

  addChannel(guild: Guild, name: string, type = 0, more: Partial<Channel> = {}): Channel {
    const channel: Channel = { id: this.createId(), type, name, guild_id: guild.id, denied: 0n, messages: new Map(), ...more };
    guild.channels.set(channel.id, channel);
    this.channels.set(channel.id, channel);
    return channel;
  }

  /** The direct messages between this person and the bot. */
  directChannel(user: User): Channel {
    const known = [...this.channels.values()].find(({ type, recipients }) => type === 1 && recipients?.[0]?.id === user.id);
    if (known !== undefined) return known;
    const channel: Channel = { id: this.createId(), type: 1, name: '', recipients: [user], denied: 0n, messages: new Map() };
    this.channels.set(channel.id, channel);
    return channel;
  }

  permissionsOf(user: User, channel: Channel): bigint {
    const guild = channel.guild_id === undefined ? undefined : this.guilds.get(channel.guild_id);
    if (guild === undefined) return memberPermissions;
    if (guild.owner_id === user.id) return (1n << 50n) - 1n;
    const roles = [guild.id, ...(guild.members.get(user.id) ?? [])];
    const given = roles.reduce((bits, role) => bits | BigInt(guild.roles.get(role)?.permissions ?? 0), 0n);
    const parent = channel.parent_id === undefined ? undefined : this.channels.get(channel.parent_id);
    return user.id === this.bot.id ? given & ~channel.denied & ~(parent?.denied ?? 0n) : given;
  }

  addMessage(channel: Channel, author: User, fields: Partial<Message>): Message {
    const at = this.now();
    const message: Message = {
      id: this.createId(),
      channel_id: channel.id,
      guild_id: channel.guild_id,
      author,
      content: '',
      timestamp: new Date(at).toISOString(),
      edited_timestamp: null,
      flags: 0,
      components: [],
      embeds: [],
      attachments: [],
      mentions: [],
      versions: [],
      ...fields,
    };
    message.versions.push({ content: message.content, components: message.components, at });
    channel.messages.set(message.id, message);
    return message;
  }

  editMessage(message: Message, fields: Partial<Message>): void {
    Object.assign(message, fields, { edited_timestamp: new Date(this.now()).toISOString() });
    message.versions.push({ content: message.content, components: message.components, at: this.now() });
  }
}

/** What a person reads in a message: its content and all texts of its components, in order. */
export function readable(message: { content: string; components: readonly Component[] }): string {
  const texts = (component: Component): string[] => [
    ...(component.content === undefined ? [] : [component.content]),
    ...(component.components ?? []).flatMap(texts),
  ];
  return [message.content, ...message.components.flatMap(texts)].filter((text) => text !== '').join('\n');
}

/** All components of a message or modal, outer ones first. */
export function allComponents(components: readonly Component[]): Component[] {
  return components.flatMap((component) => [
    component,
    ...allComponents(component.components ?? []),
    ...allComponents(component.component === undefined ? [] : [component.component]),
    ...allComponents(component.accessory === undefined ? [] : [component.accessory]),
  ]);
}
