/** What a thrown error becomes: for the client, and for the operator. */
import { expect, test } from 'vitest';
import { YingjiaError } from '../../src/errors.js';
import { describeError, openAiError, statusOf } from '../../src/server/refusal.js';

test.each([
  { name: 'a deadline', error: new DOMException('late', 'TimeoutError'), code: 'TIMEOUT', status: 504, told: false },
  {
    name: "the asker's own mistake",
    error: new YingjiaError('USAGE', { problem: 'Empty.', fix: 'Ask.' }),
    code: 'USAGE',
    status: 400,
    told: false,
  },
  {
    name: "the operator's matter",
    error: new YingjiaError('INDEX', { problem: '/secret/path', fix: 'x' }),
    code: 'UNAVAILABLE',
    status: 503,
    told: true,
  },
  { name: 'a bug', error: new TypeError('secret'), code: 'INTERNAL', status: 500, told: true },
  { name: 'what is no error', error: 'secret', code: 'INTERNAL', status: 500, told: true },
] as const)('$name is $code, $status', ({ error, code, status, told }) => {
  const { refusal, line } = describeError(error, 'r-1');
  expect(refusal.code).toBe(code);
  expect(statusOf(refusal.code)).toBe(status);
  expect(JSON.stringify(refusal)).not.toContain('secret');
  expect(line !== undefined).toBe(told);
  if (told) expect(line).toMatch(/r-1[\s\S]*secret/);
});

test.each([
  ['KEY', 'authentication_error', 'invalid_api_key'],
  ['LIMIT', 'rate_limit_error', 'rate_limit_exceeded'],
  ['REQUEST', 'invalid_request_error', 'request'],
  ['UNAVAILABLE', 'server_error', 'unavailable'],
] as const)("%s has OpenAI's type %s and code %s", (code, type, theirs) => {
  expect(openAiError({ code, problem: 'P.', fix: 'F.' })).toEqual({ error: { message: 'P. F.', type, param: null, code: theirs } });
});
