/** A signal that aborts with another, or after a time with a TimeoutError: one of its own, which nothing collects while its timer runs. */

/** Node 20 may collect `AbortSignal.timeout` within `AbortSignal.any`, and the deadline then never comes. The timer keeps no process alive. */
export function withDeadline(signal: AbortSignal | undefined, milliseconds: number): AbortSignal {
  const controller = new AbortController();
  const late = () => controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
  const timer = setTimeout(late, milliseconds).unref();
  const stop = () => {
    clearTimeout(timer);
    controller.abort(signal?.reason);
  };
  if (signal?.aborted === true) stop();
  else signal?.addEventListener('abort', stop, { once: true });
  return controller.signal;
}
