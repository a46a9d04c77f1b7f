/** Updates the index in a process of its own, so that a bot goes on answering, undisturbed by what chunking, embedding or a merge costs. */
import { spawn } from 'node:child_process';
import { YingjiaError } from '../errors.js';
import { indexDirectoryFor } from '../index/location.js';
import type { Settings } from '../settings.js';
import type { IndexReport } from '../types.js';

/**
 * Leaves an index alone that was rolled back; sources are followed on their own schedules.
 * @param script the program's own: argv[1]
 * @throws YingjiaError INDEX with what the update said.
 */
export async function updateApart(settings: Settings, script: string, signal: AbortSignal): Promise<IndexReport> {
  const directory = indexDirectoryFor(settings.corpus.directory, settings.index.directory);
  const flags = ['index', '--json', '--no-follow', '--no-resume', '--corpus', settings.corpus.directory, '--index', directory];
  const child = spawn(process.execPath, [script, ...flags], { stdio: ['ignore', 'pipe', 'pipe'], signal, killSignal: 'SIGTERM' });
  let [output, told] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    told += text;
  });
  const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code === 0) return JSON.parse(output) as IndexReport;
  throw new YingjiaError('INDEX', {
    problem: `The update ended with exit code ${code}: ${told.trim().slice(-500)}`,
    fix: 'Run "npx yingjia index" to see it happen.',
  });
}
