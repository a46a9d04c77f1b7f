/** Made-up Chinese articles: words of a made-up vocabulary in Zipf-like shares, in sentences and paragraphs. The same on every machine. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createRandom } from '../random.js';

export type MadeArticle = { path: string; title: string; text: string };

const COMMON =
  '的一是不了在人有我他這為之大來以個中上們到說國和地也子時道出而要於就下得可你年生自會那後能對著事其里所去行過家十用發天如然作方成者多日都三小軍二無同麼經法當起與好看學進種將還分此心前面又定見只主沒公從';
const VOCABULARY = 8_000;
const CHARACTERS = 400;

export function createArticles(count: number): MadeArticle[] {
  const random = createRandom(1);
  const pick = (limit: number) => Math.floor(random() * limit);
  const character = () => (random() < 0.5 ? COMMON[pick(COMMON.length)]! : String.fromCharCode(0x4e00 + pick(6_000)));
  const words = Array.from({ length: VOCABULARY }, () => Array.from({ length: 2 + pick(2) }, character).join(''));
  const sentence = () => {
    let made = '';
    for (const length = 15 + pick(25); made.length < length; ) made += words[Math.floor(random() ** 3 * VOCABULARY)]!;
    return `${made}。`;
  };
  return Array.from({ length: count }, (_, number) => {
    let text = '';
    while (text.length < CHARACTERS) text += sentence() + (random() < 0.2 ? '\n\n' : '');
    return { path: `made/${Math.floor(number / 500)}/${number}.md`, title: sentence().slice(0, 8), text: `${text.trim()}\n` };
  });
}

export function writeArticles(corpus: string, articles: readonly MadeArticle[]): void {
  for (const { path, title, text } of articles) {
    mkdirSync(dirname(join(corpus, path)), { recursive: true });
    writeFileSync(join(corpus, path), `---\ntitle: ${title}\nlanguage: zh-Hant\n---\n${text}`);
  }
}
