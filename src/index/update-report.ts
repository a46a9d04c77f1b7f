/** What an update does, for the person who runs it: counts of articles and passages, and the articles that changed. */
import type { Embedder, IndexReport } from '../types.js';
import { type Base, type BaseRow, groupBySegment, keyNamesOf, type Outline, readArticles, readColumns } from './base.js';
import { rangeOf } from './ledger.js';
import type { SegmentEntry } from './manifest.js';
import { comparePassages, type UpdatePlan } from './plan.js';

export type Outcome = Omit<IndexReport, 'notices' | 'seconds'>;

/** Of an update that leaves the index as it is. */
export function createSameOutcome(
  { manifest, segments }: Outline,
  { dryRun, embedder }: { dryRun?: boolean; embedder: Embedder },
): Outcome {
  const sum = (count: (entry: SegmentEntry) => number) => segments.reduce((total, { entry }) => total + count(entry), 0);
  const costUsd = embedder.costUsd?.(0);
  return {
    generation: manifest!.generation,
    dryRun: dryRun ?? false,
    articles: { added: 0, changed: 0, kept: sum((entry) => entry.articles - entry.deletedArticles), removed: 0 },
    passages: { added: 0, kept: sum((entry) => entry.passages - entry.deletedPassages), removed: 0 },
    embedded: { passages: 0, characters: 0, ...(costUsd === undefined ? {} : { costUsd }) },
    changes: [],
    problems: [],
  };
}

/**
 * @param leaving live rows of the base that do not stay where they are
 * @param names of the embedded texts that are written instead
 */
export async function countChanges(
  base: Base,
  plan: UpdatePlan,
  leaving: readonly BaseRow[],
  names: readonly string[],
): Promise<Pick<IndexReport, 'articles' | 'passages'>> {
  const before: string[] = [];
  let leavingPassages = 0;
  for (const [segment, ordinals] of groupBySegment(leaving)) {
    const columns = await readColumns(segment);
    for (const name of keyNamesOf(columns, ordinals)) before.push(name);
    for (const ordinal of ordinals) {
      const [start, end] = rangeOf(columns.passageEnds, ordinal);
      leavingPassages += end - start;
    }
  }
  const live = base.segments.reduce((sum, { entry }) => sum + entry.passages - entry.deletedPassages, 0);
  const { added, kept, removed } = comparePassages(before, names);
  return {
    articles: {
      added: plan.added.length,
      changed: plan.changed.length,
      kept: plan.kept.length + base.others,
      removed: plan.removed.length,
    },
    passages: { added, kept: live - leavingPassages + kept, removed },
  };
}

/** @param titles of the articles that are written */
export async function describeChanges(base: Base, plan: UpdatePlan, titles: ReadonlyMap<string, string>): Promise<IndexReport['changes']> {
  const written = (ids: readonly string[], change: 'added' | 'changed') =>
    ids.map((articleId) => ({ articleId, title: titles.get(articleId)!, change }));
  const removed: IndexReport['changes'][number][] = [];
  for (const [segment, ordinals] of groupBySegment(plan.removed.map((id) => base.rows.get(id)!))) {
    for (const { id, title } of await readArticles(segment, ordinals)) removed.push({ articleId: id, title, change: 'removed' });
  }
  return [...written(plan.added, 'added'), ...written(plan.changed, 'changed'), ...removed];
}
