/**
 * What the verifier knows of the two languages: negation, opposites, verbs that mean the same, words that say nothing. Forms are separated
 * by `|`, English ones in any inflection the stemmer does not undo are written out. Written for the languages, not for any collection.
 */

/** As good as none: denied like "not", and the same in both languages. */
export const nearZero =
  'almost none|almost no|almost nothing|almost zero|nearly zero|virtually nothing|next to nothing|next to none|near zero|close to zero|几乎没有|几乎不|接近零|趋近于零|趋近零|近乎零|微乎其微';

/** Turns a statement into its opposite. */
export const hardNegations =
  `${nearZero}|` +
  "not|n't|no|never|neither|nor|none|nobody|nothing|nowhere|cannot|without|rather than|instead of|hardly|barely|scarcely|no longer|by no means|" +
  '不|没|没有|无|无法|未|未曾|尚未|从未|并未|并非|非|而非|并不|绝不|决不|毫无|毫不|勿|从不|不再|不是|而不是|不会|不能|不得|不可|不必|不需|不愿|不想|不要|不该|不应|不在|不用|不让|不肯|不把|不靠|不由|不属|不受|不包括|不算|不见得|不一定|未必|无须|无需|也不|都不|才不|就不|又不';

/** Says the same as a negation without being one: meets a negation on the other side, and is lost without harm where that side has one. */
export const softNegations =
  'avoid|avoids|refuse|decline|reject|deny|denied|fail to|failed to|fails to|lack|lacks|lacking|prevent|unwilling|reluctant|reluctance|unable|impossible|except|exception|exclude|excluding|other than|' +
  'give up|gave up|given up|giving up|waive|far from|free of|free from|stateless|non-blocking|nonblocking|unlike|uninterested|forgo|forgone|forwent|reserved|beyond reach|off limits|outside|against|oppose|stuck with|as opposed to|instead|' +
  '避免|以免|免于|免得|防止|拒绝|婉拒|放弃|缺乏|缺少|难以|除外|除了|之外|以外|例外|排除|反对|否认|无状态|无阻塞|非阻塞|不阻塞|未能|失败|停止|免除|别再|唯独|只有';

/** Look like negations and are none. */
export const falseNegations =
  'not only|not just|not merely|not simply|no doubt|no matter|nothing but|not least|nonetheless|nevertheless|no sooner|no one but|' +
  'not more than|no more than|no less than|no fewer than|not less than|no higher than|' +
  '不一|不过|不只|不仅|不但|不单|不光|不仅仅|不只是|不仅是|不同|不少|不断|不论|不管|不久|不得不|不如|不妨|不已|不免|不止|不动产|不错|差不多|不超过|不到|不足|不少于|不低于|不高于|不多于|不约而同|不外|不外乎|不可或缺|不可避免|不得已|' +
  '无论|无线|无非|无疑|无形|无数|无限|未来|未满|未达|非常|除非|非洲|是非|是否|否则|非凡|非得|若非|莫非|要不要|会不会|是不是|能不能|有没有|对不起|了不起|来不及|不妙';

/** "only" and its kin; where a source says "not only", a claim that says "only" is wrong. */
export const restrictions =
  'only|solely|exclusively|exclusive|merely|just|alone|sole|single|nothing but|只|仅|仅仅|只有|只是|唯一|唯独|单一|独家|专属|单单|光是|专供|独占|只供|只能|只会|只要|只靠';
export const openings = 'not only|not just|not merely|not simply|不只|不仅|不但|不单|不光|不仅仅|不只是|不仅是|非但|不限于|不局限于';

/** Dimension, one pole, the other. */
export const opposites: readonly (readonly [string, string, string])[] = [
  [
    'amount',
    'won share|win share|wins share|gained share|gain share|more|greater|increase|increases|increasing|rise|rises|rose|risen|grow|grew|grown|growth|climb|soar|surge|up|added|gain|higher|raise|raised|multiply|enlarge|climbed|extra|升到|多了|多出|变高|走高|更多|较多|增加|上升|上涨|成长|增长|攀升|提高|提升|升高|扩大|变大|变多|更高|较高|大增|激增|涨',
    'lost share|lose share|loses share|losing share|失去市占|流失市占|less|fewer|decrease|decline|declined|fall|falls|fell|fallen|drop|dropped|shrink|shrinks|shrank|shrunk|reduce|reduction|cut|cuts|lower|down|diminish|sink|sank|slump|plunge|少了|变低|走低|更少|较少|减少|下降|下跌|下滑|跌|跌到|缩小|缩减|降低|降到|衰退|变小|变少|更低|较低|大减|锐减|萎缩|下探|滑落',
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
    'behind|lag|lags|lagging|lagged|trail|trails|trailing|latecomer|late-comer|落后|落后于|输给|不及|低于|少于|不如|殿后|迟到者|后进者|晚到',
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
    'high|high-margin|high margin|fat|highly|高|高毛利|高利润|很高|偏高',
    'low|low-margin|low margin|thin|slim|meagre|meager|低|低毛利|低利润|很低|偏低|微薄',
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
    'stop|stops|stopped|stopping|end|ends|ended|halt|halted|pause|pauses|paused|freeze|froze|frozen|suspend|cease|close|closed|停止|暂停|停下|停建|停蓋|喊停|煞车|结束|冻结|中止|终止|叫停|停蓋|停盖|急煞',
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
    'old|older|oldest|outdated|obsolete|previous|former|旧|过时|陈旧|老旧|前一代|上一代',
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

/** Verbs and nouns that mean the same in both languages: places at which two sentences can be laid beside each other. */
export const synonyms: readonly string[] = [
  'stateless|无状态',
  'non-blocking|nonblocking|无阻塞|非阻塞|不阻塞',
  nearZero,
  'exclusive|exclusively|sole|solely|独家|专属',
  'peak|height|heyday|高峰|高峰期|顶峰|巅峰',
  'top|leading|first-rate|first-class|顶级|顶尖|一流|尖端',
  'reach|reaches|come to|comes to|amount to|高达|达到|达',
  'give up|gave up|given up|giving up|waive|relinquish|let go|lets go|forgo|forwent|forgone|放棄|讓出',
  'avoid|avoids|避免|以免|免於|免得|防止',
  'refuse|decline|拒絕|婉拒',
  'lack|lacks|lacking|缺乏|缺少',
  'except|exception|exclude|excluding|other than|除外|除了|之外|以外|例外|排除',
  'make|made|makes|manufacture|manufactures|produce|produced|製造|生產|製作',
  'leave|leaves|left|留下|留下來',
  'take on|took on|taken on|take over|took over|taken over|step in|接手|承接|接下|接走|吃下',
  'give|gives|gave|given|hand over|handed|grant|granted|supply|supplies|supplied|給|交給|授予|供應',
  'take|takes|took|taken|receive|received|obtain|obtained|get|gets|got|接手|拿走|取得|獲得|收到|接下',
  'announce|announced|unveil|reveal|宣布|公布|发表|揭露|公开宣布|推出|launch',
  'build|built|building|construct|construction|build-out|buildout|兴建|建造|打造|建|盖|盖出|蓋',
  'hold|holds|held|own|owns|owned|持有|拥有|握有|握',
  'use|used|uses|employ|使用|运用|采用|用',
  'plan|planned|plans|intend|aim|打算|规划|计划|预计|预定|目标',
  'sign|signed|签|签下|签署|签订|签约',
  'contract|contracts|deal|agreement|合约|合同|协议|订单',
  'rent|rental|lease|leases|leased|pre-lease|pre-leases|租|出租|租约|租用|预租|租赁',
  'expect|expects|expected|forecast|project|projected|estimate|estimates|estimated|predict|预期|预估|预测|估计|推估|预料',
  'commit|committed|promise|promised|pledge|承诺|保证|答应|允诺',
  'need|needs|needed|require|requires|required|must|必须|需要|得|须',
  'want|wants|wanted|wish|desire|hope|hopes|想|想要|希望|愿意|盼',
  'change|changes|changed|turn|turns|turned|become|became|transform|transformed|变成|成为|转变|转型|化为|变为|变身',
  'rely|relies|relied|depend|depends|dependence|依赖|仰赖|倚靠|依靠',
  'design|designs|designed|设计',
  'develop|developed|development|开发|研发|发展',
  'deliver|delivers|offer|offers|offered|提供|供给|给出',
  'share|stake|持股|股份|股权|占比',
  'market share|市占|市占率|占有率',
  'verify|verified|validate|验证|核实|确认',
  'run|runs|ran|operate|operates|运行|执行|运作|营运|跑在',
  'work|works|worked|工作|运作',
  'serve|serves|served|serving|服务|供应',
  'train|training|训练',
  'cover|covers|covered|占地|涵盖|覆盖',
  'connect|connection|connections|连线|连接|联网|网路连线',
  'extend|extends|extended|extension|延伸|扩展|扩充|延长',
  'lock|locked|stuck|trapped|bound|tied|绑住|锁在|锁定|困在|受困|套牢|卡在',
  'worry|worries|worried|fear|concern|concerned|troubles|担心|忧虑|担忧|顾虑|怕',
  'reason|because|why|cause|owing to|due to|理由|原因|因为|由于',
  'describe|describes|described|call|calls|called|形容|称为|称|叫做|称作|比喻|视为',
  'compete|competition|competitor|rival|rivals|竞争|对手|竞争对手',
  'choose|chose|chosen|decide|decided|选择|决定',
  'keep|keeps|kept|remain|remains|stay|stays|stayed|保留|维持|留|留在|仍|保持|持续',
  'belong|belongs|属于|归',
  'doubt|doubts|question|质疑|怀疑|疑虑',
  'answer|reply|response|rebuttal|回应|回答|答案|反驳|对策',
  'show|shows|showed|display|显示|呈现|展示',
  'compare|compares|compared|比较|对照|对比|相比',
  'trade|trades|traded|exchange|swap|换|交换|换取|换到|交易',
  'lead|优势|领先优势|规模优势',
  'flexibility|flexible|弹性|灵活',
  'scale|规模|扩充',
  'value|valued|worth|价值|估值|值',
  'spend|spent|invest|invested|investment|投资|投入|砸下|花',
  'pay|paid|付|支付|付出',
  'charge|bill|收费|账单',
  'team|joint|jointly|联合|共同|合作|联手',
  'fit|fits|suit|suits|suited|适合|契合',
  'fund|funding|round|rounds|募资|融资',
  'site|campus|园区|厂区|基地',
  'block|区块',
  'draw|draws|drew|consume|power|耗电|功耗|用电',
  'interview|访谈|专访|采访',
  'publish|published|播出|刊登|发布|出版',
  'analyst|analysts|分析师',
  'investor|investors|投资人|投资者',
  'supercomputer|supercomputers|超级电脑|超算',
  'rebuild|rebuilt|重建|重新打造|重新建造|重做',
  'dedicated|专用|专属',
  'traffic|流量',
  'separate|apart|分开|隔离',
  'demand|需求|要求',
  'wait|等|等待',
  'carry|carries|carrying|bear|bears|承担|背负|搭载|带有',
  'margin|margins|profit|毛利|毛利率|利润',
  'steer|steering|引导|操控',
  'observe|observability|观测|可观测性|可观察性',
  'formula|formulas|公式',
  'screenshot|screenshots|截图|萤幕截图',
  'subscription|订阅',
  'several|multiple|various|many|好几|多家|多个|数个|几家|多种|许多|多',
  'all|every|each|whole|entire|所有|全部|每|整个|整|一切',
  'customer|client|客户|顾客',
  'hardware|硬体|硬件',
  'generation|世代|一代|代',
  'year|年',
  'right|rights|权利|权',
  'panel|小组|委员会',
  'expert|experts|专家',
  'product|products|产品|商品',
  'research|研究',
  'property|财产|产权',
  'risk|risks|风险',
  'cost|costs|成本|费用',
  'user|users|使用者|用户',
  'agent|agents|代理|代理人',
  'tool|tools|工具',
  'people|人|人们',
  'infrastructure|基础设施|基础建设',
  'layer|层|那一层',
  'model|models|模型',
  'capacity|容量|产能|算力',
  'compute|算力|运算',
  'gap|缺口|空缺|差距',
  'waste|废弃物|垃圾',
  'network|网络|网路',
  'optics|optical|光学|光纤',
  'memory|记忆体',
  'bandwidth|频宽',
  'process|制程',
  'transistor|transistors|电晶体',
  'performance|效能|性能',
  'company|公司|企业|业者',
  'business|事业|生意|业务',
  'revenue|营收|收入',
  'chart|图表|图',
  'bar|bars|长条',
  'yellow|黄色|黄',
  'brown|咖啡色|棕色|褐色',
  'data|资料|数据',
  'center|centre|centers|中心|机房',
  'cloud|云端|云',
  'server|servers|伺服器',
  'machine|machines|机器',
  'software|软体|软件',
  'chip|chips|silicon|晶片|芯片',
  'fleet|机队|机群',
  'region|regions|地区|区域',
  'family|families|家族|系列',
  'quarter|季|季度',
  'statement|声明',
  'ethernet|乙太网路|乙太网',
  'crisis|crises|危机',
  'defense|defence|line|lines|防线',
  'race|竞赛|赛跑',
  'platform|平台',
  'war|战争|大战',
  'horse|木马',
  'pipe|管线|水管|管道',
  'hoster|hosting|host|托管商|代管',
  'fungibility|fungible|interchangeable|可替代|可替代性|替代|互相替代',
  'workload|workloads|工作负载|负载',
  'interface|介面',
  'integration|整合',
  'workflow|工作流程|流程',
  'commodity|商品',
  'innovation|创新',
  'curse|诅咒',
  'superintelligence|超级智慧',
  'outsource|outsourcing|outsourced|外包',
  'collide|clash|冲突|碰撞|交锋',
];

/** Who says something, row by row what kind of saying it is. */
export const speech: readonly string[] = [
  'say|says|said|tell|tells|told|argue|argues|argued|claim|claims|claimed|explain|explains|explained|believe|believes|think|thinks|warn|warned|suggest|suggests|counter|counters|mean|means|meant|' +
    '说|表示|认为|坦言|主张|宣称|解释|强调|告诉|透露|反驳说|反驳|看来|意思是|意思',
  'report|reports|reported|according to|state|stated|note|notes|noted|write|writes|wrote|describe|describes|described|summarize|summarizes|summarise|sum up|sums up|point out|points out|in the view of|per|put it|' +
    '指出|报导|报道|写道|提到|依据|根据|依|据|照|形容|描述|记载|归纳|浓缩|点名|说法',
  'clarify|clarified|clarifies|澄清|说明',
  'as cited by|cited|cite|cites|quote|quotes|quoted|引述|引用|转述',
  'estimate|estimates|estimated|project|projected|projects|projection|expect|expected|expects|foresee|foresees|foresaw|forecast|forecasts|predict|predicted|see|sees|估计|推估|预测|预期|预估|预料|估算',
];

/** Done by both sides to each other: who stands first says nothing. */
export const mutual =
  'sign|signed|contract|contracts|deal|agreement|alliance|partnership|together|jointly|joint|collide|clash|interview|meet|met|talk|合约|合同|协议|签|签下|签署|签约|签订|联盟|结盟|合作|联合|共同|冲突|交锋|访谈|专访|访问|采访|见面|谈判';

export const passives = 'by|被|由|遭|受|为|让';
/** Stand for a name that was said before. */
export const anaphors =
  'he|she|it|they|him|her|them|his|its|their|hers|this|these|that|those|former|latter|company|他|她|它|他们|她们|它们|其|该公司|这家公司|该|此|前者|后者|双方|两者|对方|自己|公司|itself|himself|herself|one';

export const stopWords =
  'a|an|the|and|or|of|to|in|on|at|for|from|as|is|are|was|were|be|been|being|am|will|would|shall|should|has|have|had|having|do|does|did|done|with|into|onto|over|under|about|than|then|there|here|so|if|when|while|where|which|who|whom|whose|what|how|but|also|too|very|much|such|own|other|another|some|any|both|either|upon|per|via|through|between|among|during|until|out|off|again|still|already|yet|even|ever|now|may|might|must|whether|because|since|though|although|however|thus|hence|therefore|whereas|s|t|re|ve|ll|d|' +
  'far|greatly|widely|by far|us|we|you|i|me|my|your|our|well|quite|rather|way|ways|thing|things|making|go|goes|went|gone|come|comes|came|get|put|let|lets|like|kind|sort|part|point|fact';
/** Characters that bind and say nothing by themselves. */
export const stopCharacters =
  '的了在是和与及或也都就而并且把被将让使对从到于以为因所其这那之个们又再才则还很更最等着过吗呢吧啊嘛时候里上下中内外间后前向往来去会可能要说有这些那些此该某各每另其他它他她我你您们地得所以但却即便若如果虽然只约大概';
