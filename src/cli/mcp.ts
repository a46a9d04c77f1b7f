/** MCP over stdio: nothing but the protocol on standard output. */
import { Console } from 'node:console';
import type { Command } from './command.js';
import { refreshFirst, refreshOption } from './refresh.js';
import { readVersion } from './serve.js';

export const mcp: Command = {
  name: 'mcp',
  summary: 'Offer the articles to an MCP client over standard input and output.',
  options: [refreshOption],
  examples: ['mcp', 'mcp --corpus ~/articles'],
  async run(context) {
    const { settings, signal, tell } = context;
    /* A library that prints with console.log would break the protocol. */
    globalThis.console = new Console(process.stderr);
    const [{ openAnswerer }, { serveMcpOverStdio }] = await Promise.all([import('../pipeline.js'), import('../mcp.js')]);
    const open = async () => {
      await refreshFirst(context);
      return openAnswerer(settings, { onNotice: tell });
    };
    const opening = open();
    const parts = { answerer: () => opening, collections: settings.retrieve.collections, version: await readVersion(), tell };
    const stop = new AbortController();
    const ended = serveMcpOverStdio(parts, AbortSignal.any([signal, stop.signal]));
    try {
      const answerer = await opening;
      await ended;
      await answerer.close();
    } finally {
      stop.abort();
      await ended;
    }
    return 0;
  },
};
