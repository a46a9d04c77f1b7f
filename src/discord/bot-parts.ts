/** What the handlers of this room share, made once when the bot opens. */
import type { Client } from 'discord.js';
import type { Settings } from '../settings.js';
import type { IndexReport, Progress } from '../types.js';
import type { Asking, AskingParts } from './asking.js';

/** Brings the index up to date; the bot's own door to the write path. */
export type Refresh = (options: {
  dryRun?: boolean;
  onProgress?: (progress: Progress) => void;
  signal?: AbortSignal;
}) => Promise<IndexReport>;

export type BotParts = AskingParts & {
  client: Client<true>;
  settings: Settings;
  asking: Asking;
  refresh: Refresh;
  tell: (line: string) => void;
  now: () => number;
  /** User ids of the application's owner or team: they may do what changes every server. */
  operators: Set<string>;
  /** No new question is taken any more. */
  isClosing: () => boolean;
};
