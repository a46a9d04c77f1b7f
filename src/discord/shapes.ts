/** Small builders of Discord's components, second version, as plain JSON. Pure. */
import {
  type APIActionRowComponent,
  type APIButtonComponent,
  type APIComponentInContainer,
  type APIContainerComponent,
  type APISectionComponent,
  type APISeparatorComponent,
  type APITextDisplayComponent,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import { renderLine, shorten } from '../render.js';
import { type Control, createControlId } from './ids.js';

/** What a message shows; `delivery.ts` adds the flags and what keeps it from pinging. */
export type Payload = { components: APIContainerComponent[]; files?: { name: string; text: string }[] };

/** Characters over all components of one message. Source: Discord's error text. */
export const TEXT_LIMIT = 4_000;
const LABEL_LIMIT = 80;
/** For what stands beside the container's own texts. */
const MARGIN = 50;

/** Colours of the bar beside a message: the status at a glance. */
export const colours = { answered: 0x2e9e6b, partly: 0xd99a2b, declined: 0x8a8f98, working: 0x4f7cd1, trouble: 0xc4554d, plain: 0x5b6270 };

/** Words that show nothing become "…": Discord refuses an empty text. */
export const text = (content: string): APITextDisplayComponent => ({
  type: ComponentType.TextDisplay,
  content: content.trim() === '' ? '…' : content,
});

export const separator = (): APISeparatorComponent => ({ type: ComponentType.Separator, divider: true, spacing: 1 });

/** Where the texts are too long together, the longest is cut. */
export function container(colour: number, components: APIComponentInContainer[]): APIContainerComponent {
  const texts = components.filter((component) => component.type === ComponentType.TextDisplay);
  const excess = texts.reduce((sum, { content }) => sum + content.length, 0) - (TEXT_LIMIT - MARGIN);
  const longest = texts.reduce<APITextDisplayComponent | undefined>(
    (long, each) => (each.content.length > (long?.content.length ?? 0) ? each : long),
    undefined,
  );
  const fitting = components.map((component) =>
    excess > 0 && component === longest ? text(shorten(longest.content, Math.max(longest.content.length - excess, 1))) : component,
  );
  return { type: ComponentType.Container, accent_color: colour, components: fitting };
}

export type ButtonLook = { label?: string; emoji?: string; style?: 'quiet' | 'main' | 'danger'; disabled?: boolean };

const styles = { quiet: ButtonStyle.Secondary, main: ButtonStyle.Primary, danger: ButtonStyle.Danger } as const;

export const button = (control: Control, { label, emoji, style = 'quiet', disabled }: ButtonLook): APIButtonComponent => ({
  type: ComponentType.Button,
  style: styles[style],
  custom_id: createControlId(control),
  ...(label === undefined ? {} : { label: shorten(renderLine(label), LABEL_LIMIT) || '…' }),
  ...(emoji === undefined ? {} : { emoji: { name: emoji } }),
  ...(disabled === undefined ? {} : { disabled }),
});

/** At most 512 characters of address. Source: Discord's OpenAPI document. */
export const linkButton = (label: string, address: string): APIButtonComponent[] =>
  address.length <= 512 ? [{ type: ComponentType.Button, style: ButtonStyle.Link, label: shorten(label, LABEL_LIMIT), url: address }] : [];

/** Rows of five. */
export function rows(buttons: readonly APIButtonComponent[]): APIActionRowComponent<APIButtonComponent>[] {
  const list: APIActionRowComponent<APIButtonComponent>[] = [];
  for (let at = 0; at < buttons.length; at += 5) list.push({ type: ComponentType.ActionRow, components: buttons.slice(at, at + 5) });
  return list;
}

/** Text with a button at its right. */
export const section = (content: string, accessory: APIButtonComponent): APISectionComponent => ({
  type: ComponentType.Section,
  components: [text(content)],
  accessory,
});

/** A message of one sentence. */
export const notice = (sentence: string, colour = colours.plain, buttons: readonly APIButtonComponent[] = []): Payload => ({
  components: [container(colour, [text(sentence), ...rows(buttons)])],
});
