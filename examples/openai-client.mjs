/**
 * The openai package against a running `npx yingjia serve`: any program that speaks to OpenAI's chat completions can ask the articles.
 *
 *   npx yingjia serve &
 *   node examples/openai-client.mjs "Why did Microsoft pause its data center expansion?"
 */
import OpenAI from 'openai';

const client = new OpenAI({
  baseURL: `${process.env.YINGJIA_URL ?? 'http://127.0.0.1:8787'}/v1`,
  apiKey: process.env.YINGJIA_API_KEY ?? 'none',
});

const messages = [{ role: 'user', content: process.argv[2] ?? 'Why did Microsoft pause its data center expansion?' }];
const stream = client.chat.completions.stream({ model: 'yingjia', messages });
for await (const chunk of stream) process.stdout.write(chunk.choices[0]?.delta.content ?? '');

/* A follow-up: the answer goes back in the history, and with it what it stood on. */
const first = await stream.finalChatCompletion();
const second = await client.chat.completions.create({
  model: 'yingjia',
  messages: [
    ...messages,
    { role: 'assistant', content: first.choices[0].message.content },
    { role: 'user', content: 'And when was that?' },
  ],
});
const { content, annotations } = second.choices[0].message;
console.log(`\n\n> And when was that?\n${content}`);
for (const { url_citation } of annotations ?? []) console.log(`${url_citation.title}: ${url_citation.url}`);
