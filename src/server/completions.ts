/**
 * Our answers in the shape of OpenAI's chat completions, and a conversation of theirs as a question of ours. Pure. Reference of the shapes:
 * OpenAI's API documentation, "Chat completions", "The chat completion object" and "The chat completion chunk object".
 */
import { z } from 'zod';
import { type NumberedSource, numberSources, renderBody } from '../render.js';
import type { Answer, Citation, Claim, Question, Turn } from '../types.js';

/** The model that answers from all collections; `yingjia/<collection>` answers from one. */
export const MODEL = 'yingjia';

const partSchema = z.object({ type: z.string(), text: z.string().optional() });
const messageSchema = z.object({ role: z.string(), content: z.union([z.string(), z.array(partSchema)]).nullish() });

/** What is not named here (temperature, tools, ...) has no effect: the articles alone decide what is said. */
export const completionRequestSchema = z.object({
  model: z.string(),
  messages: z.array(messageSchema).min(1).max(500),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
  n: z.literal(1).nullish(),
});

type Message = z.infer<typeof messageSchema>;

const textOf = ({ content }: Message): string =>
  typeof content === 'string' ? content : (content ?? []).map(({ type, text }) => (type === 'text' ? (text ?? '') : '')).join('\n');

/** @returns the last message of the user with the turns before it, or undefined where no user said anything. */
export function parseConversation(messages: readonly Message[]): Question | undefined {
  const last = messages.findLastIndex(({ role }) => role === 'user');
  if (last < 0) return undefined;
  const history: Turn[] = [];
  for (const message of messages.slice(0, last)) {
    if (message.role === 'user') history.push({ question: textOf(message) });
    const turn = history.at(-1);
    if (message.role === 'assistant' && turn !== undefined && turn.answer === undefined) {
      const answer = textOf(message);
      history[history.length - 1] = { ...turn, answer, citations: parseCitations(answer) };
    }
  }
  return { text: textOf(messages[last]!), history: history.slice(-50) };
}

/** What a follow-up stands on: the places that the links below an earlier answer of ours name. */
function parseCitations(text: string): NonNullable<Turn['citations']> {
  const links = [...text.matchAll(/\/article\?([^)\s]+)/g)].map(([, query]) => new URLSearchParams(query));
  return links.flatMap((link) => {
    const [articleId, start, end] = [link.get('id'), Number(link.get('start')), Number(link.get('end'))];
    const whole = Number.isInteger(start) && Number.isInteger(end) && start >= 0 && end > start;
    return articleId === null || !whole ? [] : [{ articleId, articleVersion: link.get('version') ?? undefined, start, end }];
  });
}

/** Where the page shows a quote in its article. */
export function proofUrl(base: string, { articleId, articleVersion, start, end }: Citation): string {
  const query = new URLSearchParams({ id: articleId, version: articleVersion, start: String(start), end: String(end) });
  return `${base}/article?${query}`;
}

/** Article text must not become a link, an image or markup where a client renders Markdown; all else stays word for word. */
const plain = (text: string) => text.replace(/(?<=\[[^\]\n]*\])\(/g, '\\(').replace(/<(?=[a-z/!?])/gi, '\\<');

const isChinese = (language: string) => language.startsWith('zh');

export const renderClaim = ({ text, citations }: Claim): string =>
  `${plain(text)}${citations
    .map((marker) => `[${marker}]`)
    .filter((marker) => !text.includes(marker))
    .map((marker) => ` ${marker}`)
    .join('')}`;

/** What follows the claims: disagreement, what was withheld, notices, sources. For an answer without claims, its words. */
export function renderRest(answer: Answer, base: string): string {
  const chinese = isChinese(answer.language);
  const parts: string[] = [];
  if (answer.claims.length === 0) parts.push(plain(answer.text));
  if (answer.nearestTopics.length > 0 && answer.claims.length === 0 && !answer.nearestTopics.every((topic) => answer.text.includes(topic)))
    parts.push(
      [chinese ? '文章裡有的主題：' : 'What the articles do cover:', ...answer.nearestTopics.map((topic) => `- ${plain(topic)}`)].join(
        '\n',
      ),
    );
  if (answer.conflicts.length > 0) parts.push(chinese ? '各家來源的說法不同。' : 'The sources disagree.');
  if (answer.status === 'partly')
    parts.push(
      chinese
        ? `另有 ${answer.withheld.length} 句查無根據，未列出。`
        : `${answer.withheld.length} more could not be verified and were left out.`,
    );
  parts.push(...(answer.notices ?? []).map(plain));
  if (answer.citations.length > 0)
    parts.push([chinese ? '來源：' : 'Sources:', ...answer.citations.map((citation) => renderCitation(citation, answer, base))].join('\n'));
  return parts.join('\n\n');
}

function renderCitation(citation: Citation, { claims }: Answer, base: string): string {
  const [{ articleTitle, reported }] = numberSources([citation]) as [NumberedSource];
  const title = articleTitle.replace(/[\\[\]<>]/g, '\\$&');
  const sources = reported.map(({ title: name, publisher, date }) => [publisher ?? name, date].filter(Boolean).join(', '));
  const line = [`[${citation.marker}] [${title}](${proofUrl(base, citation)})`, ...citation.headings.slice(-1), ...sources.slice(0, 3)];
  const said = claims.some(({ text }) => text.includes(renderBody(citation.quote)));
  return `${line.map((part, index) => (index === 0 ? part : plain(part))).join(' · ')}${said ? '' : `\n> ${plain(citation.quote).replace(/\n/g, '\n> ')}`}`;
}

/** Each marker in the claims as OpenAI's annotation: where it stands in the content, and the proof it points at. */
export function annotate(content: string, claimsLength: number, answer: Answer, base: string) {
  return [...content.slice(0, claimsLength).matchAll(/\[(\d+)\]/g)].flatMap((match) => {
    const citation = answer.citations.find(({ marker }) => marker === Number(match[1]));
    if (citation === undefined) return [];
    const place = { start_index: match.index, end_index: match.index + match[0].length };
    return [{ type: 'url_citation' as const, url_citation: { ...place, title: citation.title, url: proofUrl(base, citation) } }];
  });
}

/** Separates claims, and claims from what follows. */
export const claimBreak = (first: boolean) => (first ? '' : '\n\n');

/** The whole message: claims, then the rest. */
export function renderMessage(answer: Answer, base: string) {
  const claims = answer.claims.map(renderClaim).join(claimBreak(false));
  const rest = renderRest(answer, base);
  const content = [claims, rest].filter((part) => part !== '').join(claimBreak(false));
  return { content, annotations: annotate(content, claims.length, answer, base) };
}

/** Estimated, as no model need have read anything: a token for each ideograph, and for every four other characters. */
export function countTokens(text: string): number {
  const ideographs = text.match(/[\u3000-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]|[\ud840-\ud8bf][\udc00-\udfff]/g)?.length ?? 0;
  return ideographs + Math.ceil((text.length - ideographs) / 4);
}

export function countUsage(messages: readonly Message[], content: string) {
  const prompt = messages.reduce((sum, message) => sum + countTokens(textOf(message)), 0);
  const completion = countTokens(content);
  return { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion };
}

/** What of the answer has no place in OpenAI's shape. */
export const renderExtra = ({ status, confidence, generation, mode, citations, conflicts, nearestTopics }: Answer) => ({
  status,
  confidence,
  generation,
  mode,
  citations,
  conflicts,
  nearestTopics,
});
