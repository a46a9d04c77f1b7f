/**
 * One answer being written: draft, verification claim by claim, one repair, and the end. In: a request. Out: verified claims, then the
 * outcome. What the model wrote is never shown; what is shown is built from what was verified.
 */
import { renderLine } from '../render.js';
import type { Spending } from '../types.js';
import { draftRequest, type FailedClaim, repairRequest, writingLanguage } from './draft.js';
import { type DraftEnd, runDraft } from './draft-run.js';
import { inLanguage } from './language-guard.js';
import { addSpending } from './model-run.js';
import type { DraftClaim, Fault, Verifier } from './verify.js';
import type { AnswerWriterParts, WriteOutcome, WriteRequest, WrittenClaim } from './write.js';
import { noticeFor, type Reason, reasonOf } from './write-notices.js';

/** Claims that are shown at most. */
const MOST_CLAIMS = 8;
/** Characters of a claim: a longer one is no sentence. */
const LONGEST_CLAIM = 600;

export class WriteRun {
  private readonly verifier: Verifier;
  private readonly language: ReturnType<typeof writingLanguage>;
  private readonly shown = new Set<string>();
  private failed: FailedClaim[] = [];
  private used: Spending = { inputTokens: 0, outputTokens: 0 };

  constructor(
    private readonly parts: AnswerWriterParts,
    private readonly request: WriteRequest,
  ) {
    this.verifier = parts.verification.forPassages(request.passages);
    this.language = writingLanguage(request.language);
  }

  async *run(): AsyncGenerator<WrittenClaim, WriteOutcome, undefined> {
    const end = yield* this.draft(await draftRequest(this.request));
    if (end.kind === 'complete' && this.failed.length > 0 && this.shown.size < MOST_CLAIMS) yield* this.repair();
    return this.outcome(end);
  }

  private async *draft(request: Awaited<ReturnType<typeof draftRequest>>): AsyncGenerator<WrittenClaim, DraftEnd, undefined> {
    const { passages, asker, signal } = this.request;
    const drafts = runDraft(this.parts, request, { passages, asker, signal });
    for (let next = await drafts.next(); ; next = await drafts.next()) {
      if (next.done === true) {
        this.used = addSpending(this.used, next.value.used);
        return next.value;
      }
      const claim = await this.check(next.value);
      if (claim !== undefined) yield claim;
    }
  }

  /** One chance to say it right; what fails again stays withheld for its first fault. */
  private async *repair(): AsyncGenerator<WrittenClaim, void, undefined> {
    const before = this.failed;
    this.failed = [];
    let repaired = 0;
    const drafts = this.draft(await repairRequest(this.request, before));
    for (let next = await drafts.next(); next.done !== true; next = await drafts.next()) {
      repaired++;
      yield next.value;
    }
    this.failed = before.slice(Math.min(repaired, before.length));
  }

  /** @returns undefined where the claim does not hold, or has been said. */
  private async check(draft: DraftClaim): Promise<WrittenClaim | undefined> {
    if (this.shown.size >= MOST_CLAIMS) return undefined;
    const text = cleanClaim(draft.text);
    const fail = (fault: Fault) => void this.failed.push({ claim: draft, fault });
    if (text.length > LONGEST_CLAIM) return fail({ kind: 'support', detail: 'The sentence is too long.' });
    const verdict = this.verifier.verify({ ...draft, text });
    if (verdict.kind === 'withheld') return fail(verdict.fault);
    const words = await inLanguage(text, this.language);
    if (words === undefined) return fail({ kind: 'language', detail: 'The sentence is in another language than the answer.' });
    if (this.shown.has(words)) return undefined;
    this.shown.add(words);
    return { ...verdict.claim, text: words };
  }

  private outcome({ kind, trouble }: DraftEnd): WriteOutcome {
    const withheld = this.failed.map(({ fault }) => ({ reason: fault.kind }));
    const common = { withheld, ...(this.used.inputTokens + this.used.outputTokens > 0 ? { usage: this.used } : {}) };
    const notice = (reason: Reason) => ({ notice: noticeFor(reason, this.language) });
    if (kind === 'complete') {
      if (this.shown.size > 0) return { status: 'complete', ...common };
      return withheld.length > 0 ? { status: 'unavailable', ...common, ...notice('unverified') } : { status: 'not-in-articles', ...common };
    }
    if (this.shown.size > 0) return { status: 'interrupted', ...common, ...notice('cut') };
    return {
      status: 'unavailable',
      ...common,
      ...notice(kind === 'budget' ? 'budget' : trouble === undefined ? 'unverified' : reasonOf(trouble)),
    };
  }
}

const markers =
  /\s*(?:\[(?:\^?[A-Za-z]?\d+(?:\s*[,;、]\s*[A-Za-z]?\d+)*)\]|【[^】]{0,40}】|\((?:P\d+(?:,\s*)?)+\)|（(?:P\d+(?:[,、]\s*)?)+）)/gu;

/** Without the model's own markers, marks of emphasis, and what nobody sees: markers are ours. */
export function cleanClaim(text: string): string {
  return renderLine(text.replace(markers, '').replace(/\*\*|__|`/gu, ''));
}
