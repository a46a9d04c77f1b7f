/** Decides what an index update must do; does none of it. Equal inputs give an equal plan, so a dry run is exact. */

/** Where an article stands in the collections, and which content it has. */
export type PlacedArticle = { version: string; path: string };

export type UpdatePlan = {
  added: readonly string[];
  changed: readonly string[];
  /** Content unchanged, or its source could not be read this time. */
  kept: readonly string[];
  /** Of `kept`, those that stand in another file now: written again there, with the vectors they had. */
  moved: readonly string[];
  /** Of `kept`, those that were not seen because their source could not be read. */
  unread: readonly string[];
  /** Looked for, and no longer there. */
  removed: readonly string[];
};

/**
 * @param indexed live articles by id
 * @param seen every article that could be read, by id
 * @param unreadable paths that could not be read or only in part; "notes/" is all of that folder, "" all there is
 */
export function planUpdate(
  indexed: ReadonlyMap<string, PlacedArticle>,
  seen: ReadonlyMap<string, PlacedArticle>,
  unreadable: readonly string[],
): UpdatePlan {
  const [added, changed, kept, moved, unread, removed]: string[][] = [[], [], [], [], [], []];
  const isUnreadable = matcherOf(unreadable);
  for (const [id, { version, path }] of seen) {
    const held = indexed.get(id);
    if (held === undefined) added!.push(id);
    else if (held.version !== version) changed!.push(id);
    else {
      kept!.push(id);
      if (held.path !== path) moved!.push(id);
    }
  }
  for (const [id, { path }] of indexed) {
    if (seen.has(id)) continue;
    if (isUnreadable(path)) {
      kept!.push(id);
      unread!.push(id);
    } else removed!.push(id);
  }
  return { added: added!, changed: changed!, kept: kept!, moved: moved!, unread: unread!, removed: removed! };
}

function matcherOf(unreadable: readonly string[]): (path: string) => boolean {
  const files = new Set(unreadable);
  const folders = unreadable.filter((path) => path === '' || path.endsWith('/'));
  return (path) => files.has(path) || folders.some((folder) => path.startsWith(folder));
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
