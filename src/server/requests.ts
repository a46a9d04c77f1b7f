/** Reads what came in: a JSON body or query parameters, checked by a zod schema. */
import type { z } from 'zod';
import type { Door } from './door.js';
import { refuse } from './refusal.js';

/** @returns the parsed body, or the refusal to send. A form of another site cannot send `application/json` unasked. */
export async function readBody<Schema extends z.ZodType>(door: Door, schema: Schema): Promise<z.output<Schema> | Response> {
  if (!/^application\/json\b/i.test(door.req.header('content-type') ?? ''))
    return refuse(door, {
      code: 'CONTENT_TYPE',
      problem: 'The body is not declared as JSON.',
      fix: 'Send "Content-Type: application/json".',
    });
  const text = await door.req.text();
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return refuse(door, {
      code: 'REQUEST',
      problem: 'The body is not JSON.',
      fix: 'GET /api/openapi.json describes what each route takes.',
    });
  }
  return check(door, schema, body);
}

export function readQuery<Schema extends z.ZodType>(door: Door, schema: Schema): z.output<Schema> | Response {
  return check(door, schema, door.req.query());
}

function check<Schema extends z.ZodType>(door: Door, schema: Schema, given: unknown): z.output<Schema> | Response {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.slice(0, 5).map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`));
  return refuse(door, {
    code: 'REQUEST',
    problem: `The request cannot be used: ${lines.join('; ')}.`,
    fix: 'GET /api/openapi.json describes what each route takes.',
  });
}
