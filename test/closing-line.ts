import type { Reporter, SerializedError, TestModule } from 'vitest/node';

/**
 * Ends a run with one line, `N passed, N failed` (and `, N skipped`), counted from the run itself.
 * A pending test, an unhandled error, a module that could not run and a run without any test each count as a failure.
 */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const count = { passed: 0, failed: errors.length, skipped: 0 };
    for (const module of modules) {
      let failedHere = 0;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') count.passed += 1;
        else if (state === 'skipped') count.skipped += 1;
        else failedHere += 1;
      }
      count.failed += failedHere === 0 && !module.ok() ? 1 : failedHere;
    }
    if (count.passed + count.failed + count.skipped === 0) count.failed = 1;
    if (count.failed > 0) process.exitCode = 1;
    const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : '';
    process.on('exit', () => {
      process.stdout.write(`${count.passed} passed, ${count.failed} failed${skipped}\n`);
    });
  }
}
