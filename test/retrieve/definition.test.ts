import { describe, expect, test } from 'vitest';
import { definitionOf } from '../../src/retrieve/definition.js';
import { createQuery } from '../../src/retrieve/query.js';
import { fold } from '../../src/text/fold.js';

const defines = (question: string, sentence: string) => definitionOf(createQuery(question))?.test(fold(sentence));

describe('a sentence that says what the thing is', () => {
  test.each([
    ['What is tacking?', 'Tacking means to sail a zigzag against the wind.', 'The crew was tired of tacking all night.'],
    ['What does leeway mean?', 'Leeway here refers to the drift of a boat.', 'They gave the boat much leeway.'],
    ['What is a bilge pump?', 'A bilge pump is a pump that keeps the hull dry.', 'The bilge pump broke.'],
    ['What is leeway?', 'Sailors have a word for it: the drift is called leeway.', 'Leeway grew in the storm.'],
    ['什麼是壓艙物？', '壓艙物（ballast）是指放在船底的重物。', '船員搬走了壓艙物。'],
    ['搶風是什麼意思？', '這樣走之字形，水手叫做「搶風」。', '整夜搶風，大家都累了。'],
  ])('%s', (question, defining, other) => {
    expect(defines(question, defining)).toBe(true);
    expect(defines(question, other)).toBe(false);
  });

  test.each(['Why did the pump break?', 'What is the name of the boat that sank off Gull Point?', '船為什麼沉了？'])(
    'is not looked for where none is asked for: %s',
    (question) => {
      expect(definitionOf(createQuery(question))).toBeUndefined();
    },
  );
});
