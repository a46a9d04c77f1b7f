/** `/review`: what people said about answers and what was not answered; accepted as test cases, or dismissed. */
import type { ButtonInteraction, ChatInputCommandInteraction, ModalSubmitInteraction } from 'discord.js';
import type { Feedback, Gap } from '../state/records.js';
import type { Answerer, TestCase } from '../types.js';
import type { BotParts } from './bot-parts.js';
import { acknowledge, acknowledgeUpdate, editResponse, openForm, respondPrivately } from './delivery.js';
import { fields, testCaseForm } from './forms.js';
import type { Control } from './ids.js';
import { isHome, whereAllowed } from './maintainers.js';
import { escapeLine } from './markdown.js';
import type { Place } from './place.js';
import { type ReviewList, renderLog, renderReview } from './review-view.js';
import { colours, notice } from './shapes.js';
import { textsFor } from './texts.js';

type ListName = 'feedback' | 'gaps';

const LOG_LIMIT = 20;

export const handleReview = (interaction: ChatInputCommandInteraction, bot: BotParts): Promise<void> =>
  whereAllowed(interaction, 'server', bot, async (place) => {
    await acknowledge(interaction, true);
    const texts = textsFor(interaction.locale);
    const part = interaction.options.getSubcommand();
    if (part === 'log') {
      await editResponse(interaction, renderLog(await bot.state.audit.list({ scope: place.scope, limit: LOG_LIMIT }), texts));
      return;
    }
    const list = part === 'gaps' ? 'gaps' : 'feedback';
    await editResponse(interaction, renderReview(await openList(list, place, bot), 0, texts));
  });

export const handleReviewPage = (
  interaction: ButtonInteraction,
  { list, index }: Extract<Control, { kind: 'review' }>,
  bot: BotParts,
): Promise<void> =>
  whereAllowed(interaction, 'server', bot, async (place) => {
    await acknowledgeUpdate(interaction);
    await editResponse(interaction, renderReview(await openList(list, place, bot), index, textsFor(interaction.locale)));
  });

export const handleDismiss = (
  interaction: ButtonInteraction,
  { list, item }: Extract<Control, { kind: 'dismiss' }>,
  bot: BotParts,
): Promise<void> =>
  whereAllowed(interaction, 'server', bot, async (place) => {
    const { scope, person } = place;
    await acknowledgeUpdate(interaction);
    const found = await findItem(list, item, place, bot);
    const decided: Feedback | Gap | undefined = found && (await bot.state[list].decide(item, { outcome: 'dismissed', by: person }));
    if (decided !== undefined)
      await bot.state.audit.add({ scope, actor: person, action: 'review dismiss', detail: `${list}: ${decided.question}` });
    await editResponse(interaction, renderReview(await openList(list, place, bot), 0, textsFor(interaction.locale)));
  });

/** Opens the form in which the case is completed, with the quotes that were shown as a proposal. */
export const handleAccept = (interaction: ButtonInteraction, control: Extract<Control, { kind: 'accept' }>, bot: BotParts): Promise<void> =>
  whereAllowed(interaction, 'server', bot, async (place) => {
    const texts = textsFor(interaction.locale);
    const item = await findItem(control.list, control.item, place, bot);
    if (item === undefined || item.decision !== undefined) return respondPrivately(interaction, notice(texts.review.decidedBefore));
    const evidence = 'citations' in item && item.verdict === 'up' ? item.citations.map(({ quote }) => quote) : [];
    await openForm(interaction, testCaseForm(texts, control, item.question, evidence));
  });

export const handleAcceptForm = (
  interaction: ModalSubmitInteraction,
  { list, item: id }: Extract<Control, { kind: 'accept' }>,
  bot: BotParts,
): Promise<void> =>
  whereAllowed(interaction, 'server', bot, async (place) => {
    const { scope, person } = place;
    await acknowledge(interaction, true);
    const texts = textsFor(interaction.locale);
    const item = await findItem(list, id, place, bot);
    const quotes = interaction.fields
      .getTextInputValue(fields.evidence)
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
    const { evidence, missing } = await locateEvidence(quotes, item, bot.answerer);
    if (missing !== undefined) {
      await editResponse(interaction, notice(texts.review.notVerbatim(escapeLine(missing)), colours.trouble));
      return;
    }
    const testCase: TestCase = {
      id: `discord-${id}`,
      question: interaction.fields.getTextInputValue(fields.question).trim(),
      answerable: evidence.length > 0,
      evidence,
      tags: ['discord', list],
    };
    const decided: Feedback | Gap | undefined = item && (await bot.state[list].decide(id, { outcome: 'accepted', by: person, testCase }));
    if (decided === undefined) {
      await editResponse(interaction, notice(texts.review.decidedBefore));
      return;
    }
    await bot.state.audit.add({ scope, actor: person, action: 'review accept', detail: `${list}: ${testCase.question}` });
    const { count, path } = await bot.state.exportCases();
    await editResponse(interaction, notice(texts.review.accepted(count, escapeLine(path)), colours.answered));
  });

/** Open items, thumbs down before thumbs up. */
async function openList(list: ListName, place: Place, bot: BotParts): Promise<ReviewList> {
  const scopes = scopesOf(place, bot);
  if (list === 'gaps') {
    return { list, items: (await Promise.all(scopes.map((scope) => bot.state.gaps.list({ scope, undecided: true })))).flat() };
  }
  const items = (await Promise.all(scopes.map((scope) => bot.state.feedback.list({ scope, undecided: true })))).flat();
  return { list, items: items.sort((a, b) => Number(a.verdict === 'up') - Number(b.verdict === 'up')) };
}

async function findItem(list: ListName, id: string, place: Place, bot: BotParts): Promise<Feedback | Gap | undefined> {
  const item = await bot.state[list].get(id);
  return item !== undefined && scopesOf(place, bot).includes(item.scope) ? item : undefined;
}

/** A server's maintainers see what was asked in it; those of the home server also what belongs to none. */
const scopesOf = (place: Place, bot: BotParts): string[] => (isHome(place.scope, bot) ? [place.scope, 'dm', 'web'] : [place.scope]);

/** Which article each quote stands in, word for word; `missing` is the first that stands in none. */
async function locateEvidence(quotes: readonly string[], item: Feedback | Gap | undefined, answerer: Answerer) {
  const cited = item !== undefined && 'citations' in item ? item.citations.map(({ articleId }) => articleId) : [];
  const all = quotes.length === 0 ? [] : (await answerer.overview()).articles.map(({ id }) => id);
  const evidence: { articleId: string; quote: string }[] = [];
  for (const quote of quotes) {
    const found = await findArticleWith(quote, [...new Set([...cited, ...all])], answerer);
    if (found === undefined) return { evidence, missing: quote };
    evidence.push(found);
  }
  return { evidence };
}

/** White space apart, since a form's line cannot hold the line ends of a quote. */
async function findArticleWith(
  quote: string,
  ids: readonly string[],
  answerer: Answerer,
): Promise<{ articleId: string; quote: string } | undefined> {
  const pattern = new RegExp(
    quote
      .split(/\s+/)
      .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('\\s+'),
  );
  for (const articleId of ids) {
    const match = pattern.exec((await answerer.readArticle(articleId))?.text ?? '');
    if (match !== null) return { articleId, quote: match[0] };
  }
  return undefined;
}
