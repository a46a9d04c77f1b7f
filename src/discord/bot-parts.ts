/** What the handlers of this room share, made once when the bot opens. */
import type { Client } from 'discord.js';
import type { Settings } from '../settings.js';
import type { IndexReport, Progress, SourcesReport } from '../types.js';
import type { Asking, AskingParts } from './asking.js';

/** Brings the index up to date; the bot's own door to the write path. */
export type Refresh = (options: {
  dryRun?: boolean;
  /** Goes on after a rollback, which else stays as it is. */
  resume?: boolean;
  onProgress?: (progress: Progress) => void;
  signal?: AbortSignal;
}) => Promise<IndexReport>;

/** Fetches the addresses given, or without any all that are followed, into the articles' folder. */
export type Follow = (options: {
  urls?: readonly string[];
  collection?: string;
  onProgress?: (progress: Progress) => void;
}) => Promise<SourcesReport>;

/** Makes the content of an older generation live again; without a number, that before the last change. */
export type RollBack = (to?: number) => Promise<{ generation: number; restores: number }>;

/** The bot's doors to the articles' folder and the index. */
export type WritePath = { refresh: Refresh; follow: Follow; rollBack: RollBack };

export type BotParts = AskingParts &
  WritePath & {
    client: Client<true>;
    settings: Settings;
    asking: Asking;
    tell: (line: string) => void;
    now: () => number;
    /** User ids of the application's owner or team: they may do what changes every server. */
    operators: Set<string>;
    /** No new question is taken any more. */
    isClosing: () => boolean;
  };
