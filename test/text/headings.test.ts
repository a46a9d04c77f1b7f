import { expect, test } from 'vitest';
import { parseHeading } from '../../src/text/headings.js';

test.each([
  ['# One', { depth: 1, title: 'One' }],
  ['###### 六', { depth: 6, title: '六' }],
  ['   ## Three spaces before', { depth: 2, title: 'Three spaces before' }],
  ['## Closed ##', { depth: 2, title: 'Closed' }],
  ['## C#', { depth: 2, title: 'C' }],
  ['#\tTab', { depth: 1, title: 'Tab' }],
  ['####### seven', undefined],
  ['#hashtag', undefined],
  ['    # code', undefined],
  ['# ', undefined],
  ['## ##', undefined],
  ['text # no', undefined],
])('"%s"', (line, heading) => {
  expect(parseHeading(line)).toEqual(heading);
});
