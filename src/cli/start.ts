/** `yingjia start`: brings the index up to date, then opens every door that is set up, and ends when the last one closes. */
import { once } from 'node:events';
import { YingjiaError } from '../errors.js';
import type { Command, CommandContext } from './command.js';
import { refreshFirst, refreshOption } from './refresh.js';

type Door = { done: Promise<void>; close(): Promise<void> };

export const start: Command = {
  name: 'start',
  summary: 'Bring the index up to date and open every door that is set up: the web page, Discord, the terminal.',
  options: [refreshOption],
  examples: ['start', 'start --corpus ~/articles'],
  async run(context) {
    const { settings, tell, signal } = context;
    const report = await refreshFirst(context);
    const [{ openAnswerer }, { openState }] = await Promise.all([import('../pipeline.js'), import('../state/state.js')]);
    const answerer = await openAnswerer(settings, { onNotice: tell });
    const state = await openState(settings.state.directory, { onNotice: tell });
    try {
      const { articles, passages, generation } = await answerer.overview();
      tell(
        `${articles.length} articles, ${passages} passages, generation ${generation}${report === undefined ? '' : `, up to date in ${report.seconds.toFixed(1)} s`}.`,
      );
      const shared = { settings, answerer, state, tell };
      const openWeb = async () => (await import('./serve.js')).openWebDoor({ ...shared, report });
      const openDiscord = async () => (await import('./discord-door.js')).openDiscordDoor({ ...shared, signal });
      if (settings.discord.token === undefined) {
        tell('Discord: closed, because DISCORD_TOKEN is not set; docs/discord.md says how to get one in five minutes.');
      }
      const outcomes = await Promise.all([
        runDoor('The web page', openWeb, context),
        ...(settings.discord.token === undefined ? [] : [runDoor('Discord', openDiscord, context)]),
        ...(process.stdin.isTTY ? [runDoor('The terminal', async () => openTerminal(context, answerer), context)] : []),
      ]);
      return outcomes.some((outcome) => outcome === 'closed') ? 0 : 1;
    } finally {
      await Promise.all([answerer.close(), state.close()]);
    }
  },
};

/** A door that cannot be opened, or is closed on us, costs that door: the others run on. */
async function runDoor(name: string, open: () => Promise<Door>, { tell, signal }: CommandContext): Promise<'closed' | 'failed'> {
  try {
    const door = await open();
    if (!signal.aborted) await Promise.race([once(signal, 'abort'), door.done]);
    await door.close();
    return 'closed';
  } catch (cause) {
    if (signal.aborted) return 'closed';
    const story =
      cause instanceof YingjiaError ? `${cause.problem} ${cause.fix}` : `a fault of this program. ${(cause as Error).stack ?? cause}`;
    tell(`${name} is closed: ${story}`);
    return 'failed';
  }
}

async function openTerminal(context: CommandContext, answerer: Parameters<typeof import('./chat.js').converse>[1]): Promise<Door> {
  const { converse } = await import('./chat.js');
  return { done: converse(context, answerer), close: async () => undefined };
}
