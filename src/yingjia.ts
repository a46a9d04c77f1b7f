/** The library's door: what `import ... from 'yingjia'` gives. */
export { YingjiaError } from './errors.js';
export { openAnswerer, type RefreshOptions, refreshIndex } from './pipeline.js';
export { parseSettings, type Settings } from './settings.js';
export type * from './types.js';
