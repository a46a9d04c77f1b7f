/** `/index rollback`: back to the content of an older generation, after a click that says so. */
import type { ButtonInteraction, ChatInputCommandInteraction } from 'discord.js';
import { YingjiaError } from '../errors.js';
import type { BotParts } from './bot-parts.js';
import { acknowledge, acknowledgeUpdate, editResponse } from './delivery.js';
import type { Control } from './ids.js';
import { whereAllowed } from './maintainers.js';
import { escapeLine } from './markdown.js';
import type { Place } from './place.js';
import { button, colours, notice, type Payload } from './shapes.js';
import { textsFor } from './texts.js';

export async function askRollBack(interaction: ChatInputCommandInteraction, _place: Place, { answerer }: BotParts): Promise<void> {
  await acknowledge(interaction, true);
  const { index, button: labels } = textsFor(interaction.locale);
  const to = interaction.options.getInteger('generation') ?? undefined;
  const { generation: live } = await answerer.overview();
  const control: Control = { kind: 'roll-back', live, ...(to === undefined ? {} : { to }) };
  const sure = button(control, { label: labels.rollBack, style: 'danger' });
  await editResponse(interaction, notice(index.sureRollBack(live, to), colours.partly, [sure]));
}

export const handleRollBack = (
  interaction: ButtonInteraction,
  { live, to }: Extract<Control, { kind: 'roll-back' }>,
  bot: BotParts,
): Promise<void> =>
  whereAllowed(interaction, 'everywhere', bot, async (place) => {
    await acknowledgeUpdate(interaction);
    const { index } = textsFor(interaction.locale);
    const { generation } = await bot.answerer.overview();
    const outcome = generation === live ? await goBack(place, to, index, bot) : notice(index.rollBackStale(generation), colours.trouble);
    await editResponse(interaction, outcome);
  });

async function goBack(
  { scope, person }: Place,
  to: number | undefined,
  index: ReturnType<typeof textsFor>['index'],
  { rollBack, state }: BotParts,
): Promise<Payload> {
  try {
    const { generation, restores } = await rollBack(to);
    const detail = `generation ${generation}, with the content of generation ${restores}`;
    await state.audit.add({ scope, actor: person, action: 'index rollback', detail });
    return notice(index.rolledBack(generation, restores), colours.answered);
  } catch (error) {
    if (!(error instanceof YingjiaError)) throw error;
    return notice(escapeLine(`${error.problem} ${error.fix}`), colours.trouble);
  }
}
