/** The bilingual table of a collections' folder: `glossary.tsv` in it, where there is one. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type GlossaryRow, parseGlossary } from '../text/glossary.js';

/** @returns no rows where there is no such file, or the corpus is a single file. */
export async function readGlossary(directory: string): Promise<GlossaryRow[]> {
  try {
    return parseGlossary(await readFile(join(directory, 'glossary.tsv'), 'utf8'));
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR'].includes((cause as NodeJS.ErrnoException).code ?? '')) return [];
    throw cause;
  }
}
