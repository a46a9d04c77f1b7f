import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { parseGlossary } from '../../src/text/glossary.js';

test('a row is what means the same in both languages; comments and broken lines are passed over', () => {
  const rows = parseGlossary(
    ['# zh\ten', '鷹架策略|鷹架\tscaffolding strategy | scaffolding', '', 'no tab here', '甲骨文\t', '\tOracle', '甲骨文\tOracle\r'].join(
      '\n',
    ),
  );
  expect(rows).toEqual([
    { zh: ['鷹架策略', '鷹架'], en: ['scaffolding strategy', 'scaffolding'] },
    { zh: ['甲骨文'], en: ['Oracle'] },
  ]);
});

test('every line of the shipped glossary is a row or a comment', () => {
  const shipped = readFileSync(resolve(import.meta.dirname, '../../corpus/glossary.tsv'), 'utf8');
  const lines = shipped.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  expect(parseGlossary(shipped)).toHaveLength(lines.length);
});
