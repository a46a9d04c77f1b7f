import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readCollections } from '../bench/collections.js';

const collections = await readCollections();

test('some collections are kept from all training', () => {
  expect(collections.filter(({ held }) => held).length).toBeGreaterThanOrEqual(5);
});

describe.each(collections)('what is asked of $name', ({ directory, cases }) => {
  const folder = join(directory, 'articles');
  const texts = new Map(readdirSync(folder).map((file) => [file.replace(/\.md$/u, ''), readFileSync(join(folder, file), 'utf8')]));

  test('is asked once; three to seven of ten questions can be answered, each by a sentence of its articles', () => {
    expect(new Set(cases.map(({ question }) => question)).size).toBe(cases.length);
    const answerable = cases.filter((testCase) => testCase.answerable);
    expect(answerable.length / cases.length).toBeGreaterThan(0.3);
    expect(answerable.length / cases.length).toBeLessThan(0.7);
    for (const { id, evidence } of answerable) expect(evidence.length, id).toBeGreaterThan(0);
  });

  test('has evidence that stands word for word in the article it names', () => {
    for (const { id, evidence } of cases) for (const { articleId, quote } of evidence) expect(texts.get(articleId!), id).toContain(quote);
  });

  test('is about articles in both languages, each named as its file is', () => {
    const languages = [...texts].map(([id, text]) => {
      expect(text, id).toContain(`\nid: ${id}\n`);
      return /^language: (.+)$/mu.exec(text)?.[1];
    });
    expect(new Set(languages)).toEqual(new Set(['en', 'zh-Hant']));
  });
});
