import { describe, expect, test } from 'vitest';
import { askedValueOf, holdsValue } from '../../src/retrieve/asked-value.js';
import { fold } from '../../src/text/fold.js';

const holds = (question: string, text: string): boolean | undefined => {
  const value = askedValueOf(fold(question));
  return value === undefined ? undefined : holdsValue(fold(text), value, fold(question));
};

describe('a value of the kind asked for', () => {
  test.each([
    ['What does one ticket cost?', 'A ticket is sold for 12 dollars.', 'A ticket admits two people.'],
    ['How much did the town pay for the bridge?', 'The town gave $3 million for it.', 'The town paid dearly for the bridge.'],
    ["What was the mill's net profit in 1902?", 'It earned 900 pounds.', 'In 1902 the mill had 40 looms.'],
    ['館長的年薪是多少?', '館長一年領 90 萬元。', '館長每一元都要報帳。'],
    ['造這座橋花了多少錢?', '工程費為三千萬元。', '橋長三百公尺。'],
    ['What percentage of the harbour is dredged?', 'Half of it is dredged each year.', 'The harbour is dredged each year.'],
    ['漁船占港口的比例是多少?', '漁船占了六成。', '漁船成立了公會。'],
    ['How long did the repairs take?', 'They took nine weeks.', 'They were costly.'],
    ['How long may they use the pier?', 'They may use it until 2031.', 'They may use it freely.'],
    ['渡輪要坐多久?', '航程為四十分鐘。', '渡輪停在港邊。'],
    ['How many people work at the mill?', 'The mill employs 240 workers.', 'The mill has 240 looms.'],
    ['磨坊有多少員工?', '磨坊雇了兩百四十人。', '磨坊有 240 台織機。'],
    ['When was the lamp replaced?', 'It was replaced in the nineteenth century.', 'It was replaced by the keeper.'],
    ['燈是什麼時候換的?', '燈在 1987 年換新。', '燈由布蘭特換新。'],
    ['Which university did she attend?', 'She studied at Lund University.', 'She studied physics.'],
    ['她讀哪一所大學?', '她畢業於隆德大學。', '她讀的是物理。'],
    ['How many species live in the bay?', 'The bay is home to 130 species.', 'The bay is 130 metres deep.'],
    ['How many companies were listed?', 'In that year companies listed reached 374.', 'Many firms were listed.'],
    ['港裡有幾艘船?', '港裡停著十二艘船。', '港裡停著漁船。'],
  ])('%s is held by "%s", not by "%s"', (question, holding, lacking) => {
    expect(holds(question, holding)).toBe(true);
    expect(holds(question, lacking)).toBe(false);
  });

  test('is one that the question does not give itself', () => {
    expect(holds('Was the lamp bought in 1987 or when was it bought?', 'The lamp was bought in 1987.')).toBe(false);
  });

  test.each(['Why was the tower painted?', '燈塔為什麼漆成紅色?', 'Who keeps the lamp?', 'How long is the bridge?', '什麼是鷹架?'])(
    '"%s" does not say plainly what kind it wants',
    (question) => {
      expect(askedValueOf(fold(question))).toBeUndefined();
    },
  );

  test.each(['萬', '9', ' ', 'a.', '1 ', '九百'])('is looked for in a hundred thousand of %j without an end to it', (piece) => {
    const text = piece.repeat(100_000);
    for (const question of [
      '多少錢?',
      'How long did it take?',
      'When was it?',
      'How many people came?',
      'How many boats are there?',
      '有幾艘船?',
      '她讀哪一所大學?',
    ])
      expect(holds(question, text)).toBeTypeOf('boolean');
  });
});
