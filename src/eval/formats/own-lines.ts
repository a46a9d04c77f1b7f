/** Our own test sets, as JSON lines of `TestCase`. */
import { parseTestCases, renderTestSet } from '../test-set.js';
import type { Format } from './format.js';
import { parseRows } from './rows.js';

export const ownLines: Format = {
  name: 'yingjia',
  title: 'Yingjia test set (JSON lines)',
  recognizes(files) {
    const { rows, shape } = parseRows(files.length === 1 ? files[0]!.text : '');
    return shape === 'lines' && rows.some(({ record }) => 'question' in record && 'answerable' in record);
  },
  parse([file]) {
    const { cases, problems } = parseTestCases(file!.text);
    return { cases, losses: problems.map((problem) => ({ path: file!.path, ...problem })) };
  },
  render: ({ cases }) => ({ files: [{ path: 'test-set.jsonl', text: renderTestSet(cases) }], losses: [] }),
};
