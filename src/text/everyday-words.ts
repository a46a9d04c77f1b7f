/** Everyday words of both languages that mean the same: the rows of everyday-rows.ts, as a glossary. */
import { everydayRows } from './everyday-rows.js';
import { createGlossary, type Glossary } from './glossary.js';

let everyday: Glossary | undefined;

/** Built when it is first asked for: a command that does not search pays nothing. */
export function everydayWords(): Glossary {
  everyday ??= createGlossary(
    everydayRows.map((row) => {
      const [zh, en] = row.split(' = ').map((forms) => forms.split('|'));
      return { zh: zh!, en: en! };
    }),
  );
  return everyday;
}
