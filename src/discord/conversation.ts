/**
 * Which conversation a question belongs to. Context is a reply chain in a channel, and one's own line in a thread or in
 * direct messages: never channel-wide, never across people.
 */
import type { ConversationStore } from '../state/conversations.js';
import { createId } from '../state/ids.js';
import type { StoredTurn } from '../state/records.js';
import type { Place } from './place.js';

/** After this time without a question, a thread or direct channel begins a new conversation. */
const IDLE_MS = 12 * 60 * 60_000;

export type ConversationQuery = {
  place: Place;
  /** The channel is a thread or a direct one. */
  isOwnLine: boolean;
  /** The answer that is replied to, or under which a button was used. */
  after?: StoredTurn;
  now: number;
};

/** @returns the id of the conversation that goes on, or of a new one. */
export async function chooseConversation(
  conversations: ConversationStore,
  { place, isOwnLine, after, now }: ConversationQuery,
): Promise<string> {
  if (after !== undefined) return after.person === place.person && !after.ended ? after.conversation : createId();
  if (!isOwnLine) return createId();
  const latest = await conversations.findLatest(place.person, place.channel, new Date(now - IDLE_MS));
  if (latest !== undefined) return latest.conversation;
  // A thread that was started from an answer has that message's id.
  const origin = await conversations.findByMessage(place.channel);
  return origin?.person === place.person && !origin.ended ? origin.conversation : createId();
}
