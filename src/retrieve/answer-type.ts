/** Does a sentence hold words of the kind that is asked for, and words that the question does not hold already? Pure. */
import type { AnswerType } from './query.js';

/** On folded text: lower case, Simplified, half width; capitals are gone. */
const kinds: Partial<Record<AnswerType, RegExp>> = {
  time: /\d{1,4}\s*年|\d{1,2}\s*月|\d{1,2}\s*日|\d+\s*世纪|[一二三四五六七八九十〇零]+(?:年|月|日|世纪)|年代|\b(?:1[0-9]|20)\d{2}\b|春|夏|秋|冬|早上|晚上|凌晨|中午|期间|时期|朝|星期|\b(?:january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|century|decade|years?|spring|summer|autumn|fall|winter|mid-\d{4}|early|late)\b/gu,
  number:
    /\d+(?:[.,]\d+)*|[一二三四五六七八九十百千万亿两半]+(?:个|人|名|位|年|次|种|座|条|所|家|公里|公尺|米|吨|元|岁|倍|成|分|度|架|艘|支|本|部|间|场|句|字|天|小时|分钟|平方|万|亿|%)|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|twenty|thirty|forty|fifty|hundred|thousand|million|billion|half|third|quarter|percent|twice)\b/gu,
  person:
    /[\u4e00-\u9fff]{1,5}·[\u4e00-\u9fff]{1,6}|先生|女士|总统|总理|国王|皇帝|教授|博士|爵士|将军|主席|执行长|创办人|导演|作家|\b(?:mr|mrs|ms|dr|sir|king|queen|president|professor|pope|emperor|prince|princess|ceo|founder|director)\b/gu,
  place:
    /[\u4e00-\u9fff]{1,6}(?:国|省|市|县|州|城|岛|洲|镇|区|村|山|河|湖|海|港|湾|街|路|站|半岛|地区|大陆)|\b(?:in|at|near|from|to)\b|\b(?:city|county|state|country|island|river|lake|mountain|street|region|province|north|south|east|west)\b/gu,
  organisation:
    /[\u4e00-\u9fff]{1,8}(?:公司|大学|学院|集团|局|部|会|院|银行|队|社|厂|党|组织|委员会|联盟|协会|学校|乐团)|\b(?:inc|corp|company|university|college|institute|bank|team|party|agency|association|group|club|league|committee)\b/gu,
  reason:
    /因为|由于|因此|因而|所以|导致|造成|为了|以免|避免|原因|理由|使得|担心|是以|不想|不愿|从而|\b(?:because|due|since|so|therefore|reasons?|caus\w+|result\w*|order|avoid\w*|lest|worr\w+|fear\w*|want\w*|led|owing|thus|hence|in case)\b/gu,
  manner: /通过|透过|利用|借由|经由|采用|使用|方式|方法|用|把|\b(?:by|using|through|via|with|method|means|process)\b/gu,
  definition:
    /是指|指的|意指|意思|称为|称作|即是|就是|是一|定义|也就是|\b(?:means?|refers?|defined?|is an?|are|called|known as|that is)\b/gu,
};

export const MOST_ANSWER_WORDS = 3;

/** @returns how many words of the kind asked for stand in the sentence but not in the question, at most MOST_ANSWER_WORDS. Both folded. */
export function countAnswerWords(asks: AnswerType, sentence: string, question: string): number {
  const pattern = kinds[asks];
  if (pattern === undefined) return 0;
  let count = 0;
  for (const [word] of sentence.matchAll(pattern)) {
    if (!question.includes(word)) count += 1;
    if (count === MOST_ANSWER_WORDS) break;
  }
  return count;
}
