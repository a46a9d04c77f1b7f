/** `/privacy` and `/forget`: what is stored about a person, and getting rid of it. */
import type { ButtonInteraction, ChatInputCommandInteraction } from 'discord.js';
import type { BotParts } from './bot-parts.js';
import { acknowledge, acknowledgeUpdate, editResponse } from './delivery.js';
import type { Control } from './ids.js';
import { personOf, placeOfInteraction } from './place.js';
import { button, colours, container, notice, rows, text } from './shapes.js';
import { textsFor } from './texts.js';

export async function handleForget(interaction: ChatInputCommandInteraction, { state }: BotParts): Promise<void> {
  await acknowledge(interaction, true);
  const { followUp } = textsFor(interaction.locale);
  const { person, channel } = placeOfInteraction(interaction);
  const ended = await state.conversations.end(person, channel);
  await editResponse(interaction, notice(ended > 0 ? followUp.forgotten : followUp.nothingToForget));
}

export async function handlePrivacy(interaction: ChatInputCommandInteraction, { state, settings }: BotParts): Promise<void> {
  await acknowledge(interaction, true);
  const { privacy, button: labels } = textsFor(interaction.locale);
  const counts = await state.people.count(personOf(interaction.user.id));
  const buttons = [
    button({ kind: 'privacy', step: 'export' }, { label: labels.exportData }),
    button({ kind: 'privacy', step: 'delete' }, { label: labels.deleteData, style: 'danger' }),
  ];
  const body = privacy.body(settings.discord.keepDays, counts);
  await editResponse(interaction, {
    components: [container(colours.plain, [text(`**${privacy.title}**`), text(body.replace(/^/gm, '- ')), ...rows(buttons)])],
  });
}

export async function handlePrivacyStep(
  interaction: ButtonInteraction,
  { step }: Extract<Control, { kind: 'privacy' }>,
  { state }: BotParts,
): Promise<void> {
  const { privacy, button: labels } = textsFor(interaction.locale);
  const person = personOf(interaction.user.id);
  await acknowledgeUpdate(interaction);
  if (step === 'delete') {
    const sure = button({ kind: 'privacy', step: 'delete-now' }, { label: labels.deleteNow, style: 'danger' });
    await editResponse(interaction, notice(privacy.sureDelete, colours.trouble, [sure]));
  } else if (step === 'delete-now') {
    await editResponse(interaction, notice(privacy.deleted(await state.people.delete(person)), colours.answered));
  } else {
    const data = JSON.stringify(await state.people.export(person), null, 2);
    await editResponse(interaction, { ...notice(privacy.exported), files: [{ name: 'my-data.json', text: data }] });
  }
}
