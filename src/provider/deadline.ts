/**
 * A time limit for work that can be withdrawn. In: a signal and a time. Out: a signal that aborts with it, or after that time with a TimeoutError.
 * Node 20 may collect `AbortSignal.timeout` within `AbortSignal.any`, and the deadline then never comes: this signal's timer is its own.
 */

/** `clear` once the work is done, however it ended: until then a timer runs and the outer signal is listened to. */
export type Deadline = { signal: AbortSignal; clear(): void };

/** The timer keeps no process alive. */
export function withDeadline(signal: AbortSignal | undefined, milliseconds: number): Deadline {
  const controller = new AbortController();
  const late = () => abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
  const timer = setTimeout(late, milliseconds).unref();
  const stop = () => abort(signal?.reason);
  const clear = () => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  };
  function abort(reason: unknown): void {
    clear();
    controller.abort(reason);
  }
  if (signal?.aborted === true) stop();
  else signal?.addEventListener('abort', stop, { once: true });
  return { signal: controller.signal, clear };
}
