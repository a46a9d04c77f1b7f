/** A question by command, form or button: refused at once and privately, or acknowledged at once and then answered. */
import type { RepliableInteraction } from 'discord.js';
import type { StoredTurn } from '../state/records.js';
import type { BotParts } from './bot-parts.js';
import { chooseConversation } from './conversation.js';
import { acknowledge, respondPrivately } from './delivery.js';
import type { Flight } from './flights.js';
import { escapeLine } from './markdown.js';
import { placeOfInteraction, planAdmission, planCollections, settingsOf } from './place.js';
import { notice } from './shapes.js';
import { openInteractionStage } from './stages.js';
import { type Texts, textsFor } from './texts.js';

export type InteractionQuestion = {
  text: string;
  /** A collection that the asker chose. */
  collection?: string;
  isPrivate?: boolean;
  /** The answer that this question follows up. */
  after?: StoredTurn;
  /** A conversation that goes on whatever `after` is. */
  conversation?: string;
};

/** @returns false where the question was refused. */
export async function askByInteraction(interaction: RepliableInteraction, question: InteractionQuestion, bot: BotParts): Promise<boolean> {
  const place = placeOfInteraction(interaction);
  const texts = textsFor(place.locale);
  const settings = await settingsOf(bot.state.channels, place);
  const collections = planCollections(settings, bot.settings.discord.collections, question.collection);
  const refusal = planRefusal(planAdmission(settings, place), collections, question.collection, texts);
  const flight = refusal === undefined ? await reserve(bot, place.person, texts) : { refusal };
  if ('refusal' in flight) {
    await respondPrivately(interaction, notice(flight.refusal));
    return false;
  }
  const isPrivate = question.isPrivate ?? settings.private;
  try {
    await acknowledge(interaction, isPrivate);
  } catch (error) {
    flight.end();
    throw error;
  }
  const isOwnLine = interaction.guildId === null || (interaction.channel?.isThread() ?? false);
  await bot.asking.ask({
    text: question.text,
    place: { ...place, canThread: place.canThread && !isPrivate },
    locale: place.locale,
    collections: collections === 'refused' ? [] : collections,
    conversation:
      question.conversation ??
      (await chooseConversation(bot.state.conversations, { place, isOwnLine, after: question.after, now: bot.now() })),
    stage: openInteractionStage(interaction, { isPrivate, now: bot.now, late: texts.trouble.late(`<@${place.userId}>`) }),
    flight,
    trace: { interaction: { application: interaction.applicationId, token: interaction.token, private: isPrivate } },
  });
  return true;
}

function planRefusal(
  admission: ReturnType<typeof planAdmission>,
  collections: ReturnType<typeof planCollections>,
  wanted: string | undefined,
  { refuse }: Texts,
): string | undefined {
  if (admission === 'off') return refuse.switchedOff;
  if (admission === 'role') return refuse.role;
  return collections === 'refused' ? refuse.collection(escapeLine(wanted ?? '')) : undefined;
}

/** A place in flight for this person, or why there is none. */
export async function reserve(bot: BotParts, person: string, { refuse }: Texts): Promise<Flight | { refusal: string }> {
  if (bot.isClosing()) return { refusal: refuse.closing };
  if (!bot.queue.hasRoom()) return { refusal: refuse.queueFull(Math.max(5, Math.ceil(bot.queue.waiting() / 2))) };
  return (await bot.flights.start(person)) ?? { refusal: refuse.busy };
}
