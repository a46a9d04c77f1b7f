/** Our parts in LangChain's hands: composed in chains, traced, streamed; through the library's second door. */
import { BaseCallbackHandler } from '@langchain/core/callbacks/base';
import type { Document, DocumentInterface } from '@langchain/core/documents';
import type { EmbeddingsInterface } from '@langchain/core/embeddings';
import type { BaseRetrieverInterface } from '@langchain/core/retrievers';
import { type Runnable, RunnableLambda, RunnablePassthrough, RunnableSequence } from '@langchain/core/runnables';
import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from 'vitest';
import {
  type AnswerInput,
  AnswerRunnable,
  type ClaimEvent,
  type PassageMetadata,
  PassageRetriever,
  TextEmbeddings,
} from '../src/langchain.js';
import type { Answer } from '../src/types.js';
import { createLocalEmbedder } from '../src/yingjia.js';
import { harbour, type MadeCollection, openMadeCollection } from './made-collection.js';

const QUESTION = 'Why was the lighthouse painted red?';
let collection: MadeCollection;

beforeAll(async () => {
  collection = await openMadeCollection(harbour);
});
afterAll(() => collection.close());

const retriever = (fields: { k?: number; collections?: string[] } = {}) =>
  new PassageRetriever({ answerer: collection.answerer, ...fields });
const answerer = () => new AnswerRunnable(collection.answerer);

describe('the retriever', () => {
  test('finds documents, best first, each an exact slice of the article version it names', async () => {
    const documents = await retriever().invoke(QUESTION);
    expect(documents[0]!.metadata).toMatchObject({
      articleId: 'lighthouse',
      headings: ['The lamp'],
      collection: 'harbour',
      language: 'en',
    });
    expect(documents[0]!.metadata.sources.map((source) => source.publisher)).toEqual(['Harbour Office']);
    for (const { pageContent, metadata } of documents) {
      const article = await collection.answerer.readArticle(metadata.articleId, metadata.articleVersion);
      expect(article!.text.slice(metadata.start, metadata.end)).toBe(pageContent);
    }
    const scores = documents.map((document) => document.metadata.score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(new Set(documents.map((document) => document.id)).size).toBe(documents.length);
  });

  test('gives k documents at most', async () => {
    expect(await retriever({ k: 1 }).invoke(QUESTION)).toHaveLength(1);
  });

  test('sees only the collections it is limited to', async () => {
    const documents = await retriever({ collections: ['ferry'] }).invoke(QUESTION);
    expect(documents.map((document) => document.metadata.articleId)).toEqual(['timetable']);
    expect(await retriever({ collections: ['no such'] }).invoke(QUESTION)).toEqual([]);
  });

  test('leaves out what was pruned between search and reading', async () => {
    const { answerer: whole } = collection;
    const pruned = new PassageRetriever({ answerer: { search: whole.search, readArticle: async () => undefined } });
    expect(await pruned.invoke(QUESTION)).toEqual([]);
  });

  test('refuses an empty question as the answerer does', async () => {
    await expect(retriever().invoke(' ')).rejects.toMatchObject({ name: 'YingjiaError', code: 'USAGE' });
  });

  test('feeds a chain', async () => {
    const chain = RunnableSequence.from([
      { passages: retriever({ k: 2 }), question: new RunnablePassthrough<string>() },
      ({ passages, question }: { passages: DocumentInterface[]; question: string }) => `${question} ${passages.length}`,
    ]);
    expect(await chain.invoke(QUESTION)).toBe(`${QUESTION} 2`);
  });

  test('has the types of a LangChain retriever', () => {
    expectTypeOf<PassageRetriever>().toExtend<BaseRetrieverInterface<PassageMetadata>>();
    expectTypeOf<PassageRetriever['invoke']>().returns.resolves.toEqualTypeOf<DocumentInterface<PassageMetadata>[]>();
    expectTypeOf<PassageRetriever['_getRelevantDocuments']>().returns.resolves.toEqualTypeOf<Document<PassageMetadata>[]>();
  });
});

describe('the embeddings', () => {
  test('give one unit vector for each text, and the same for a question of the same words', async () => {
    const embeddings = new TextEmbeddings(createLocalEmbedder());
    const [first, second] = await embeddings.embedDocuments(['紅色的燈塔', 'A red lighthouse']);
    expect(Math.hypot(...first!)).toBeCloseTo(1, 5);
    expect(await embeddings.embedQuery('A red lighthouse')).toEqual(second);
    expectTypeOf(embeddings).toExtend<EmbeddingsInterface>();
  });
});

describe('the answerer', () => {
  test.each([
    { name: 'a string', input: QUESTION },
    { name: 'a question', input: { text: QUESTION, collections: ['harbour'] } },
  ])('answers $name with verified quotes', async ({ input }) => {
    const answer = await answerer().invoke(input);
    expect(answer.status).toBe('answered');
    expect(answer.citations[0]!.quote).toContain('could not be seen in snow');
  });

  test('passes on whether it may decline', async () => {
    const question = 'How do I cook rice?';
    expect((await answerer().invoke(question)).status).toBe('not-in-articles');
    const lenient = answerer().withConfig({ decline: false });
    expect((await lenient.invoke({ text: 'Is the ferry red?' })).status).toBe('answered');
  });

  test('answers a batch in order', async () => {
    const questions = [QUESTION, '燈塔為什麼漆成紅色?'];
    const answers = await answerer().batch(questions, { maxConcurrency: 2 });
    expect(answers.map((answer) => [answer.question, answer.language])).toEqual([
      [QUESTION, 'en'],
      [questions[1], 'zh-Hant'],
    ]);
  });

  test('streams a whole answer into the next step of a chain, never a part of one', async () => {
    const statuses = answerer().pipe(RunnableLambda.from((answer: Answer) => `${answer.status} ${answer.claims.length > 0}`));
    const chunks: string[] = [];
    for await (const chunk of await statuses.stream(QUESTION)) chunks.push(chunk);
    expect(chunks).toEqual(['answered true']);
  });

  test('tells each claim as it is verified, from within a chain', async () => {
    const chain = RunnableLambda.from((words: string) => words.trim())
      .pipe(answerer())
      .pipe(RunnableLambda.from((answer: Answer) => answer.text));
    const claims: ClaimEvent[] = [];
    const ended: string[] = [];
    for await (const event of chain.streamEvents(`  ${QUESTION} `, { version: 'v2' })) {
      if (event.event === 'on_custom_event' && event.name === 'claim') claims.push(event.data as ClaimEvent);
      if (event.event === 'on_chain_end') ended.push(event.name);
    }
    expect(claims[0]!.claim.text).toContain('could not be seen in snow');
    expect(claims[0]!.citations.map((citation) => citation.marker)).toEqual(claims[0]!.claim.citations);
    expect(ended).toContain('AnswerRunnable');
  });

  test('is traced: its question, its answer and its refusals', async () => {
    const traced: string[] = [];
    const tracer = BaseCallbackHandler.fromMethods({
      handleChainStart: (_chain, inputs, _run, _type, _tags, _metadata, _runType, name) => {
        traced.push(`${name}: ${inputs.input}`);
      },
      handleChainEnd: (outputs) => {
        traced.push(outputs.status);
      },
      handleChainError: (error) => {
        traced.push(error.code);
      },
    });
    await answerer().invoke(QUESTION, { callbacks: [tracer] });
    await expect(answerer().invoke('', { callbacks: [tracer] })).rejects.toThrow('The question is empty.');
    expect(traced).toEqual([`AnswerRunnable: ${QUESTION}`, 'answered', 'AnswerRunnable: ', 'USAGE']);
  });

  test('stops when it is aborted', async () => {
    await expect(answerer().invoke(QUESTION, { signal: AbortSignal.abort(new Error('gone')) })).rejects.toThrow();
  });

  test('has the types of a LangChain runnable', () => {
    expectTypeOf<AnswerRunnable>().toExtend<Runnable<AnswerInput, Answer>>();
    expectTypeOf(answerer().pipe((answer: Answer) => answer.citations.length)).toExtend<Runnable<AnswerInput, number>>();
  });
});
