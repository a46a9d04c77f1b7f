/** Whether a process of this machine runs, whoever owns it: what a file of a dead one holds may be taken over or swept. */
export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
