/** How tests read what the bot shows: the last state of an answer, its words, its buttons. */
import type { Interaction } from './lookalike/interactions.js';
import type { Lookalike } from './lookalike/lookalike.js';
import { allComponents, type Channel, type Message, readable } from './lookalike/world.js';

const LOADING = 1 << 7;
const EPHEMERAL = 1 << 6;

/** Not waited for any more: no "thinking", no stop button. */
export const isFinal = (message: Message): boolean =>
  (message.flags & LOADING) === 0 && !allComponents(message.components).some(({ custom_id }) => custom_id?.startsWith('s:'));

export const isPrivate = (message: Message): boolean => (message.flags & EPHEMERAL) !== 0;

/** The final response to an interaction. */
export const finalOf = (discord: Lookalike, interaction: Interaction): Promise<Message> =>
  discord.world.until(
    'a final response',
    () =>
      interaction.original !== undefined &&
      interaction.original !== interaction.source &&
      isFinal(interaction.original) &&
      interaction.original,
  );

/** The final reply to a person's message. */
export const replyTo = (discord: Lookalike, asked: Message): Promise<Message> => {
  const channel = discord.world.channels.get(asked.channel_id)!;
  return discord.world.until('a reply', () => repliesIn(channel, asked).find(isFinal));
};

export const repliesIn = (channel: Channel, asked: Message): Message[] =>
  [...channel.messages.values()].filter(({ author, message_reference }) => author.bot && message_reference?.message_id === asked.id);

export const labels = (message: Message): string[] =>
  allComponents(message.components).flatMap(({ type, label, emoji }) => (type === 2 ? [label ?? emoji?.name ?? ''] : []));

export const words = (message: Message): string => readable(message);

/** Everything the bot said in a channel. */
export const saidIn = (channel: Channel): Message[] => [...channel.messages.values()].filter(({ author }) => author.bot);
