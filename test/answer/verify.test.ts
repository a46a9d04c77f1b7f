import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contextOf as collectionContext, readArticles, readGlossary } from '../../bench/verify/collection.js';
import { createVerification } from '../../src/answer/verify.js';
import { articleOf, contextOf } from './writing.js';

const verification = createVerification([
  { zh: ['微軟'], en: ['Microsoft', 'MSFT'] },
  { zh: ['甲骨文'], en: ['Oracle'] },
  { zh: ['納德拉', '薩蒂亞·納德拉'], en: ['Satya Nadella', 'Nadella'] },
  { zh: ['資料中心'], en: ['data center'] },
  { zh: ['大暫停'], en: ['The Pause'] },
  { zh: ['裸機'], en: ['bare metal'] },
]);

/** The verdict on a claim that quotes all of a text: "shown", or the kind of fault. */
function judge(source: string, text: string, words = source): string {
  const article = articleOf(source, 'source', /[\u4e00-\u9fff]/.test(source) ? 'zh-Hant' : 'en');
  const verdict = verification.forPassages(contextOf(article)).verify({ text, quotes: [{ passage: 'P1', words }] });
  if (verdict.kind === 'withheld') return verdict.fault.kind;
  for (const { quote, start, end } of verdict.claim.citations) expect(article.text.slice(start, end)).toBe(quote);
  return 'shown';
}

type Row = { source: string; claim: string; verdict: string };
const rows = (list: readonly [source: string, claim: string, verdict: string][]): Row[] =>
  list.map(([source, claim, verdict]) => ({ source, claim, verdict }));

describe('numbers', () => {
  it.each(
    rows([
      ['The pause froze about 3.5 GW of capacity.', 'The pause froze roughly 3.5 gigawatts of capacity.', 'shown'],
      ['The pause froze about 3.5 GW of capacity.', '暫停凍結了約 3.5 吉瓦的容量。', 'shown'],
      ['The pause froze about 3 GW of capacity.', '暫停凍結了約三吉瓦的容量。', 'shown'],
      ['The pause froze about 3 GW of capacity.', 'The pause froze about 3,000 MW of capacity.', 'shown'],
      ['The pause froze about 3 GW of capacity.', 'The pause froze about 30 GW of capacity.', 'number'],
      ['The pause froze about 3 GW of capacity.', 'The pause froze about 3 MW of capacity.', 'number'],
      ['The stake is valued at about 135 billion US dollars.', '這筆持股的估值約為 1,350 億美元。', 'shown'],
      ['The stake is valued at about 135 billion US dollars.', 'The stake is valued at about $135bn.', 'shown'],
      ['The stake is valued at about 135 billion US dollars.', 'The stake is valued at about €135 billion.', 'number'],
      ['The stake is valued at about 135 billion US dollars.', '這筆持股的估值約為 135 億美元。', 'number'],
      ['Oracle started from one fifth of its size.', '甲骨文從它規模的五分之一起步。', 'shown'],
      ['Oracle started from one fifth of its size.', 'Oracle started from 20 percent of its size.', 'shown'],
      ['Oracle started from one fifth of its size.', 'Oracle started from one quarter of its size.', 'number'],
      ['It signed 60 percent of all leases.', '它簽下全部租約的六成。', 'shown'],
      ['It signed 60 percent of all leases.', '它簽下全部租約的六成五。', 'number'],
      ['The gap comes to tens of billions of dollars.', '差距達數百億美元。', 'shown'],
      ['The gap comes to tens of billions of dollars.', '差距達數十億美元。', 'number'],
      ['Each holds hundreds of thousands of chips.', '每一座都有數十萬顆晶片。', 'shown'],
      ['The share fell from near 100 percent to under 25 percent.', '占比從接近 100% 跌到 25% 以下。', 'shown'],
      ['The share fell from near 100 percent to under 25 percent.', 'The share fell from near 100 percent to over 25 percent.', 'number'],
      ['Oracle signed more than 30 contracts.', 'Oracle signed over 30 contracts.', 'shown'],
      ['Oracle signed more than 30 contracts.', 'Oracle signed fewer than 30 contracts.', 'number'],
      ['Oracle signed about 30 contracts.', 'Oracle signed more than 30 contracts.', 'number'],
      ['The chip stays within 750 W.', '這顆晶片的功耗在 750 瓦以內。', 'shown'],
      ['The forecast is 12 to 13 GW.', 'The forecast is 12-13 GW.', 'shown'],
      ['The forecast is 12 to 13 GW.', 'The forecast is 13 to 13 GW.', 'number'],
      ['The market grew from 500 million to 5 billion dollars.', '市場從 5 億美元成長到 50 億美元。', 'shown'],
      ['The aim is ten times more capacity every 18 to 24 months.', '目標是每 18 到 24 個月把容量提高到十倍。', 'shown'],
      ['The aim is ten times more capacity every 18 to 24 months.', '目標是每 18 到 24 年把容量提高到十倍。', 'number'],
      ['It equals what stood there two and a half years before.', '它相當於兩年半前那裡的總量。', 'shown'],
      ['It equals what stood there two and a half years before.', 'It equals what stood there 30 months before.', 'shown'],
      ['Azure was designed more than a decade ago.', 'Azure 是在十多年前設計的。', 'shown'],
      ['微軟凍結了約 3.5 GW（吉瓦）的容量。', 'Microsoft froze about 3.5 GW of capacity.', 'shown'],
      ['微軟凍結了約 3.5 GW（吉瓦）的容量。', '微軟凍結了約 3.5 GW（兆瓦）的容量。', 'number'],
      ['Maia 200 delivers over 10 petaFLOPS at FP4.', 'Maia 300 delivers over 10 petaFLOPS at FP4.', 'number'],
    ]),
  )('$source -> $claim: $verdict', ({ source, claim, verdict }) => expect(judge(source, claim)).toBe(verdict));
});

describe('dates', () => {
  it.each(
    rows([
      ['On 11 June 2024 the deal was announced.', '這項交易在 2024 年 6 月 11 日宣布。', 'shown'],
      ['On 11 June 2024 the deal was announced.', 'The deal was announced in June 2024.', 'shown'],
      ['On 11 June 2024 the deal was announced.', 'The deal was announced in 2024.', 'shown'],
      ['The deal was announced in June 2024.', 'The deal was announced on 11 June 2024.', 'date'],
      ['The deal was announced in June 2024.', 'The deal was announced in July 2024.', 'date'],
      ['The deal was announced in June 2024.', '這項交易在 2025 年 6 月宣布。', 'date'],
      ['The deal was announced on June 11, 2024.', '這項交易在二〇二四年六月十一日宣布。', 'shown'],
      ['Microsoft paused in the second half of 2023.', '微軟在 2023 年下半年暫停。', 'shown'],
      ['Microsoft paused in the second half of 2023.', '微軟在 2023 年上半年暫停。', 'date'],
      ['Microsoft paused in August 2023.', 'Microsoft paused in the second half of 2023.', 'shown'],
      ['Microsoft paused in mid-2024.', '微軟在 2024 年中暫停。', 'shown'],
      ['Revenue rose in the fourth quarter of fiscal 2024.', '營收在 2024 會計年度第四季上升。', 'shown'],
      ['Revenue rose in Q4 2024.', 'Revenue rose in Q3 2024.', 'date'],
      ['The rights run to 2032.', 'The rights run to 2030.', 'date'],
    ]),
  )('$source -> $claim: $verdict', ({ source, claim, verdict }) => expect(judge(source, claim)).toBe(verdict));
});

describe('what a claim makes more of than its quotes', () => {
  it.each(
    rows([
      [
        'Microsoft and Oracle may collide again at the data layer.',
        'Microsoft and Oracle have collided again at the data layer.',
        'certainty',
      ],
      ['Microsoft and Oracle may collide again at the data layer.', 'Microsoft and Oracle might clash again at the data layer.', 'shown'],
      ['甲骨文打算在德州興建十座資料中心。', '甲骨文已經在德州興建十座資料中心。', 'certainty'],
      ['甲骨文打算在德州興建十座資料中心。', '甲骨文計畫在德州興建十座資料中心。', 'shown'],
      [
        'Oracle claims that its cloud is faster and cheaper than others.',
        'The cloud of Oracle is faster and cheaper than others.',
        'certainty',
      ],
      [
        'Oracle claims that its cloud is faster and cheaper than others.',
        'By its own account Oracle claims a faster and cheaper cloud than others.',
        'shown',
      ],
      ['Microsoft launched a chip in January.', 'Only Microsoft launched a chip in January.', 'addition'],
      ['Several vendors offer agents there.', 'All vendors offer agents there.', 'addition'],
      ['Several vendors offer agents there.', 'Agents there are offered by several vendors.', 'shown'],
      ['Oracle lost the first war. Microsoft launched a chip.', 'Microsoft launched a chip because Oracle lost the first war.', 'addition'],
      ['Its share rose by 30 percent.', 'Its share rose by 30 percentage points.', 'number'],
      ['每一美元的效能提高 30%。', '每一歐元的效能提高 30%。', 'number'],
      ['Microsoft gave up its right of first refusal.', 'Microsoft has its right of first refusal.', 'negation'],
      ['Microsoft launched a new chip in January. Oracle sells databases to banks.', 'Oracle launched a new chip in January.', 'subject'],
    ]),
  )('$source -> $claim: $verdict', ({ source, claim, verdict }) => expect(judge(source, claim)).toBe(verdict));
});

describe('names', () => {
  it.each(
    rows([
      ['這座橋由卡爾·薩根設計，1951 年通車。', '卡爾·薩根設計的橋在 1951 年通車。', 'shown'],
      ['這座橋由卡爾·薩根設計，1951 年通車。', '卡爾·馬龍設計的橋在 1951 年通車。', 'name'],
      ['評審認為《長夜》寫得最好。', '評審認為寫得最好的是《長夜》。', 'shown'],
      ['評審認為《長夜》寫得最好。', '評審認為寫得最好的是《白晝》。', 'name'],
      ['林文宏表示，這座橋明年通車。', '林文宏說，這座橋明年通車。', 'shown'],
      ['林文宏表示，這座橋明年通車。', '陳大年表示，這座橋明年通車。', 'name'],

      ['Nadella explained the plan to investors.', 'Satya Nadella explained the plan to investors.', 'shown'],
      ['Nadella explained the plan to investors.', '納德拉向投資人說明了計畫。', 'shown'],
      ['Nadella explained the plan to investors.', 'Ellison explained the plan to investors.', 'name'],
      ['Microsoft paused its expansion.', '微軟暫停了擴建。', 'shown'],
      ['Microsoft paused its expansion.', '蘋果暫停了擴建。', 'name'],
      ['Microsoft paused its expansion.', 'Zentrix paused its expansion.', 'name'],
      ['Microsoft paused its expansion.', '特斯拉暫停了擴建。', 'name'],
      ['The fleet uses GB200 chips.', 'The fleet uses GB300 chips.', 'name'],
      ['Analysts called it "The Pause".', '分析師稱之為「大暫停」。', 'shown'],
      ['微軟暫停了擴建。', 'Microsoft paused its expansion.', 'shown'],
      ['微軟暫停了擴建。', 'Amazon paused its expansion.', 'name'],
    ]),
  )('$source -> $claim: $verdict', ({ source, claim, verdict }) => expect(judge(source, claim)).toBe(verdict));
});

describe('negation', () => {
  it.each(
    rows([
      ['Microsoft did not stop buying chips.', 'Microsoft did not stop buying chips at all.', 'shown'],
      ['Microsoft did not stop buying chips.', 'Microsoft stopped buying chips.', 'negation'],
      ['Microsoft did not stop buying chips.', '微軟停止購買晶片。', 'comparison'],
      ['Microsoft did not stop buying chips.', '微軟沒有停止購買晶片。', 'shown'],
      ['Microsoft keeps buying chips.', 'Microsoft does not keep buying chips.', 'negation'],
      ['Microsoft keeps buying chips.', '微軟不再購買晶片。', 'negation'],
      ['Nadella did not want to be stuck with one generation.', 'Nadella wanted to avoid being stuck with one generation.', 'shown'],
      ['Nadella did not want to be stuck with one generation.', 'Nadella wanted to be stuck with one generation.', 'negation'],
      ['納德拉不想讓 Azure 變成水管。', '納德拉想讓 Azure 變成水管。', 'negation'],
      ['The plan provisions storage per agent, and not only per user.', 'The plan provisions storage only per user.', 'negation'],
      ['The plan provisions storage per agent, not per user.', 'The plan provisions storage per agent.', 'shown'],
      ['OCI 的網路不會阻塞。', 'The network of OCI is non-blocking.', 'shown'],
      ['OCI 的網路不會阻塞。', 'OCI 的網路會阻塞。', 'negation'],
      ['He was unwilling to wait for the next chip.', 'He was not unwilling to wait for the next chip.', 'negation'],
    ]),
  )('$source -> $claim: $verdict', ({ source, claim, verdict }) => expect(judge(source, claim)).toBe(verdict));
});

describe('comparison', () => {
  it.each(
    rows([
      ['The new chip is faster than the old one.', 'The new chip is slower than the old one.', 'comparison'],
      ['The new chip is faster and cheaper.', '新晶片更快，也更便宜。', 'shown'],
      ['The new chip is faster and cheaper.', '新晶片更快，也更貴。', 'comparison'],
      ['Microsoft is far behind Oracle in chips.', 'Microsoft is far ahead of Oracle in chips.', 'comparison'],
      ['Microsoft is far behind Oracle in chips.', 'Oracle is far ahead of Microsoft in chips.', 'shown'],
      ['The freeze came before the announcement.', 'The freeze came after the announcement.', 'comparison'],
      [
        'Nadella traded a short-term lead for long-term flexibility.',
        'Nadella traded a long-term lead for short-term flexibility.',
        'comparison',
      ],
      ['Nadella traded a short-term lead for long-term flexibility.', '納德拉以短期的領先換取長期的彈性。', 'shown'],
      ['Revenue was 14.3 billion dollars, up 3 percent.', '營收為 143 億美元，成長 3%。', 'shown'],
      ['Revenue was 14.3 billion dollars, up 3 percent.', 'Revenue was 14.3 billion dollars, down 3 percent.', 'comparison'],
      ['毛利比較低，風險比較高。', '毛利比較高，風險比較低。', 'comparison'],
    ]),
  )('$source -> $claim: $verdict', ({ source, claim, verdict }) => expect(judge(source, claim)).toBe(verdict));
});

describe('a claim that says a sentence all but word for word', () => {
  const sentence = 'Many of the old bridges across the river may not carry heavy trucks, and few of them were closed for repair.';
  it.each([
    { changed: 'keeps to it', claim: sentence.replace('few of them', 'few'), verdict: 'shown' },
    { changed: 'loses a "not"', claim: sentence.replace(' not', ''), verdict: 'negation' },
    { changed: 'loses a "may"', claim: sentence.replace('may not carry', 'do not carry'), verdict: 'certainty' },
    { changed: 'says "all" for "many"', claim: sentence.replace('Many', 'All'), verdict: 'addition' },
  ])('$changed: $verdict', ({ claim, verdict }) => expect(judge(sentence, claim)).toBe(verdict));
});

describe('a reason', () => {
  const [paused, lost] = ['The factory was closed in the spring.', 'The second town lost its railway because the line made no profit.'];
  const context = contextOf(articleOf(paused, 'a'), articleOf(lost, 'b'));
  const both = [paused, lost].map((words) => ({ passage: 'P1', words }));
  it.each([
    { claim: 'Because the line made no profit, the second town lost its railway.', verdict: 'verified' },
    { claim: 'The factory was closed in the spring because the second town lost its railway.', verdict: 'withheld' },
  ])('is given by one quote for both sides: $claim $verdict', ({ claim, verdict }) =>
    expect(verification.forPassages(context).verify({ text: claim, quotes: both }).kind).toBe(verdict),
  );
});

describe('who does what', () => {
  it.each(
    rows([
      ['Microsoft left the gap and Oracle took it over.', 'Oracle left the gap and Microsoft took it over.', 'subject'],
      ['Microsoft left the gap and Oracle took it over.', '微軟留下缺口，甲骨文接手。', 'shown'],
      ['Oracle would pass Microsoft in capacity by 2027.', 'Microsoft would pass Oracle in capacity by 2027.', 'subject'],
      ['Microsoft launched Maia 200 last year.', 'Maia 200 was launched by Microsoft last year.', 'shown'],
      ['Nadella said that Microsoft relies on Nvidia.', 'Microsoft said that Nadella relies on Nvidia.', 'subject'],
      ['甲骨文興建資料中心，其中一半給微軟使用。', '微軟興建資料中心，其中一半給甲骨文使用。', 'subject'],
      ['Oracle and Microsoft announced the deal together.', 'Microsoft and Oracle announced the deal together.', 'shown'],
      ['Nadella built a large scaffolding for Microsoft.', '納德拉為微軟建造了一座大型鷹架。', 'shown'],
      ['Nadella built a large scaffolding for Microsoft.', '微軟為納德拉建造了一座大型鷹架。', 'subject'],
      ['Microsoft holds about 27 percent of Oracle.', "Microsoft's share of Oracle is about 27 percent.", 'shown'],
      ['Microsoft holds about 27 percent of Oracle.', "Oracle's share of Microsoft is about 27 percent.", 'subject'],
      ['The network runs on Nvidia Trident switches at Oracle.', 'The network runs on Oracle Trident switches.', 'name'],
      [
        'The Normans entered Italy before the war with the Turks began in the south.',
        'The Turks entered Italy before the war with the Normans began in the south.',
        'subject',
      ],
      ['1948 年蘇聯占領當局把權力移交給德國的領導人。', '1948 年德國占領當局把權力移交給蘇聯的領導人。', 'subject'],
      ['Microsoft will first build what is designed, Nadella said.', 'Nadella will first build what is designed.', 'subject'],
      ['Oracle is building a very large data center.', 'Nadella said that Oracle is building a very large data center.', 'name'],
      [
        'Oracle is building a very large data center with Microsoft.',
        'Microsoft said that Oracle is building a very large data center.',
        'subject',
      ],
      [
        "Nadella's rebuttal is that Microsoft becomes an infrastructure business.",
        'Nadella said Microsoft becomes an infrastructure business.',
        'shown',
      ],
    ]),
  )('$source -> $claim: $verdict', ({ source, claim, verdict }) => expect(judge(source, claim)).toBe(verdict));
});

describe('quotes', () => {
  const source = '微軟（Microsoft）在 2023 年下半年，暫停了資料中心的擴建。[^S1] 那一年它沒有停止採購晶片。[^S1]';
  it.each([
    { quoted: 'letter for letter', words: '微軟（Microsoft）在 2023 年下半年，暫停了資料中心的擴建。', verdict: 'shown' },
    { quoted: 'with other marks and spaces', words: '微軟(Microsoft)在2023年下半年,暫停了 資料中心的擴建', verdict: 'shown' },
    { quoted: 'in the other script', words: '微软（Microsoft）在 2023 年下半年，暂停了资料中心的扩建。', verdict: 'shown' },
    { quoted: 'in full width', words: '微軟（Ｍｉｃｒｏｓｏｆｔ）在 ２０２３ 年下半年，暫停了資料中心的擴建。', verdict: 'shown' },
    { quoted: 'in part', words: '暫停了資料中心的擴建', verdict: 'shown' },
    { quoted: 'across a footnote', words: '暫停了資料中心的擴建。 那一年它沒有停止採購晶片。', verdict: 'shown' },
    { quoted: 'with a word changed', words: '微軟（Microsoft）在 2023 年下半年，取消了資料中心的擴建。', verdict: 'quote' },
    { quoted: 'with a piece left out', words: '微軟暫停了資料中心的擴建', verdict: 'quote' },
    { quoted: 'too shortly', words: '擴建', verdict: 'quote' },
    { quoted: 'not at all', words: '', verdict: 'quote' },
  ])('$quoted: $verdict', ({ words, verdict }) => expect(judge(source, '微軟在 2023 年下半年暫停了資料中心的擴建。', words)).toBe(verdict));

  it('carry a claim only from what was retrieved', () => {
    const [first, second] = [articleOf('Microsoft paused its expansion.', 'a'), articleOf('Oracle kept building.', 'b')];
    const verifier = verification.forPassages(contextOf(first));
    expect(verifier.verify({ text: 'Oracle kept building.', quotes: [{ passage: 'P1', words: second.text }] })).toMatchObject({
      kind: 'withheld',
      fault: { kind: 'quote' },
    });
  });

  it('of another passage are cited where they stand', () => {
    const context = contextOf(articleOf('Microsoft paused its expansion.', 'a'), articleOf('Oracle kept building.', 'b'));
    const verdict = verification
      .forPassages(context)
      .verify({ text: 'Oracle kept building.', quotes: [{ passage: 'P1', words: 'Oracle kept building.' }] });
    expect(verdict).toMatchObject({ kind: 'verified', reattributed: true, claim: { citations: [{ articleId: 'b' }] } });
  });

  it('whose words only look like an instruction carry what they say', () => {
    const source = '灰熊在當地扮演生態系工程師的角色，會捕獵鮭魚，並帶到附近的森林。';
    expect(judge(source, '灰熊會捕獵鮭魚，並帶到附近的森林。')).toBe('shown');
    const company = 'The firm sells itself as an AI infrastructure company, and its revenue doubled in two years.';
    expect(judge(company, "The firm's revenue doubled in two years.")).toBe('shown');
  });

  it('about something else carry nothing', () => {
    expect(judge('The building has a flat roof and many windows.', 'Investors were disappointed by the results.')).toBe('support');
  });
});

describe('for every sentence of the collection', () => {
  const articles = readArticles();
  const context = collectionContext(articles);
  const verifier = createVerification(readGlossary()).forPassages(context);
  const letters = fc.constantFrom(' ', '，', '。', '\n', '　', '"', '—');

  it('a quote that is found is an exact slice, however its marks and spaces were changed', () => {
    const sentences = context.filter(({ passage }) => passage.text.length > 60);
    fc.assert(
      fc.property(
        fc.constantFrom(...sentences),
        fc.integer({ min: 0, max: 20 }),
        fc.integer({ min: 20, max: 60 }),
        fc.array(fc.tuple(fc.nat(60), letters), { maxLength: 5 }),
        ({ passage }, from, length, marks) => {
          let words = passage.text.slice(from, from + length);
          for (const [at, mark] of marks) words = words.slice(0, at) + mark + words.slice(at);
          const verdict = verifier.verify({ text: passage.text, quotes: [{ passage: 'P1', words }] });
          for (const { articleId, quote, start, end } of verdict.kind === 'verified' ? verdict.claim.citations : []) {
            expect(articles.find(({ id }) => id === articleId)!.text.slice(start, end)).toBe(quote);
          }
        },
      ),
    );
  });

  it('no text makes the verifier throw', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.string({ unit: 'binary', maxLength: 80 }), (text, words) => {
        expect(['verified', 'withheld']).toContain(verifier.verify({ text, quotes: [{ passage: 'P1', words }] }).kind);
      }),
    );
  });
});
