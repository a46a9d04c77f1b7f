/** What the parts of the server are given, and the context in which each request runs. */
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { Settings } from '../settings.js';
import type { State } from '../state/state.js';
import type { Answerer, IndexReport } from '../types.js';
import type { Metrics } from './metrics.js';

/** One committed state of the index, for the library page. */
export type GenerationNote = {
  generation: number;
  /** ISO 8601. */
  createdAt: string;
  reason: string;
  articles: { added: number; changed: number; removed: number };
  live: boolean;
};

export type ServerParts = {
  settings: Settings;
  answerer: Answerer;
  /** Where feedback and unanswered questions are kept; without it neither is offered. */
  state?: State;
  /** What the index update before this server did. */
  report?: IndexReport;
  /** Generations that are kept, newest first. */
  history?: () => Promise<readonly GenerationNote[]>;
  /** Brings the index up to date; offered to maintainers on the library page. */
  refresh?: () => Promise<IndexReport>;
  /** Serves MCP over streamable HTTP. */
  mcp?: (request: Request) => Promise<Response>;
  /** Lines for the operator. */
  tell(line: string): void;
};

export type DoorEnvironment = { Bindings: HttpBindings; Variables: { requestId: string; client: string } };

/** One request and its response. */
export type Door = Context<DoorEnvironment>;

export type AppParts = ServerParts & { metrics: Metrics };

/**
 * The collections that a request may see: what it asks for, within what this process was limited to.
 *
 * @returns undefined for all collections.
 */
export function visibleCollections(settings: Settings, wanted: readonly string[] | undefined): readonly string[] | undefined {
  const allowed = settings.retrieve.collections;
  if (allowed === undefined) return wanted;
  return wanted === undefined ? allowed : wanted.filter((collection) => allowed.includes(collection));
}
