/** The Discord door with the write path behind it, as `start` opens it. */
import type { DiscordDoor } from '../discord/bot.js';
import type { Settings } from '../settings.js';
import type { State } from '../state/state.js';
import type { Answerer } from '../types.js';

export type DiscordDoorParts = { settings: Settings; answerer: Answerer; state: State; tell(line: string): void; signal: AbortSignal };

/** @throws YingjiaError DISCORD for a token or intent that Discord refuses. */
export async function openDiscordDoor(parts: DiscordDoorParts): Promise<DiscordDoor> {
  const [{ openDiscord }, { refreshIndex }] = await Promise.all([import('../discord/bot.js'), import('../pipeline.js')]);
  return openDiscord({ ...parts, refresh: (options) => refreshIndex(parts.settings, { ...options, onNotice: parts.tell }) });
}
