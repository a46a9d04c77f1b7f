import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readWritten } from '../bench/written.js';

const data = resolve(process.env.YINGJIA_SHARED ?? '../shared', 'data');
const sets = readdirSync('bench/questions').map((file) => basename(file, '.jsonl'));

describe.each(sets)('questions written about %s', (set) => {
  test('are asked once each; half of them can be answered', async () => {
    const written = await readWritten(set);
    expect(new Set(written.map(({ question }) => question)).size).toBe(written.length);
    for (const { kind, answer, question } of written) expect(answer !== null, question).toBe(kind === 'plain' || kind === 'reworded');
    const answerable = written.filter(({ answer }) => answer !== null).length / written.length;
    expect(answerable).toBeGreaterThan(0.4);
    expect(answerable).toBeLessThan(0.6);
  });

  test.skipIf(!existsSync(data))(`hold answers word for word as their passages do (skipped where YINGJIA_SHARED has no data)`, async () => {
    const lines = readFileSync(join(data, set, 'passages.jsonl'), 'utf8')
      .trim()
      .split('\n');
    const texts = new Map(lines.map((line) => JSON.parse(line) as { id: string; text: string }).map(({ id, text }) => [id, text]));
    for (const { passage, answer, question } of await readWritten(set)) {
      expect(texts.has(passage), question).toBe(true);
      if (answer !== null) expect(texts.get(passage), question).toContain(answer);
    }
  });
});

test('a set that nobody wrote questions for has none', async () => {
  expect(await readWritten('nothing')).toEqual([]);
});
