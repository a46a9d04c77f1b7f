/**
 * An answer, or what there is of one, as Discord messages. In: the answer and the language of the chrome. Out: payloads
 * in order, the last one with sources and buttons, each within every limit of Discord. Pure.
 */
import type { APIButtonComponent, APIComponentInContainer } from 'discord.js';
import { shorten, splitText } from '../render.js';
import type { Answer, Citation, Claim } from '../types.js';
import type { ArticleRef } from './ids.js';
import { escapeLine, escapeText, escapeWithFences } from './markdown.js';
import { button, colours, container, type Payload, rows, separator, TEXT_LIMIT, text } from './shapes.js';
import { renderSourceList, reportedBy } from './source-list.js';
import type { Texts } from './texts.js';

export type AnswerLook = {
  texts: Texts;
  articleRefOf: (citation: Citation) => ArticleRef;
  /** Whether a thread can be started from the message. */
  threads: boolean;
};

/** Characters for the head line and what stands between texts. */
const HEAD_ROOM = 300;
const BODY_LIMIT = TEXT_LIMIT - HEAD_ROOM;
const TOPICS_LIMIT = 5;

export function renderAnswer(answer: Answer, look: AnswerLook): Payload[] {
  if (answer.status === 'not-in-articles') return [renderDecline(answer, look.texts)];
  if (answer.claims.length === 0) return [renderHelp(answer)];
  const { status } = look.texts;
  const isWhole = answer.status === 'answered';
  const head = isWhole ? `✅ ${status.answered}` : `⚠️ ${status.partly(answer.withheld.length)}`;
  const body = [renderClaims(answer), renderConflicts(answer, look.texts), renderAsides(answer, look.texts)].filter(Boolean).join('\n\n');
  return renderParts({
    head,
    colour: isWhole ? colours.answered : colours.partly,
    body,
    citations: answer.citations,
    look,
    buttons: voteButtons(look),
  });
}

/** What was found before the asker stopped it, or before a restart. */
export function renderStopped(
  claims: readonly Claim[],
  citations: readonly Citation[],
  head: string,
  look: AnswerLook,
  buttons: readonly APIButtonComponent[] = [],
): Payload[] {
  const body = claims.length === 0 ? look.texts.answer.nothingYet : renderFlow(claims);
  return renderParts({ head: `⏹️ ${head}`, colour: colours.plain, body, citations, look, buttons });
}

/** The answer so far, while more claims are being verified. */
export function renderDraft(
  claims: readonly Claim[],
  { texts, flight, waiting }: { texts: Texts; flight: string; waiting: number },
): Payload {
  const head = waiting > 0 ? texts.status.waiting(waiting) : texts.status.reading;
  const stop = button({ kind: 'stop', flight }, { label: texts.button.stop });
  const body = claims.length === 0 ? [] : [text(firstPart(renderFlow(claims)))];
  return { components: [container(colours.working, [text(`-# ⏳ ${head}`), ...body, ...rows([stop])])] };
}

const firstPart = (body: string) => {
  const [first, ...more] = splitText(body, BODY_LIMIT);
  return more.length === 0 ? first! : `${first} …`;
};

function renderParts({
  head,
  colour,
  body,
  citations,
  look,
  buttons,
}: {
  head: string;
  colour: number;
  body: string;
  citations: readonly Citation[];
  look: AnswerLook;
  buttons: readonly APIButtonComponent[];
}): Payload[] {
  const sources = renderSourceList(citations, look);
  const bodies = splitText(body, BODY_LIMIT);
  const lastRoom = BODY_LIMIT - sources.characters;
  const last = bodies.pop() ?? '';
  bodies.push(...(last.length <= lastRoom ? [last] : splitText(last, Math.max(lastRoom, BODY_LIMIT / 4))));
  return bodies.map((part, index) => {
    const isLast = index === bodies.length - 1;
    const tail: APIComponentInContainer[] = isLast && sources.components.length > 0 ? [separator(), ...sources.components] : [];
    const top = index === 0 ? [text(`-# ${head}`)] : [];
    return { components: [container(colour, [...top, text(part), ...tail, ...(isLast ? rows(buttons) : [])])] };
  });
}

/** Topics stand as buttons, so that only the first line of the core's words, which says no, is shown. */
function renderDecline(answer: Answer, texts: Texts): Payload {
  const topics = topicButtons(answer);
  const covered = topics.length === 0 ? [] : [text(`-# ${texts.answer.covered}`), ...rows(topics)];
  const [words = ''] = answer.text.split('\n');
  return {
    components: [
      container(colours.declined, [
        text(`-# ⚪ ${texts.status.declined}`),
        ...(words.trim() === '' ? [] : [text(escapeText(shorten(words, 1_200)))]),
        ...covered,
        ...rows([
          button({ kind: 'tell' }, { label: texts.button.tellMaintainers, emoji: '📮' }),
          button({ kind: 'vote-down' }, { emoji: '👎' }),
        ]),
      ]),
    ],
  };
}

/** Words of the core without any claim: a greeting, thanks, what can be asked. */
const renderHelp = (answer: Answer): Payload => ({
  components: [container(colours.plain, [text(escapeText(shorten(answer.text, 1_500)) || '…'), ...rows(topicButtons(answer))])],
});

const topicButtons = ({ nearestTopics }: Answer) =>
  nearestTopics.slice(0, TOPICS_LIMIT).map((topic, number) => button({ kind: 'topic', number }, { label: topic, style: 'main' }));

const voteButtons = ({ texts, threads }: AnswerLook): APIButtonComponent[] => [
  button({ kind: 'vote-up' }, { emoji: '👍' }),
  button({ kind: 'vote-down' }, { emoji: '👎' }),
  button({ kind: 'follow-up' }, { label: texts.button.followUp, emoji: '💬' }),
  ...(threads ? [button({ kind: 'thread' }, { label: texts.button.thread, emoji: '🧵' })] : []),
];

/** Claims that no other contradicts. */
function renderClaims({ claims, conflicts, mode }: Answer): string {
  const disputed = new Set(conflicts.flatMap((conflict) => conflict.claims));
  const undisputed = claims.filter((_, index) => !disputed.has(index));
  return mode === 'extractive' ? undisputed.map(renderClaim).join('\n\n') : renderFlow(undisputed);
}

/** Sources that disagree, side by side: what each says, who reported it, and when. */
function renderConflicts({ claims, conflicts, citations }: Answer, texts: Texts): string {
  const groups = conflicts.map((conflict) =>
    conflict.claims
      .map((index) => claims[index])
      .filter((claim) => claim !== undefined)
      .map((claim) => {
        const cited = citations.find(({ marker }) => claim.citations.includes(marker));
        const isNamed = cited?.sources.some(({ publisher, title }) => claim.text.includes(publisher ?? title)) ?? true;
        return `- ${renderClaim(claim).replaceAll('\n', ' ')}${isNamed ? '' : ` — ${reportedBy(cited!, texts)}`}`;
      })
      .join('\n'),
  );
  return groups.length === 0 ? '' : `**⚖️ ${texts.answer.disagree}**\n${groups.join('\n\n')}`;
}

/** Why claims were left out, and how the answer came about. */
function renderAsides({ withheld, notices = [] }: Answer, texts: Texts): string {
  const reasons = [...new Set(withheld.map(({ reason }) => wordsFor(reason, texts)))].slice(0, 3);
  const left = reasons.length === 0 ? [] : [`-# ${texts.answer.withheldBecause}: ${reasons.join(texts.answer.between)}`];
  return [...left, ...notices.slice(0, 3).map((line) => `-# ${escapeLine(shorten(line, 200))}`)].join('\n');
}

const wordsFor = (reason: string, { answer: { reasons } }: Texts) =>
  Object.hasOwn(reasons, reason) ? reasons[reason]! : escapeLine(shorten(reason, 160));

/** Sentences as one text; Chinese sentences follow each other without a space. */
const renderFlow = (claims: readonly Claim[]) =>
  claims.map(renderClaim).reduce((flow, claim) => (flow === '' ? claim : `${flow}${isWide(claim) ? '' : ' '}${claim}`), '');

const renderClaim = ({ text: words, citations }: Claim): string => {
  const sentence = escapeWithFences(words).trim();
  const markers = citations.map((marker) => `\\[${marker}\\]`).join('');
  const gap = sentence.endsWith('```') ? '\n' : isWide(sentence.slice(-1)) ? '' : ' ';
  return markers === '' ? sentence : `${sentence}${gap}${markers}`;
};

const isWide = (words: string) => /^[\u2E80-\u9FFF\uF900-\uFAFF\uFF00-\uFFEF\u3000-\u303F「『（]/.test(words);
