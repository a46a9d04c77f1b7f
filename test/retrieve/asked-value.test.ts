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
    ['When does the ferry leave?', 'The ferry leaves at seven.', 'The ferry leaves from the pier.'],
    ['燈是什麼時候換的?', '燈在 1987 年換新。', '燈由布蘭特換新。'],
    ['燈塔是哪一年蓋的?', '燈塔建於光緒九年。', '燈塔蓋了兩年，五年後才有燈。'],
    ['Which university did she attend?', 'She studied at Lund University.', 'She studied physics.'],
    ['她讀哪一所大學?', '她畢業於隆德大學。', '她讀的是物理。'],
    ['How many species live in the bay?', 'The bay is home to 130 species.', 'The bay is 130 metres deep.'],
    ['How many companies were listed?', 'In that year companies listed reached 374.', 'Many firms were listed.'],
    ['港裡有幾艘船?', '港裡停著十二艘船。', '港裡停著漁船。'],
    ['How tall is the lighthouse?', 'It stands 34 metres above the rock.', 'It holds 34 lamps.'],
    ['燈塔有多高?', '塔身離地三十四公尺。', '塔裡有三十四盞燈。'],
    ['How big is the island?', 'The island covers 12 square kilometres.', 'The island has 12 farms.'],
    ['那塊地有多大?', '園區占地 85 英畝。', '園區有 85 座倉庫。'],
    ['How much power does the lamp draw?', 'The lamp needs 40 kilowatts.', 'The lamp needs 40 keepers.'],
    ['這盞燈會吃多少電?', '燈的功率是 750 W。', '燈有 750 個零件。'],
    ['How heavy is the anchor?', 'The anchor comes to 3.5 tonnes.', 'The anchor has 3 arms.'],
    ['錨有多重?', '錨是三噸半。', '錨有三個爪。'],
  ])('%s is held by "%s", not by "%s"', (question, holding, lacking) => {
    expect(holds(question, holding)).toBe(true);
    expect(holds(question, lacking)).toBe(false);
  });

  test('is one that the question does not give itself', () => {
    expect(holds('Was the lamp bought in 1987 or when was it bought?', 'The lamp was bought in 1987.')).toBe(false);
  });

  test.each([
    'Why was the tower painted?',
    '燈塔為什麼漆成紅色?',
    'Who keeps the lamp?',
    'How long is the bridge?',
    '什麼是鷹架?',
    'How big a stake does it own?',
    '記憶體有多大容量?',
    '市場有多大?',
    'What is the length of the contract?',
  ])('"%s" does not say plainly what kind it wants', (question) => {
    expect(askedValueOf(fold(question))).toBeUndefined();
  });

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
      'How tall is it?',
      '那塊地有多大?',
      '會吃多少電?',
      '有多重?',
    ])
      expect(holds(question, text)).toBeTypeOf('boolean');
  });
});
