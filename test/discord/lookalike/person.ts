/** A person on the look-alike: writes messages, uses commands, clicks, fills in forms. */
import { Interaction } from './interactions.js';
import type { Lookalike } from './lookalike.js';
import { wireChannel, wireMember, wireMessage, wireUser } from './wire.js';
import { allComponents, type Channel, type Message, type User } from './world.js';

export type OptionValue =
  | string
  | boolean
  | number
  | { attachment: { id: string } }
  | { channel: Channel }
  | { role: { id: string; name: string } };

export class Person {
  constructor(
    readonly lookalike: Lookalike,
    readonly user: User,
  ) {}

  get mention(): string {
    return `<@${this.user.id}>`;
  }

  direct(): Channel {
    return this.lookalike.world.directChannel(this.user);
  }

  /** `to`: the message that is replied to; `ping` false: without notifying its author. */
  says(channel: Channel, content: string, { to, ping = true }: { to?: Message; ping?: boolean } = {}): Message {
    const { world } = this.lookalike;
    const named = [...content.matchAll(/<@!?(\d+)>/g)].map(([, id]) => world.users.get(id!)).filter((user) => user !== undefined);
    const mentions = to !== undefined && ping ? [...named, to.author] : named;
    const reference =
      to === undefined
        ? {}
        : { message_reference: { message_id: to.id, channel_id: channel.id, guild_id: channel.guild_id }, referenced_message: to };
    const message = world.addMessage(channel, this.user, { content, mentions, ...reference });
    this.lookalike.dispatchMessage(
      channel,
      message,
      mentions.some(({ id }) => id === world.bot.id),
    );
    return message;
  }

  /** A new post in a forum. */
  posts(forum: Channel, title: string, content: string): Channel {
    const { world } = this.lookalike;
    const guild = world.guilds.get(forum.guild_id!)!;
    const thread = world.addChannel(guild, title, 11, { parent_id: forum.id, owner_id: this.user.id });
    this.lookalike.dispatchThread(thread);
    const message = world.addMessage(thread, this.user, { id: thread.id, content });
    this.lookalike.dispatchMessage(thread, message, false);
    return thread;
  }

  /** `name` may hold a sub-command: "index update". `outside`: the app is installed by this person, the bot is no member. */
  uses(channel: Channel, name: string, options: Record<string, OptionValue> = {}, { outside = false } = {}): Interaction {
    return this.#interact(2, channel, commandData(name, options), { outside });
  }

  /** Typing into an option: resolves to what is offered. */
  async types(
    channel: Channel,
    name: string,
    options: Record<string, OptionValue>,
    focused: string,
  ): Promise<{ name: string; value: string }[]> {
    const interaction = this.#interact(4, channel, commandData(name, options, focused));
    return this.lookalike.world.until('suggestions', () => interaction.choices);
  }

  /** A command in the menu of a message. */
  usesOn(channel: Channel, name: string, message: Message): Interaction {
    const data = {
      id: '1',
      name,
      type: 3,
      target_id: message.id,
      resolved: { messages: { [message.id]: wireMessage(this.lookalike.world, message) } },
    };
    return this.#interact(2, channel, data);
  }

  /** Clicks the button with this label, or whose id begins with this. */
  clicks(message: Message, button: string | RegExp): Interaction {
    const buttons = allComponents(message.components).filter(({ type }) => type === 2);
    const matches = (text: string | undefined) => text !== undefined && (typeof button === 'string' ? text === button : button.test(text));
    const found = buttons.find(({ label, custom_id, emoji }) => matches(label) || matches(emoji?.name) || matches(custom_id));
    if (found?.custom_id === undefined)
      throw new Error(`No button ${button} among ${buttons.map(({ label, emoji }) => label ?? emoji?.name).join(', ')}`);
    if (found.disabled) throw new Error(`The button ${button} is disabled.`);
    return this.clicksId(message, found.custom_id);
  }

  clicksId(message: Message, customId: string): Interaction {
    const channel = this.lookalike.world.channels.get(message.channel_id)!;
    return this.#interact(3, channel, { custom_id: customId, component_type: 2 }, { source: message });
  }

  selects(message: Message, customId: string, values: string[]): Interaction {
    const channel = this.lookalike.world.channels.get(message.channel_id)!;
    return this.#interact(3, channel, { custom_id: customId, component_type: 3, values }, { source: message });
  }

  /** Fills in the modal that `opener` was answered with; what is not given stays as it was proposed. */
  submits(opener: Interaction, values: Record<string, string>): Interaction {
    const modal = opener.modal!;
    const components = modal.components.map((row) => {
      const input = row.component ?? row.components![0]!;
      const value = values[input.custom_id!] ?? input.value ?? '';
      const filled =
        input.type === 3
          ? { type: 3, id: 2, custom_id: input.custom_id, values: value === '' ? [] : [value] }
          : { type: input.type, id: 2, custom_id: input.custom_id, value };
      return row.component === undefined ? { type: 1, id: 1, components: [filled] } : { type: 18, id: 1, component: filled };
    });
    return this.#interact(5, opener.channel, { custom_id: modal.custom_id, components }, { source: opener.source });
  }

  #interact(
    type: number,
    channel: Channel,
    data: Record<string, unknown>,
    { source, outside = false }: { source?: Message; outside?: boolean } = {},
  ): Interaction {
    const { world, gateway, interactions } = this.lookalike;
    const guild = channel.guild_id === undefined ? undefined : world.guilds.get(channel.guild_id);
    const interaction = new Interaction(world, type, channel, this.user, !outside, source);
    interactions.set(interaction.token, interaction);
    const permissions = world.permissionsOf(this.user, channel);
    const asker = guild === undefined ? { user: wireUser(this.user) } : { member: wireMember(world, guild, this.user, permissions) };
    gateway.dispatch(
      'INTERACTION_CREATE',
      {
        id: interaction.id,
        application_id: world.bot.id,
        type,
        data,
        token: interaction.token,
        version: 1,
        channel: wireChannel(world, channel),
        channel_id: channel.id,
        ...(guild === undefined
          ? {}
          : {
              guild_id: guild.id,
              guild: { id: guild.id, locale: guild.preferred_locale, features: [] },
              guild_locale: guild.preferred_locale,
            }),
        ...asker,
        ...(source === undefined ? {} : { message: wireMessage(world, source) }),
        app_permissions: world.permissionsOf(world.bot, channel).toString(),
        locale: this.user.locale,
        entitlements: [],
        authorizing_integration_owners: outside ? { 1: this.user.id } : { 0: guild?.id ?? '0' },
        context: guild !== undefined ? 0 : channel.type === 1 && !outside ? 1 : 2,
        attachment_size_limit: 10 * 1024 * 1024,
      },
      outside ? undefined : guild?.id,
    );
    return interaction;
  }
}

/** Types of options as Discord numbers them. */
function commandData(name: string, options: Record<string, OptionValue>, focused?: string): Record<string, unknown> {
  const [command, ...path] = name.split(' ');
  const resolved: Record<string, Record<string, unknown>> = {};
  const note = (kind: string, id: string, value: unknown) => {
    resolved[kind] = { ...resolved[kind], [id]: value };
    return id;
  };
  const leaves = Object.entries(options).map(([optionName, value]) => {
    const mark = optionName === focused ? { focused: true } : {};
    if (typeof value === 'string') return { name: optionName, type: 3, value, ...mark };
    if (typeof value === 'number') return { name: optionName, type: 4, value, ...mark };
    if (typeof value === 'boolean') return { name: optionName, type: 5, value };
    if ('attachment' in value) return { name: optionName, type: 11, value: note('attachments', value.attachment.id, value.attachment) };
    if ('role' in value)
      return {
        name: optionName,
        type: 8,
        value: note('roles', value.role.id, {
          ...value.role,
          permissions: '0',
          color: 0,
          hoist: false,
          position: 1,
          managed: false,
          mentionable: false,
          flags: 0,
        }),
      };
    const { id, name: channelName, type } = value.channel;
    return { name: optionName, type: 7, value: note('channels', id, { id, name: channelName, type, permissions: '0' }) };
  });
  const nested = path.reduceRight<unknown[]>((inner, part) => [{ name: part, type: 1, options: inner }], leaves);
  return { id: '1', name: command, type: 1, options: nested, resolved };
}
