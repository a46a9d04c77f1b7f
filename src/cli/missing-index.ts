/** What every command says that needs an index where there is none. */
import { YingjiaError } from '../errors.js';

export const missingIndex = (directory: string) =>
  new YingjiaError('INDEX', {
    problem: `There is no index in "${directory}" that can be read.`,
    fix: 'Run "npx yingjia index".',
  });
