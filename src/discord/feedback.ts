/** Thumbs, the reason why, and "tell the maintainers": stored with the question, answer, citations and generation. */
import type { ButtonInteraction, ModalSubmitInteraction, RepliableInteraction } from 'discord.js';
import { createDigestId } from '../state/ids.js';
import { type FeedbackReason, feedbackReasons, type StoredTurn } from '../state/records.js';
import type { Answerer } from '../types.js';
import type { BotParts } from './bot-parts.js';
import { acknowledge, editResponse, openForm } from './delivery.js';
import { feedbackForm, fields } from './forms.js';
import { personOf } from './place.js';
import { colours, notice } from './shapes.js';
import { textsFor } from './texts.js';

export async function handleVoteUp(interaction: ButtonInteraction, bot: BotParts): Promise<void> {
  await acknowledge(interaction, true);
  await keepVote(interaction, { verdict: 'up' }, bot);
}

/** Down asks why, which has to be the first response. */
export const handleVoteDown = (interaction: ButtonInteraction): Promise<void> =>
  openForm(interaction, feedbackForm(textsFor(interaction.locale)));

export async function handleFeedbackForm(interaction: ModalSubmitInteraction, bot: BotParts): Promise<void> {
  await acknowledge(interaction, true);
  const [chosen] = interaction.fields.getStringSelectValues(fields.reason);
  const reason = feedbackReasons.find((each) => each === chosen);
  const comment = interaction.fields.getTextInputValue(fields.comment).trim();
  await keepVote(interaction, { verdict: 'down', reason, ...(comment === '' ? {} : { comment }) }, bot);
}

type Vote = { verdict: 'up' | 'down'; reason?: FeedbackReason; comment?: string };

async function keepVote(interaction: ButtonInteraction | ModalSubmitInteraction, vote: Vote, { state, answerer }: BotParts): Promise<void> {
  const { feedback: texts } = textsFor(interaction.locale);
  const turn = await turnUnder(interaction, state);
  if (turn === undefined) {
    await editResponse(interaction, notice(texts.tooOld));
    return;
  }
  const person = personOf(interaction.user.id);
  const { scope, channel, question, answer, status, language, mode, generation } = turn;
  await state.feedback.add({
    ...{
      id: createDigestId(turn.id, person),
      door: 'discord',
      scope,
      channel,
      person,
      question,
      answer,
      status,
      language,
      mode,
      generation,
    },
    ...vote,
    citations: await quotesOf(turn, answerer),
  });
  await editResponse(interaction, notice(vote.verdict === 'up' ? texts.thanksUp : texts.thanksDown, colours.answered));
}

export async function handleTell(interaction: ButtonInteraction, { state }: BotParts): Promise<void> {
  await acknowledge(interaction, true);
  const { feedback: texts } = textsFor(interaction.locale);
  const turn = await turnUnder(interaction, state);
  const { scope, question, language, nearestTopics, generation } = turn ?? {};
  if (scope === undefined || question === undefined) {
    await editResponse(interaction, notice(texts.tooOld));
    return;
  }
  const asker = { door: 'discord' as const, person: personOf(interaction.user.id) };
  const gap = await state.gaps.find(scope, question);
  const { id } =
    gap ??
    (await state.gaps.add({ scope, question, language: language!, nearestTopics: nearestTopics!, generation: generation!, ...asker }));
  await state.gaps.tell(id, asker);
  await editResponse(interaction, notice(texts.told, colours.answered));
}

/** The turn that the message with the button shows. */
export const turnUnder = (interaction: RepliableInteraction, state: BotParts['state']): Promise<StoredTurn | undefined> =>
  'message' in interaction && interaction.message ? state.conversations.findByMessage(interaction.message.id) : Promise.resolve(undefined);

/** The quotes of a turn, read back from the article versions; those that are not kept any more are left out. */
async function quotesOf({ citations }: StoredTurn, answerer: Answerer) {
  const quotes = citations.map(async (citation) => {
    const article = await answerer.readArticle(citation.articleId, citation.articleVersion);
    return article === undefined ? [] : [{ ...citation, quote: article.text.slice(citation.start, citation.end) }];
  });
  return (await Promise.all(quotes)).flat();
}
