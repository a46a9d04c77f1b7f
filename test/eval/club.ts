/** A collection of three articles and a set of twelve questions that the memory answerer gets right. */
import type { Answer, Answerer, TestCase } from '../../src/types.js';
import { articleOf, createMemoryAnswerer } from './memory-answerer.js';

export const clubArticles = [
  articleOf(
    'club',
    'The rowing club was founded in 1887 by tea merchants. Its boathouse burned down in 1911.[^S1] The club never sold its land by the river.',
  ),
  articleOf(
    'bridge',
    'The old bridge carries 9,000 cars a day. Engineers repaired the bridge in spring with granite. The bridge keeper is called Oda.',
  ),
  articleOf('梵語', '陸特開創了梵語的學術研究。瓊斯發現了印歐語系的親緣關係。亞洲協會在加爾各答舉行會議。'),
];

const fact = (id: string, question: string, articleId: string, quote: string, language = 'en'): TestCase => ({
  id,
  question,
  answerable: true,
  evidence: [{ articleId, quote }],
  tags: ['fact', language],
});
const foreign = (id: string, question: string, language = 'en'): TestCase => ({
  id,
  question,
  answerable: false,
  evidence: [],
  tags: ['off-topic', language],
});

export const clubCases: readonly TestCase[] = [
  fact('founded', 'Which merchants founded the rowing club?', 'club', 'The rowing club was founded in 1887 by tea merchants.'),
  fact('burned', 'When did the boathouse burn down?', 'club', 'Its boathouse burned down in 1911.'),
  fact('land', 'Was land by the river sold?', 'club', 'The club never sold its land by the river.'),
  fact('cars', 'How many cars does the old bridge carry?', 'bridge', 'The old bridge carries 9,000 cars a day.'),
  fact('repair', 'Who repaired the bridge with granite?', 'bridge', 'Engineers repaired the bridge in spring with granite.'),
  fact('keeper', 'What is the bridge keeper called?', 'bridge', 'The bridge keeper is called Oda.'),
  fact('sanskrit', '誰開創了梵語的學術研究？', '梵語', '陸特開創了梵語的學術研究。', 'zh'),
  fact('family', '誰發現了印歐語系？', '梵語', '瓊斯發現了印歐語系的親緣關係。', 'zh'),
  foreign('rice', 'What recipe makes saffron risotto creamy?'),
  foreign('moon', 'Does moonlight influence tides near Lisbon?'),
  foreign('weather', '明天台北會下雨嗎？', 'zh'),
  foreign('stock', '哪一檔股票值得買進？', 'zh'),
];

export const createClubAnswerer = (change?: (answer: Answer) => Answer): Answerer => createMemoryAnswerer(clubArticles, change);
