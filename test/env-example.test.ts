/** .env.example is written from the schema: `npx vitest run test/env-example.test.ts -u` writes it anew. */
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { environmentSchema, parseSettings } from '../src/settings.js';

const groups: readonly { title: string; begins: string }[] = [
  { title: 'Folders', begins: 'YINGJIA_CORPUS' },
  { title: 'Index', begins: 'YINGJIA_MAX_FILE_MB' },
  { title: 'Models; everything works without any', begins: 'OPENAI_API_KEY' },
  { title: 'Articles from the network', begins: 'YINGJIA_FETCH_ALLOW' },
  { title: 'Discord', begins: 'DISCORD_TOKEN' },
  { title: 'Web page and API', begins: 'HOST' },
];

function renderExample(): string {
  const defaults = environmentSchema.parse({}) as Record<string, unknown>;
  const entries = Object.entries(environmentSchema.shape).map(([name, schema]) => {
    const title = groups.find(({ begins }) => begins === name)?.title;
    const fallback = defaults[name];
    const value = fallback === undefined || (Array.isArray(fallback) && fallback.length === 0) ? '' : String(fallback);
    return `${title === undefined ? '' : `\n## ${title}\n`}\n# ${schema.description}\n#${name}=${value}\n`;
  });
  return `# Settings. Copy this file to .env and take the "#" away before what you set; the environment wins over it.\n${entries.join('')}`;
}

test('names every setting with its meaning and default', async () => {
  await expect(renderExample()).toMatchFileSnapshot(resolve(import.meta.dirname, '../.env.example'));
});

test('with every "#" taken away that stands before a value, it gives the defaults', () => {
  const given = Object.fromEntries([...renderExample().matchAll(/^#([A-Z_]+)=(.*)$/gm)].map((match) => [match[1]!, match[2]!]));
  expect(parseSettings(given)).toEqual(parseSettings({}));
});

test('every setting has a meaning, and every group begins at a setting', () => {
  for (const schema of Object.values(environmentSchema.shape)) expect(schema.description).toBeTruthy();
  for (const { begins } of groups) expect(Object.keys(environmentSchema.shape)).toContain(begins);
});
