/** What the library page shows: the articles' state, past generations, unanswered questions; and what maintainers may do there. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Hono } from 'hono';
import { z } from 'zod';
import type { Settings } from '../settings.js';
import { type AppParts, type Door, type DoorEnvironment, visibleCollections } from './door.js';
import { isLoopback } from './guard.js';
import type { Limits } from './limits.js';
import { refuse } from './refusal.js';
import { createAdminCheck, isAdmin } from './security.js';

const count = z.int().min(0);

export const indexReportSchema = z
  .object({
    generation: count,
    dryRun: z.boolean(),
    articles: z.object({ added: count, changed: count, kept: count, removed: count }),
    passages: z.object({ added: count, kept: count, removed: count }),
    embedded: z.object({ passages: count, characters: count, costUsd: z.number().optional() }),
    changes: z.array(z.object({ articleId: z.string(), title: z.string(), change: z.enum(['added', 'changed', 'removed']) })),
    problems: z.array(z.object({ path: z.string(), reason: z.string() })),
    notices: z.array(z.string()),
    seconds: z.number(),
  })
  .describe('What an index update did');

export const statusSchema = z
  .object({
    generation: count,
    passages: count,
    articles: count,
    collections: z.array(z.object({ name: z.string(), articles: count })),
    languages: z.array(z.string()).describe('BCP 47, most articles first'),
    generations: z
      .array(
        z.object({
          generation: count,
          createdAt: z.string(),
          reason: z.string(),
          articles: z.object({ added: count, changed: count, removed: count }),
          live: z.boolean(),
        }),
      )
      .describe('Newest first'),
    report: indexReportSchema.nullable().describe('The last index update of this process'),
    evaluation: z.string().nullable().describe('Address of the evaluation report'),
    feedback: z.boolean().describe('Whether feedback is kept'),
    maintenance: z.boolean().describe('Whether a maintainer can sign in'),
  })
  .describe('The state of the library');

export const gapsSchema = z
  .object({
    hidden: count.describe('Questions that only maintainers may read here'),
    gaps: z.array(
      z.object({
        id: z.string(),
        question: z.string(),
        language: z.string(),
        asked: count,
        told: count,
        lastAt: z.string(),
        scope: z.string(),
      }),
    ),
  })
  .describe('Questions that the articles did not answer');

export const tellSchema = z
  .object({ question: z.string().min(1).max(2_000), language: z.string().max(35) })
  .describe('An unanswered question');

export const thanksSchema = z.object({ id: z.string() });
export const readySchema = z.object({ ok: z.literal(true) });

/** The report that `eval --report` writes is shown where it stands here. */
const evaluationPath = ({ state }: Settings) => join(state.directory, 'evaluation.html');

/** A report may run its own script, apart from this site: an origin of its own, no network. */
const reportPolicy =
  "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; sandbox allow-scripts allow-popups";

export function createLibrary(parts: AppParts, limits: Limits): Hono<DoorEnvironment> {
  const { settings, state } = parts;
  const library = new Hono<DoorEnvironment>();
  let report = parts.report;

  library.get('/status', async (door) => door.json({ ...(await readStatus(parts)), report: report ?? null }));
  library.get('/gaps', async (door) =>
    door.json(await listGaps(parts, isAdmin(door, settings) || isPrivate(settings), isAdmin(door, settings))),
  );

  library.use('/admin/*', createAdminCheck(settings, limits));
  library.get('/admin', createAdminCheck(settings, limits), (door) => door.json({ ok: true }));
  library.post('/admin/refresh', async (door) => {
    if (parts.refresh === undefined) return refuse(door, noRefresh);
    report = await parts.refresh();
    await state?.audit.add({ scope: 'web', actor: 'admin token', action: 'index update', detail: `generation ${report.generation}` });
    return door.json(report);
  });
  library.post('/admin/gaps/:id/dismiss', async (door) => {
    const id = door.req.param('id');
    const gap = await state?.gaps.decide(id, { outcome: 'dismissed', by: 'web admin token' });
    if (gap === undefined) return refuse(door, noItem);
    await state!.audit.add({ scope: 'web', actor: 'admin token', action: 'gap dismiss', detail: gap.question });
    return door.json({ id });
  });
  return library;
}

const noRefresh = { code: 'NOT_FOUND', problem: 'The index cannot be updated from here.', fix: 'Run "npx yingjia index".' } as const;
const noItem = {
  code: 'NOT_FOUND',
  problem: 'There is no such item, or somebody has decided on it before.',
  fix: 'Load the list again.',
} as const;

/** The report lies outside /api: a browser opens it as a page. */
export async function sendEvaluation({ settings }: AppParts, door: Door): Promise<Response> {
  const html = await readEvaluation(settings);
  if (html === undefined)
    return refuse(door, {
      code: 'NOT_FOUND',
      problem: 'There is no evaluation report.',
      fix: `Run "npx yingjia eval --report ${evaluationPath(settings)}".`,
    });
  return door.body(html, 200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': reportPolicy });
}

async function readEvaluation(settings: Settings): Promise<string | undefined> {
  try {
    return await readFile(evaluationPath(settings), 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw cause;
  }
}

async function readStatus({ answerer, settings, state, history }: AppParts): Promise<Omit<z.infer<typeof statusSchema>, 'report'>> {
  const { generation, passages, articles } = await answerer.overview(visibleCollections(settings, undefined));
  const tally = (keys: readonly string[]) => {
    const counts = new Map<string, number>();
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
    return [...counts].sort(([, a], [, b]) => b - a);
  };
  return {
    generation,
    passages,
    articles: articles.length,
    collections: tally(articles.map(({ collection }) => collection)).map(([name, number]) => ({ name, articles: number })),
    languages: tally(articles.map(({ language }) => language)).map(([language]) => language),
    generations: [...((await history?.()) ?? [])],
    evaluation: (await readEvaluation(settings)) === undefined ? null : '/evaluation',
    feedback: state !== undefined,
    maintenance: settings.server.adminToken !== undefined,
  };
}

/** Nobody but the people of this machine: what one asked may be shown to the next. */
const isPrivate = ({ server }: Settings) => isLoopback(server.host) && !server.trustProxy && server.allowedHosts.length === 0;

async function listGaps({ state }: AppParts, readable: boolean, everywhere: boolean): Promise<z.infer<typeof gapsSchema>> {
  const gaps = (await state?.gaps.list({ undecided: true, ...(everywhere ? {} : { scope: 'web' }) })) ?? [];
  if (!readable) return { hidden: gaps.length, gaps: [] };
  const listed = gaps.slice(0, 200).map(({ id, question, language, asked, lastAt, scope }) => {
    const told = asked.filter((each) => each.told).length;
    return { id, question, language, asked: asked.length - told, told, lastAt, scope };
  });
  return { hidden: 0, gaps: listed };
}
