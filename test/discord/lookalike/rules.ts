/**
 * What Discord refuses in a message or modal though its OpenAPI document allows it, and what this bot owes: that nothing
 * it says can ping. In: a request body. Out: what is wrong with it. Numbers: Discord docs, resources/message and
 * components; 4,000 characters of a components message is Discord's error text.
 */
import { allComponents, type Component } from './world.js';

const COMPONENTS_V2 = 1 << 15;
const SUPPRESS_EMBEDS = 1 << 2;

export type MessageBody = {
  content?: string | null;
  embeds?: {
    title?: string;
    description?: string;
    footer?: { text: string };
    author?: { name: string };
    fields?: { name: string; value: string }[];
  }[];
  components?: Component[];
  flags?: number;
  poll?: unknown;
  sticker_ids?: unknown[];
  attachments?: unknown[];
  allowed_mentions?: { parse?: string[]; replied_user?: boolean; users?: string[]; roles?: string[] };
};

/** `before`: the message that is edited, or undefined for a new one. */
export function faultsOfMessage(body: MessageBody, before?: { flags: number }): string[] {
  const flags = (body.flags ?? 0) | (before?.flags ?? 0);
  const isV2 = (flags & COMPONENTS_V2) !== 0;
  const components = body.components ?? [];
  return [
    ...faultsOfMentions(body),
    ...(isV2 ? faultsOfV2(body, components) : faultsOfPlain(body, components, before === undefined)),
    ...faultsOfButtons(components),
    ...(isV2 || !/https?:/.test(body.content ?? '') || (flags & SUPPRESS_EMBEDS) !== 0 ? [] : ['links in a message may unfurl']),
  ];
}

function faultsOfMentions({ allowed_mentions: allowed }: MessageBody): string[] {
  if (allowed === undefined) return ['allowed_mentions is missing'];
  const pings = allowed.parse === undefined || allowed.parse.length > 0 || allowed.replied_user !== false;
  return pings || allowed.users !== undefined || allowed.roles !== undefined
    ? [`allowed_mentions lets somebody be pinged: ${JSON.stringify(allowed)}`]
    : [];
}

function faultsOfV2(body: MessageBody, components: Component[]): string[] {
  const all = allComponents(components);
  const letters = all.reduce((sum, { type, content }) => sum + (type === 10 ? (content ?? '').length : 0), 0);
  return [
    ...(body.content || body.embeds?.length || body.poll || body.sticker_ids?.length
      ? ['a components message with content, embeds, poll or stickers']
      : []),
    ...(all.length > 40 ? [`${all.length} components`] : []),
    ...((body.attachments?.length ?? 0) > all.filter(({ type }) => type === 13).length ? ['a file that no component shows'] : []),
    ...(letters > 4_000 ? [`${letters} characters of text in components`] : []),
    ...(components.length === 0 ? ['a components message without components'] : []),
    ...all.filter(({ type, content }) => type === 10 && content!.trim() === '').map(() => 'an empty text'),
  ];
}

function faultsOfPlain(body: MessageBody, components: Component[], isNew: boolean): string[] {
  const content = body.content ?? '';
  const embeds = body.embeds ?? [];
  const embedLetters = embeds.reduce((sum, embed) => {
    const fields = (embed.fields ?? []).reduce((length, { name, value }) => length + name.length + value.length, 0);
    return (
      sum +
      (embed.title ?? '').length +
      (embed.description ?? '').length +
      (embed.footer?.text ?? '').length +
      (embed.author?.name ?? '').length +
      fields
    );
  }, 0);
  const isEmpty = content.trim() === '' && embeds.length === 0 && components.length === 0 && !body.attachments?.length;
  return [
    ...(content.length > 2_000 ? [`content of ${content.length} characters`] : []),
    ...(embedLetters > 6_000 ? [`${embedLetters} characters over all embeds`] : []),
    ...(components.length > 5 ? [`${components.length} rows`] : []),
    ...(components.some(({ type }) => type !== 1) ? ['components of the second version without their flag'] : []),
    ...(isNew && isEmpty ? ['an empty message'] : []),
  ];
}

function faultsOfButtons(components: Component[]): string[] {
  const all = allComponents(components);
  const ids = all.flatMap(({ custom_id }) => (custom_id === undefined ? [] : [custom_id]));
  return [
    ...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `custom_id ${id} twice`),
    ...ids.filter((id) => id.length > 100).map((id) => `custom_id of ${id.length} characters`),
    ...all
      .filter(({ type }) => type === 2)
      .flatMap((button) => [
        ...((button.style === 5) === (button.url === undefined) ? ['a link button without address, or another with one'] : []),
        ...((button.style === 5) === (button.custom_id !== undefined) ? ['a link button with custom_id, or another without'] : []),
        ...(!button.label && button.emoji === undefined ? ['a button without label and emoji'] : []),
        ...((button.label ?? '').length > 80 ? ['a label over 80 characters'] : []),
      ]),
  ];
}

/** A deferral may carry nothing but EPHEMERAL. Source: Discord docs, interactions/receiving-and-responding. */
export const faultsOfDeferral = (data: MessageBody | undefined): string[] =>
  data === undefined || Object.entries(data).every(([key, value]) => key === 'flags' && (value === 0 || value === 64))
    ? []
    : [`a deferral with more than EPHEMERAL: ${JSON.stringify(data)}`];

export function faultsOfModal(data: { components: Component[] }): string[] {
  const all = allComponents(data.components);
  const ids = all.flatMap(({ custom_id }) => (custom_id === undefined ? [] : [custom_id]));
  return [
    ...(data.components.length > 5 ? [`${data.components.length} inputs in a modal`] : []),
    ...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `custom_id ${id} twice in a modal`),
    ...all.filter(({ value }) => (value ?? '').length > 4_000).map(() => 'a value over 4,000 characters'),
  ];
}

type CommandText = {
  name?: string;
  description?: string;
  name_localizations?: Record<string, string>;
  description_localizations?: Record<string, string>;
};
type CommandBody = CommandText & { options?: (CommandBody & { choices?: (CommandText & { value: unknown })[]; max_length?: number })[] };

/** 8,000 characters a command, counting the longest localisation. Source: Discord docs, interactions/application-commands. */
export function faultsOfCommands(commands: CommandBody[]): string[] {
  const longest = (text: string | undefined, localized: Record<string, string> | undefined) =>
    Math.max((text ?? '').length, ...Object.values(localized ?? {}).map(({ length }) => length));
  const letters = (command: CommandBody): number =>
    longest(command.name, command.name_localizations) +
    longest(command.description, command.description_localizations) +
    (command.options ?? []).reduce(
      (sum, option) =>
        sum +
        letters(option) +
        (option.choices ?? []).reduce(
          (size, choice) => size + longest(choice.name, choice.name_localizations) + String(choice.value).length,
          0,
        ),
      0,
    );
  return commands.flatMap((command) => [
    ...(letters(command) > 8_000 ? [`command ${command.name} of ${letters(command)} characters`] : []),
    ...(commands.filter(({ name }) => name === command.name).length > 1 ? [`command ${command.name} twice`] : []),
  ]);
}
