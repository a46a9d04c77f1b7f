/** The review list, one item at a time. Pure. */
import type { APIButtonComponent } from 'discord.js';
import { shorten } from '../render.js';
import type { AuditEntry, Feedback, Gap } from '../state/records.js';
import type { Control } from './ids.js';
import { escapeLine, escapeText } from './markdown.js';
import { button, colours, container, notice, type Payload, rows, separator, text } from './shapes.js';
import type { Texts } from './texts.js';

export type ReviewList = { list: 'feedback'; items: readonly Feedback[] } | { list: 'gaps'; items: readonly Gap[] };

/** @param index of the item that is shown; beyond the ends, the nearest. */
export function renderReview(review: ReviewList, index: number, texts: Texts): Payload {
  const { list, items } = review;
  if (items.length === 0) return notice(texts.review.empty, colours.answered);
  const at = Math.min(Math.max(index, 0), items.length - 1);
  const item = items[at]!;
  const body = review.list === 'feedback' ? renderFeedback(review.items[at]!, texts) : renderGap(review.items[at]!, texts);
  const go = (to: number, label: string): APIButtonComponent =>
    button({ kind: 'review', list, index: to }, { label, disabled: to < 0 || to >= items.length });
  const decide = (kind: 'accept' | 'dismiss'): Control => ({ kind, list, item: item.id });
  return {
    components: [
      container(list === 'feedback' ? colours.partly : colours.declined, [
        text(
          `-# ${texts.review.position(at + 1, items.length)} · ${item.scope === 'web' ? 'web · ' : ''}${texts.review.generation(item.generation)}`,
        ),
        ...body.map(text),
        separator(),
        ...rows([
          button(decide('accept'), { label: texts.button.accept, style: 'main' }),
          button(decide('dismiss'), { label: texts.button.dismiss }),
          go(at - 1, `◀ ${texts.button.previous}`),
          go(at + 1, `${texts.button.next} ▶`),
        ]),
      ]),
    ],
  };
}

function renderFeedback({ verdict, reason, comment, question, answer, citations }: Feedback, texts: Texts): string[] {
  const why = reason === undefined ? '' : ` · ${texts.feedback.reasons[reason]}`;
  const quotes = citations
    .slice(0, 5)
    .map(({ articleId, quote }) => `> ${escapeLine(shorten(quote, 250))}\n> -# ${escapeLine(shorten(articleId, 80))}`);
  return [
    `**${verdict === 'up' ? '👍' : '👎'} ${texts.review.feedbackTitle[verdict]}**${why}`,
    `**${texts.review.question}**\n${escapeText(shorten(question, 500))}`,
    `**${texts.review.answer}**\n${escapeText(shorten(answer, 900))}`,
    ...(comment === undefined ? [] : [`**${texts.review.comment}**\n${escapeText(shorten(comment, 500))}`]),
    ...(quotes.length === 0 ? [] : [`**${texts.review.quotes}**\n${quotes.join('\n')}`]),
  ];
}

function renderGap({ question, asked, nearestTopics }: Gap, texts: Texts): string[] {
  const tellers = new Set(asked.filter(({ told }) => told).map(({ person }) => person ?? '')).size;
  const times = asked.filter(({ told }) => !told).length;
  const topics = nearestTopics.slice(0, 5).map((topic) => `- ${escapeLine(shorten(topic, 100))}`);
  return [
    `**${texts.review.gapTitle(Math.max(times, 1))}**${tellers === 0 ? '' : ` · ${texts.review.told(tellers)}`}`,
    escapeText(shorten(question, 800)),
    ...(topics.length === 0 ? [] : [`-# ${texts.answer.covered}\n${topics.join('\n')}`]),
  ];
}

export function renderLog(entries: readonly AuditEntry[], texts: Texts): Payload {
  const lines = entries.map(({ at, actor, action, detail }) => {
    const who = actor.startsWith('discord:') ? `<@${actor.slice('discord:'.length)}>` : escapeLine(actor);
    return `<t:${Math.floor(Date.parse(at) / 1_000)}:f> ${who} **${escapeLine(action)}** ${escapeLine(shorten(detail, 120))}`;
  });
  const body = lines.length === 0 ? texts.review.logEmpty : shorten(lines.join('\n'), 3_500);
  return { components: [container(colours.plain, [text(`**${texts.review.logTitle}**`), text(body)])] };
}
