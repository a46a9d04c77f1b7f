/** An answer writer on a made-up article, against a provider that the test scripts. */
import { createChatModel } from '../../src/answer/model.js';
import { createVerification } from '../../src/answer/verify.js';
import {
  type AnswerWriterParts,
  type ContextPassage,
  createAnswerWriter,
  type WriteOutcome,
  type WrittenClaim,
} from '../../src/answer/write.js';
import { chunkArticle } from '../../src/chunk.js';
import { createProviderGate } from '../../src/provider/gate.js';
import type { Article } from '../../src/types.js';

const glossary = [
  { zh: ['微軟'], en: ['Microsoft'] },
  { zh: ['甲骨文'], en: ['Oracle'] },
  { zh: ['資料中心'], en: ['data center'] },
];

export function articleOf(text: string, id = 'pause', language = 'en'): Article {
  return {
    id,
    version: `v-${id}`,
    collection: 'default',
    title: `About ${id}`,
    sources: [{ id: 'S1', title: 'A report' }],
    language,
    text,
  };
}

export const pauseArticle = articleOf(
  'Microsoft paused its data center expansion in the second half of 2023.[^S1] The pause froze about 3.5 GW of planned capacity.[^S1] Microsoft did not stop buying chips.[^S1]\n\nOracle later took over about 3 GW of that gap.[^S1]',
);

export function contextOf(...articles: readonly Article[]): ContextPassage[] {
  return articles
    .flatMap((article) => chunkArticle(article).map((passage) => ({ passage, article })))
    .map((each, index) => ({ ...each, label: `P${index + 1}` }));
}

export const honest = (text: string, words: string, passage = 'P1') => ({ quotes: [{ passage, words }], text });

export const paused = honest(
  'Microsoft paused its data center expansion in the second half of 2023.',
  'Microsoft paused its data center expansion in the second half of 2023.',
);
export const froze = honest(
  'About 3.5 GW of planned capacity was frozen by the pause.',
  'The pause froze about 3.5 GW of planned capacity.',
);

export function openWriter(baseUrl: string, parts: Partial<AnswerWriterParts> = {}) {
  return createAnswerWriter({
    model: createChatModel({ model: 'test-model', baseUrl }),
    gate: createProviderGate({ concurrency: 2, baseWaitMs: 1, longestWaitMs: 2_000 }),
    verification: createVerification(glossary),
    deadlineMs: 20_000,
    ...parts,
  });
}

export type Written = { claims: WrittenClaim[]; outcome: WriteOutcome };

export async function writeAll(
  writer: ReturnType<typeof openWriter>,
  question = 'Why did Microsoft pause?',
  options: {
    language?: string;
    passages?: readonly ContextPassage[];
    signal?: AbortSignal;
    asker?: { user?: string };
    history?: readonly { question: string }[];
  } = {},
): Promise<Written> {
  const { language = 'en', passages = contextOf(pauseArticle), signal = new AbortController().signal, asker, history } = options;
  const stream = writer.write({
    question: { text: question, ...(history === undefined ? {} : { history }) },
    language,
    passages,
    signal,
    ...(asker === undefined ? {} : { asker }),
  });
  const claims: WrittenClaim[] = [];
  for (let next = await stream.next(); ; next = await stream.next()) {
    if (next.done === true) return { claims, outcome: next.value };
    claims.push(next.value);
  }
}
