/** The web page, the JSON and OpenAI-compatible API and MCP over HTTP. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { GenerationNote, OpenServer } from '../server/server.js';
import type { Settings } from '../settings.js';
import type { State } from '../state/state.js';
import type { Answerer, IndexReport } from '../types.js';
import type { Command } from './command.js';
import { refreshFirst, refreshOption } from './refresh.js';

export type WebDoorParts = {
  settings: Settings;
  answerer: Answerer;
  state: State;
  /** What the index update before this did. */
  report?: IndexReport;
  tell(line: string): void;
};

/** What `serve` and `start` open alike. @throws YingjiaError SETTINGS, SERVER */
export async function openWebDoor({ settings, answerer, state, report, tell }: WebDoorParts): Promise<OpenServer> {
  const [{ openServer }, { createMcpOverHttp }, { refreshIndex }] = await Promise.all([
    import('../server/server.js'),
    import('../mcp.js'),
    import('../pipeline.js'),
  ]);
  const mcp = createMcpOverHttp({
    answerer: async () => answerer,
    collections: settings.retrieve.collections,
    version: await readVersion(),
    tell,
  });
  const refresh = () => refreshIndex(settings, { onNotice: tell });
  const history = () => readGenerations(settings);
  await warmUp(answerer, settings);
  const server = await openServer({ settings, answerer, state, report, refresh, history, mcp, tell });
  tell(`Web page: ${server.url}`);
  return server;
}

/** Questions a language that are asked before anybody does: the first ones load the index and take ten times as long as the rest. */
const WARM_UP_QUESTIONS = 6;

/** Asks the titles of some articles in each language, where asking costs nothing. */
async function warmUp(answerer: Answerer, { model }: Settings): Promise<void> {
  if (model.chatModel !== undefined) return;
  const { articles } = await answerer.overview();
  const asked = new Map<string, number>();
  for (const { title: text, language } of articles) {
    const count = asked.get(language) ?? 0;
    asked.set(language, count + 1);
    if (count < WARM_UP_QUESTIONS && asked.size <= 3) await answerer.answer({ text, locale: language });
  }
}

/** The generations that are kept, newest first. */
async function readGenerations(settings: Settings): Promise<GenerationNote[]> {
  const [{ indexDirectoryFor }, { readHistory }] = await Promise.all([import('../index/location.js'), import('../index/describe.js')]);
  const history = await readHistory(indexDirectoryFor(settings.corpus.directory, settings.index.directory));
  return history.map(({ generation, createdAt, reason, isLive, changes: { articles } }) => {
    const { added, changed, removed } = articles;
    return { generation, createdAt, reason, articles: { added, changed, removed }, live: isLive };
  });
}

export async function readVersion(): Promise<string> {
  const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
  return version;
}

export const serve: Command = {
  name: 'serve',
  summary: 'Open the web page, the JSON and OpenAI-compatible API and MCP over HTTP.',
  options: [refreshOption],
  examples: ['serve', 'serve --no-refresh --corpus ~/articles'],
  async run(context) {
    const { settings, signal, tell } = context;
    const report = await refreshFirst(context);
    const [{ openAnswerer }, { openState }] = await Promise.all([import('../pipeline.js'), import('../state/state.js')]);
    const answerer = await openAnswerer(settings, { onNotice: tell });
    const state = await openState(settings.state.directory, { onNotice: tell });
    const server = await openWebDoor({ settings, answerer, state, report, tell });
    if (!signal.aborted) await Promise.race([once(signal, 'abort'), server.done]);
    await server.close();
    await Promise.all([answerer.close(), state.close()]);
    return 0;
  },
};
