/** What the system says when a disk cannot be used -> what the operator can do about it. */
import { YingjiaError } from '../errors.js';

const fixes: Record<string, string> = {
  ENOSPC: 'Free some space on that disk, then run the command again: the index is as it was before.',
  EDQUOT: 'Free some of your quota on that disk, then run the command again: the index is as it was before.',
  EROFS: 'The folder is read-only: mount it writable, or name another folder with --index.',
  EACCES: 'Give this user the right to read and write that folder, or name another folder with --index.',
  EPERM: 'Give this user the right to read and write that folder, or name another folder with --index.',
  EIO: 'The disk reported an error: check it, or name a folder on another disk with --index.',
  EMFILE: 'Too many files are open: raise the limit (ulimit -n) and run the command again.',
  ENOTDIR: 'A part of that path is a file: name a folder with --index.',
  EEXIST: 'A part of that path is a file: name a folder with --index.',
};

/** @returns the error to throw in place of `cause`: a YingjiaError where the disk is to blame, else `cause` itself. */
export function explainDiskError(directory: string, verb: 'read' | 'written', cause: unknown): unknown {
  const { code, message } = cause as NodeJS.ErrnoException;
  const fix = code === undefined ? undefined : fixes[code];
  if (fix === undefined) return cause;
  return new YingjiaError('INDEX', { problem: `The index in "${directory}" could not be ${verb}: ${message}.`, fix, cause });
}
