/**
 * A new article's file in the corpus. In: a name, a collection and bytes. Out: the path it was stored under. The name
 * cannot leave the corpus folder; the file appears at once and whole; an existing one is only replaced on request.
 */
import { createHash } from 'node:crypto';
import { access, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

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
  | { outcome: 'stored'; path: string; undo: () => Promise<void> }
  | { outcome: 'exists'; path: string }
  | { outcome: 'wrong-type' };

export async function storeArticle({ corpusDirectory, collection, fileName, bytes, replace }: NewArticle): Promise<Intake> {
  const extension = extname(fileName).toLowerCase();
  if (!ARTICLE_TYPES.some((type) => type === extension)) return { outcome: 'wrong-type' };
  const folder = join(corpusDirectory, safeName(collection));
  const path = join(folder, `${safeName(fileName.slice(0, -extension.length))}${extension}`);
  const exists = await access(path).then(
    () => true,
    () => false,
  );
  if (exists && !replace) return { outcome: 'exists', path };
  await mkdir(folder, { recursive: true });
  const temporary = join(folder, `.${createHash('sha256').update(path).digest('hex').slice(0, 12)}.new`);
  await writeFile(temporary, bytes);
  await rename(temporary, path);
  return { outcome: 'stored', path, undo: () => (exists ? Promise.resolve() : rm(path, { force: true })) };
}

/** Letters, digits, dots and hyphens of any script; never empty, never a path, at most 80 characters. */
export function safeName(name: string): string {
  const plain = name
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}.]+/gu, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 80)
    .toWellFormed();
  return plain === '' ? 'article' : plain;
}

/** Pasted text as an article with its title. */
export const createMarkdown = (title: string, text: string): string => `---\ntitle: ${JSON.stringify(title)}\n---\n\n${text.trim()}\n`;
