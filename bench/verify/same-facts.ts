/** Facts that more than one sentence of the shipped collection states: a quote of the one carries a claim about the other, so that it is no fault. Pure. */
import { lettersIn } from '../../src/answer/locate-quote.js';
import type { TrueClaim } from './faults.js';

/** One pattern a fact that articles of both languages state: each names what no other fact of the collection has. */
const facts: readonly RegExp[] = [
  /(?:line|防線).*(?:cris|危機)/i,
  /e-waste|electronic waste|電子(?:垃圾|廢棄物)/i,
  /(?:hyperscale|超大規模).*(?:workload|工作負載)|(?:workload|工作負載).*(?:hyperscale|超大規模)/i,
  /300 billion|3,?000 ?億/,
  /virtual machine|虛擬機/i,
  /overhead|額外(?:的)?負擔/i,
  /low-margin (?:work|job|business)|不算低毛利|不是低毛利|並不是低毛利/i,
  /screenshot|截圖/i,
  /(?:per|each|every|一個|每個)\s?(?:agent|代理)/i,
  /27 percent|27%|百分之 27/,
  /32\.5/,
  /second half of 2023|latter half of 2023|2023 年下半年/,
  /(?:lasting|durable|enduring) value|value that lasts|(?:持久|長久)的?價值|價值.*(?:持久|長久)/i,
  /flexib|彈性/i,
  /concentration risk|集中風險/i,
  /total cost of ownership|TCO|總持有成本/,
  /first refusal|優先承接/,
  /Trojan|木馬/,
  /(?:five|5)[- ]year depreciation|五年的折舊/i,
  /agents.*5 (?:to|and|billion)|代理.*50 億/,
  /hoster|代管/i,
  /latecomer|late-?comer|遲到者/i,
  /far behind|trails|ahead of Microsoft|遠遠(?:落後|領先)|遙遙領先/i,
  /yellow|黃色|tens of billions|數百億/i,
  /(?:faster|fast|speed|快).*(?:cheap|price|便宜)/i,
  /(?:one|single) (?:hardware )?generation|one generation|(?:單一世代|同一代|一代硬體)/i,
  /pipe\b|水管|管線/i,
  /30 (?:\w+ )?AI contracts|thirty AI|12\.5 billion|30 份|125 億/i,
  /(?:technology|技術).*(?:business model|商業模式)|(?:business model|商業模式).*(?:technology|技術)/i,
  /virtual R&D|虛擬研發|14 billion|140 億/i,
  /Copilot.*(?:share|ground|市占)|(?:share|market).*Copilot/i,
  /expansion had paused|paused (?:its |building )?data center|擴建.*停|停.*擴建|暫停擴建/i,
  /above the model|模型(?:之|以)上/i,
  /database company|資料庫公司/i,
  /(?:collide|clash|衝突).*(?:data layer|資料層)|(?:data layer|資料層).*(?:collide|clash|衝突)|戰場/i,
  /(?:cost|成本).*(?:every|each|each extra|每).*(?:user|使用者)|(?:every|each|每).*(?:user|使用者).*(?:cost|成本)/i,
  /superintelligence|超級智慧/i,
  /infrastructure business|基礎設施(?:事業|生意)/i,
  /18.{1,6}24|tenfold|year and a half/i,
  /one copy|single copy|一份複本|複製一次|贏家.?詛咒|winner's curse/i,
  /stateless|無狀態/i,
  /expert panel|panel of experts|專家小組/i,
  /slow progress|進度緩慢|進展/i,
  /vertical|垂直/i,
  /(?:extend|延伸).*(?:Azure|OpenAI)|OpenAI.*(?:extend|延伸)/i,
  /near-term capacity|近期(?:可用|就能)/i,
  /(?:model famil|模型家族|family of models).*(?:region|地區)/i,
  /data generation|資料生成/i,
  /SaaS.*(?:margin|毛利|cost|成本)/i,
  /bare[- ]metal|裸機/i,
  /scaffold.*layer|鷹架.*那一層|模型.*那一層|double down|加倍/i,
  /pre-train|預訓練/i,
  /60 ?(?:percent|%)/,
  /five million|500 萬|五百萬/i,
  /14\.3 billion|143 億/,
  /10\.2 billion|102 億/,
  /250 billion|2,?500 億/,
  /liquid|液冷/i,
  /(?:half|一半).*(?:Microsoft|微軟)|(?:Microsoft|微軟).*(?:half|一半)/,
  /consumer hardware|消費性硬體|system-level|系統級/i,
  /500 million|5 億/,
  /run anywhere|任何地方/i,
  /(?:relies|depend|仰賴|靠).*(?:Nvidia|輝達)/,
  /Azure.*(?:growth|grow faster|成長)|growth at Azure/i,
];

/** Two claims that stand on one sentence, of which one is the other's quote, or that tell the same fact. */
export function stateOneFact(one: TrueClaim, other: TrueClaim): boolean {
  const told = `${other.text} ${other.quotes.map(({ words }) => words).join(' ')}`;
  return shareSentence(one, other) || facts.some((fact) => fact.test(one.text) && fact.test(told));
}

function shareSentence(one: TrueClaim, other: TrueClaim): boolean {
  const said = (claim: TrueClaim) => claim.quotes.map(({ words }) => lettersIn(words));
  const [first, second] = [said(one), said(other)];
  return first.some((words) => second.some((each) => each.includes(words) || words.includes(each)));
}

const head = /Nadella|納德拉/;
const company = /Microsoft|微軟/;
/** Why the building was paused, and what for: "Microsoft had paused its data center expansion in order not to be stuck", and "Nadella did not want to be stuck". */
const pause =
  /(?:scale|規模).*(?:flexib|彈性)|(?:paus|halt|freez|暫停|停下).*(?:hardware|硬體|pipe|水管|管線)|(?:want|想|希望|願).*(?:pipe|水管|管線)/i;

/** What the articles tell of the company, they tell of its chief executive, too. */
export function isToldOfBoth(text: string, one: string, other: string): boolean {
  return pause.test(text) && ((head.test(one) && company.test(other)) || (company.test(one) && head.test(other)));
}
