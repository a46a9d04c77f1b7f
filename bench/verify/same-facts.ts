/** Facts that more than one article of the shipped collection states: a quote of the one carries a claim about the other, so that it is no fault. Pure. */
import type { TrueClaim } from './faults.js';

/** One pattern a fact, in both languages. */
const facts: readonly RegExp[] = [
  /(?:lasting|durable|enduring) value|(?:持久|長久)的?價值|能夠持久/i,
  /virtuali[sz]ation|虛擬化/i,
  /faster|cheaper|更快|更便宜|speed and price/i,
  /electronic waste|e-waste|電子廢棄物|電子垃圾/i,
  /what OpenAI designs|OpenAI's designs|designs? from OpenAI|OpenAI 設計|設計往外延伸/i,
  /lines? of defen[cs]e|defen[cs]e lines|三道(?:內部)?防線/i,
  /stateless|無狀態/i,
  /first refusal|優先承接/i,
  /real cost|real money|costs? real|真實的?成本|實際成本/i,
  /paus|halt|stopped building|freeze|froze|暫停|停下|停止擴建|喊停|凍結/i,
  /ChatGPT/,
  /fungib|interchangeab|fleet|互相替代|可替代|機隊/i,
  /slow progress|進度緩慢|進展緩慢/i,
  /concentration risk|single customer|one customer|only one customer|集中風險|一家客戶|單一客戶/i,
  /Copilot/,
  /latecomer|late to|遲到|落後|far behind|trails/i,
  /scaffold|鷹架/i,
  /training capacity|訓練(?:的)?(?:產能|容量)|增加訓練|about training|for training/i,
  /signed|contract|合約|簽/i,
  /near-term capacity|近期(?:可用|就能)|accelerat|加快/i,
];

export function stateOneFact(one: TrueClaim, other: TrueClaim): boolean {
  const said = `${other.text} ${other.quotes.map(({ words }) => words).join(' ')}`;
  return facts.some((fact) => fact.test(one.text) && fact.test(said));
}
