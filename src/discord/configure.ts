/** `/config`: settings of a channel and of a server, by its maintainers. Every change goes to the audit log. */
import type { ChatInputCommandInteraction } from 'discord.js';
import type { ChannelSettings } from '../state/records.js';
import type { BotParts } from './bot-parts.js';
import { acknowledge, editResponse } from './delivery.js';
import { whereAllowed } from './maintainers.js';
import { escapeLine } from './markdown.js';
import type { Place } from './place.js';
import { colours, container, notice, type Payload, text } from './shapes.js';
import { type Texts, textsFor } from './texts.js';

export const handleConfig = (interaction: ChatInputCommandInteraction, bot: BotParts): Promise<void> =>
  whereAllowed(interaction, 'server', bot, async (place) => {
    await acknowledge(interaction, true);
    const part = interaction.options.getSubcommand();
    const handle = { channel: changeChannel, maintainers: changeMaintainers, show }[part] ?? show;
    await editResponse(interaction, await handle(interaction, place, bot));
  });

async function show(interaction: ChatInputCommandInteraction, { scope }: Place, { state }: BotParts): Promise<Payload> {
  const texts = textsFor(interaction.locale);
  const channels = await state.channels.list(scope);
  const blocks = channels.slice(0, 25).map((each) => renderSettings(each, texts));
  const maintainers = await renderMaintainers(scope, state, texts);
  return {
    components: [
      container(colours.plain, [text([...(blocks.length > 0 ? blocks : [texts.config.none]), maintainers].join('\n\n').slice(0, 3_900))]),
    ],
  };
}

async function changeChannel(interaction: ChatInputCommandInteraction, place: Place, bot: BotParts): Promise<Payload> {
  const texts = textsFor(interaction.locale);
  const { scope, channel, person } = place;
  const current = await bot.state.channels.get({ scope, channel });
  const planned = planChange(interaction, current, await collectionsOf(bot), bot.settings.discord.messageContent, texts);
  if ('refusal' in planned) return notice(planned.refusal, colours.trouble);
  const settings = await bot.state.channels.set({ scope, channel }, planned.change);
  if (Object.keys(planned.change).length > 0) {
    await bot.state.audit.add({
      scope,
      actor: person,
      action: 'config channel',
      detail: `<#${channel}> ${JSON.stringify(planned.change)}`,
    });
  }
  return { components: [container(colours.answered, [text(renderSettings(settings, texts))])] };
}

type Change = Partial<Omit<ChannelSettings, 'scope' | 'channel'>>;

/** Options that were not given change nothing. */
function planChange(
  { options }: ChatInputCommandInteraction,
  current: ChannelSettings,
  known: readonly string[],
  canReadMessages: boolean,
  { config }: Texts,
): { change: Change } | { refusal: string } {
  const [on, isPrivate, everybody] = ['on', 'private', 'everybody'].map((name) => options.getBoolean(name));
  const mode = options.getString('mode');
  const language = options.getString('language');
  const role = options.getRole('role');
  const named = options
    .getString('collections')
    ?.split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const unknown = named?.find((name) => name !== 'all' && !known.includes(name));
  if (unknown !== undefined) return { refusal: config.unknownCollection(escapeLine(unknown), known.map(escapeLine).join(', ')) };
  if (mode === 'auto' && !canReadMessages) return { refusal: config.autoNeeds };
  const roles = role === null ? current.roles : [...new Set([...current.roles, role.id])];
  return {
    change: {
      ...(typeof on === 'boolean' ? { on } : {}),
      ...(typeof isPrivate === 'boolean' ? { private: isPrivate } : {}),
      ...(mode === 'auto' || mode === 'mention' ? { mode } : {}),
      ...(language === null ? {} : { language: language === 'auto' ? undefined : language }),
      ...(everybody ? { roles: [] } : role === null ? {} : { roles }),
      ...(named === undefined ? {} : { collections: named.includes('all') ? undefined : named }),
    },
  };
}

async function changeMaintainers(
  interaction: ChatInputCommandInteraction,
  { scope, person }: Place,
  { state }: BotParts,
): Promise<Payload> {
  const texts = textsFor(interaction.locale);
  const role = interaction.options.getRole('role', true).id;
  const remove = interaction.options.getBoolean('remove') ?? false;
  const { maintainerRoles } = await state.channels.server(scope);
  const others = maintainerRoles.filter((each) => each !== role);
  await state.channels.setServer(scope, { maintainerRoles: remove ? others : [...others, role] });
  await state.audit.add({ scope, actor: person, action: 'config maintainers', detail: `${remove ? 'removed' : 'added'} <@&${role}>` });
  return notice(`${await renderMaintainers(scope, state, texts)}\n-# ${texts.config.maintainersHint}`, colours.answered);
}

async function renderMaintainers(scope: string, state: BotParts['state'], { config }: Texts): Promise<string> {
  const { maintainerRoles } = await state.channels.server(scope);
  return config.maintainers(maintainerRoles.map((role) => `<@&${role}>`).join(', '));
}

function renderSettings(settings: ChannelSettings, { config }: Texts): string {
  const { channel, on, mode, roles, language, collections } = settings;
  const lines = [
    config.on(on),
    config.mode[mode],
    roles.length === 0 ? config.everybody : config.roles(roles.map((role) => `<@&${role}>`).join(', ')),
    language === undefined ? config.languageAuto : config.language(escapeLine(language)),
    settings.private ? config.private : config.public,
    collections === undefined ? config.allCollections : config.collections(collections.map(escapeLine).join(', ')),
  ];
  return `**${config.title(`<#${channel}>`)}**\n${lines.map((line) => `- ${line}`).join('\n')}`;
}

/** Names of the collections that the index holds. */
export const collectionsOf = async ({ answerer }: Pick<BotParts, 'answerer'>): Promise<string[]> => [
  ...new Set((await answerer.overview()).articles.map(({ collection }) => collection)),
];
