/** The bot as a process of its own, offline, over the shipped collection; tells its memory when asked. Run by main.ts. */
import { openDiscordDoor } from '../../src/cli/discord-door.js';
import { openAnswerer, refreshIndex } from '../../src/pipeline.js';
import { parseSettings } from '../../src/settings.js';
import { openState } from '../../src/state/state.js';

const settings = parseSettings(process.env);
const tell = (line: string) => process.stderr.write(`${line}\n`);
await refreshIndex(settings, { onNotice: tell });
const answerer = await openAnswerer(settings, { onNotice: tell });
// As `start` does it: the first questions load the index.
for (const text of ['What is scaffolding?', '鷹架是什麼？']) await answerer.answer({ text });
const state = await openState(settings.state.directory, { onNotice: tell });
const door = await openDiscordDoor({ settings, answerer, state, tell, signal: new AbortController().signal });

process.on('message', (asked) => {
  if (asked === 'memory') {
    globalThis.gc?.();
    process.send!({ memory: process.memoryUsage() });
  } else void door.close().then(() => process.exit(0));
});
process.send!('ready');
