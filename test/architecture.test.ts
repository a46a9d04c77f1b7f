/** The floors and vendors of docs/architecture.md, section 3, as a check on every import of src/. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../src');

/** Floor of each room; a room is a folder of src/ or a file directly in it. */
const floors: Record<string, number> = {
  'main.ts': 6,
  'yingjia.ts': 6,
  'langchain.ts': 6,
  cli: 5,
  discord: 4,
  server: 4,
  'mcp.ts': 4,
  eval: 4,
  'pipeline.ts': 3,
  corpus: 2,
  'chunk.ts': 2,
  embed: 2,
  index: 2,
  retrieve: 2,
  answer: 2,
  state: 2,
  'settings.ts': 1,
  'render.ts': 1,
  'schemas.ts': 1,
  text: 1,
  provider: 1,
  'types.ts': 0,
  'errors.ts': 0,
  'processes.ts': 0,
};

/** Rooms that alone may import a vendor; what is not listed is free. */
const vendors: Record<string, readonly string[]> = {
  commander: ['cli'],
  '@clack/prompts': ['cli'],
  'discord.js': ['discord'],
  hono: ['server'],
  '@hono/node-server': ['server'],
  '@modelcontextprotocol/server': ['mcp.ts'],
  '@mozilla/readability': ['corpus'],
  linkedom: ['corpus', 'eval'],
  turndown: ['corpus'],
  unpdf: ['corpus'],
  mammoth: ['corpus'],
  feedsmith: ['corpus'],
  'robots-parser': ['corpus'],
  undici: ['corpus'],
  'ipaddr.js': ['corpus'],
  '@langchain/openai': ['embed', 'answer'],
  langchain: ['answer'],
  'hnswlib-node': ['index'],
  pg: ['index', 'state'],
  'opencc-js': ['text'],
  '@observablehq/plot': ['eval'],
};

const files = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts'))
  .map((entry) => join(entry.parentPath, entry.name));

const roomOf = (path: string) => relative(root, path).split(sep)[0]!;

function importsOf(path: string): string[] {
  const source = readFileSync(path, 'utf8');
  return [
    ...source.matchAll(
      /(?:^|[\s;])(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]|^import\s+['"]([^'"]+)['"]/gm,
    ),
  ].map((match) => (match[1] ?? match[2] ?? match[3])!);
}

const packageOf = (specifier: string) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

describe('the house', () => {
  test('every file stands in a known room', () => {
    expect(files.map(roomOf).filter((room) => !(room in floors))).toEqual([]);
  });

  test('no file is called index, utils, helpers, common or lib', () => {
    expect(
      files.filter((file) =>
        /(^|[/\\])(utils?|helpers?|common|lib|index)(\.ts$|[/\\])/.test(relative(root, file).replace(/^index[/\\]/, '')),
      ),
    ).toEqual([]);
  });

  test.each(files.map((file) => ({ file: relative(root, file), path: file })))(
    '$file imports only from lower floors, and its own vendors',
    ({ path }) => {
      const room = roomOf(path);
      const wrong: string[] = [];
      for (const specifier of importsOf(path)) {
        if (specifier.startsWith('.')) {
          const target = roomOf(resolve(path, '..', specifier).replace(/\.js$/, '.ts'));
          if (target !== room && !(floors[target]! < floors[room]!)) wrong.push(specifier);
        } else if (!specifier.startsWith('node:')) {
          const allowed = vendors[packageOf(specifier)];
          if (allowed !== undefined && !allowed.includes(room)) wrong.push(specifier);
        }
      }
      expect(wrong).toEqual([]);
    },
  );
});
