/** The Discord door with the write path behind it, as `start` opens it. */
import type { DiscordDoor } from '../discord/bot.js';
import type { Settings } from '../settings.js';
import type { State } from '../state/state.js';
import type { Answerer } from '../types.js';

export type DiscordDoorParts = { settings: Settings; answerer: Answerer; state: State; tell(line: string): void; signal: AbortSignal };

/** @throws YingjiaError DISCORD for a token or intent that Discord refuses. */
export async function openDiscordDoor(parts: DiscordDoorParts): Promise<DiscordDoor> {
  const [{ openDiscord }, { followSources, refreshIndex }] = await Promise.all([import('../discord/bot.js'), import('../pipeline.js')]);
  const { settings, tell } = parts;
  return openDiscord({
    ...parts,
    refresh: (options) => refreshIndex(settings, { ...options, onNotice: tell }),
    follow: (options) => followSources(settings, options),
    rollBack: (to) => rollBackIndex(parts, to),
  });
}

async function rollBackIndex({ settings, tell }: DiscordDoorParts, to: number | undefined) {
  const [{ rollBack }, { indexDirectoryFor }] = await Promise.all([import('../index/rollback.js'), import('../index/location.js')]);
  return rollBack({
    directory: indexDirectoryFor(settings.corpus.directory, settings.index.directory),
    ...(to === undefined ? {} : { to }),
    keepGenerations: settings.index.keepGenerations,
    onNotice: tell,
  });
}
