/** What this browser keeps: conversations, choices, the key. Nothing of it leaves but the key, to this server. */

/**
 * @typedef {import('../../types.js').Answer} Answer
 * @typedef {Omit<Answer, 'hits'> & { seconds?: string }} KeptAnswer
 * @typedef {{ question: string, answer?: KeptAnswer }} StoredTurn
 * @typedef {{ id: string, at: string, turns: StoredTurn[] }} Conversation
 */

const CONVERSATIONS = 'yingjia.conversations';
const CONVERSATIONS_KEPT = 30;

/** @param {string} name @returns {string | undefined} undefined too where the browser keeps nothing */
export function readChoice(name) {
  try {
    return localStorage.getItem(`yingjia.${name}`) ?? undefined;
  } catch {
    return undefined;
  }
}

/** @param {string} name @param {string | undefined} value undefined forgets it */
export function writeChoice(name, value) {
  try {
    if (value === undefined) localStorage.removeItem(`yingjia.${name}`);
    else localStorage.setItem(`yingjia.${name}`, value);
  } catch {
    // A browser that keeps nothing, or no more: the page works without.
  }
}

/** @returns {Conversation[]} newest first */
export function readConversations() {
  try {
    const parsed = JSON.parse(localStorage.getItem(CONVERSATIONS) ?? '[]');
    return Array.isArray(parsed) ? parsed.filter(isConversation) : [];
  } catch {
    return [];
  }
}

/** Another version of this page may have stored it. @param {any} value @returns {value is Conversation} */
const isConversation = (value) => typeof value?.id === 'string' && Array.isArray(value.turns) && value.turns.every(isTurn);

/** @param {any} turn */
const isTurn = (turn) =>
  typeof turn?.question === 'string' &&
  (turn.answer === undefined ||
    ['claims', 'citations', 'withheld', 'conflicts', 'nearestTopics'].every((list) => Array.isArray(turn.answer?.[list])));

/** Puts it first; the oldest make room where the browser has none. @param {Conversation} conversation */
export function writeConversation(conversation) {
  const others = readConversations().filter(({ id }) => id !== conversation.id);
  for (let kept = [conversation, ...others].slice(0, CONVERSATIONS_KEPT); kept.length > 0; kept = kept.slice(0, -1)) {
    try {
      localStorage.setItem(CONVERSATIONS, JSON.stringify(kept));
      return;
    } catch {
      // No room: try with one fewer.
    }
  }
}

export function forgetConversations() {
  writeChoice('conversations', undefined);
}

/** What of an answer is kept: all but the passages that were searched. @param {Answer} answer @param {string} seconds @returns {KeptAnswer} */
export function keep({ hits: _hits, ...answer }, seconds) {
  return { ...answer, seconds };
}
