/** Who may do what only maintainers may. */
import type { RepliableInteraction } from 'discord.js';
import type { BotParts } from './bot-parts.js';
import { respondPrivately } from './delivery.js';
import { type Place, placeOfInteraction } from './place.js';
import { notice } from './shapes.js';
import { textsFor } from './texts.js';

/** `server`: reviews and settings of one server. `everywhere`: what changes what every server sees. */
export type Right = 'server' | 'everywhere';

export type RightFacts = {
  /** The application's owner, or of its team. */
  isOperator: boolean;
  manages: boolean;
  hasMaintainerRole: boolean;
  isHome: boolean;
};

export const planRight = (
  right: Right,
  { isOperator, manages, hasMaintainerRole, isHome }: RightFacts,
): 'granted' | 'maintainers-only' | 'operators-only' => {
  if (isOperator) return 'granted';
  if (!manages && !hasMaintainerRole) return 'maintainers-only';
  return right === 'server' || isHome ? 'granted' : 'operators-only';
};

/** Runs `act` for those who may; others are told that they may not. */
export async function whereAllowed(
  interaction: RepliableInteraction,
  right: Right,
  bot: BotParts,
  act: (place: Place) => Promise<void>,
): Promise<void> {
  const place = placeOfInteraction(interaction);
  const { maintainerRoles } = await bot.state.channels.server(place.scope);
  const outcome = planRight(right, {
    isOperator: bot.operators.has(place.userId),
    manages: place.manages,
    hasMaintainerRole: maintainerRoles.some((role) => place.roles.includes(role)),
    isHome: isHome(place.scope, bot),
  });
  const { refuse } = textsFor(place.locale);
  if (outcome === 'granted') await act(place);
  else await respondPrivately(interaction, notice(outcome === 'operators-only' ? refuse.operatorsOnly : refuse.maintainersOnly));
}

/** The server that the commands are registered in, else the only one that the bot is in. */
export function isHome(scope: string, { client, settings }: BotParts): boolean {
  const { cache } = client.guilds;
  return scope === (settings.discord.guildId ?? (cache.size === 1 ? cache.firstKey() : undefined));
}
