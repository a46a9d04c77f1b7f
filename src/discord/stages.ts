/** Where answers are written: the response to an interaction, or a reply to a message. */
import type { Message, RepliableInteraction, SendableChannels } from 'discord.js';
import { editMessage, editResponse, followUp, isExpiry, isUsable, sendTo } from './delivery.js';
import type { Stage } from './editor.js';
import { notice, type Payload } from './shapes.js';

/**
 * The response to an acknowledged interaction. Once its token has expired, the answer goes to the channel as an ordinary
 * message, where the bot may write there and the answer was not meant for one person alone.
 */
export function openInteractionStage(
  interaction: RepliableInteraction,
  { isPrivate, now, late }: { isPrivate: boolean; now: () => number; late: string },
): Stage {
  const whileUsable = async <Result>(act: () => Promise<Result>): Promise<Result | undefined> => {
    if (!isUsable(interaction, now())) return undefined;
    try {
      return await act();
    } catch (error) {
      if (isExpiry(error)) return undefined;
      throw error;
    }
  };
  return {
    place: `interaction ${interaction.id}`,
    async show(payload) {
      await whileUsable(() => editResponse(interaction, payload));
    },
    async finish([first, ...rest]) {
      const id = await whileUsable(() => editResponse(interaction, first!));
      if (id === undefined) return finishLate(interaction, isPrivate, [notice(late), first!, ...rest]);
      const ids = [id];
      for (const part of fitting(rest)) ids.push(await followUp(interaction, part, isPrivate));
      return ids;
    },
  };
}

/** Follow-ups to one interaction where the bot is no member. Source: Discord docs, interactions/receiving-and-responding. */
const FOLLOW_UPS_LIMIT = 5;

/** The last part has the sources: of too many, those before it are left out. */
const fitting = (parts: readonly Payload[]): readonly Payload[] =>
  parts.length <= FOLLOW_UPS_LIMIT ? parts : [...parts.slice(0, FOLLOW_UPS_LIMIT - 1), parts.at(-1)!];

async function finishLate(interaction: RepliableInteraction, isPrivate: boolean, parts: readonly Payload[]): Promise<string[]> {
  const channel = isPrivate ? await interaction.user.createDM() : interaction.channel;
  if (channel === null || !channel.isSendable()) return [];
  const ids: string[] = [];
  for (const part of parts) ids.push((await sendTo(channel, part)).id);
  return ids;
}

/** Typing is shown until the first words. Source of the 10 s it lasts: Discord docs, resources/channel. */
const TYPING_RENEWED_MS = 8_000;

/** A reply to a message in its channel. `onShown` hears the id of the message once there is one. */
export function openMessageStage(
  channel: SendableChannels,
  asked: string,
  { onTypingError, onShown }: { onTypingError: (error: unknown) => void; onShown: (messageId: string) => void },
): Stage & { stopTyping(): void } {
  let shown: Message | undefined;
  const type = () => void channel.sendTyping().catch(onTypingError);
  type();
  const typing = setInterval(type, TYPING_RENEWED_MS).unref();
  const showFirst = async (payload: Payload): Promise<Message> => {
    clearInterval(typing);
    if (shown !== undefined) {
      await editMessage(shown, payload);
      return shown;
    }
    shown = await sendTo(channel, payload, asked);
    return shown;
  };
  return {
    place: `channel ${channel.id}`,
    stopTyping: () => clearInterval(typing),
    async show(payload) {
      const isNew = shown === undefined;
      const message = await showFirst(payload);
      if (isNew) onShown(message.id);
    },
    async finish([first, ...rest]) {
      const ids = [(await showFirst(first!)).id];
      for (const part of rest) ids.push((await sendTo(channel, part)).id);
      return ids;
    },
  };
}
