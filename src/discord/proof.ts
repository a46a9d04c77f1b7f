/** "Show the passage": the article version that was quoted, from the index, for the one who clicked. */
import type { ButtonInteraction } from 'discord.js';
import type { BotParts } from './bot-parts.js';
import { acknowledge, acknowledgeUpdate, editResponse } from './delivery.js';
import type { Control } from './ids.js';
import { renderProof } from './proof-view.js';
import { notice } from './shapes.js';
import { textsFor } from './texts.js';

export async function handleProof(
  interaction: ButtonInteraction,
  { article: ref, start, end, marker, page }: Extract<Control, { kind: 'proof' }>,
  { answerer, refs }: BotParts,
): Promise<void> {
  // Paging happens within the passage that is already shown.
  if (page === undefined) await acknowledge(interaction, true);
  else await acknowledgeUpdate(interaction);
  const texts = textsFor(interaction.locale);
  const named = await refs.resolve(ref);
  const article = named && (await answerer.readArticle(named.articleId, named.articleVersion));
  if (named === undefined || article === undefined || end > article.text.length) {
    await editResponse(interaction, notice(texts.proof.lost));
    return;
  }
  const live = await answerer.readArticle(named.articleId);
  await editResponse(interaction, renderProof({ article, ref, start, end, marker, page, live, texts }));
}
