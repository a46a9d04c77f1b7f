/**
 * The library's second door: what `import ... from 'yingjia/langchain'` gives. Our parts as LangChain's contracts, apart from the first door,
 * since importing LangChain takes longer than an answer does.
 */
export { type AnswerCallOptions, type AnswerInput, AnswerRunnable, type ClaimEvent } from './answer/runnable.js';
export { TextEmbeddings } from './embed/langchain.js';
export { IndexStore } from './index/store.js';
export { type PassageMetadata, PassageRetriever, type PassageRetrieverInput } from './retrieve/passage-retriever.js';
