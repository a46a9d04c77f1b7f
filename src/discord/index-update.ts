/** An update of the index from Discord: pages are followed first, a large change waits for a click, and what was done is noted. */
import type { ButtonInteraction, RepliableInteraction } from 'discord.js';
import { YingjiaError } from '../errors.js';
import type { IndexReport, Progress, SourcesReport } from '../types.js';
import type { Intake } from './article-intake.js';
import type { BotParts, Follow } from './bot-parts.js';
import { acknowledgeUpdate } from './delivery.js';
import { createEditor } from './editor.js';
import type { Control } from './ids.js';
import { renderLargeChange, renderProgress, renderReport, renderSources, weighUpdate } from './index-view.js';
import { whereAllowed } from './maintainers.js';
import { escapeLine } from './markdown.js';
import type { Place } from './place.js';
import { colours, notice, type Payload } from './shapes.js';
import { openInteractionStage } from './stages.js';
import { type Texts, textsFor } from './texts.js';

export type Update = {
  action: 'index update' | 'index add';
  /** For the audit log: what was added. */
  detail?: string;
  dryRun?: boolean;
  /** Goes on after a rollback. */
  resume?: boolean;
  /** What is followed first; nothing when absent. */
  follow?: Parameters<Follow>[0];
  /** A file that is taken back where it cannot be read. */
  intake?: Extract<Intake, { outcome: 'stored' }>;
  /** Shown above the report. */
  lead?: Payload[];
  /** Articles that a maintainer has agreed to have changed or removed. */
  agreed?: number;
};

/** A click on "apply", also months and restarts later: what has come to it since is asked about again. */
export const handleApplyUpdate = (
  interaction: ButtonInteraction,
  { touched }: Extract<Control, { kind: 'apply-update' }>,
  bot: BotParts,
): Promise<void> =>
  whereAllowed(interaction, 'everywhere', bot, async (place) => {
    await acknowledgeUpdate(interaction);
    await runUpdate(interaction, place, { action: 'index update', resume: true, agreed: touched }, bot);
  });

/** Runs the update, shows how it goes, and notes in the audit log what was changed. */
export async function runUpdate(interaction: RepliableInteraction, place: Place, asked: Update, bot: BotParts): Promise<void> {
  const texts = textsFor(interaction.locale);
  const stage = openInteractionStage(interaction, { isPrivate: true, now: bot.now, late: texts.trouble.late(`<@${place.userId}>`) });
  const editor = createEditor(stage, bot.pace, (error) => bot.troubles.report('showing progress', error));
  const show = (progress?: Progress) => editor.draft(renderProgress(progress, texts));
  show();
  try {
    await editor.finish(merge(await update(place, asked, show, texts, bot)));
  } catch (error) {
    if (!(error instanceof YingjiaError)) throw error;
    // What the operator must fix is what a maintainer can act on: shown as it is.
    await editor.finish([notice(escapeLine(`${error.problem} ${error.fix}`), colours.trouble)]);
  }
}

async function update(
  place: Place,
  { action, detail, dryRun, resume = false, follow, intake, lead = [], agreed = 0 }: Update,
  onProgress: (progress: Progress) => void,
  texts: Texts,
  bot: BotParts,
): Promise<Payload[]> {
  const followed = follow && (await bot.follow({ ...follow, onProgress }));
  const shown = [...lead, ...(followed === undefined ? [] : renderSources(followed, texts))];
  if (followed !== undefined && follow?.urls !== undefined && isNothing(followed)) return shown;
  const planned = await bot.refresh({ dryRun: true, resume, onProgress });
  const unread = intake && unreadIn(planned, intake.path);
  if (unread !== undefined) {
    await intake!.undo();
    return [notice(texts.index.unreadable(escapeLine(unread)), colours.trouble)];
  }
  const { touched, isLarge } = weighUpdate(planned);
  const waits = isLarge && touched > agreed;
  if (dryRun) return [...shown, renderReport(planned, texts)];
  if (waits) {
    if (detail !== undefined) await audit(place, action, detail, bot);
    return [...shown, renderReport(planned, texts), renderLargeChange(planned, texts)];
  }
  const report = await bot.refresh({ dryRun: false, resume, onProgress });
  await audit(place, action, detail ?? `generation ${report.generation}`, bot);
  return [...shown, renderReport(report, texts)];
}

/** Not one of the addresses given could be followed. */
const isNothing = ({ added, changed, removed, vanished, unchanged, problems }: SourcesReport): boolean =>
  problems.length > 0 && added.length + changed.length + removed.length + vanished.length + unchanged === 0;

const unreadIn = ({ problems }: IndexReport, stored: string): string | undefined =>
  problems.find(({ path }) => stored.endsWith(path) || path.endsWith(stored))?.reason;

const merge = (payloads: readonly Payload[]): Payload[] => [{ components: payloads.flatMap(({ components }) => components) }];

const audit = ({ scope, person }: Place, action: string, detail: string, { state }: BotParts) =>
  state.audit.add({ scope, actor: person, action, detail });
