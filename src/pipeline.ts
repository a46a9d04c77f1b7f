/** Both paths of the program, each stage once, in order. Nothing else in src/ composes stages. */
import type { Settings } from './settings.js';
import type { Answerer, IndexReport, Progress } from './types.js';

export type RefreshOptions = {
  dryRun?: boolean;
  rebuild?: boolean;
  allowEmpty?: boolean;
  onProgress?: (progress: Progress) => void;
  /** Lines for the operator: recovered, rebuilt, switched to exact search. */
  onNotice?: (line: string) => void;
  signal?: AbortSignal;
};

/** Articles on disk -> index on disk. Embeds only what the index does not hold yet. */
export async function refreshIndex(_settings: Settings, _options: RefreshOptions = {}): Promise<IndexReport> {
  throw new Error('the write path is being built');
}

/** Index on disk -> something that answers questions and follows the live generation. */
export async function openAnswerer(_settings: Settings, _options: { onNotice?: (line: string) => void } = {}): Promise<Answerer> {
  throw new Error('the read path is being built');
}
