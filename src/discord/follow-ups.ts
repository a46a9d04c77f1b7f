/** What carries a conversation on: the follow-up form, threads, topics as questions, asking again, and stopping. */
import type { ButtonInteraction, ModalSubmitInteraction } from 'discord.js';
import { renderLine, shorten } from '../render.js';
import { askByInteraction } from './ask-interaction.js';
import type { BotParts } from './bot-parts.js';
import { acknowledge, editResponse, openForm, respondPrivately, sendTo } from './delivery.js';
import { turnUnder } from './feedback.js';
import { fields, questionForm } from './forms.js';
import type { Control } from './ids.js';
import { personOf } from './place.js';
import { notice } from './shapes.js';
import { textsFor } from './texts.js';

export const handleFollowUp = (interaction: ButtonInteraction): Promise<void> =>
  openForm(interaction, questionForm(textsFor(interaction.locale), { kind: 'follow-up' }));

/** The form of a follow-up, or of "Ask about this". */
export async function handleQuestionForm(interaction: ModalSubmitInteraction, bot: BotParts): Promise<void> {
  const text = interaction.fields.getTextInputValue(fields.question);
  await askByInteraction(interaction, { text, after: await turnUnder(interaction, bot.state) }, bot);
}

/** The button's label is the topic, cut where it is long; the whole stands in the state. */
export async function handleTopic(
  interaction: ButtonInteraction,
  { number }: Extract<Control, { kind: 'topic' }>,
  bot: BotParts,
): Promise<void> {
  const turn = await turnUnder(interaction, bot.state);
  const label = 'label' in interaction.component ? interaction.component.label : undefined;
  const text = turn?.nearestTopics[number] ?? label;
  if (text) await askByInteraction(interaction, { text }, bot);
  else await respondPrivately(interaction, notice(textsFor(interaction.locale).refuse.stale));
}

/** A question that a restart or a fault left unanswered, or whose answer only its asker may see. */
export async function handleAskAgain(
  interaction: ButtonInteraction,
  control: Extract<Control, { kind: 'ask' }>,
  bot: BotParts,
): Promise<void> {
  const { refuse } = textsFor(interaction.locale);
  const pending = await bot.state.pending.get(control.pending);
  if (pending === undefined) return respondPrivately(interaction, notice(refuse.stale));
  if (pending.person !== personOf(interaction.user.id)) return respondPrivately(interaction, notice(refuse.notYours));
  const taken = await askByInteraction(interaction, { text: pending.question, conversation: pending.conversation }, bot);
  if (taken) await bot.state.pending.update(pending.id, () => undefined);
}

export async function handleStop(
  interaction: ButtonInteraction,
  control: Extract<Control, { kind: 'stop' }>,
  bot: BotParts,
): Promise<void> {
  const texts = textsFor(interaction.locale);
  const outcome = bot.flights.stop(control.flight, personOf(interaction.user.id));
  const words = { stopped: `${texts.status.stopped}.`, 'not-yours': texts.refuse.notYours, gone: texts.refuse.stale };
  await respondPrivately(interaction, notice(words[outcome]));
}

/** Archived after a day of silence. Source of the values: Discord docs, resources/channel. */
const ARCHIVE_MINUTES = 1_440;

export async function handleThread(interaction: ButtonInteraction, bot: BotParts): Promise<void> {
  await acknowledge(interaction, true);
  const texts = textsFor(interaction.locale);
  const turn = await turnUnder(interaction, bot.state);
  if (interaction.message.hasThread || !interaction.inCachedGuild()) {
    await editResponse(interaction, notice(texts.followUp.noThread));
    return;
  }
  const name = shorten(renderLine(turn?.question ?? '') || '…', 100);
  const thread = await interaction.message.startThread({ name, autoArchiveDuration: ARCHIVE_MINUTES });
  const { threadGreeting, threadGreetingMention } = texts.followUp;
  await sendTo(thread, notice(bot.settings.discord.messageContent ? threadGreeting : threadGreetingMention));
  await editResponse(interaction, notice(texts.followUp.threadHere(`<#${thread.id}>`)));
}
