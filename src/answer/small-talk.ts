/** Greetings, thanks and "what can you do": they get help or a kind word, no search and no refusal. Pure. */
import { fold } from '../text/fold.js';

export type SmallTalk = 'help' | 'thanks';

/** Folded; the whole message must be of these words. */
const greetings =
  'hi|hello|hey|hiya|yo|howdy|greetings|good (?:morning|afternoon|evening|day)|hi there|hello there|hey there|你好|您好|哈喽|哈罗|嗨|嘿|早安|早|午安|晚安|晚上好|早上好|大家好|在吗|在不在|有人在吗';
const thanks =
  'thanks|thank you|thank you (?:so|very) much|thanks a lot|many thanks|thx|ty|cheers|great|ok|okay|cool|nice|bye|goodbye|谢谢|谢谢你|谢谢您|多谢|感谢|感恩|谢啦|谢了|辛苦了|好的|好|了解|收到|知道了|再见|掰掰|拜拜';
const abilities =
  'help|help me|who are you|what are you|what can you do|what do you do|what can i ask(?: you)?|how do you work|how does this work|how do i use (?:this|you)|what do you know|what topics do you (?:know|cover)|你会什么|你会做什么|你能做什么|你可以做什么|你能干嘛|你会干嘛|你是谁|你是什么|你叫什么(?:名字)?|怎么用|如何使用|怎么使用|怎么用你|使用说明|说明|帮助|帮忙|可以问你什么|可以问什么|能问什么|我能问什么|我可以问什么|你知道什么|你懂什么|有哪些主题|有什么主题|功能|介绍一下你自己|自我介绍';

const politeness = '(?:please|pls|bot|there|all|everyone|your|呀|啊|喔|哦|呢|吗|啦|了|请问|一下|你|您)?';
const asHelp = new RegExp(`^(?:(?:${greetings}|${abilities})${politeness}\\s*)+$`, 'u');
const asThanks = new RegExp(`^(?:(?:${thanks})${politeness}\\s*)+$`, 'u');

/** @returns undefined for what is to be answered from the articles. */
export function recogniseSmallTalk(question: string): SmallTalk | undefined {
  const words = fold(question)
    .replace(/[^\p{L}\p{M}\p{N}\s]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  if (words === '') return undefined;
  if (asThanks.test(words)) return 'thanks';
  return asHelp.test(words) ? 'help' : undefined;
}
