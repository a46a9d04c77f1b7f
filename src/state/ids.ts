/** Names for records. */
import { createHash, randomBytes } from 'node:crypto';

/** 12 characters of [A-Za-z0-9_-], never twice. */
export const createId = () => randomBytes(9).toString('base64url');

/** The same for equal parts: a second record of the same thing replaces the first. */
export const createDigestId = (...parts: readonly string[]) =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 16);
