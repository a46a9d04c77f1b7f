/** What an index holds, as a reader sees it: each live article's version, every passage checked against its article. */
import { join } from 'node:path';
import { expect } from 'vitest';
import { openIndex } from '../../src/index/snapshot.js';
import type { Article } from '../../src/types.js';

/** @returns undefined where no generation can be read. */
export async function stateOf(folder: string): Promise<Record<string, string> | undefined> {
  const snapshot = await (await openIndex(join(folder, 'index'))).snapshot();
  if (snapshot === undefined) return undefined;
  const state: Record<string, string> = {};
  for (const segment of snapshot.segments) {
    for (let ordinal = 0; ordinal < segment.passageCount; ordinal++) {
      if (segment.live[ordinal] === 0) continue;
      const passage = segment.passage(ordinal);
      const held = (await snapshot.readArticle(passage.articleId))!;
      expect(held.version).toBe(passage.articleVersion);
      expect(held.text.slice(passage.start, passage.end)).toBe(passage.text);
      expect(state[held.id] ?? held.version).toBe(held.version);
      state[held.id] = held.version;
    }
  }
  return state;
}

export const versionsOf = (articles: readonly Article[]) => Object.fromEntries(articles.map(({ id, version }) => [id, version]));
