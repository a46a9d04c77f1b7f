/** Liveness, readiness and metrics, for supervisors and monitors. */
import type { Hono } from 'hono';
import type { AppParts, DoorEnvironment } from './door.js';

export function addHealth(app: Hono<DoorEnvironment>, { answerer, metrics }: AppParts): void {
  app.get('/healthz', (door) => door.json({ ok: true }));

  /** Ready: there is something to answer from. */
  app.get('/readyz', async (door) => {
    const { generation, passages } = await answerer.overview();
    return door.json({ ready: passages > 0, generation }, passages > 0 ? 200 : 503);
  });

  app.get('/metrics', async (door) => door.body(await metrics.registry.metrics(), 200, { 'content-type': metrics.registry.contentType }));
}
