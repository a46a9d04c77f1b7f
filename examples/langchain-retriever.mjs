/**
 * The search as a LangChain retriever in a chain of your own. With OPENAI_API_KEY (and OPENAI_BASE_URL for another provider) and
 * YINGJIA_CHAT_MODEL set, a model writes; without, the chain ends at its prompt. What such a chain writes is not verified: for that, see
 * langchain-answerer.mjs.
 *
 *   node examples/langchain-retriever.mjs "What is fungibility?"
 */
import { StringOutputParser } from '@langchain/core/output_parsers';
import { ChatPromptTemplate } from '@langchain/core/prompts';
import { RunnableLambda, RunnablePassthrough, RunnableSequence } from '@langchain/core/runnables';
import { openAnswerer, parseSettings, refreshIndex } from 'yingjia';
import { PassageRetriever } from 'yingjia/langchain';

const settings = parseSettings(process.env);
await refreshIndex(settings);
const answerer = await openAnswerer(settings);

const retriever = new PassageRetriever({ answerer, k: 4 });
const toText = RunnableLambda.from((documents) =>
  documents.map(({ pageContent, metadata }) => `${metadata.title} (${metadata.articleId}, ${metadata.start})\n${pageContent}`).join('\n\n'),
);
const prompt = ChatPromptTemplate.fromMessages([
  ['system', 'Answer from these passages only, and name the article of each fact.\n\n{passages}'],
  ['human', '{question}'],
]);
const grounded = RunnableSequence.from([{ passages: retriever.pipe(toText), question: new RunnablePassthrough() }, prompt]);

const question = process.argv[2] ?? 'What does fungibility mean here?';
const model = process.env.YINGJIA_CHAT_MODEL;
if (model === undefined) {
  console.log((await grounded.invoke(question)).toString());
} else {
  const { ChatOpenAI } = await import('@langchain/openai');
  const chain = grounded
    .pipe(new ChatOpenAI({ model, configuration: { baseURL: process.env.OPENAI_BASE_URL } }))
    .pipe(new StringOutputParser());
  console.log(await chain.invoke(question));
}
await answerer.close();
