/** What models cost, for counting and caps. In: a model's name, and the operator's own prices. Out: US dollars. Pure. */

/** US dollars for a million tokens. */
export type Price = { input: number; output: number };

/**
 * List prices of OpenAI as they were known at the end of 2025; longer names first. They change: YINGJIA_PRICE_INPUT_PER_MTOK and
 * YINGJIA_PRICE_OUTPUT_PER_MTOK override them, and name the price of every other model.
 */
const known: readonly [RegExp, Price][] = [
  [/^gpt-5(?:\.\d)?-nano/, { input: 0.05, output: 0.4 }],
  [/^gpt-5(?:\.\d)?-mini/, { input: 0.25, output: 2 }],
  [/^gpt-5/, { input: 1.25, output: 10 }],
  [/^gpt-4\.1-nano/, { input: 0.1, output: 0.4 }],
  [/^gpt-4\.1-mini/, { input: 0.4, output: 1.6 }],
  [/^gpt-4\.1/, { input: 2, output: 8 }],
  [/^gpt-4o-mini/, { input: 0.15, output: 0.6 }],
  [/^gpt-4o/, { input: 2.5, output: 10 }],
  [/^o4-mini|^o3-mini/, { input: 1.1, output: 4.4 }],
  [/^o3/, { input: 2, output: 8 }],
  [/^text-embedding-3-small/, { input: 0.02, output: 0 }],
  [/^text-embedding-3-large/, { input: 0.13, output: 0 }],
  [/^text-embedding-ada-002/, { input: 0.1, output: 0 }],
];

/** @returns undefined where nobody has said what the model costs: its tokens are counted, its money cannot be. */
export function priceOf(model: string, own: { input?: number | undefined; output?: number | undefined } = {}): Price | undefined {
  const listed = known.find(([name]) => name.test(model.replace(/^openai\//, '')))?.[1];
  if (own.input === undefined && own.output === undefined) return listed;
  return { input: own.input ?? listed?.input ?? 0, output: own.output ?? listed?.output ?? 0 };
}

export function costOf(price: Price | undefined, tokens: { inputTokens: number; outputTokens: number }): number | undefined {
  return price === undefined ? undefined : (tokens.inputTokens * price.input + tokens.outputTokens * price.output) / 1e6;
}

/**
 * Tokens of a text, from above: an ideograph is about one token, four Latin letters are one, and models differ. For reserving before
 * a call; what was used is counted from the provider's own figures where it gives them.
 */
export function estimateTokens(text: string): number {
  let wide = 0;
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) >= 0x2e80) wide++;
  return Math.ceil(wide * 1.3 + (text.length - wide) / 3.3);
}
