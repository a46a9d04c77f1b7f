/**
 * The verified answer as a LangChain Runnable: composed with `pipe`, its claims told one by one as custom events.
 *
 *   node examples/langchain-answerer.mjs "甲骨文為什麼要接低毛利的生意？"
 */
import { openAnswerer, parseSettings, refreshIndex } from 'yingjia';
import { AnswerRunnable } from 'yingjia/langchain';

const settings = parseSettings(process.env);
await refreshIndex(settings);
const answerer = await openAnswerer(settings);

const toMarkdown = ({ status, text, citations }) =>
  status === 'not-in-articles'
    ? `_${text}_`
    : `${text}\n\n${citations.map(({ marker, title, quote }) => `${marker}. **${title}**: “${quote}”`).join('\n')}`;
const chain = new AnswerRunnable(answerer).pipe(toMarkdown);

const question = process.argv[2] ?? 'Why did Oracle want low-margin work?';
for await (const { event, name, data } of chain.streamEvents(question, { version: 'v2' })) {
  if (event === 'on_custom_event' && name === 'claim') console.log(`verified: ${data.claim.text}`);
  if (event === 'on_chain_end' && name === 'RunnableSequence') console.log(data.output);
}
await answerer.close();
