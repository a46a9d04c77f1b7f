/**
 * As a library: bring the index up to date, ask, and check a quote yourself.
 *
 *   node examples/library.mjs "微軟為什麼暫停資料中心的擴建？"
 */
import { openAnswerer, parseSettings, refreshIndex } from 'yingjia';

const settings = parseSettings(process.env);
await refreshIndex(settings);
const answerer = await openAnswerer(settings);

const answer = await answerer.answer({ text: process.argv[2] ?? 'Why did Microsoft pause its data center expansion?' });
console.log(`${answer.status}: ${answer.text}`);

for (const { marker, articleId, articleVersion, quote, start, end } of answer.citations) {
  const article = await answerer.readArticle(articleId, articleVersion);
  console.log(
    `[${marker}] ${articleId}, ${start} to ${end}: ${article.text.slice(start, end) === quote ? 'the quote stands there' : 'wrong'}`,
  );
}
await answerer.close();
