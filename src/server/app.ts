/** The whole HTTP surface as one function from request to response: security first, then the routes. */
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { createApi } from './api.js';
import { createAsk } from './asking.js';
import type { AppParts, Door, DoorEnvironment } from './door.js';
import { createFeedback } from './feedback.js';
import { addHealth } from './health.js';
import { createLibrary, sendEvaluation } from './library.js';
import { createLimits, type Limits } from './limits.js';
import { createOpenAiRoutes } from './openai.js';
import { createOpenApi } from './openapi.js';
import { addPages, type readPageFiles } from './pages.js';
import { describeError, refuse } from './refusal.js';
import { createIdentity, createKeyCheck, createLimitCheck, createNameCheck, refuseForLimit } from './security.js';

/** A question of 100,000 characters must reach the core, which says what is wrong with it. */
const API_BODY_BYTES = 512 * 1024;
/** A whole conversation comes with each request of a chat client. */
const CHAT_BODY_BYTES = 2 * 1024 * 1024;

export function createApp(parts: AppParts, files: Awaited<ReturnType<typeof readPageFiles>>): Hono<DoorEnvironment> {
  const { settings, metrics, tell } = parts;
  const limits = createLimits(settings.server);
  const ask = createAsk(parts, limits);
  const app = new Hono<DoorEnvironment>();

  app.use(createIdentity({ settings, metrics }), createNameCheck(settings), createLimitCheck(limits));
  app.use(methodNotAllowed({ app, onMethodNotAllowed: refuseMethod }));
  for (const path of ['/api/*', '/v1/*', '/mcp', '/metrics']) app.use(path, createKeyCheck(settings, limits));
  app.use('/api/*', limitBody(API_BODY_BYTES));
  app.use('/v1/*', limitBody(CHAT_BODY_BYTES));
  app.use('/mcp', limitBody(API_BODY_BYTES));

  addHealth(app, parts);
  addPages(app, files);
  app.route('/api', createApi(parts, ask));
  app.route('/api', createLibrary(parts, limits));
  app.route('/api', createFeedback(parts, limits));
  app.get('/evaluation', createKeyCheck(settings, limits), (door) => sendEvaluation(parts, door));
  app.route('/v1', createOpenAiRoutes(parts, ask));
  addMcp(app, parts, limits);
  const document = createOpenApi();
  app.get('/api/openapi.json', (door) => door.json(document));

  app.notFound((door) =>
    refuse(door, { code: 'NOT_FOUND', problem: 'There is nothing at this address.', fix: 'GET /api/openapi.json lists what there is.' }),
  );
  app.onError((error, door) => {
    const { refusal, line } = describeError(error, door.var.requestId);
    if (line !== undefined) tell(line);
    return refuse(door, refusal);
  });
  return app;
}

function refuseMethod(door: Door, methods: readonly string[]): Response {
  door.header('allow', methods.join(', '));
  return refuse(door, { code: 'METHOD', problem: `${door.req.method} is not for this address.`, fix: `Use ${methods.join(' or ')}.` });
}

/** A call of a tool counts as a question. */
function addMcp(app: Hono<DoorEnvironment>, { mcp }: AppParts, limits: Limits): void {
  if (mcp === undefined) return;
  app.all('/mcp', async (door) => {
    const waitSeconds = door.req.method === 'POST' ? await limits.takeQuestion(door.var.client) : 0;
    return waitSeconds > 0 ? refuseForLimit(door, waitSeconds) : mcp(door.req.raw);
  });
}

const limitBody = (maxSize: number) =>
  bodyLimit({
    maxSize,
    onError(door) {
      door.header('connection', 'close');
      return refuse(door, {
        code: 'BODY',
        problem: `The body is larger than ${maxSize} bytes.`,
        fix: 'Send a shorter question or less history.',
      });
    },
  });
