/** The bilingual table of a collection: terms and names that mean the same. Pure; read from `glossary.tsv` by the caller. */
import { fold } from './fold.js';
import { type Token, tokensOf } from './tokens.js';

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

export type GlossaryForm = { language: 'zh' | 'en'; written: string; tokens: readonly Token[] };

export type Glossary = {
  /** The longest form that stands at `at`, as its length in tokens, and all forms of the rows that hold it, itself included. */
  match(tokens: readonly Token[], at: number): { length: number; forms: readonly GlossaryForm[] } | undefined;
};

type RowForm = GlossaryForm & { row: number };

export function createGlossary(rows: readonly GlossaryRow[]): Glossary {
  const formsByRow = rows.map((row, index) => [...parseForms(row.zh, 'zh', index), ...parseForms(row.en, 'en', index)]);
  const byFirstTerm = new Map<number, RowForm[]>();
  for (const form of formsByRow.flat()) {
    const first = form.tokens[0]!.term;
    byFirstTerm.set(first, [...(byFirstTerm.get(first) ?? []), form]);
  }
  for (const forms of byFirstTerm.values()) forms.sort((one, other) => other.tokens.length - one.tokens.length);
  return {
    match(tokens, at) {
      const candidates = byFirstTerm.get(tokens[at]!.term)?.filter((form) => standsAt(form.tokens, tokens, at)) ?? [];
      const length = candidates[0]?.tokens.length;
      if (length === undefined) return undefined;
      const matched = new Set(candidates.filter((form) => form.tokens.length === length).map((form) => form.row));
      return { length, forms: [...matched].flatMap((row) => formsByRow[row]!) };
    },
  };
}

const parseForms = (forms: readonly string[], language: 'zh' | 'en', row: number): RowForm[] =>
  forms.map((written) => ({ language, written, tokens: tokensOf(fold(written)), row })).filter((form) => form.tokens.length > 0);

function standsAt(form: readonly Token[], tokens: readonly Token[], at: number): boolean {
  return form.every((token, offset) => {
    const there = tokens[at + offset];
    return there !== undefined && there.term === token.term && (offset === 0 || there.joined === token.joined);
  });
}
