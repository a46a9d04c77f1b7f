/** The bilingual table of a collection: terms and names that mean the same. Pure; read from `corpus/glossary.tsv` by the caller. */

/** One row: every Chinese form means the same as every English one. */
export type GlossaryRow = { zh: readonly string[]; en: readonly string[] };

/** `zh<TAB>en`, alternatives within a cell separated by `|`, `#` begins a comment line; other lines are skipped. */
export function parseGlossary(tsv: string): GlossaryRow[] {
  const rows: GlossaryRow[] = [];
  for (const line of tsv.split(/\r?\n/u)) {
    if (line.startsWith('#')) continue;
    const [zh, en] = line.split('\t').map((cell) =>
      cell
        .split('|')
        .map((form) => form.trim())
        .filter((form) => form !== ''),
    );
    if (zh !== undefined && en !== undefined && zh.length > 0 && en.length > 0) rows.push({ zh, en });
  }
  return rows;
}
