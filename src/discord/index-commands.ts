/** `/index`: what the index holds, bringing it up to date, adding an article or a page, and going back. */
import type { Attachment, ChatInputCommandInteraction, ModalSubmitInteraction, RepliableInteraction } from 'discord.js';
import { ARTICLE_TYPES, createMarkdown, safeName, storeArticle } from './article-intake.js';
import type { BotParts } from './bot-parts.js';
import { acknowledge, editResponse, openForm, respondPrivately } from './delivery.js';
import { articleForm, fields } from './forms.js';
import type { Control } from './ids.js';
import { askRollBack } from './index-rollback.js';
import { runUpdate } from './index-update.js';
import { renderOverview } from './index-view.js';
import { whereAllowed } from './maintainers.js';
import { escapeLine } from './markdown.js';
import type { Place } from './place.js';
import { colours, notice } from './shapes.js';
import { textsFor } from './texts.js';

/** Discord's own limit for most servers; larger files go into the corpus folder directly. */
const UPLOAD_LIMIT_BYTES = 10 * 1024 * 1024;
const DOWNLOAD_TIMEOUT_MS = 30_000;
const DEFAULT_COLLECTION = 'added';

export const handleIndex = (interaction: ChatInputCommandInteraction, bot: BotParts): Promise<void> => {
  const part = interaction.options.getSubcommand();
  const right = part === 'status' ? 'server' : 'everywhere';
  const handle = { status, update, add, rollback: askRollBack }[part] ?? status;
  return whereAllowed(interaction, right, bot, (place) => handle(interaction, place, bot));
};

async function status(interaction: ChatInputCommandInteraction, _place: Place, { answerer }: BotParts): Promise<void> {
  await acknowledge(interaction, true);
  await editResponse(interaction, renderOverview(await answerer.overview(), textsFor(interaction.locale)));
}

async function update(interaction: ChatInputCommandInteraction, place: Place, bot: BotParts): Promise<void> {
  await acknowledge(interaction, true);
  const dryRun = interaction.options.getBoolean('preview') ?? false;
  const action = 'index update';
  await runUpdate(interaction, place, dryRun ? { action, dryRun, resume: true } : { action, resume: true, follow: {} }, bot);
}

/** A page is followed, a file stored at once; without either a form asks for title and text. */
async function add(interaction: ChatInputCommandInteraction, place: Place, bot: BotParts): Promise<void> {
  const texts = textsFor(interaction.locale);
  const chosen = interaction.options.getString('collection')?.slice(0, 60);
  const url = interaction.options.getString('url');
  if (url !== null) return followAddress(interaction, place, { url, collection: chosen ? safeName(chosen) : undefined }, bot);
  const collection = chosen || DEFAULT_COLLECTION;
  const replace = interaction.options.getBoolean('replace') ?? false;
  const file = interaction.options.getAttachment('file');
  if (file === null) return openForm(interaction, articleForm(texts, { kind: 'add-article', collection, replace }));
  const limitBytes = Math.min(UPLOAD_LIMIT_BYTES, bot.settings.corpus.maxFileBytes);
  if (file.size > limitBytes)
    return respondPrivately(interaction, notice(texts.index.tooLarge(Math.floor(limitBytes / 1024 / 1024)), colours.trouble));
  await acknowledge(interaction, true);
  await takeIn(interaction, place, { collection, replace, fileName: file.name, bytes: await download(file, limitBytes, bot) }, bot);
}

/** What the address leads to is fetched as any page is: never from within the operator's own network. */
async function followAddress(
  interaction: ChatInputCommandInteraction,
  place: Place,
  { url, collection }: { url: string; collection: string | undefined },
  bot: BotParts,
): Promise<void> {
  const isWeb = URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol);
  if (!isWeb) return respondPrivately(interaction, notice(textsFor(interaction.locale).index.noAddress, colours.trouble));
  await acknowledge(interaction, true);
  const follow = { urls: [url], ...(collection === undefined ? {} : { collection }) };
  await runUpdate(interaction, place, { action: 'index add', detail: url, follow }, bot);
}

export const handleArticleForm = (
  interaction: ModalSubmitInteraction,
  { collection, replace }: Extract<Control, { kind: 'add-article' }>,
  bot: BotParts,
): Promise<void> =>
  whereAllowed(interaction, 'everywhere', bot, async (place) => {
    await acknowledge(interaction, true);
    const title = interaction.fields.getTextInputValue(fields.title);
    const bytes = Buffer.from(createMarkdown(title, interaction.fields.getTextInputValue(fields.text)), 'utf8');
    await takeIn(interaction, place, { collection, replace, fileName: `${title}.md`, bytes }, bot);
  });

type Incoming = { collection: string; replace: boolean; fileName: string; bytes: Uint8Array };

async function takeIn(interaction: RepliableInteraction, place: Place, incoming: Incoming, bot: BotParts): Promise<void> {
  const { index } = textsFor(interaction.locale);
  const intake = await storeArticle({ corpusDirectory: bot.settings.corpus.directory, ...incoming });
  if (intake.outcome !== 'stored') {
    await editResponse(
      interaction,
      notice(
        intake.outcome === 'exists' ? index.exists(escapeLine(intake.path)) : index.wrongType(ARTICLE_TYPES.join(' ')),
        colours.trouble,
      ),
    );
    return;
  }
  const lead = [notice(index.added(escapeLine(intake.path)))];
  await runUpdate(interaction, place, { action: 'index add', detail: intake.path, lead, intake }, bot);
}

/** Discord's address of the file, taken from its own payload; redirects are not followed. */
async function download({ url, proxyURL }: Attachment, limitBytes: number, { settings }: BotParts): Promise<Uint8Array> {
  const allowed =
    settings.discord.apiUrl === undefined ? ['cdn.discordapp.com', 'media.discordapp.net'] : [new URL(settings.discord.apiUrl).hostname];
  const address = [url, proxyURL].find((each) => allowed.includes(new URL(each).hostname));
  if (address === undefined) throw new Error(`An attachment lies at an unexpected address: ${new URL(url).host}`);
  const response = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS) });
  if (!response.ok) throw new Error(`The attachment could not be downloaded: ${response.status}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes.length > limitBytes) throw new Error(`The attachment has ${bytes.length} bytes, more than it was announced with.`);
  return bytes;
}
