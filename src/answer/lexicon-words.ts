/**
 * Words of grammar in both languages: negation, speech, passives, pronouns, and words that say nothing. Forms are separated by `|`. Written for
 * the languages, not for any collection. Chinese is in Simplified characters, to which all texts are folded before words are looked for.
 */

/** As good as none: denied like "not", and the same in both languages. */
export const nearZero =
  'almost none|almost no|almost nothing|almost zero|nearly zero|virtually nothing|next to nothing|next to none|near zero|close to zero|几乎没有|几乎不|接近零|趋近于零|趋近零|近乎零|微乎其微';

/** Turns a statement into its opposite. */
export const hardNegations =
  `${nearZero}|` +
  "not|n't|no|never|neither|nor|none|nobody|nothing|nowhere|cannot|without|rather than|instead of|hardly|barely|scarcely|no longer|by no means|less that|less about|less over|less worried about|less concerned about|less interested in|than about|than over|" +
  '不|没|没有|无|无法|未|未曾|尚未|从未|并未|并非|非|而非|并不|绝不|决不|毫无|毫不|勿|从不|不再|不是|而不是|不会|不能|不得|不可|不必|不需|不愿|不想|不要|不该|不应|不在|不用|不让|不肯|不把|不靠|不由|不属|不受|不包括|不算|不见得|不一定|未必|无须|无需|也不|都不|才不|就不|又不';

/** Says the same as a negation without being one: meets a negation on the other side, and is lost without harm where that side has one. */
export const softNegations =
  'avoid|avoids|refuse|decline|reject|deny|denied|fail to|failed to|fails to|lack|lacks|lacking|prevent|unwilling|reluctant|reluctance|unable|impossible|except|exception|exclude|excluding|other than|aside|aside from|' +
  'give up|gave up|given up|giving up|waive|far from|free of|free from|stateless|non-blocking|nonblocking|unlike|uninterested|forgo|forgone|forwent|reserved|beyond reach|off limits|outside|oppose|from becoming|from being|from turning|from getting|from having|stuck with|as opposed to|instead|' +
  '没那么|没有那么|不那么|避免|以免|免于|免得|防止|拒绝|婉拒|放弃|缺乏|缺少|难以|除外|除了|之外|以外|例外|排除|反对|否认|无状态|无阻塞|非阻塞|不阻塞|未能|失败|停止|免除|别再|唯独|只有';

/** Look like negations and are none. */
export const falseNegations =
  'not only|not just|not merely|not simply|no doubt|no matter|nothing but|not least|nonetheless|nevertheless|no sooner|no one but|' +
  'not more than|no more than|no less than|no fewer than|not less than|no higher than|' +
  '不停|不绝|不时|不禁|不料|不愧|不惜|不等|不幸|不怕|不乏|不亚于|不一|不过|不只|不仅|不但|不单|不光|不仅仅|不只是|不仅是|不同|不少|不断|不论|不管|不久|不得不|不如|不妨|不已|不免|不止|不动产|不错|差不多|不超过|不到|不足|不少于|不低于|不高于|不多于|不约而同|不外|不外乎|不可或缺|不可避免|不得已|' +
  '无论|无线|无非|无疑|无形|无数|无限|未来|未满|未达|非常|除非|非洲|是非|是否|否则|非凡|非得|若非|莫非|要不要|会不会|是不是|能不能|有没有|对不起|了不起|来不及|不妙';

/** "only" and its kin; where a source says "not only", a claim that says "only" is wrong. */
export const restrictions =
  'only|solely|exclusively|exclusive|merely|just|alone|sole|single|nothing but|只|仅|仅仅|只有|只是|唯一|唯独|单一|独家|专属|单单|光是|专供|独占|只供|只能|只会|只要|只靠';
export const openings = 'not only|not just|not merely|not simply|不只|不仅|不但|不单|不光|不仅仅|不只是|不仅是|非但|不限于|不局限于';

/** Who says something, row by row what kind of saying it is. */
export const speech: readonly string[] = [
  'say|says|said|tell|tells|told|argue|argues|argued|claim|claims|claimed|explain|explains|explained|believe|believes|think|thinks|warn|warned|suggest|suggests|counter|counters|mean|means|meant|' +
    '说|表示|认为|坦言|主张|宣称|解释|强调|告诉|透露|反驳说|反驳|看来|意思是|意思',
  'report|reports|reported|according to|state|stated|note|notes|noted|write|writes|wrote|describe|describes|described|summarize|summarizes|summarise|sum up|sums up|point out|points out|in the view of|per|put it|dates|dated|' +
    '指出|比喻|比作|报导|报道|写道|提到|依据|根据|依|据|照|形容|描述|记载|归纳|浓缩|点名|说法',
  'clarify|clarified|clarifies|澄清|说明',
  'as cited by|cited|cite|cites|quote|quotes|quoted|引述|引用|转述',
  'estimate|estimates|estimated|project|projected|projects|projection|expect|expected|expects|foresee|foresees|foresaw|forecast|forecasts|predict|predicted|see|sees|估计|推估|预测|预期|预估|预料|估算',
];

/** Done by both sides to each other: who stands first says nothing. */
export const mutual =
  'sign|signed|contract|contracts|deal|agreement|alliance|partnership|together|jointly|joint|collide|clash|interview|interviewed|talk to|talked to|talks to|spoke to|spoke with|talked with|meet|met|talk|合约|合同|协议|签|签下|签署|签约|签订|联盟|结盟|合作|联合|共同|冲突|交锋|访谈|专访|访问|受访|采访|见面|谈判';

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
