/** Decides what an index update must do; does none of it. Equal inputs give an equal plan, so a dry run is exact. */

/** What the index holds of an article. */
export type IndexedArticle = { version: string; collection: string };

export type UpdatePlan = {
  added: readonly string[];
  changed: readonly string[];
  /** Content unchanged, or its source could not be read this time. */
  kept: readonly string[];
  /** Of `kept`, those that were not seen because their source could not be read. */
  unread: readonly string[];
  /** Looked for, and no longer there. */
  removed: readonly string[];
};

/**
 * @param indexed live articles by id
 * @param seen version of every article that could be read, by id
 * @param keeps whether an article that was not seen may come from a source that could not be read
 */
export function planUpdate(
  indexed: ReadonlyMap<string, IndexedArticle>,
  seen: ReadonlyMap<string, string>,
  keeps: (article: { id: string; collection: string }) => boolean,
): UpdatePlan {
  const plan = { added: [] as string[], changed: [] as string[], kept: [] as string[], unread: [] as string[], removed: [] as string[] };
  for (const [id, version] of seen) {
    const held = indexed.get(id);
    if (held === undefined) plan.added.push(id);
    else if (held.version === version) plan.kept.push(id);
    else plan.changed.push(id);
  }
  for (const [id, { collection }] of indexed) {
    if (seen.has(id)) continue;
    if (keeps({ id, collection })) {
      plan.kept.push(id);
      plan.unread.push(id);
    } else plan.removed.push(id);
  }
  return plan;
}

/**
 * Passages that came, stayed and went, by embedded text: a moved paragraph or a renamed article stays.
 *
 * @param before texts' names of the articles that changed or went, with repetitions
 * @param after those of the articles that came or changed
 */
export function comparePassages(before: Iterable<string>, after: Iterable<string>): { added: number; kept: number; removed: number } {
  const left = new Map<string, number>();
  let removed = 0;
  for (const name of before) {
    left.set(name, (left.get(name) ?? 0) + 1);
    removed++;
  }
  let added = 0;
  let kept = 0;
  for (const name of after) {
    const count = left.get(name) ?? 0;
    if (count > 0) {
      left.set(name, count - 1);
      kept++;
      removed--;
    } else added++;
  }
  return { added, kept, removed };
}
