/** `yingjia start`: brings the index up to date, then opens every door that is set up, and ends when the last one closes. */
import type { State } from '../state/state.js';
import type { Answerer, IndexReport } from '../types.js';
import type { Command, CommandContext } from './command.js';
import { type Door, type DoorPlan, keepDoors } from './doors.js';
import { refreshFirst, refreshOption } from './refresh.js';
import { checkCollections } from './with-answerer.js';

export const start = {
  name: 'start',
  summary: 'Bring the index up to date and open every door that is set up: the web page, Discord, the terminal.',
  options: [refreshOption],
  examples: ['start', 'start --corpus ~/articles', 'start --collection nadella-scaffolding'],
  run: async (context) => {
    const { settings, tell, signal, values } = context;
    const report = await refreshFirst(context);
    const { openAnswerer } = await import('../pipeline.js');
    const answerer = await openAnswerer(settings, { onNotice: tell });
    const state = openOnce(async () => {
      const { openState } = await import('../state/state.js');
      return openState(settings.state.directory, { onNotice: tell });
    });
    const watching = new AbortController();
    const watched = values.refresh === false ? undefined : followCorpus(context, AbortSignal.any([signal, watching.signal]));
    try {
      await checkCollections(answerer, settings);
      await describeIndex(answerer, report, tell);
      const stop = new AbortController();
      const keeping = { tell, signal: AbortSignal.any([signal, stop.signal]) };
      const opened = await keepDoors(planDoors({ context, answerer, state: state.open, report, stop: () => stop.abort() }), keeping);
      return opened > 0 || signal.aborted ? 0 : 1;
    } finally {
      watching.abort();
      await Promise.all([answerer.close(), state.close(), watched]);
    }
  },
} satisfies Command;

/** New articles come in while the doors are open; each question is answered from the newest generation. */
async function followCorpus({ settings, tell }: CommandContext, signal: AbortSignal): Promise<void> {
  const [{ watchCorpus }, { updateApart }] = await Promise.all([import('./watch.js'), import('./update-apart.js')]);
  const update = async () => {
    const { articles, generation } = await updateApart(settings, process.argv[1]!, signal);
    const { added, changed, removed } = articles;
    if (added + changed + removed > 0)
      tell(`Generation ${generation} is live: ${added} articles added, ${changed} changed, ${removed} removed.`);
  };
  await watchCorpus({ settings, update, tell, signal }).catch((cause: unknown) =>
    tell(`The articles' folder is not followed: ${(cause as Error).message}`),
  );
}

type Parts = {
  context: CommandContext;
  answerer: Answerer;
  state(): Promise<State>;
  report?: IndexReport;
  /** Closes every door. */
  stop(): void;
};

/** The terminal opens last: what the others have to say stands above its prompt. */
function planDoors({ context, answerer, state, report, stop }: Parts): DoorPlan[] {
  const { settings, tell } = context;
  const web = openOnce(async (): Promise<Door> => {
    const { openWebDoor } = await import('./serve.js');
    return openWebDoor({ settings, answerer, state: await state(), report, tell });
  });
  const plans: DoorPlan[] = [{ name: 'The web page', open: web.open }];
  if (settings.discord.token === undefined) {
    tell('Discord: closed, because DISCORD_TOKEN is not set; docs/discord.md says how to get one in five minutes.');
  } else {
    const openDiscord = async (signal: AbortSignal) => {
      const { openDiscordDoor } = await import('./discord-door.js');
      return openDiscordDoor({ settings, answerer, state: await state(), tell, signal });
    };
    plans.push({ name: 'Discord', open: openDiscord });
  }
  if (process.stdin.isTTY) {
    const openTerminal = async (signal: AbortSignal) => {
      await Promise.allSettled([web.open()]);
      return openTerminalDoor(context, answerer, signal, stop);
    };
    plans.push({ name: 'The terminal', open: openTerminal });
  }
  return plans;
}

/** "exit" closes this door; Ctrl+C, as anywhere in a terminal, ends the program. */
async function openTerminalDoor(context: CommandContext, answerer: Answerer, signal: AbortSignal, stop: () => void): Promise<Door> {
  const { converse } = await import('./chat.js');
  const closing = new AbortController();
  const done = converse({ ...context, signal: AbortSignal.any([signal, closing.signal]) }, answerer).then((ended) => {
    if (ended === 'interrupted') stop();
  });
  return { done, close: async () => closing.abort() };
}

async function describeIndex(answerer: Answerer, report: IndexReport | undefined, tell: (line: string) => void): Promise<void> {
  const { articles, passages, generation } = await answerer.overview();
  const since = report === undefined ? '' : `, up to date in ${report.seconds.toFixed(1)} s`;
  tell(`${articles.length} articles, ${passages} passages, generation ${generation}${since}.`);
}

/** Opened by whoever needs it first, shared by all, closed where it was opened. */
function openOnce<Opened extends { close(): Promise<void> }>(openIt: () => Promise<Opened>) {
  let opening: Promise<Opened> | undefined;
  return {
    open: () => {
      opening ??= openIt();
      return opening;
    },
    close: async () => {
      const opened = await opening?.catch(() => undefined);
      await opened?.close();
    },
  };
}
