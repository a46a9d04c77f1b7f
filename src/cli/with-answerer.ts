/** Brings the index up to date, opens the answerer, and closes it however its use ends. */
import { YingjiaError } from '../errors.js';
import type { Settings } from '../settings.js';
import type { Answerer } from '../types.js';
import type { CommandContext } from './command.js';
import { refreshFirst } from './refresh.js';

export async function withAnswerer<Result>(context: CommandContext, use: (answerer: Answerer) => Promise<Result>): Promise<Result> {
  await refreshFirst(context);
  const { openAnswerer } = await import('../pipeline.js');
  const answerer = await openAnswerer(context.settings, { onNotice: context.tell });
  try {
    await checkCollections(answerer, context.settings);
    return await use(answerer);
  } finally {
    await answerer.close();
  }
}

/** @throws YingjiaError CORPUS where a collection was named that is not there or holds no article. */
export async function checkCollections(answerer: Answerer, settings: Settings): Promise<void> {
  const { collections } = settings.retrieve;
  if (collections === undefined) return;
  const found = await collectionsOf(answerer);
  const missing = collections.filter((collection) => !found.has(collection));
  if (missing.length === 0) return;
  const { openAnswerer } = await import('../pipeline.js');
  const unlimited = await openAnswerer({ ...settings, retrieve: { ...settings.retrieve, collections: undefined } });
  const known = [...(await collectionsOf(unlimited))];
  await unlimited.close();
  throw new YingjiaError('CORPUS', {
    problem: `There is no article in the collection "${missing.join('", "')}".`,
    fix: known.length === 0 ? 'Put articles into the folder first.' : `Name one of these with --collection: ${known.join(', ')}.`,
  });
}

const collectionsOf = async (answerer: Answerer) => new Set((await answerer.overview()).articles.map(({ collection }) => collection));
