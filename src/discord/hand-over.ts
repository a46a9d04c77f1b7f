/** After a restart: everybody whose question an earlier run left unanswered is told, with a button that asks it again. */
import type { Pending } from '../state/records.js';
import { askAgain } from './asking.js';
import type { BotParts } from './bot-parts.js';
import { editByToken, editMessage, isRefusal, sendTo } from './delivery.js';
import { colours, notice, type Payload } from './shapes.js';
import { textsFor } from './texts.js';

/** A question that waits for a click is forgotten after this time. */
const KEPT_MS = 7 * 24 * 60 * 60_000;
/** An interaction's token is of no use after 15 minutes. */
const TOKEN_LIFE_MS = 15 * 60_000;

/** @param earlier ids of the questions that were kept before this run took any: its own are under way, not interrupted. */
export async function tellInterrupted(
  bot: Pick<BotParts, 'state' | 'client' | 'troubles' | 'now'>,
  earlier: ReadonlySet<string>,
): Promise<void> {
  const { state, troubles, now } = bot;
  for (const { key, value } of await state.pending.entries()) {
    if (!earlier.has(key)) continue;
    const ageMs = now() - Date.parse(value.at);
    if (ageMs > KEPT_MS) await state.pending.update(key, () => undefined);
    else if (!value.told) {
      try {
        await tell(value, ageMs, bot);
        await state.pending.update(key, (current) => current && { ...current, told: true });
      } catch (error) {
        troubles.report(`telling about an interrupted question in channel ${value.channel}`, error);
        if (isRefusal(error)) await state.pending.update(key, () => undefined);
      }
    }
  }
}

async function tell(pending: Pending, ageMs: number, { client }: Pick<BotParts, 'client'>): Promise<void> {
  const texts = textsFor(pending.locale);
  const words = notice(`⏹️ ${texts.trouble.restarted}`, colours.trouble, [askAgain(pending.id, texts)]);
  if (pending.interaction !== undefined && ageMs < TOKEN_LIFE_MS) return editByToken(client.rest, pending.interaction, words);
  if (pending.interaction?.private) return;
  await tellInChannel(pending, words, client);
}

async function tellInChannel({ channel: id, message, asked }: Pending, words: Payload, client: BotParts['client']): Promise<void> {
  const channel = await client.channels.fetch(id);
  if (channel === null || !channel.isSendable()) return;
  if (message === undefined) await sendTo(channel, words, asked);
  else await editMessage(await channel.messages.fetch(message), words);
}
