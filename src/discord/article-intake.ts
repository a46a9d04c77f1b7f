/**
 * A new article's file in the corpus. In: a name, a collection and bytes. Out: the path it was stored under. The name
 * cannot leave the corpus folder; the file appears at once and whole; an existing one is only replaced on request.
 */
import { readFile, rm } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { writeAtomically } from '../corpus/atomic-file.js';

/** What the corpus reads. */
export const ARTICLE_TYPES = ['.md', '.txt', '.html', '.pdf', '.docx'] as const;

export type NewArticle = {
  corpusDirectory: string;
  collection: string;
  /** "Report 3.pdf" */
  fileName: string;
  bytes: Uint8Array;
  replace: boolean;
};

export type Intake =
  /** `undo` puts back what was there before. */
  { outcome: 'stored'; path: string; undo: () => Promise<void> } | { outcome: 'exists'; path: string } | { outcome: 'wrong-type' };

/** @throws YingjiaError CORPUS where the folder cannot be written. */
export async function storeArticle({ corpusDirectory, collection, fileName, bytes, replace }: NewArticle): Promise<Intake> {
  const extension = extname(fileName).toLowerCase();
  if (!ARTICLE_TYPES.some((type) => type === extension)) return { outcome: 'wrong-type' };
  const folder = join(corpusDirectory, safeName(collection));
  const path = join(folder, `${safeName(fileName.slice(0, -extension.length))}${extension}`);
  const before = await readFile(path).catch(orUndefinedIfMissing);
  if (before !== undefined && !replace) return { outcome: 'exists', path };
  writeAtomically(path, bytes);
  return { outcome: 'stored', path, undo: async () => (before === undefined ? rm(path, { force: true }) : writeAtomically(path, before)) };
}

function orUndefinedIfMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined;
  throw error;
}

/** Letters, digits, dots and hyphens of any script; never empty, never a path; 60 characters, so that a file system takes it in any script. */
export function safeName(name: string): string {
  const plain = name
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}.]+/gu, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 60)
    .toWellFormed();
  return plain === '' ? 'article' : plain;
}

/** Pasted text as an article with its title. */
export const createMarkdown = (title: string, text: string): string => `---\ntitle: ${JSON.stringify(title)}\n---\n\n${text.trim()}\n`;
