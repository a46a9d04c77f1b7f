/**
 * One draft, read to its end: as JSON or as lines, whichever the endpoint can do. In: a request, the passages it may quote. Out: each claim as
 * soon as it is complete, then how the draft ended.
 */
import { ClaimReader } from './claim-reader.js';
import { LineReader } from './line-reader.js';
import type { Form, ModelRequest } from './model.js';
import { addSpending, type ModelEnd, type RunContext, type RunParts, runModel } from './model-run.js';
import type { DraftClaim } from './verify.js';
import type { ContextPassage } from './write.js';

export type DraftContext = RunContext & { passages: readonly ContextPassage[] };

/** complete: the list of claims was closed. unreadable: what came is no list of claims. */
export type DraftEnd = Omit<ModelEnd, 'kind'> & { kind: Exclude<ModelEnd['kind'], 'ended'> | 'complete' | 'unreadable' };

/** Where the answer cannot be read at all, the next form is tried, and kept for this endpoint. */
export async function* runDraft(
  parts: RunParts,
  request: ModelRequest,
  context: DraftContext,
): AsyncGenerator<DraftClaim, DraftEnd, undefined> {
  let used = { inputTokens: 0, outputTokens: 0 };
  for (;;) {
    const { end, form } = yield* runOnce(parts, request, context);
    used = addSpending(used, end.used);
    const again = end.kind === 'unreadable' && form !== undefined && !context.signal.aborted && parts.model.giveUpForm(form);
    if (!again) return { ...end, used };
  }
}

async function* runOnce(
  parts: RunParts,
  request: ModelRequest,
  context: DraftContext,
): AsyncGenerator<DraftClaim, { end: DraftEnd; form: Form | undefined }, undefined> {
  const pieces = runModel(parts, request, context);
  let reader: ClaimReader | LineReader | undefined;
  let form: Form | undefined;
  let claims = 0;
  try {
    for (let next = await pieces.next(); ; next = await pieces.next()) {
      if (next.done === true) {
        for (const claim of next.value.kind === 'ended' && reader instanceof LineReader ? reader.finish() : []) {
          claims++;
          yield claim;
        }
        return { end: endOf(next.value, reader, claims), form };
      }
      form = next.value.form;
      reader ??= form === 'text' ? new LineReader(context.passages) : new ClaimReader();
      for (const claim of reader.push(next.value.text)) {
        claims++;
        yield claim;
      }
    }
  } finally {
    await pieces.return({ kind: 'cut', used: { inputTokens: 0, outputTokens: 0 } });
  }
}

function endOf(end: ModelEnd, reader: ClaimReader | LineReader | undefined, claims: number): DraftEnd {
  if (end.kind !== 'ended') return { ...end, kind: end.kind };
  if (reader?.end().complete === true) return { ...end, kind: 'complete' };
  return { ...end, kind: claims > 0 ? 'cut' : 'unreadable' };
}
