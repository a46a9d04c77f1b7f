/**
 * The one way out: every message, edit and response passes here, and gets what keeps it from pinging anybody and from
 * unfolding links. In: a payload and where it goes. Out: the id of the message.
 */
import { randomBytes } from 'node:crypto';
import {
  type APIModalInteractionResponseCallbackData,
  ComponentType,
  DiscordAPIError,
  type Message,
  type MessageComponentInteraction,
  MessageFlags,
  type MessageMentionOptions,
  PermissionFlagsBits,
  type REST,
  type RepliableInteraction,
  Routes,
  type SendableChannels,
} from 'discord.js';
import type { Payload } from './shapes.js';

/** Nobody is ever notified by what the bot writes. A client option of the same kind would be replaced by any given here. */
export const noMentions: MessageMentionOptions = { parse: [], repliedUser: false };

/** An interaction's token lives 15 minutes (Discord docs, interactions/receiving-and-responding); some are left for the way. */
const TOKEN_USABLE_MS = 14.5 * 60_000;

/** A file of a components message is shown by a component that names it. */
const withFiles = ({ components, files = [] }: Payload) => ({
  components: [...components, ...files.map(({ name }) => ({ type: ComponentType.File as const, file: { url: `attachment://${name}` } }))],
  allowedMentions: noMentions,
  ...(files.length === 0 ? {} : { files: files.map(({ name, text }) => ({ name, attachment: Buffer.from(text, 'utf8') })) }),
});
const flags = MessageFlags.IsComponentsV2 | MessageFlags.SuppressEmbeds;
const forCreate = (payload: Payload) => ({ ...withFiles(payload), flags: flags as MessageFlags.IsComponentsV2 });
const forEdit = (payload: Payload) => ({ ...withFiles(payload), flags: MessageFlags.IsComponentsV2 as const });

/** Whether the bot may write in a channel: asked before, since each refusal counts towards a lock-out of its address. */
export function mayWrite(channel: SendableChannels): boolean {
  const needed = channel.isThread() ? PermissionFlagsBits.SendMessagesInThreads : PermissionFlagsBits.SendMessages;
  return has(channel, PermissionFlagsBits.ViewChannel | needed);
}

function has(channel: SendableChannels, permissions: bigint): boolean {
  if (!('guild' in channel)) return true;
  const me = channel.guild.members.me;
  return me === null || (channel.permissionsFor(me)?.has(permissions) ?? true);
}

/** @param replyTo a message in that channel, which may be gone by now; without the right to read back, no reply is made of it. */
export async function sendTo(channel: SendableChannels, payload: Payload, replyTo?: string): Promise<Message> {
  const canReply = replyTo !== undefined && has(channel, PermissionFlagsBits.ReadMessageHistory);
  const reply = canReply ? { reply: { messageReference: replyTo, failIfNotExists: false } } : {};
  // A request that is sent twice, because its answer was lost, makes one message.
  return channel.send({ ...forCreate(payload), ...reply, nonce: randomBytes(12).toString('base64url'), enforceNonce: true });
}

export async function editMessage(message: Message, payload: Payload): Promise<void> {
  await message.edit(forEdit(payload));
}

/** First response, for the asker alone. */
export async function respondPrivately(interaction: RepliableInteraction, payload: Payload): Promise<void> {
  await interaction.reply({ ...forCreate(payload), flags: (flags | MessageFlags.Ephemeral) as MessageFlags.IsComponentsV2 });
}

/** First response that keeps the asker waiting; `isPrivate`: what follows is for the asker alone. */
export async function acknowledge(interaction: RepliableInteraction, isPrivate: boolean): Promise<void> {
  await interaction.deferReply(isPrivate ? { flags: MessageFlags.Ephemeral } : {});
}

/** First response to a button whose message is going to change. */
export async function acknowledgeUpdate(interaction: MessageComponentInteraction): Promise<void> {
  await interaction.deferUpdate();
}

/** First response that opens a form. */
export async function openForm(
  interaction: { showModal(data: APIModalInteractionResponseCallbackData): Promise<unknown> },
  form: APIModalInteractionResponseCallbackData,
): Promise<void> {
  await interaction.showModal(form);
}

/** Fills or changes the response that was acknowledged before. @returns the message's id. */
export async function editResponse(interaction: RepliableInteraction, payload: Payload): Promise<string> {
  return (await interaction.editReply(forEdit(payload))).id;
}

export async function followUp(interaction: RepliableInteraction, payload: Payload, isPrivate: boolean): Promise<string> {
  const all = isPrivate ? flags | MessageFlags.Ephemeral : flags;
  return (await interaction.followUp({ ...forCreate(payload), flags: all as MessageFlags.IsComponentsV2 })).id;
}

/** Changes the response to an interaction of an earlier run, by its token. */
export async function editByToken(
  rest: REST,
  { application, token }: { application: string; token: string },
  payload: Payload,
): Promise<void> {
  const body = { components: payload.components, flags: MessageFlags.IsComponentsV2, allowed_mentions: { parse: [], replied_user: false } };
  await rest.patch(Routes.webhookMessage(application, token, '@original'), { body, auth: false });
}

/** Whether the interaction's token can still be used. */
export const isUsable = (interaction: RepliableInteraction, now: number) => now - interaction.createdTimestamp < TOKEN_USABLE_MS;

/** Unknown Webhook, Invalid Webhook Token, Unknown Interaction: the token has expired. */
export const isExpiry = (error: unknown) => error instanceof DiscordAPIError && [10015, 50027, 10062].includes(Number(error.code));

/** Gone channels and messages, missing rights, closed direct messages: nothing that the program could mend. */
export const isRefusal = (error: unknown) =>
  error instanceof DiscordAPIError && [10003, 10008, 50001, 50007, 50013, 50083, 160002].includes(Number(error.code));
