import { readFileSync } from 'node:fs';
import { test } from 'vitest';
import { createVerification } from '../../src/answer/verify.js';
import { contextOf, readArticles, readGlossary } from '../../bench/verify/collection.js';

test('scratch', () => {
  const articles = readArticles();
  const verification = createVerification(readGlossary());
  const context = contextOf(articles);
  const lines = readFileSync('test/answer/honest-claims.jsonl', 'utf8')
    .trim()
    .split('\n')
    .map((l) => JSON.parse(l));
  const shown = [0, 0],
    total = [0, 0];
  const K: Record<string, number> = {};
  const times: number[] = [];
  lines.forEach((line, i) => {
    const half = i % 2;
    const ids = new Set(line.quotes.map((q: any) => q.articleId));
    const mine = context.filter((c) => ids.has(c.article.id)).slice(0, 40);
    const verifier = verification.forPassages(mine);
    const t = performance.now();
    const verdict = verifier.verify({ text: line.claim, quotes: line.quotes.map((q: any) => ({ passage: 'P1', words: q.quote })) });
    times.push(performance.now() - t);
    total[half]!++;
    if (verdict.kind !== 'verified') { if (half === 1 && verdict.fault.kind !== 'subject') console.log('HELD', verdict.fault.kind, verdict.fault.detail, line.language, verdict.fault.kind === 'number' ? line.claim + ' || ' + JSON.stringify(line.quotes) : ''); const k = half + verdict.fault.kind; K[k] = (K[k] ?? 0) + 1; }
    if (verdict.kind === 'verified') shown[half]!++;
    else if (half === 0 || process.env.ALL)
      console.log(
        `${i} [${verdict.fault.kind}] ${verdict.fault.detail}\n   C: ${line.claim}\n   Q: ${line.quotes.map((q: any) => q.quote).join(' || ')}`,
      );
  });
  console.log('\nK=', JSON.stringify(K));
  times.sort((a, b) => a - b);
  console.log(
    'dev',
    shown[0],
    total[0],
    'held',
    shown[1],
    total[1],
    'median ms',
    times[times.length >> 1],
    'p95',
    times[Math.floor(times.length * 0.95)],
  );
});
