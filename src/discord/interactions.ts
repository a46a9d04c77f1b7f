/** Which handler takes an interaction. What it throws becomes one calm sentence with a short id. */
import type {
  ButtonInteraction,
  ChatInputCommandInteraction,
  Interaction,
  MessageContextMenuCommandInteraction,
  ModalSubmitInteraction,
} from 'discord.js';
import { askByInteraction } from './ask-interaction.js';
import { handleAutocomplete } from './autocomplete.js';
import type { BotParts } from './bot-parts.js';
import { ASK_ABOUT } from './commands.js';
import { handleConfig } from './configure.js';
import { editResponse, isExpiry, openForm, respondPrivately } from './delivery.js';
import { handleFeedbackForm, handleTell, handleVoteDown, handleVoteUp } from './feedback.js';
import { handleAskAgain, handleFollowUp, handleQuestionForm, handleStop, handleThread, handleTopic } from './follow-ups.js';
import { QUESTION_LIMIT, questionForm } from './forms.js';
import { parseControlId } from './ids.js';
import { handleArticleForm, handleIndex } from './index-commands.js';
import { handleRollBack } from './index-rollback.js';
import { handleApplyUpdate } from './index-update.js';
import { handleForget, handlePrivacy, handlePrivacyStep } from './privacy.js';
import { handleProof } from './proof.js';
import { handleAccept, handleAcceptForm, handleDismiss, handleReview, handleReviewPage } from './review.js';
import { colours, notice } from './shapes.js';
import { textsFor } from './texts.js';

export async function handleInteraction(interaction: Interaction, bot: BotParts): Promise<void> {
  bot.arrivals.add(interaction);
  try {
    if (interaction.isAutocomplete()) await handleAutocomplete(interaction, bot);
    else if (interaction.isChatInputCommand()) await handleCommand(interaction, bot);
    else if (interaction.isMessageContextMenuCommand()) await handleMenu(interaction, bot);
    else if (interaction.isButton()) await handleButton(interaction, bot);
    else if (interaction.isModalSubmit()) await handleForm(interaction, bot);
  } catch (error) {
    const id = bot.troubles.report(nameOf(interaction), error);
    if (interaction.isRepliable() && !isExpiry(error)) await apologise(interaction, id, bot);
  }
}

async function apologise(
  interaction: Extract<Interaction, { isRepliable(): boolean }> & Parameters<typeof respondPrivately>[0],
  id: string,
  bot: BotParts,
): Promise<void> {
  const words = notice(textsFor(interaction.locale).trouble.failed(id), colours.trouble);
  try {
    if (interaction.deferred || interaction.replied) await editResponse(interaction, words);
    else await respondPrivately(interaction, words);
  } catch (error) {
    bot.troubles.report(`telling about ${id}`, error);
  }
}

function handleCommand(interaction: ChatInputCommandInteraction, bot: BotParts): Promise<unknown> {
  switch (interaction.commandName) {
    case 'ask': {
      const text = interaction.options.getString('question', true);
      const collection = interaction.options.getString('collection') ?? undefined;
      return askByInteraction(interaction, { text, collection, isPrivate: interaction.options.getBoolean('private') ?? undefined }, bot);
    }
    case 'forget':
      return handleForget(interaction, bot);
    case 'privacy':
      return handlePrivacy(interaction, bot);
    case 'index':
      return handleIndex(interaction, bot);
    case 'config':
      return handleConfig(interaction, bot);
    case 'review':
      return handleReview(interaction, bot);
    default:
      return stale(interaction);
  }
}

/** A short message is the question; a long one, or one without words, opens a form to make one of it. */
const ASKED_AS_IS = 300;

function handleMenu(interaction: MessageContextMenuCommandInteraction, bot: BotParts): Promise<unknown> {
  if (interaction.commandName !== ASK_ABOUT) return stale(interaction);
  const words = interaction.targetMessage.cleanContent.replace(/\s+/g, ' ').trim();
  if (words !== '' && words.length <= ASKED_AS_IS) return askByInteraction(interaction, { text: words }, bot);
  return openForm(interaction, questionForm(textsFor(interaction.locale), { kind: 'ask-about' }, words.slice(0, QUESTION_LIMIT)));
}

function handleButton(interaction: ButtonInteraction, bot: BotParts): Promise<unknown> {
  const control = parseControlId(interaction.customId);
  switch (control?.kind) {
    case 'proof':
      return handleProof(interaction, control, bot);
    case 'vote-up':
      return handleVoteUp(interaction, bot);
    case 'vote-down':
      return handleVoteDown(interaction);
    case 'stop':
      return handleStop(interaction, control, bot);
    case 'follow-up':
      return handleFollowUp(interaction);
    case 'thread':
      return handleThread(interaction, bot);
    case 'topic':
      return handleTopic(interaction, control, bot);
    case 'tell':
      return handleTell(interaction, bot);
    case 'ask':
      return handleAskAgain(interaction, control, bot);
    case 'review':
      return handleReviewPage(interaction, control, bot);
    case 'accept':
      return handleAccept(interaction, control, bot);
    case 'dismiss':
      return handleDismiss(interaction, control, bot);
    case 'privacy':
      return handlePrivacyStep(interaction, control, bot);
    case 'apply-update':
      return handleApplyUpdate(interaction, control, bot);
    case 'roll-back':
      return handleRollBack(interaction, control, bot);
    default:
      return stale(interaction);
  }
}

function handleForm(interaction: ModalSubmitInteraction, bot: BotParts): Promise<unknown> {
  const control = parseControlId(interaction.customId);
  switch (control?.kind) {
    case 'vote-down':
      return handleFeedbackForm(interaction, bot);
    case 'follow-up':
    case 'ask-about':
      return handleQuestionForm(interaction, bot);
    case 'accept':
      return handleAcceptForm(interaction, control, bot);
    case 'add-article':
      return handleArticleForm(interaction, control, bot);
    default:
      return stale(interaction);
  }
}

const stale = (interaction: Parameters<typeof respondPrivately>[0]): Promise<void> =>
  respondPrivately(interaction, notice(textsFor(interaction.locale).refuse.stale));

function nameOf(interaction: Interaction): string {
  if (interaction.isCommand() || interaction.isAutocomplete()) return `/${interaction.commandName}`;
  return 'customId' in interaction ? `the control ${interaction.customId}` : 'an interaction';
}
