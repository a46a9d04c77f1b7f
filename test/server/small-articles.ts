/** A made-up collection in both languages: ids in any script, sources that disagree, and one article full of hostile text. */
import { createHash } from 'node:crypto';
import type { Article, Source } from '../../src/types.js';

const registry: Source = { id: 'S1', title: '港務年鑑', publisher: '霧港港務局', url: 'https://harbour.example/yearbook', date: '1921-03' };
const diary: Source = {
  id: 'S2',
  title: "A keeper's diary",
  publisher: 'Mist Harbour Press',
  url: 'https://press.example/diary',
  date: '1934',
};

function article(fields: Omit<Article, 'version' | 'collection' | 'sources'> & { sources?: readonly Source[] }): Article {
  const whole = { collection: 'harbour', sources: [registry, diary], ...fields };
  return { ...whole, version: createHash('sha256').update(JSON.stringify(whole)).digest('hex') };
}

const tower = article({
  id: '燈塔/霧港',
  title: '霧港燈塔：一座等船的塔',
  language: 'zh-Hant',
  date: '2025-04-02',
  text: `霧港燈塔立在岬角的盡頭，塔身高三十二公尺，漆成白色與青色。[^S1]

## 點燈的那一年

港務年鑑記載，霧港燈塔在 1874 年第一次點燈。[^S1] 守塔人的日記卻說，霧港燈塔在 1876 年第一次點燈。[^S2]

## 守塔人為什麼離開

守塔人離開霧港燈塔，是因為電燈取代了油燈，塔上不再需要有人添油。[^S2] 他把鑰匙交給港務局，鑰匙至今掛在塔底的門邊。𠮷

> 「燈不是給自己看的。」守塔人在日記的最後一頁這樣寫。[^S2]
`,
});

const towerBefore = article({ ...tower, text: tower.text.replace('三十二公尺', '三十公尺') });

const lighthouse = article({
  id: 'harbour/lighthouse',
  title: 'The lighthouse of Mist Harbour',
  language: 'en',
  date: '2025-05-11',
  text: `The lighthouse of Mist Harbour stands at the end of the cape and is 32 metres tall.[^S1]

## Why the keeper left

The keeper left the lighthouse because electric lamps replaced the oil lamps, and nobody had to refill the oil any more.[^S2] He gave the key to the harbour office.[^S2]

## The fog signal

The fog signal is a bronze bell of 410 kilograms, which was cast in Lyon.[^S1] The bell rings every forty seconds when the fog is thick.[^S1]
`,
});

const tea = article({
  id: 'tea/100% leaf? #1',
  title: 'Tea on the hills above the harbour',
  language: 'en',
  text: `Tea grows on the hills above the harbour at 600 metres.[^S1] The pickers start before sunrise, because the dew keeps the leaf soft.[^S2]
`,
});

/** Everything that a page could take for markup or code. */
export const hostileSentence =
  'The parrot of the harbour says <img src=x onerror="window.hacked=1"><script>window.hacked=2</script> and [click](javascript:window.hacked=3) and <a href="data:text/html,<script>alert(1)</script>">here</a>.';

const hostile = article({
  id: '<script>window.hacked=4</script>',
  title: 'The parrot <b onmouseover="window.hacked=5">of the harbour</b>',
  language: 'en',
  sources: [
    { id: 'S9', title: '<svg onload=window.hacked=6>', publisher: '"><script>window.hacked=7</script>', url: 'javascript:window.hacked=8' },
  ],
  text: `# <iframe src="javascript:window.hacked=9"></iframe>\n\n${hostileSentence}[^S9]\n`,
});

export const smallArticles: readonly Article[] = [tower, lighthouse, tea, hostile];

/** Past versions, still readable. */
export const pastArticles: readonly Article[] = [towerBefore];
