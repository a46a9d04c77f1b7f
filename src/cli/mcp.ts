/** MCP over stdio: nothing but the protocol on standard output. */
import { Console } from 'node:console';
import type { Command } from './command.js';
import { readVersion } from './serve.js';

export const mcp: Command = {
  name: 'mcp',
  summary: 'Offer the articles to an MCP client over standard input and output.',
  options: [{ flags: '--no-refresh', description: 'serve the index as it is' }],
  examples: ['yingjia mcp', 'claude mcp add articles -- npx yingjia mcp'],
  async run({ settings, values, signal, tell }) {
    /* A library that prints with console.log would break the protocol. */
    globalThis.console = new Console(process.stderr);
    const [{ openAnswerer, refreshIndex }, { serveMcpOverStdio }] = await Promise.all([import('../pipeline.js'), import('../mcp.js')]);
    const open = async () => {
      if (values.refresh !== false) await refreshIndex(settings, { onNotice: tell, signal });
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
