import { readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openIndex } from '../../src/index/snapshot.js';
import { updateIndex } from '../../src/index/update.js';
import type { Article, Corpus, IndexSnapshot } from '../../src/types.js';
import { article, chunk, corpusOf, countingEmbedder, embeddedText, request, temporaryFolder, vectorOf } from './sample.js';

const fox = article('fox', 'The fox waits by the river.\nIt is red.\nIt sleeps at noon.');
const owl = article('owl', '貓頭鷹在夜裡飛行。\n牠們的眼睛很大。', { language: 'zh-Hant', collection: 'birds' });
const hen = article('hen', 'A hen.');

async function open(folder: string): Promise<IndexSnapshot> {
  const index = await openIndex(join(folder, 'index'));
  return (await index.snapshot())!;
}

/** Everything that is live, by article id. */
function liveTexts(snapshot: IndexSnapshot): Record<string, string[]> {
  const texts: Record<string, string[]> = {};
  for (const segment of snapshot.segments) {
    for (let ordinal = 0; ordinal < segment.passageCount; ordinal++) {
      if (segment.live[ordinal] === 0) continue;
      const passage = segment.passage(ordinal);
      expect(segment.article(segment.articleOf[ordinal]!).text.slice(passage.start, passage.end)).toBe(passage.text);
      texts[passage.articleId] = [...(texts[passage.articleId] ?? []), passage.text];
    }
  }
  return texts;
}

describe('a first update', () => {
  test('makes generation 1, whose passages are those of the articles', async () => {
    const folder = await temporaryFolder();
    const report = await updateIndex(request(folder, [fox, owl]));
    expect(report).toMatchObject({
      generation: 1,
      articles: { added: 2, changed: 0, kept: 0, removed: 0 },
      passages: { added: 5, kept: 0, removed: 0 },
      embedded: { passages: 5 },
    });
    const snapshot = await open(folder);
    expect(snapshot).toMatchObject({ generation: 1, passageCount: 5, articleCount: 2 });
    expect(liveTexts(snapshot)).toEqual({ fox: fox.text.split('\n'), owl: owl.text.split('\n') });
    expect(await snapshot.readArticle('owl')).toEqual(owl);
    expect(snapshot.segments[0]!.collectionOf(1)).toBe('birds');
    expect([...snapshot.segments[0]!.sectionOf]).toEqual([0, 0, 1, 2, 2]);
  });

  test('each passage is its own nearest', async () => {
    const folder = await temporaryFolder();
    await updateIndex(request(folder, [fox, owl]));
    const [segment] = (await open(folder)).segments;
    for (const [ordinal, passage] of [...chunk(fox), ...chunk(owl)].entries()) {
      const question = vectorOf(embeddedText((ordinal < 3 ? fox : owl).title, passage));
      expect(segment!.nearest(question, 1)[0]).toEqual({ ordinal, similarity: expect.closeTo(1, 5) });
      expect(segment!.similarities(question, Uint32Array.of(ordinal))[0]).toBeCloseTo(1, 5);
    }
  });
});

describe('a later update', () => {
  test('with nothing new changes nothing and embeds nothing', async () => {
    const folder = await temporaryFolder();
    await updateIndex(request(folder, [fox, owl]));
    const before = await readFile(join(folder, 'index/CURRENT'), 'utf8');
    const embedder = countingEmbedder();
    const report = await updateIndex(request(folder, [owl, fox], { embedder }));
    expect(report).toMatchObject({ generation: 1, articles: { kept: 2 }, passages: { added: 0, kept: 5, removed: 0 }, changes: [] });
    expect(embedder.texts).toEqual([]);
    expect(await readFile(join(folder, 'index/CURRENT'), 'utf8')).toBe(before);
  });

  test('embeds only the paragraph that changed', async () => {
    const folder = await temporaryFolder();
    await updateIndex(request(folder, [fox, owl]));
    const embedder = countingEmbedder();
    const edited = article('fox', fox.text.replace('red', 'brown'));
    const report = await updateIndex(request(folder, [edited, owl], { embedder }));
    expect(embedder.texts).toEqual(['Title of fox\nPart 0\nIt is brown.']);
    expect(report).toMatchObject({
      generation: 2,
      articles: { changed: 1, kept: 1 },
      passages: { added: 1, kept: 4, removed: 1 },
      changes: [{ articleId: 'fox', change: 'changed' }],
    });
    const snapshot = await open(folder);
    expect(liveTexts(snapshot)).toEqual({ fox: edited.text.split('\n'), owl: owl.text.split('\n') });
    expect(await snapshot.readArticle('fox')).toEqual(edited);
    expect(await snapshot.readArticle('fox', fox.version)).toEqual(fox);
  });

  test('a renamed article embeds nothing', async () => {
    const folder = await temporaryFolder();
    await updateIndex(request(folder, [fox, owl]));
    const embedder = countingEmbedder();
    const renamed = article('reynard', fox.text, { title: fox.title });
    const report = await updateIndex(request(folder, [renamed, owl], { embedder }));
    expect(embedder.texts).toEqual([]);
    expect(report).toMatchObject({ articles: { added: 1, removed: 1 }, passages: { added: 0, kept: 5, removed: 0 } });
    expect(Object.keys(liveTexts(await open(folder))).sort()).toEqual(['owl', 'reynard']);
  });
});

describe('files', () => {
  test('whose size and time are unchanged are not read again', async () => {
    const folder = await temporaryFolder();
    await updateIndex(request(folder, [fox, owl]));
    const corpus = corpusOf([fox, owl]);
    const report = await updateIndex(request(folder, [], { openCorpus: async () => corpus }));
    expect(corpus.reads).toEqual([]);
    expect(report).toMatchObject({ generation: 1, articles: { kept: 2, removed: 0 } });
  });

  test('that were written a moment ago are read once more, and removed where they go before that', async () => {
    const folder = await temporaryFolder();
    const young = (articles: Article[]) => {
      const corpus = corpusOf(articles);
      const files = corpus.files.map((file) => (file.path === 'hen.md' ? { ...file, mtimeMs: 1e15 } : file));
      return { ...corpus, files };
    };
    const update = async (articles: Article[]) => {
      const corpus = young(articles);
      const { generation, articles: counts } = await updateIndex(request(folder, [], { openCorpus: async () => corpus }));
      return { generation, kept: counts.kept, removed: counts.removed, reads: corpus.reads };
    };
    await update([fox, owl]);
    expect(await update([fox, owl, hen])).toEqual({ generation: 2, kept: 2, removed: 0, reads: ['hen.md'] });
    expect(await update([fox, owl, hen])).toEqual({ generation: 2, kept: 3, removed: 0, reads: ['hen.md'] });
    expect(await update([fox, owl])).toEqual({ generation: 3, kept: 2, removed: 1, reads: [] });
    expect(Object.keys(liveTexts(await open(folder))).sort()).toEqual(['fox', 'owl']);
  });

  test('that come back with their old size and time are taken in again', async () => {
    const folder = await temporaryFolder();
    await updateIndex(request(folder, [fox, owl]));
    await updateIndex(request(folder, [owl]));
    expect(Object.keys(liveTexts(await open(folder)))).toEqual(['owl']);
    await updateIndex(request(folder, [fox, owl]));
    expect(Object.keys(liveTexts(await open(folder))).sort()).toEqual(['fox', 'owl']);
  });

  test('that could not be read keep what they held, and are reported', async () => {
    const folder = await temporaryFolder();
    await updateIndex(request(folder, [fox, owl]));
    const problems = [{ path: 'fox.md', reason: 'may not be read (permission denied)' }];
    const report = await updateIndex(request(folder, [], { openCorpus: async () => corpusOf([owl], problems) }));
    expect(report).toMatchObject({ articles: { kept: 2, removed: 0 }, problems });
    expect(Object.keys(liveTexts(await open(folder))).sort()).toEqual(['fox', 'owl']);
    const later = await updateIndex(request(folder, [owl]));
    expect(later).toMatchObject({
      articles: { kept: 1, removed: 1 },
      changes: [{ articleId: 'fox', title: 'Title of fox', change: 'removed' }],
    });
  });

  test('that cannot be read for what they hold are read once, and reported each time', async () => {
    const folder = await temporaryFolder();
    await updateIndex(request(folder, [fox, owl]));
    const problems = [{ path: 'fox.md', reason: 'is no PDF file, or a broken one' }];
    const broken = (isLasting: boolean, mtimeMs = 1) => {
      const corpus = corpusOf([fox, owl]);
      const files = corpus.files.map((file) => (file.path === 'fox.md' ? { ...file, mtimeMs } : file));
      const read = async (path: string) => {
        const reading = await corpus.read(path);
        return path === 'fox.md' ? { articles: [], problems, isLasting } : reading;
      };
      return { ...corpus, files, read };
    };
    const update = async (corpus: Corpus & { reads: string[] }, more = {}) => {
      const report = await updateIndex(request(folder, [], { openCorpus: async () => corpus, ...more }));
      expect(report).toMatchObject({ articles: { added: 0, kept: 2, removed: 0 }, problems });
      return corpus.reads;
    };
    expect(await update(broken(false))).toEqual(['fox.md']);
    expect(await update(broken(true))).toEqual(['fox.md']);
    expect(await update(broken(true))).toEqual([]);
    expect(await update(broken(true), { dryRun: true })).toEqual([]);
    expect(await update(broken(true), { verifyAll: true })).toEqual(['fox.md']);
    expect(await update(broken(true, 2))).toEqual(['fox.md']);
    expect(Object.keys(liveTexts(await open(folder))).sort()).toEqual(['fox', 'owl']);

    const mended = { ...broken(true, 2), read: async () => ({ articles: [fox], problems: [] }) };
    expect(await updateIndex(request(folder, [], { openCorpus: async () => mended, verifyAll: true }))).toMatchObject({ problems: [] });
    expect(await updateIndex(request(folder, [], { openCorpus: async () => mended }))).toMatchObject({
      problems: [],
      articles: { kept: 2 },
    });
    const gone = await updateIndex(request(folder, [owl]));
    expect(gone).toMatchObject({ problems: [], articles: { removed: 1 } });
  });

  test('of which only a part can be read are read once, and what cannot be read is reported each time', async () => {
    const folder = await temporaryFolder();
    const problems = [{ path: 'fox.md', reason: 'line 3: is no JSON' }];
    const update = async (articles: Article[], more = {}) => {
      const corpus = corpusOf(articles);
      const read = async (path: string) => ({ ...(await corpus.read(path)), problems: path === 'fox.md' ? problems : [], isLasting: true });
      const report = await updateIndex(request(folder, [], { openCorpus: async () => ({ ...corpus, read }), ...more }));
      expect(report.problems).toEqual(problems);
      return { reads: corpus.reads, generation: report.generation, kept: report.articles.kept };
    };
    expect(await update([fox, owl])).toEqual({ reads: ['fox.md', 'owl.md'], generation: 1, kept: 0 });
    expect(await update([fox, owl])).toEqual({ reads: [], generation: 1, kept: 2 });
    expect(await update([fox, owl], { verifyAll: true })).toEqual({ reads: ['fox.md'], generation: 1, kept: 2 });
    expect(await update([fox, owl, hen])).toEqual({ reads: ['hen.md'], generation: 2, kept: 2 });
    expect(Object.keys(liveTexts(await open(folder))).sort()).toEqual(['fox', 'hen', 'owl']);
    expect(await update([fox])).toEqual({ reads: [], generation: 3, kept: 1 });
  });

  test('with an id that another file brought before are told, whichever comes first', async () => {
    const folder = await temporaryFolder();
    await updateIndex(request(folder, [fox, owl]));
    const withTwin = (path: string) => {
      const corpus = corpusOf([fox, owl]);
      const files = [...corpus.files, { path, size: 1, mtimeMs: 1 }].sort((a, b) => (a.path < b.path ? -1 : 1));
      const read = async (asked: string) => (asked === path ? { articles: [twin], problems: [] } : corpus.read(asked));
      return async () => ({ ...corpus, files, read });
    };
    const twin = article('owl', 'Another owl.');
    const told = (path: string, first: string) => ({
      articles: { added: 0, removed: 0 },
      problems: [{ path, reason: expect.stringContaining(`"owl" that ${first} has already`) }],
    });
    expect(await updateIndex(request(folder, [], { openCorpus: withTwin('z.md') }))).toMatchObject(told('z.md', 'owl.md'));
    expect(await (await open(folder)).readArticle('owl')).toEqual(owl);
    expect(await updateIndex(request(folder, [], { openCorpus: withTwin('a.md') }))).toMatchObject(told('owl.md', 'a.md'));
    expect(await (await open(folder)).readArticle('owl')).toEqual(twin);
    expect(Object.keys(liveTexts(await open(folder))).sort()).toEqual(['fox', 'owl']);
  });

  test('whose articles a damaged ledger held are taken in again, though nothing tells the damage beforehand', async () => {
    const folder = await temporaryFolder();
    await updateIndex(request(folder, [fox, owl]));
    const segments = join(folder, 'index/segments');
    const ledger = join(segments, (await readdir(segments))[0]!, 'ledger.json');
    const { atime, mtime } = await stat(ledger);
    await writeFile(ledger, (await readFile(ledger, 'utf8')).replace('owl', 'owk'));
    await utimes(ledger, atime, mtime);
    const report = await updateIndex(request(folder, [fox, owl, hen]));
    expect(report.notices).toEqual([
      expect.stringMatching(/^Damaged: .*ledger\.json: its checksum does not hold\. Its 2 articles are indexed again\.$/),
    ]);
    expect(Object.keys(liveTexts(await open(folder))).sort()).toEqual(['fox', 'hen', 'owl']);
  });

  test('that moved are followed, and nothing is embedded', async () => {
    const folder = await temporaryFolder();
    await updateIndex(request(folder, [fox, owl]));
    const embedder = countingEmbedder();
    const elsewhere = { ...corpusOf([owl]), files: [{ path: 'z/fox.md', size: 9, mtimeMs: 9 }, ...corpusOf([owl]).files] };
    const read = async (path: string) => ({ articles: [path === 'owl.md' ? owl : fox], problems: [] });
    const openCorpus = async () => ({ ...elsewhere, read });
    const report = await updateIndex(request(folder, [], { embedder, openCorpus }));
    expect(embedder.texts).toEqual([]);
    expect(report).toMatchObject({ articles: { kept: 2, added: 0, removed: 0 }, passages: { added: 0, kept: 5, removed: 0 } });
    expect(await updateIndex(request(folder, [], { openCorpus }))).toMatchObject({ generation: 2, articles: { kept: 2 } });
    const problems = [{ path: 'z/', reason: 'may not be read (permission denied)' }];
    const unreadable = await updateIndex(request(folder, [], { openCorpus: async () => corpusOf([owl], problems) }));
    expect(unreadable).toMatchObject({ articles: { kept: 2, removed: 0 } });
  });

  test('with an id that another one has already are named, and the first is kept', async () => {
    const folder = await temporaryFolder();
    const other = article('fox', 'Another fox.');
    const files = ['a.md', 'b.md'].map((path) => ({ path, size: 1, mtimeMs: 1 }));
    const read = async (path: string) => ({ articles: [path === 'a.md' ? fox : other], problems: [] });
    const openCorpus = async () => ({ directory: '/corpus', files, problems: [], read });
    for (const generation of [1, 1]) {
      const report = await updateIndex(request(folder, [], { openCorpus }));
      expect(report).toMatchObject({
        generation,
        problems: [{ path: 'b.md', reason: expect.stringContaining('"fox" that a.md has already') }],
      });
    }
    expect(await (await open(folder)).readArticle('fox')).toEqual(fox);
  });
});

describe('collections that have become empty', () => {
  test('leave the index as it is, unless that is allowed', async () => {
    const folder = await temporaryFolder();
    await updateIndex(request(folder, [fox, owl]));
    await expect(updateIndex(request(folder, []))).rejects.toThrow(/--allow-empty/);
    expect(await open(folder)).toMatchObject({ generation: 1, articleCount: 2 });
    expect(await updateIndex(request(folder, [], { allowEmpty: true }))).toMatchObject({ generation: 2, articles: { removed: 2 } });
    expect(await open(folder)).toMatchObject({ generation: 2, articleCount: 0, passageCount: 0 });
    expect(await (await open(folder)).readArticle('fox', fox.version)).toEqual(fox);
  });
});

describe('another way of indexing', () => {
  test.each([
    { name: 'another embedder embeds everything anew', more: { embedder: countingEmbedder('other', 16) }, embedded: 5 },
    { name: 'another chunker embeds only new texts', more: { chunkerVersion: 'paragraphs-2' }, embedded: 0 },
    { name: 'a rebuild embeds everything anew', more: { rebuild: true }, embedded: 5 },
  ])('$name, with the reason', async ({ more, embedded }) => {
    const folder = await temporaryFolder();
    await updateIndex(request(folder, [fox, owl]));
    const before = await open(folder);
    const report = await updateIndex(request(folder, [fox, owl], more));
    expect(report).toMatchObject({
      generation: 2,
      articles: { kept: 2, added: 0 },
      passages: { added: 0, kept: 5 },
      embedded: { passages: embedded },
      notices: [expect.stringContaining('rebuilt')],
    });
    expect(liveTexts(await open(folder))).toEqual(liveTexts(before));
  });

  test('keeps what could not be read', async () => {
    const folder = await temporaryFolder();
    await updateIndex(request(folder, [fox, owl]));
    const problems = [{ path: 'fox.md', reason: 'is not UTF-8' }];
    await updateIndex(request(folder, [], { chunkerVersion: '2', openCorpus: async () => corpusOf([owl], problems) }));
    expect(Object.keys(liveTexts(await open(folder))).sort()).toEqual(['fox', 'owl']);
  });
});

test('a dry run tells what the run would do, and does nothing', async () => {
  const folder = await temporaryFolder();
  await updateIndex(request(folder, [fox, owl]));
  const articles = [article('fox', fox.text.replace('red', 'brown')), article('hen', 'A hen.\nAnother hen.')];
  const before = await readFile(join(folder, 'index/CURRENT'), 'utf8');
  const { seconds: _dry, ...planned } = await updateIndex(request(folder, articles, { dryRun: true }));
  expect(await readFile(join(folder, 'index/CURRENT'), 'utf8')).toBe(before);
  const { seconds: _real, ...done } = await updateIndex(request(folder, articles));
  expect(planned).toEqual({ ...done, dryRun: true, generation: 1 });
});

test('an index of another folder is never overwritten', async () => {
  const folder = await temporaryFolder();
  await updateIndex(request(folder, [fox, owl]));
  const other = request(folder, [owl], { corpusDirectory: join(folder, 'others') });
  await expect(updateIndex(other)).rejects.toThrow(/belongs to the collections in/);
  expect(await open(folder)).toMatchObject({ generation: 1, articleCount: 2 });
});
