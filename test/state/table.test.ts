import { fork } from 'node:child_process';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { openTable } from '../../src/state/table.js';

const schema = z.object({ text: z.string(), tags: z.array(z.string()).readonly() });
let directory: string;
let notices: string[];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'yingjia-table-'));
  notices = [];
});
afterEach(() => rm(directory, { recursive: true }));

const open = (compactAfter?: number) =>
  openTable({
    path: join(directory, 'things.jsonl'),
    schema,
    indexes: { tag: ({ tags }) => tags },
    onNotice: (line) => notices.push(line),
    compactAfter,
  });
const lines = async () => (await readFile(join(directory, 'things.jsonl'), 'utf8')).trimEnd().split('\n');

describe('a table', () => {
  test('holds after it is opened again what was put, changed and deleted', async () => {
    const table = await open();
    await table.put('a', { text: 'one', tags: ['x'] });
    await table.put('b', { text: 'two', tags: ['x', 'y'] });
    await table.update('a', (current) => ({ ...current!, text: 'uno' }));
    await table.update('b', () => undefined);
    await table.put('c', { text: 'drei', tags: ['y'] });
    const again = await open();
    expect(await again.entries()).toEqual([
      { key: 'a', value: { text: 'uno', tags: ['x'] } },
      { key: 'c', value: { text: 'drei', tags: ['y'] } },
    ]);
    expect((await again.find('tag', 'x')).map(({ key }) => key)).toEqual(['a']);
    expect((await again.find('tag', 'y')).map(({ key }) => key)).toEqual(['c']);
    expect(notices).toEqual([]);
  });

  test('counts right when many change one key at the same moment through several openings', async () => {
    const tables = await Promise.all([open(), open(), open()]);
    await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        tables[index % 3]!.update('n', (current) => ({ text: String(Number(current?.text ?? 0) + 1), tags: [] })),
      ),
    );
    for (const table of tables) expect((await table.get('n'))?.text).toBe('60');
  });

  test('cuts off a line that a crash left torn, with a notice, and goes on', async () => {
    await (await open()).put('a', { text: 'one', tags: [] });
    await appendFile(join(directory, 'things.jsonl'), '{"key":"b","value":{"te');
    const table = await open();
    expect((await table.entries()).map(({ key }) => key)).toEqual(['a']);
    await table.put('c', { text: 'three', tags: [] });
    expect(notices.join()).toContain('cut off 23 bytes');
    expect((await (await open()).entries()).map(({ key }) => key)).toEqual(['a', 'c']);
  });

  test('passes over a line that it cannot read, and keeps it when it rewrites the log', async () => {
    await writeFile(join(directory, 'things.jsonl'), '{"key":"new","value":{"shape":"unknown"}}\nnot json\n');
    const table = await open(2);
    for (let count = 0; count < 20; count += 1) await table.put('a', { text: String(count), tags: [] });
    expect(notices).toHaveLength(2);
    expect(await lines()).toEqual(expect.arrayContaining(['{"key":"new","value":{"shape":"unknown"}}', 'not json']));
    expect((await table.get('a'))?.text).toBe('19');
    expect((await lines()).length).toBeLessThan(8);
  });

  test('is read right by one who had it open while another rewrote it', async () => {
    const [writer, reader] = [await open(2), await open(2)];
    for (let count = 0; count < 30; count += 1) {
      await writer.put('a', { text: String(count), tags: [`t${count}`] });
      expect((await reader.get('a'))?.text).toBe(String(count));
      expect(await reader.find('tag', `t${count - 1}`)).toEqual([]);
    }
  });

  test('purged, holds no word of what was deleted', async () => {
    const table = await open();
    await table.put('a', { text: 'secret', tags: [] });
    await table.put('b', { text: 'kept', tags: [] });
    await table.update('a', () => undefined);
    expect((await lines()).join()).toContain('secret');
    await table.purge();
    expect((await lines()).join()).not.toContain('secret');
    expect((await (await open()).entries()).map(({ key }) => key)).toEqual(['b']);
  });

  test('refuses a value of another shape, and writes nothing of it', async () => {
    const table = await open();
    await expect(table.put('a', { text: 7 } as never)).rejects.toThrow();
    expect(await table.entries()).toEqual([]);
  });

  test('tells what to do where its folder cannot be written', async () => {
    const table = await openTable({ path: join(directory, 'missing', 'x.jsonl'), schema, onNotice: () => undefined });
    await expect(table.put('a', { text: '', tags: [] })).rejects.toMatchObject({
      code: 'STATE',
      fix: expect.stringContaining('YINGJIA_STATE'),
    });
  });

  test('equals a map, whatever is done to it and however often it is opened again', async () => {
    const step = fc.record({ key: fc.constantFrom('a', 'b', 'c'), text: fc.option(fc.string(), { nil: undefined }), reopen: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        await rm(join(directory, 'things.jsonl'), { force: true });
        const model = new Map<string, string>();
        let table = await open(3);
        for (const { key, text, reopen } of steps) {
          await table.update(key, () => (text === undefined ? undefined : { text, tags: [] }));
          if (text === undefined) model.delete(key);
          else model.set(key, text);
          if (reopen) table = await open(3);
        }
        expect(new Map((await table.entries()).map(({ key, value }) => [key, value.text]))).toEqual(model);
      }),
      { numRuns: 25 },
    );
  });

  test('has every line that was confirmed before its process was killed', async () => {
    const script = join(directory, 'writer.mjs');
    const built = new URL('../../dist/state/table.js', import.meta.url).pathname;
    await writeFile(script, writerScript(built));
    for (let round = 0; round < 2; round += 1) {
      const confirmed = await new Promise<number>((resolve) => {
        const child = fork(script, [join(directory, 'things.jsonl'), String(round)]);
        let last = -1;
        child.on('message', (count: number) => {
          last = count;
          if (count === 40 + 5 * round) child.kill('SIGKILL');
        });
        child.on('exit', () => resolve(last));
      });
      const table = await open();
      expect(Number((await table.get(`round ${round}`))?.text)).toBeGreaterThanOrEqual(confirmed);
    }
  });
});

const writerScript = (built: string) => `
import { openTable } from ${JSON.stringify(built)};
import { z } from ${JSON.stringify(import.meta.resolve('zod'))};
const [path, round] = process.argv.slice(2);
const schema = z.object({ text: z.string(), tags: z.array(z.string()) });
const table = await openTable({ path, schema, onNotice: () => undefined, compactAfter: 5 });
for (let count = 0; ; count += 1) {
  await table.put('round ' + round, { text: String(count), tags: [] });
  process.send(count);
}
`;
