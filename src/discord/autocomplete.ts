/** What is offered while somebody types: questions that the articles can answer, and collections. */
import { setTimeout } from 'node:timers/promises';
import type { AutocompleteInteraction } from 'discord.js';
import type { BotParts } from './bot-parts.js';
import { collectionsOf } from './configure.js';
import { placeOfInteraction, planAdmission, planCollections, settingsOf } from './place.js';

/** Discord's limits: interactions/application-commands, option choices. */
const CHOICES_LIMIT = 25;
const CHOICE_LENGTH = 100;
/** Discord wants the choices within 3 s; none are better than late ones. */
const PATIENCE_MS = 1_500;

export async function handleAutocomplete(interaction: AutocompleteInteraction, bot: BotParts): Promise<void> {
  const { name, value } = interaction.options.getFocused(true);
  const offers = name === 'question' ? offerQuestions(interaction, value, bot) : offerCollections(interaction, value, bot);
  const inTime = await Promise.race([offers, setTimeout(PATIENCE_MS, [], { ref: false })]);
  const fitting = [...new Set(inTime)].filter((offer) => offer !== '' && offer.length <= CHOICE_LENGTH).slice(0, CHOICES_LIMIT);
  await interaction.respond(fitting.map((offer) => ({ name: offer, value: offer })));
}

async function offerQuestions(interaction: AutocompleteInteraction, typed: string, bot: BotParts): Promise<string[]> {
  const place = placeOfInteraction(interaction);
  const settings = await settingsOf(bot.state.channels, place);
  const wanted = interaction.options.getString('collection') || undefined;
  const collections = planCollections(settings, bot.settings.discord.collections, wanted);
  if (planAdmission(settings, place) !== 'welcome' || collections === 'refused') return [];
  return bot.answerer.suggestQuestions({ typed, language: place.locale, collections, limit: CHOICES_LIMIT });
}

/** In a list of several, the last one is being typed. `/config` and `/index add` are maintainers': they see every collection. */
async function offerCollections(interaction: AutocompleteInteraction, typed: string, bot: BotParts): Promise<string[]> {
  const settings = await settingsOf(bot.state.channels, placeOfInteraction(interaction));
  const open = planCollections(settings, bot.settings.discord.collections);
  const known = await collectionsOf(bot);
  const visible = interaction.commandName === 'ask' && Array.isArray(open) ? known.filter((name) => open.includes(name)) : known;
  const comma = typed.lastIndexOf(',');
  const before = comma === -1 ? '' : `${typed.slice(0, comma).trim()}, `;
  const part = typed
    .slice(comma + 1)
    .trim()
    .toLowerCase();
  return visible.filter((name) => name.toLowerCase().includes(part)).map((name) => `${before}${name}`);
}
