/** `yingjia index verify`: is the index whole, and does it find what it holds? */
import type { VerifyReport } from '../index/verify.js';
import type { Command } from './command.js';
import { missingIndex } from './missing-index.js';
import { renderBytes } from './render-table.js';

export const indexVerify = {
  name: 'index verify',
  summary: 'Check every checksum and count, and whether passages find themselves.',
  options: [{ flags: '--json', description: 'print the report as one JSON document' }],
  examples: ['index verify'],
  run: async ({ values, settings, print }) => {
    const [{ verifyIndex }, { indexDirectoryFor }] = await Promise.all([import('../index/verify.js'), import('../index/location.js')]);
    const directory = indexDirectoryFor(settings.corpus.directory, settings.index.directory);
    const report = await verifyIndex(directory);
    if (report === undefined) throw missingIndex(directory);
    print(values.json === true ? JSON.stringify(report) : renderVerification(report));
    return report.problems.length === 0 ? 0 : 1;
  },
} satisfies Command;

/** Pure. */
export function renderVerification({ generation, files, bytes, passages, selfQueries, problems }: VerifyReport): string {
  if (problems.length > 0) {
    return [
      `Generation ${generation} is damaged:`,
      ...problems.map((line) => `  ${line}`),
      'Run "npx yingjia index --verify" to repair it.',
    ].join('\n');
  }
  return [
    `Generation ${generation} is whole.`,
    `  ${files} files, ${renderBytes(bytes)}: every checksum holds`,
    `  ${passages} passages; ${selfQueries.found} of ${selfQueries.asked} that were looked for found themselves first`,
  ].join('\n');
}
