/** A folder of articles for one test, removed after it, and all that it holds. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openCorpus } from '../../src/corpus/read.js';
import type { Article, CorpusProblem } from '../../src/types.js';

/** Writes the files (path -> content) into a new temporary folder. */
export function makeFolder(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const root = mkdtempSync(join(tmpdir(), 'yingjia-corpus-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}

/** Every article of a folder with its path, in order, and what could not be read. */
export async function readAll(directory: string, maxFileBytes = 1024 * 1024) {
  const corpus = await openCorpus({ directory, maxFileBytes });
  const articles: { article: Article; path: string }[] = [];
  const problems: CorpusProblem[] = [...corpus.problems];
  for (const { path } of corpus.files) {
    const read = await corpus.read(path);
    articles.push(...read.articles.map((article) => ({ article, path })));
    problems.push(...read.problems);
  }
  return { articles, problems };
}
