/** A small collection of made-up articles, indexed and opened as the product does it. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openAnswerer, refreshIndex } from '../src/pipeline.js';
import { parseSettings } from '../src/settings.js';
import type { Answerer } from '../src/types.js';

export type MadeCollection = { directory: string; corpus: string; answerer: Answerer; close(): Promise<void> };

/** A file of one article without sources. */
export const madeArticle = (id: string, language: string, title: string, body: string) =>
  `---\nid: ${id}\ntitle: ${title}\nlanguage: ${language}\nsources: []\n---\n${body}\n`;

/** Keys are paths below the corpus folder. `environment` is read as the command line reads it. */
export async function openMadeCollection(
  files: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string>> = {},
): Promise<MadeCollection> {
  const directory = await mkdtemp(join(tmpdir(), 'yingjia-made-'));
  const corpus = join(directory, 'corpus');
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(corpus, path)), { recursive: true });
    await writeFile(join(corpus, path), text);
  }
  const settings = parseSettings({ YINGJIA_STATE: join(directory, 'state'), ...environment }, { corpus, index: join(directory, 'index') });
  await refreshIndex(settings);
  const answerer = await openAnswerer(settings);
  return {
    directory,
    corpus,
    answerer,
    async close() {
      await answerer.close();
      await rm(directory, { recursive: true });
    },
  };
}

/** Two collections about a lighthouse and a ferry; what one holds the other does not. */
export const harbour: Readonly<Record<string, string>> = {
  'harbour/lighthouse.md': `---
id: lighthouse
title: The lighthouse at Gull Point
language: en
date: 2021-05-02
sources:
  - { id: log, title: Keeper's log, publisher: Harbour Office, date: 2021-05-01 }
---
## The lamp

The lighthouse at Gull Point was painted red in 1987 because the white tower could not be seen in snow.[^log] Its lamp turns once every nine seconds.

## The keeper

Ada Brandt has kept the lighthouse since 2003. She repairs the foghorn herself.
`,
  'harbour/燈塔.md': `---
id: 燈塔
title: 鷗岬燈塔
language: zh-Hant
sources: []
---
鷗岬燈塔在1987年漆成紅色，因為白色的塔身在雪中看不見。燈每九秒轉一圈。
`,
  'ferry/timetable.md': `---
id: timetable
title: The ferry to Gull Point
language: en
sources: []
---
The ferry crosses to Gull Point twice a day. In winter the last ferry leaves at four in the afternoon, before the lighthouse is lit.
`,
};
