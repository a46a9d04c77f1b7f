/** `yingjia doctor`: looks at settings, articles, index, state, model and Discord, and says what to type next. */
import { readdir } from 'node:fs/promises';
import type { Finding } from '../discord/check.js';
import { YingjiaError } from '../errors.js';
import type { Settings } from '../settings.js';
import type { Command } from './command.js';

const signs = { good: '✔', note: '•', bad: '✘' } as const;

export const doctor: Command = {
  name: 'doctor',
  summary: 'Check settings, articles, index and Discord, and say what to type next.',
  options: [],
  examples: ['doctor'],
  async run({ settings, print }) {
    let isWell = true;
    for (const check of [checkCorpus, checkIndex, checkState, checkModel, checkDiscordDoor]) {
      for (const { outcome, line, fix } of await findingsOf(() => check(settings))) {
        print(`${signs[outcome]} ${line}`);
        if (fix !== undefined) print(`  ${fix}`);
        isWell &&= outcome !== 'bad';
      }
    }
    print(isWell ? 'Next: npx yingjia start' : 'Mend what is marked ✘, then run npx yingjia doctor again.');
    return isWell ? 0 : 1;
  },
};

/** What a check throws for the operator is a finding too. */
async function findingsOf(check: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await check();
  } catch (cause) {
    if (!(cause instanceof YingjiaError)) throw cause;
    return [{ outcome: 'bad', line: cause.problem, fix: cause.fix }];
  }
}

async function checkCorpus({ corpus: { directory } }: Settings): Promise<Finding[]> {
  try {
    const collections = (await readdir(directory, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map(({ name }) => name);
    return [
      {
        outcome: 'good',
        line: `Articles: folder "${directory}", collections ${collections.join(', ') || 'none: files lie directly in it'}.`,
      },
    ];
  } catch {
    return [
      {
        outcome: 'bad',
        line: `Articles: there is no folder "${directory}" that can be read.`,
        fix: 'Set YINGJIA_CORPUS to the folder with your articles.',
      },
    ];
  }
}

async function checkIndex(settings: Settings): Promise<Finding[]> {
  const { openAnswerer } = await import('../pipeline.js');
  const answerer = await openAnswerer(settings);
  try {
    const { generation, articles, passages } = await answerer.overview();
    return [{ outcome: 'good', line: `Index: generation ${generation}, ${articles.length} articles, ${passages} passages.` }];
  } catch (cause) {
    if (!(cause instanceof YingjiaError)) throw cause;
    return [{ outcome: 'note', line: `Index: ${cause.problem}`, fix: 'npx yingjia index makes it; start does so by itself.' }];
  } finally {
    await answerer.close();
  }
}

async function checkState({ state: { directory } }: Settings): Promise<Finding[]> {
  const { openState } = await import('../state/state.js');
  const findings: Finding[] = [];
  const state = await openState(directory, { onNotice: (line) => findings.push({ outcome: 'note', line: `State: ${line}` }) });
  await state.memos.put('doctor', 'was here');
  await state.memos.update('doctor', () => undefined);
  await state.close();
  return [{ outcome: 'good', line: `State: folder "${directory}" can be written.` }, ...findings];
}

async function checkModel({ model }: Settings): Promise<Finding[]> {
  if (model.chatModel === undefined)
    return [{ outcome: 'good', line: 'Answers: quoted sentences; no model is asked, nothing leaves this machine.' }];
  return [
    {
      outcome: 'good',
      line: `Answers: written by ${model.chatModel}${model.baseUrl === undefined ? '' : ` at ${model.baseUrl}`}, shown only where the articles say so.`,
    },
  ];
}

async function checkDiscordDoor(settings: Settings): Promise<Finding[]> {
  const { checkDiscord } = await import('../discord/check.js');
  return checkDiscord(settings);
}
