/** Every answer of the server that is a no: one list of codes, two shapes (ours, and OpenAI's below /v1). */
import { z } from 'zod';
import { type ErrorCode, YingjiaError } from '../errors.js';
import type { Door } from './door.js';

/** HTTP status of each code. */
const statuses = {
  /** The request cannot be read as what it should be. */
  REQUEST: 400,
  /** The question cannot be used: empty or overlong. */
  USAGE: 400,
  KEY: 401,
  ADMIN: 401,
  HOST: 403,
  ORIGIN: 403,
  NOT_FOUND: 404,
  METHOD: 405,
  /** The request is larger than this route takes. */
  BODY: 413,
  CONTENT_TYPE: 415,
  /** Too many requests of one client. */
  LIMIT: 429,
  INTERNAL: 500,
  /** The articles, the index or the model cannot serve at the moment. */
  UNAVAILABLE: 503,
  TIMEOUT: 504,
} as const;

export type RefusalCode = keyof typeof statuses;

/** `problem` says what was received; `fix` says what to send, set or do instead. */
export type Refusal = { code: RefusalCode; problem: string; fix: string };

export const refusalSchema = z
  .object({
    error: z.object({
      code: z.enum(Object.keys(statuses) as [RefusalCode, ...RefusalCode[]]),
      problem: z.string(),
      fix: z.string(),
      requestId: z.string().describe('Names the request in the log of the server'),
    }),
  })
  .describe('Why a request was refused, and what to do');

export const statusOf = (code: RefusalCode) => statuses[code];

export const refusalBody = (refusal: Refusal, requestId: string): z.infer<typeof refusalSchema> => ({
  error: { ...refusal, requestId },
});

/** The shape that clients of OpenAI's API read. */
export function openAiError({ code, problem, fix }: Refusal, param: string | null = null) {
  const kinds: Partial<Record<RefusalCode, string>> = { KEY: 'authentication_error', LIMIT: 'rate_limit_error' };
  const type = kinds[code] ?? (statuses[code] >= 500 ? 'server_error' : 'invalid_request_error');
  const codes: Partial<Record<RefusalCode, string>> = { KEY: 'invalid_api_key', LIMIT: 'rate_limit_exceeded', NOT_FOUND: 'not_found' };
  return { error: { message: `${problem} ${fix}`, type, param, code: codes[code] ?? code.toLowerCase() } };
}

export function refuse(door: Door, refusal: Refusal): Response {
  const openAi = door.req.path.startsWith('/v1/');
  return door.json(openAi ? openAiError(refusal) : refusalBody(refusal, door.var.requestId), statuses[refusal.code]);
}

/** Trouble of ours that an operator must put right: the client learns that, not the details. */
const operatorCodes: ReadonlySet<ErrorCode> = new Set([
  'SETTINGS',
  'CORPUS',
  'FETCH',
  'INDEX',
  'MODEL',
  'BUDGET',
  'EVAL',
  'STATE',
  'DISCORD',
  'SERVER',
]);

/**
 * What a thrown error becomes for the client, and the line for the operator (undefined where it is the client's own doing).
 */
export function describeError(error: unknown, requestId: string): { refusal: Refusal; line?: string } {
  if (error instanceof DOMException && error.name === 'TimeoutError')
    return { refusal: { code: 'TIMEOUT', problem: 'The answer took too long.', fix: 'Try again, or ask something shorter.' } };
  if (error instanceof YingjiaError && !operatorCodes.has(error.code))
    return { refusal: { code: 'USAGE', problem: error.problem, fix: error.fix } };
  if (error instanceof YingjiaError)
    return {
      refusal: { code: 'UNAVAILABLE', problem: 'The articles cannot answer at the moment.', fix: 'Try again in a little while.' },
      line: `Request ${requestId}: ${error.code}: ${error.problem} ${error.fix}`,
    };
  return {
    refusal: { code: 'INTERNAL', problem: 'Something went wrong on our side.', fix: `Tell the maintainers this id: ${requestId}.` },
    line: `Request ${requestId}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  };
}
