/** Progress of long work on standard error: one line that is written over on a terminal, nothing elsewhere. */
import type { Progress } from '../types.js';

/** Work that is done sooner shows nothing. */
const QUIET_MS = 700;
const REDRAW_MS = 100;

export function openProgress(stream: NodeJS.WriteStream = process.stderr): { show(progress: Progress): void; close(): void } {
  const started = performance.now();
  /** The rate is that of the step at hand. */
  let step = { name: '', since: started };
  let drawn = 0;
  let open = false;
  if (!stream.isTTY) return { show: () => {}, close: () => {} };
  return {
    show(progress) {
      const now = performance.now();
      if (progress.step !== step.name) step = { name: progress.step, since: now };
      if (now - started < QUIET_MS || now - drawn < REDRAW_MS) return;
      drawn = now;
      open = true;
      const line = renderProgress(progress, (now - step.since) / 1000);
      stream.write(`\r\u001b[2K${line.slice(0, Math.max(20, (stream.columns ?? 80) - 1))}`);
    },
    close() {
      if (open) stream.write('\r\u001b[2K');
      open = false;
    },
  };
}

/** For programs: a JSON line when a step begins or ends, and at most one a second in between. */
export function openJsonProgress(tell: (line: string) => void): { show(progress: Progress): void; close(): void } {
  let told = { step: '', at: 0 };
  return {
    show(progress) {
      const now = performance.now();
      if (progress.step === told.step && progress.done < progress.total && now - told.at < 1000) return;
      told = { step: progress.step, at: now };
      tell(JSON.stringify(progress));
    },
    close: () => {},
  };
}

const BAR = 20;

/** Pure: a bar, counts, the rate and the time left. */
export function renderProgress({ step, done, total, current }: Progress, seconds: number): string {
  const share = total > 0 ? Math.min(1, done / total) : 0;
  const filled = Math.round(share * BAR);
  const rate = seconds > 0 ? done / seconds : 0;
  const left = rate > 0 && total > done ? `, ${Math.ceil((total - done) / rate)} s left` : '';
  return `${step} ${'█'.repeat(filled)}${'░'.repeat(BAR - filled)} ${done}/${total} (${Math.round(rate)}/s${left})${current === undefined ? '' : ` ${current}`}`;
}
