/** The library's door: what `import ... from 'yingjia'` gives. */
export { createLocalEmbedder } from './embed/local.js';
export { type ErrorCode, YingjiaError } from './errors.js';
export { openAnswerer, type RefreshOptions, refreshIndex } from './pipeline.js';
export { type Flags, parseSettings, type Settings } from './settings.js';
export type * from './types.js';
