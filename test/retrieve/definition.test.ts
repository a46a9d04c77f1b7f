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
    ['What is the Long Tack?', 'Old sailors called that leg the "Long Tack".', 'They sailed the Long Tack in the dark.'],
    ['Who is Ada Brandt?', 'Ada Brandt, the keeper since 2003, lives upstairs.', 'The lamp was cleaned by Ada Brandt.'],
    ["Who's Ada Brandt?", 'Ada Brandt is the keeper of the lamp.', 'They wrote to Ada Brandt.'],
    ['布蘭特是誰？', '燈塔由管理局局長布蘭特看守。', '大家都寫信給布蘭特。'],
    ['布蘭特是誰？', '布蘭特（Ada Brandt）是燈塔的看守人。', '信寄到布蘭特家裡。'],
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
