/**
 * Words of comparison, each with its opposite, in both languages. Forms are separated by `|`. Chinese is in Simplified characters, to which all texts are folded before words are looked for.
 */

/** Dimension, one pole, the other. */
export const opposites: readonly (readonly [string, string, string])[] = [
  [
    'amount',
    'won ground|win ground|wins ground|gain ground|gained ground|gaining ground|won share|win share|wins share|gained share|gain share|more|greater|increase|increases|increasing|rise|rises|rose|risen|grow|grew|grown|growth|climb|soar|surge|up|added|gain|higher|raise|raised|multiply|enlarge|climbed|extra|adds a|adds an|add a|adding a|adds more|增添|升到|多了|多出|变高|走高|更多|较多|增加|上升|上涨|成长|增长|攀升|提高|提升|升高|扩大|变大|变多|更高|较高|大增|激增|涨',
    'lost ground|lose ground|loses ground|losing ground|lost share|lose share|loses share|losing share|失去市占|流失市占|less|fewer|decrease|decline|declined|fall|falls|fell|fallen|drop|dropped|shrink|shrinks|shrank|shrunk|reduce|reduction|cut|cuts|lower|down|diminish|sink|sank|slump|plunge|slide|slid|dip|dipped|plummet|tumble|没那么|没有那么|不那么|少了|变低|走低|更少|较少|减少|下降|下跌|下滑|跌|跌到|缩小|缩减|降低|降到|衰退|变小|变少|更低|较低|大减|锐减|萎缩|下探|滑落',
  ],
  [
    'speed',
    'fast|faster|quick|quicker|quickly|rapid|rapidly|accelerate|acceleration|speed up|sped up|更快|较快|加速|加快|迅速|快速|飞快',
    'slow|slower|slowly|slow down|slowdown|slowed|decelerate|更慢|较慢|减速|放慢|放缓|缓慢|变慢|减缓',
  ],
  [
    'price',
    'cheap|cheaper|inexpensive|affordable|更便宜|较便宜|便宜|低廉|更省',
    'expensive|costly|dear|dearer|pricey|costlier|昂贵|更贵|较贵|很贵|高昂',
  ],
  [
    'rank',
    'ahead of|ahead|leads|lead|led|outpace|outpaced|overtake|overtook|overtaken|surpass|outrun|outdo|exceed|exceeds|outbuild|out-build|outstrip|pass|passes|passing|领先|超越|超过|高于|多于|超前|赶过|胜过|追过|甩开|超车|领跑',
    'fall behind|falling behind|falls behind|fell behind|fallen behind|behind|lag|lags|lagging|lagged|trail|trails|trailing|latecomer|late-comer|落后|落后于|输给|不及|低于|少于|不如|殿后|迟到者|后进者|晚到',
  ],
  [
    'time',
    'before|prior to|earlier|earlier than|previously|ago|beforehand|之前|以前|先前|前|早于|较早|此前',
    'after|post|afterwards|later|later than|subsequently|following|since then|之后|以后|后来|后|晚于|较晚|其后|随后|此后',
  ],
  [
    'size',
    'large|larger|largest|big|bigger|biggest|huge|giant|vast|massive|enormous|大型|更大|较大|最大|巨大|庞大|巨型|偌大',
    'small|smaller|smallest|tiny|little|minor|小型|更小|较小|最小|微小|很小',
  ],
  [
    'rate',
    'high|high-margin|high margin|fat|highly|高|最高|高毛利|高利润|很高|偏高|最高峰|高峰',
    'low|low-margin|low margin|thin|slim|meagre|meager|低|最低|低毛利|低利润|很低|偏低|微薄|最低峰|低谷|谷底',
  ],
  [
    'span',
    'long-term|long term|long|longer|durable|长期|持久|长远|更长|较长',
    'short-term|short term|near-term|near term|short|近期|shorter|brief|short-lived|短期|短暂|更短|较短',
  ],
  [
    'quality',
    'better|best|improve|improved|improvement|superior|更好|较好|最好|改善|优于|改进|更佳|更优',
    'worse|worst|worsen|deteriorate|inferior|更差|较差|最差|恶化|劣于|更糟|变差',
  ],
  [
    'strength',
    'strong|stronger|strengthen|strength|更强|强化|强项|增强|较强|强大',
    'weak|weaker|weaken|weakness|更弱|弱化|弱项|削弱|较弱|软弱',
  ],
  [
    'win',
    'win|wins|won|winner|winning|victory|succeed|success|赢|赢得|赢家|获胜|胜出|成功',
    'lose|loses|lost|losing|loser|loss|defeat|defeated|beaten|输|输掉|输家|落败|败给|失去|输了|失败',
  ],
  ['most', 'most|majority|mostly|mainly|最多|多数|大多|大部分|主要', 'least|minority|fewest|最少|少数|小部分'],
  ['easy', 'easy|easier|easily|simple|容易|简单|轻易', 'hard|harder|difficult|困难|艰难|难|更难|较难'],
  [
    'start',
    'resume|resumes|resumed|restart|restarted|unfreeze|重启|恢复|重新开始|复工|解冻',
    'stop|stops|stopped|stopping|end|ends|ended|halt|halted|pause|pauses|paused|freeze|froze|frozen|suspend|cease|close|closed|停止|暂停|停下|停建|停盖|喊停|煞车|结束|冻结|中止|终止|叫停|停盖|停盖|急煞',
  ],
  [
    'trade',
    'buy|buys|bought|buying|purchase|acquire|procure|买|购买|采购|买下|收购|买进',
    'sell|sells|sold|selling|sale|卖|出售|卖出|销售|卖掉|推销',
  ],
  [
    'accept',
    'accept|accepted|agree|agreed|approve|support|接受|同意|答应|支持|赞成',
    'reject|rejected|refuse|refused|oppose|opposed|拒绝|反对|驳回|婉拒',
  ],
  ['inside', 'inside|internal|internally|in-house|内部|自家', 'outside|external|externally|outsource|外部|外包'],
  ['public', 'public|publicly|公开|公共', 'private|privately|secret|私下|私人|秘密'],
  [
    'new',
    'new|newer|newest|latest|modern|新|更新的|最新|新一代',
    'old|older|oldest|outdated|obsolete|previous|former|predecessor|previous generation|last generation|prior generation|earlier generation|旧|过时|陈旧|老旧|前一代|上一代',
  ],
  [
    'volume',
    'part one|first part|first article|volume one|part i|上篇|上集|上册|上卷',
    'part two|second part|second article|volume two|part ii|下篇|下集|下册|下卷',
  ],
  ['order', '首先|先|起初|最初|最早', 'last|lastly|final|finally|最后|最终|最晚'],
  ['width', 'widen|widened|widens|扩大差距|拉大', 'narrow|narrowed|narrows|缩小差距|拉近'],
  ['join', 'join|joined|unite|merge|together|加入|合并|联合|一起', 'split|separate|apart|退出|拆分|分开|分离'],
  ['risk', 'safe|safer|secure|安全|稳妥|保险', 'risky|riskier|dangerous|危险|冒险'],
  ['same', 'same|equal|equals|identical|alike|相同|一样|等于|同样|相当', 'different|differ|differs|unequal|不同|不一样|相异|有别'],
  ['confirm', 'confirm|confirmed|affirm|admit|admitted|证实|确认|承认|坦承|坦言', 'deny|denied|dispute|rebut|refute|否认|反驳|驳斥'],
  ['virtual', 'virtualized|virtualization|virtualisation|virtual|虚拟化|虚拟', 'bare metal|bare-metal|physical|裸机|裸金属|实体'],
  ['expectation', 'short of|fall short|低于预期', 'beyond expectation|高于预期|beat'],
];
