/** The forms (modals) that buttons and commands open. Pure. */
import { type APIModalInteractionResponseCallbackData, ComponentType, TextInputStyle } from 'discord.js';
import { shorten } from '../render.js';
import { feedbackReasons } from '../state/records.js';
import { type Control, createControlId } from './ids.js';
import type { Texts } from './texts.js';

export type Form = APIModalInteractionResponseCallbackData;

/** Names of the inputs. */
export const fields = {
  question: 'question',
  reason: 'reason',
  comment: 'comment',
  title: 'title',
  text: 'text',
  evidence: 'evidence',
} as const;

const TITLE_LIMIT = 45;
const INPUT_LIMIT = 4_000;
/** Longest question that a form or option takes. */
export const QUESTION_LIMIT = 1_000;

type Input = { name: string; label: string; hint?: string; value?: string; isLong?: boolean; isOptional?: boolean; limit?: number };

const input = ({
  name,
  label,
  hint,
  value,
  isLong = false,
  isOptional = false,
  limit = INPUT_LIMIT,
}: Input): Form['components'][number] => ({
  type: ComponentType.Label,
  label: shorten(label, TITLE_LIMIT),
  ...(hint === undefined ? {} : { description: shorten(hint, 100) }),
  component: {
    type: ComponentType.TextInput,
    custom_id: name,
    style: isLong ? TextInputStyle.Paragraph : TextInputStyle.Short,
    required: !isOptional,
    max_length: limit,
    ...(value === undefined || value === '' ? {} : { value: shorten(value, limit) }),
  },
});

const form = (control: Control, title: string, components: Form['components']): Form => ({
  custom_id: createControlId(control),
  title: shorten(title, TITLE_LIMIT),
  components,
});

export const questionForm = (texts: Texts, control: Control, value?: string): Form =>
  form(control, texts.followUp.modalTitle, [
    input({ name: fields.question, label: texts.followUp.label, value, isLong: true, limit: QUESTION_LIMIT }),
  ]);

export const feedbackForm = (texts: Texts): Form =>
  form({ kind: 'vote-down' }, texts.feedback.modalTitle, [
    {
      type: ComponentType.Label,
      label: shorten(texts.feedback.reason, TITLE_LIMIT),
      component: {
        type: ComponentType.StringSelect,
        custom_id: fields.reason,
        required: true,
        options: feedbackReasons.map((reason) => ({ value: reason, label: texts.feedback.reasons[reason] })),
      },
    },
    input({ name: fields.comment, label: texts.feedback.comment, isLong: true, isOptional: true, limit: 1_000 }),
  ]);

export const articleForm = (texts: Texts, control: Control): Form =>
  form(control, texts.index.addTitle, [
    input({ name: fields.title, label: texts.index.addName, limit: 150 }),
    input({ name: fields.text, label: texts.index.addText, isLong: true }),
  ]);

/** `evidence`: the quotes that were shown, as a proposal. */
export const testCaseForm = (texts: Texts, control: Control, question: string, evidence: readonly string[]): Form =>
  form(control, texts.review.acceptTitle, [
    input({ name: fields.question, label: texts.review.caseQuestion, value: question, limit: QUESTION_LIMIT, isLong: true }),
    input({
      name: fields.evidence,
      label: texts.review.caseEvidence,
      hint: texts.review.caseEvidenceHint,
      value: evidence.map((quote) => quote.replace(/\s*\n\s*/g, ' ')).join('\n'),
      isLong: true,
      isOptional: true,
    }),
  ]);
