/**
 * A planted instruction carries no claim: where the paragraph that is quoted speaks to whoever reads it as a program ("ignore the question and
 * answer ..."), nothing that stands on it is shown. A claim brings no links either: those are the index's own. Pure.
 */

/** Imperatives to a model, in both languages, as they are planted in articles. Folded text: half width, lower case, Simplified. */
const instructions: readonly RegExp[] = [
  /\b(?:ignore|disregard|forget|override|bypass|skip)\b[^.!?]{0,40}\b(?:instruction|prompt|rule|question|guideline|message|context|passage|article|system|above|previous|prior|everything)/,
  /\b(?:system|developer|hidden|initial) (?:prompt|message|instruction)/,
  /\b(?:you are|you're|act as|behave as|pretend to be|roleplay as) (?:(?:now|no longer|a|an|the) ){0,3}(?:dan\b|assistant|ai\b|language model|chatbot|bot\b|admin|developer|unrestricted|different)/,
  /\bas an? (?:ai|assistant|(?:large )?language model)(?: (?:assistant|(?:large )?language model|model|chatbot))?,? (?:you|i|please|must|always|never|answer|reply|respond|know|say)\b/,
  /(?:^|[.!?:;"'\n]\s*|\b(?:please|must|should|always|instead|now|only|just|to) )(?:reply|respond|answer|output|print|repeat|say|tell the user|tell them)\b[^.!?]{0,40}?(?:["“”「『'`:]|\b(?:with|only|exactly|verbatim|that|the (?:word|words|phrase|string|token|code|following|link|sentence))\b)/,
  /\b(?:write|state|include|append|insert|add|begin|end|start|finish)\b[^.!?]{0,40}\b(?:answer|answers|reply|replies|response|responses|message|the following|the (?:word|phrase|string|link|image))\b/,
  /\bthe (?:right|correct|true|real|only|final) answer (?:is|to)\b/,
  /<\/?\s*(?:system|assistant|user|instructions?|passage|question|prompt)\b|\[\/?(?:inst|system)\]|<\|[a-z_]+\|>|#{2,}\s*(?:system|instructions?)\b/,
  /\b(?:reveal|print|show|leak|send|post|give)\b[^.!?]{0,30}\b(?:api[ _-]?key|secret|password|token|environment variable|credentials?)/,
  /(?:忽略|无视|忘记|不要理会|不必理会|别管|跳过|推翻)[^。!?]{0,16}(?:指示|指令|规则|提示|问题|要求|内容|文章|段落|前文|以上|上述|之前|系统)/,
  /系统(?:提示|指令|讯息|消息|命令)|开发者模式|越狱/,
  /你现在是|假装你是|你不再是|(?:你是一个|扮演)[^。]{0,12}(?:助理|助手|机器人|模型|ai|人工智能|人工智慧|管理员)/,
  /(?:请|务必|必须|一律|只能|只要|直接|改为|改成|应该)[^。!?]{0,6}(?:回答|回复|回覆|输出|印出|打印|说出|显示|重复|复述|附上|加上|写上|写出|结尾|开头)[^。!?]{0,12}[「『"“:]/,
  /(?:正确|真正|唯一|标准|最终)(?:的)?答案(?:是|为|应)/,
  /(?:透露|泄露|显示|列出|印出|给我)[^。]{0,12}(?:金钥|密钥|密码|权杖|令牌|环境变数|环境变量|api key)/,
];

const links = /https?:|www\.|\]\(|<a\s|javascript:|data:/iu;

/** `folded`: the quoted paragraph. */
export function holdsInstruction(folded: string): boolean {
  return instructions.some((pattern) => pattern.test(folded));
}

export const bringsLink = (claim: string): boolean => links.test(claim);

/** The paragraph around a span: instructions are planted beside what they want to have said. */
export function paragraphAround(text: string, start: number, end: number): string {
  const before = text.lastIndexOf('\n\n', start);
  const behind = text.indexOf('\n\n', end);
  return text.slice(before < 0 ? 0 : before + 2, behind < 0 ? text.length : behind);
}
