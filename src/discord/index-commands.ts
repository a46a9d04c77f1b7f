/** `/index`: what the index holds, bringing it up to date with progress, and adding an article. */
import type { Attachment, ChatInputCommandInteraction, ModalSubmitInteraction, RepliableInteraction } from 'discord.js';
import { YingjiaError } from '../errors.js';
import type { Progress } from '../types.js';
import { ARTICLE_TYPES, createMarkdown, type Intake, storeArticle } from './article-intake.js';
import type { BotParts } from './bot-parts.js';
import { acknowledge, editResponse, openForm, respondPrivately } from './delivery.js';
import { createEditor } from './editor.js';
import { articleForm, fields } from './forms.js';
import type { Control } from './ids.js';
import { renderOverview, renderProgress, renderReport } from './index-view.js';
import { whereAllowed } from './maintainers.js';
import { escapeLine } from './markdown.js';
import type { Place } from './place.js';
import { colours, notice, type Payload } from './shapes.js';
import { openInteractionStage } from './stages.js';
import { textsFor } from './texts.js';

/** Discord's own limit for most servers; larger files go into the corpus folder directly. */
const UPLOAD_LIMIT_BYTES = 10 * 1024 * 1024;
const DOWNLOAD_TIMEOUT_MS = 30_000;
const DEFAULT_COLLECTION = 'added';

export const handleIndex = (interaction: ChatInputCommandInteraction, bot: BotParts): Promise<void> => {
  const part = interaction.options.getSubcommand();
  const right = part === 'status' ? 'server' : 'everywhere';
  const handle = { status, update, add }[part] ?? status;
  return whereAllowed(interaction, right, bot, (place) => handle(interaction, place, bot));
};

async function status(interaction: ChatInputCommandInteraction, _place: Place, { answerer }: BotParts): Promise<void> {
  await acknowledge(interaction, true);
  await editResponse(interaction, renderOverview(await answerer.overview(), textsFor(interaction.locale)));
}

async function update(interaction: ChatInputCommandInteraction, place: Place, bot: BotParts): Promise<void> {
  await acknowledge(interaction, true);
  const dryRun = interaction.options.getBoolean('preview') ?? false;
  await showRefresh(interaction, place, { dryRun, lead: [] }, bot);
}

/** With a file it is stored at once; without one a form asks for title and text. */
async function add(interaction: ChatInputCommandInteraction, place: Place, bot: BotParts): Promise<void> {
  const texts = textsFor(interaction.locale);
  const collection = interaction.options.getString('collection')?.slice(0, 60) || DEFAULT_COLLECTION;
  const replace = interaction.options.getBoolean('replace') ?? false;
  const file = interaction.options.getAttachment('file');
  if (file === null) return openForm(interaction, articleForm(texts, { kind: 'add-article', collection, replace }));
  const limitBytes = Math.min(UPLOAD_LIMIT_BYTES, bot.settings.corpus.maxFileBytes);
  if (file.size > limitBytes)
    return respondPrivately(interaction, notice(texts.index.tooLarge(Math.floor(limitBytes / 1024 / 1024)), colours.trouble));
  await acknowledge(interaction, true);
  await takeIn(interaction, place, { collection, replace, fileName: file.name, bytes: await download(file, limitBytes, bot) }, bot);
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
  await showRefresh(interaction, place, { dryRun: false, lead: [notice(index.added(escapeLine(intake.path)))], intake }, bot);
}

type RefreshView = { dryRun: boolean; lead: Payload[]; intake?: Extract<Intake, { outcome: 'stored' }> };

/** Runs the update, shows how it goes, and notes in the audit log what was changed. */
async function showRefresh(
  interaction: RepliableInteraction,
  place: Place,
  { dryRun, lead, intake }: RefreshView,
  bot: BotParts,
): Promise<void> {
  const texts = textsFor(interaction.locale);
  const stage = openInteractionStage(interaction, { isPrivate: true, now: bot.now, late: texts.trouble.late(`<@${place.userId}>`) });
  const editor = createEditor(stage, bot.pace, (error) => bot.troubles.report('showing progress', error));
  const show = (progress?: Progress) => editor.draft(renderProgress(progress, texts));
  show();
  try {
    const report = await bot.refresh({ dryRun, onProgress: show });
    const unread = intake && report.problems.find(({ path }) => intake.path.endsWith(path) || path.endsWith(intake.path));
    if (unread !== undefined) {
      await intake!.undo();
      await editor.finish([notice(texts.index.unreadable(escapeLine(unread.reason)), colours.trouble)]);
      return;
    }
    if (!dryRun)
      await audit(place, intake === undefined ? 'index update' : 'index add', intake?.path ?? `generation ${report.generation}`, bot);
    await editor.finish(merge([...lead, renderReport(report, texts)]));
  } catch (error) {
    if (!(error instanceof YingjiaError)) throw error;
    // What the operator must fix is what a maintainer can act on: shown as it is.
    await editor.finish([notice(escapeLine(`${error.problem} ${error.fix}`), colours.trouble)]);
  }
}

const merge = (payloads: readonly Payload[]): Payload[] => [{ components: payloads.flatMap(({ components }) => components) }];

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

const audit = ({ scope, person }: Place, action: string, detail: string, { state }: BotParts) =>
  state.audit.add({ scope, actor: person, action, detail });
