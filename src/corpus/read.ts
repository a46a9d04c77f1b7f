/** The articles' folder -> articles. One file a format; a sub-folder is a collection; what cannot be read is named, the rest is read. */
import { accessSync, closeSync, constants, existsSync, fstatSync, openSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { YingjiaError } from '../errors.js';
import type { Article, Corpus, CorpusProblem, Progress } from '../types.js';
import { cleanText, createArticle, type Parsed, type Place, Unreadable } from './article.js';
import { createDocumentReader, type DocumentReader } from './documents.js';
import { parseFields } from './front-matter.js';
import { parseJsonLines } from './json-lines.js';
import { explainFailure, isWithin, type Listing, listFiles } from './list.js';
import { parseMarkdown } from './markdown.js';
import { parsePlainText } from './plain-text.js';

export type CorpusSettings = { directory: string; maxFileBytes: number };

/** Every article of the folder, and what could not be read. */
export type CorpusReading = { articles: readonly { article: Article; path: string }[]; problems: readonly CorpusProblem[] };

/** Longest time for which reading files holds up a bot that answers meanwhile. */
const BREATH_MS = 10;

type Format = (bytes: Buffer, readDocument: DocumentReader) => Parsed | Promise<Parsed>;

const readMarkdown: Format = (bytes) => parseMarkdown(decode(bytes));
const readHtml: Format = (bytes, readDocument) => readDocument({ kind: 'html', bytes });

/** By extension; what is not here is no article. */
const formats: Readonly<Record<string, Format>> = {
  '.md': readMarkdown,
  '.markdown': readMarkdown,
  '.txt': (bytes) => parsePlainText(decode(bytes)),
  '.html': readHtml,
  '.htm': readHtml,
  '.pdf': (bytes, readDocument) => readDocument({ kind: 'pdf', bytes }),
  '.docx': (bytes, readDocument) => readDocument({ kind: 'docx', bytes }),
  '.jsonl': (bytes) => parseJsonLines(decode(bytes)),
};
const formatOf = (path: string): Format | undefined => formats[extname(path).toLowerCase()];
const extensions = Object.keys(formats).join(' ');

/** "report.pdf.yaml" beside "report.pdf" says what front matter says in a Markdown file. */
const sideName = (path: string) => (/\.(?:txt|html?|pdf|docx)$/i.test(path) ? `${path}.yaml` : undefined);

/**
 * Lists the folder; reads nothing of its files yet. A path of one file is a corpus of that file.
 *
 * @throws YingjiaError CORPUS when the folder is missing, is none, or may not be read.
 */
export async function openCorpus(settings: CorpusSettings, signal?: AbortSignal): Promise<Corpus> {
  const { directory, file } = resolveDirectory(settings.directory);
  const listing =
    file === undefined ? await listFiles(directory, { isArticle: (name) => formatOf(name) !== undefined, sideName }, signal) : file;
  const readDocument = createDocumentReader();
  let breathedAt = performance.now();
  const read: Corpus['read'] = async (path) => {
    if (performance.now() - breathedAt > BREATH_MS) {
      await yieldToOthers();
      breathedAt = performance.now();
    }
    return readFileOf({ root: directory, maxBytes: settings.maxFileBytes, readDocument }, path);
  };
  return { directory, ...listing, read };
}

/**
 * Reads every article, in order of path. Of two articles with one id the first is kept, the second is a problem that names both.
 *
 * @throws YingjiaError CORPUS also when not one article could be read.
 */
export async function readCorpus(
  settings: CorpusSettings,
  options: { onProgress?: (progress: Progress) => void; signal?: AbortSignal } = {},
): Promise<CorpusReading> {
  const corpus = await openCorpus(settings, options.signal);
  const pathOfId = new Map<string, string>();
  const articles: { article: Article; path: string }[] = [];
  const problems = [...corpus.problems];
  for (const [index, { path }] of corpus.files.entries()) {
    options.signal?.throwIfAborted();
    options.onProgress?.({ step: 'read', done: index, total: corpus.files.length, current: path });
    const read = await corpus.read(path);
    problems.push(...read.problems);
    for (const article of read.articles) {
      const first = pathOfId.get(article.id);
      if (first !== undefined) problems.push(createDuplicateProblem(article.id, path, first));
      else {
        pathOfId.set(article.id, path);
        articles.push({ article, path });
      }
    }
  }
  if (articles.length === 0) throw createEmptyCorpusError(settings.directory, problems);
  return { articles, problems };
}

/** Said where a folder holds no article that could be read. */
export function createEmptyCorpusError(directory: string, problems: readonly CorpusProblem[]): YingjiaError {
  const reasons = problems.slice(0, 3).map(({ path, reason }) => `${path}: ${reason}`);
  return new YingjiaError('CORPUS', {
    problem: `No article could be read in ${directory}${reasons.length > 0 ? ` (${reasons.join('; ')})` : ''}.`,
    fix: `Put ${extensions} files there, a sub-folder for each collection, or name another folder with --corpus.`,
  });
}

function createDuplicateProblem(id: string, path: string, first: string): CorpusProblem {
  return { path, reason: `has the article id "${id}" that ${first} has already; give one of them another "id" in its front matter` };
}

/** `file`: the listing where one file was named. */
function resolveDirectory(given: string): { directory: string; file?: Listing } {
  try {
    const real = realpathSync(given);
    const stats = statSync(real);
    accessSync(real, stats.isDirectory() ? constants.R_OK | constants.X_OK : constants.R_OK);
    if (stats.isDirectory()) return { directory: real };
    if (stats.isFile() && formatOf(real) !== undefined) {
      const files = [{ path: basename(real), size: stats.size, mtimeMs: stats.mtimeMs }];
      return { directory: dirname(real), file: { files, problems: [] } };
    }
  } catch (cause) {
    throw new YingjiaError('CORPUS', {
      problem: `The articles' folder ${given} ${explainFailure(cause)}.`,
      fix: 'Create it and put articles in it, or name another with --corpus or YINGJIA_CORPUS.',
      cause,
    });
  }
  throw new YingjiaError('CORPUS', {
    problem: `${given} is neither a folder nor a file of articles.`,
    fix: `Name a folder, or a file that ends in ${extensions}, with --corpus.`,
  });
}

type Reader = { root: string; maxBytes: number; readDocument: DocumentReader };

async function readFileOf(reader: Reader, path: string): Promise<{ articles: Article[]; problems: CorpusProblem[] }> {
  const problem = (reason: string): CorpusProblem => ({ path, reason });
  let parsed: Parsed;
  try {
    parsed = addSideFile(reader, path, await formatOf(path)!(readBytes(reader, path), reader.readDocument));
  } catch (cause) {
    return { articles: [], problems: [problem(cause instanceof Unreadable ? cause.message : explainFailure(cause))] };
  }
  const place = placeOf(path);
  const problems = parsed.problems.map(problem);
  const articles: Article[] = [];
  for (const draft of parsed.drafts) {
    const article = createArticle(draft, place);
    if (article.text.trim() === '') problems.push(problem('holds no text'));
    else articles.push(article);
  }
  return { articles, problems };
}

/** What the side file says goes before what the file says of itself. */
function addSideFile(reader: Reader, path: string, parsed: Parsed): Parsed {
  const side = sideName(path);
  const [draft, ...others] = parsed.drafts;
  if (side === undefined || draft === undefined || others.length > 0 || !existsSync(join(reader.root, side))) return parsed;
  const read = parseFields(cleanText(decode(readBytes(reader, side))), 1);
  if (typeof read === 'string') throw new Unreadable(`has a side file ${basename(side)} that cannot be read: ${read}`);
  const fields = Object.fromEntries(Object.entries(read.fields).filter(([, value]) => value !== undefined));
  return {
    drafts: [{ ...draft, ...fields }],
    problems: [...parsed.problems, ...read.problems.map((reason) => `${basename(side)}: ${reason}`)],
  };
}

/**
 * Between listing and reading a file may have become a link, a pipe or larger: what counts is what was opened. Synchronous: five
 * promises for each of ten thousand small files take ten times as long; `openCorpus` lets others run in between.
 */
function readBytes({ root, maxBytes }: Reader, path: string): Buffer {
  const real = realpathSync.native(join(root, path));
  if (!isWithin(root, real)) throw new Unreadable('is a symbolic link out of the folder and is not followed; put a copy there');
  const file = openSync(real, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) throw new Unreadable('is no regular file');
    if (stats.size > maxBytes) {
      throw new Unreadable(
        `has ${megabytes(stats.size)} MB, more than the ${megabytes(maxBytes)} MB that are read; split it, or raise YINGJIA_MAX_FILE_MB`,
      );
    }
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}

function decode(bytes: Buffer): string {
  if (bytes.includes(0)) throw new Unreadable('is no text (it holds zero bytes; UTF-16 text must be saved as UTF-8)');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Unreadable('is not UTF-8; save it as UTF-8, for example with iconv');
  }
}

function placeOf(path: string): Place {
  const name = path.normalize('NFC');
  const slash = name.indexOf('/');
  const collection = slash < 0 ? 'default' : name.slice(0, slash);
  const id = name.slice(slash + 1, name.length - extname(name).length);
  return { collection, id, title: basename(id) };
}

const megabytes = (bytes: number) => (bytes / 1024 / 1024).toFixed(1);
