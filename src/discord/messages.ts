/** Messages: which of them are questions, and what was asked. The decision is pure; everything else stays unanswered. */
import { ChannelType, type Message, type SendableChannels } from 'discord.js';
import { createId } from '../state/ids.js';
import type { ChannelSettings, StoredTurn } from '../state/records.js';
import { reserve } from './ask-interaction.js';
import type { BotParts } from './bot-parts.js';
import { chooseConversation } from './conversation.js';
import { mayWrite, sendTo } from './delivery.js';
import { QUESTION_LIMIT } from './forms.js';
import { type Place, placeOfMessage, planAdmission, planCollections, settingsOf } from './place.js';
import { button, colours, notice } from './shapes.js';
import { openMessageStage } from './stages.js';
import { textsFor } from './texts.js';

export type MessageFacts = {
  isByBot: boolean;
  isDirect: boolean;
  /** By name, or by a reply that notifies. */
  mentionsBot: boolean;
  /** Names somebody else, or replies to them. */
  isToOthers: boolean;
  repliesToBot: boolean;
  inOwnThread: boolean;
  isForumStarter: boolean;
  isForum: boolean;
  mode: ChannelSettings['mode'];
  /** Discord gave the words: it does for mentions, direct messages, and with the Message Content intent. */
  hasText: boolean;
};

/** 'help': the bot was called without a question. */
export function planReply(facts: MessageFacts): 'ignore' | 'answer' | 'help' {
  if (facts.isByBot) return 'ignore';
  if (facts.isDirect || facts.mentionsBot) return facts.hasText ? 'answer' : 'help';
  if (!facts.hasText) return 'ignore';
  if (facts.repliesToBot) return 'answer';
  if (facts.isToOthers) return 'ignore';
  if (facts.inOwnThread) return 'answer';
  const isAutomatic = facts.mode === 'auto' && (!facts.isForum || facts.isForumStarter);
  return isAutomatic ? 'answer' : 'ignore';
}

export async function handleMessage(message: Message, bot: BotParts): Promise<void> {
  if (message.author.bot || message.system || message.webhookId !== null) return;
  if (!message.channel.isSendable() || !mayWrite(message.channel)) return;
  const place = placeOfMessage(message);
  const settings = await settingsOf(bot.state.channels, place);
  const botId = bot.client.user.id;
  const after =
    message.reference?.messageId === undefined ? undefined : await bot.state.conversations.findByMessage(message.reference.messageId);
  const text = questionIn(message, botId) || questionInReferenced(message, botId);
  const reply = planReply(factsOf(message, { botId, after, settings, hasText: text !== '' }));
  if (reply === 'ignore' || planAdmission(settings, place) === 'off') return;
  if (reply === 'help') await greet(message.channel, message, bot, settings);
  else await answer(message.channel, message, { text, place, settings, after }, bot);
}

type Asked = { text: string; place: Place; settings: ChannelSettings; after: StoredTurn | undefined };

async function answer(channel: SendableChannels, message: Message, { text, place, settings, after }: Asked, bot: BotParts): Promise<void> {
  const locale = settings.language ?? guessLocale(text);
  const texts = textsFor(locale);
  if (planAdmission(settings, place) === 'role') return void (await sendTo(channel, notice(texts.refuse.role), message.id));
  const collections = planCollections(settings, bot.settings.discord.collections);
  const isOwnLine = message.guildId === null || channel.isThread();
  const conversation = await chooseConversation(bot.state.conversations, { place, isOwnLine, after, now: bot.now() });
  const asked = {
    question: text,
    locale,
    collections: collections === 'refused' || collections === undefined ? undefined : [...collections],
  };
  if (settings.private && message.guildId !== null) return offerPrivately(channel, message, { ...asked, conversation }, bot);
  const flight = await reserve(bot, place.person, texts);
  if ('refusal' in flight) return void (await sendTo(channel, notice(flight.refusal), message.id));
  const stage = openMessageStage(channel, message.id, {
    onTypingError: (error) => bot.troubles.report('showing that it types', error),
    onShown: bot.troubles.guard('keeping track of a message', async (id: string) => {
      await bot.state.pending.update(flight.id, (current) => current && { ...current, message: id });
    }),
  });
  await bot.asking.ask({ text, place, locale, collections: asked.collections, conversation, stage, flight, trace: { asked: message.id } });
  stage.stopTyping();
}

/** Only a click lets Discord show something to one person alone. */
async function offerPrivately(
  channel: SendableChannels,
  message: Message,
  asked: { question: string; locale: string; collections?: string[]; conversation: string },
  bot: BotParts,
): Promise<void> {
  const { person, scope } = placeOfMessage(message);
  const id = createId();
  await bot.state.pending.put(id, { id, at: new Date(bot.now()).toISOString(), person, scope, channel: channel.id, told: true, ...asked });
  const texts = textsFor(asked.locale);
  const click = button({ kind: 'ask', pending: id }, { label: texts.button.answerMe, style: 'main' });
  await sendTo(channel, notice(texts.refuse.privateChannel, colours.plain, [click]), message.id);
}

/** A call without a question: what can be asked, as buttons. */
async function greet(channel: SendableChannels, message: Message, bot: BotParts, settings: ChannelSettings): Promise<void> {
  const locale = settings.language ?? message.guild?.preferredLocale ?? 'en';
  const texts = textsFor(locale);
  const collections = planCollections(settings, bot.settings.discord.collections);
  const suggestions = await bot.answerer.suggestQuestions({
    typed: '',
    language: locale,
    collections: collections === 'refused' ? [] : collections,
    limit: 3,
  });
  const buttons = suggestions.map((question, number) => button({ kind: 'topic', number }, { label: question, style: 'main' }));
  await sendTo(channel, notice(texts.help.greeting, colours.plain, buttons), message.id);
}

function factsOf(
  message: Message,
  { botId, after, settings, hasText }: { botId: string; after: StoredTurn | undefined; settings: ChannelSettings; hasText: boolean },
): MessageFacts {
  const { channel, mentions } = message;
  const isForum = channel.isThread() && channel.parent?.type === ChannelType.GuildForum;
  const isReply = message.reference?.messageId !== undefined;
  const repliesToBot = after !== undefined || mentions.repliedUser?.id === botId;
  return {
    isByBot: false,
    isDirect: message.guildId === null,
    mentionsBot: mentions.users.has(botId),
    isToOthers: mentions.users.some((user) => user.id !== botId) || (isReply && !repliesToBot),
    repliesToBot,
    inOwnThread: channel.isThread() && channel.ownerId === botId,
    isForumStarter: isForum && message.id === channel.id,
    isForum,
    mode: settings.mode,
    hasText,
  };
}

/** The words of a message without the call to the bot; people's names instead of their ids. */
function questionIn(message: Message, botId: string): string {
  return message.content
    .replaceAll(new RegExp(`<@!?${botId}>`, 'g'), ' ')
    .replaceAll(/<@!?(\d+)>/g, (_, id: string) => message.mentions.users.get(id)?.displayName ?? '')
    .replaceAll(/<(a?:\w+:)\d+>|<@&\d+>|<#\d+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** "@bot" alone, in reply to somebody's message, asks about that message. */
function questionInReferenced(message: Message, botId: string): string {
  const id = message.reference?.messageId;
  const referenced = id === undefined ? undefined : message.channel.messages.cache.get(id);
  return referenced === undefined || referenced.author.id === botId ? '' : questionIn(referenced, botId).slice(0, QUESTION_LIMIT);
}

/** Discord does not tell the locale of who writes; Han characters do. */
export const guessLocale = (text: string) => (/\p{Script=Han}/u.test(text) ? 'zh-TW' : 'en');
