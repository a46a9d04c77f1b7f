/** One file of the folder -> its articles. The format follows from the extension; a file beside a document says what front matter would. */
import { closeSync, constants, existsSync, fstatSync, openSync, readFileSync, readSync, realpathSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import type { Article, CorpusProblem, CorpusReading } from '../types.js';
import { cleanText, createArticle, type Parsed, type Place, Unreadable } from './article.js';
import { decodeUtf8 } from './decode.js';
import type { DocumentReader } from './documents.js';
import { explainFailure, isWithin } from './list.js';

type Format = (bytes: Buffer, documents: DocumentReader) => Promise<Parsed>;

// Imported where first needed: an update that finds nothing changed reads nothing.
const readMarkdown: Format = async (bytes) => (await import('./markdown.js')).parseMarkdown(decodeUtf8(bytes));
const readHtml: Format = (bytes, documents) => documents.parse({ kind: 'html', bytes });

/** By extension; what is not here is no article. */
const formats: Readonly<Record<string, Format>> = {
  '.md': readMarkdown,
  '.markdown': readMarkdown,
  '.txt': async (bytes) => (await import('./plain-text.js')).parsePlainText(decodeUtf8(bytes)),
  '.html': readHtml,
  '.htm': readHtml,
  '.pdf': (bytes, documents) => documents.parse({ kind: 'pdf', bytes }),
  '.docx': (bytes, documents) => documents.parse({ kind: 'docx', bytes }),
  '.jsonl': async (bytes) => (await import('./json-lines.js')).parseJsonLines(decodeUtf8(bytes)),
};
const formatOf = (path: string): Format | undefined => formats[extname(path).toLowerCase()];

export const articleExtensions = Object.keys(formats).join(' ');
export const isArticleFile = (path: string) => formatOf(path) !== undefined;

/** "report.pdf.yaml" beside "report.pdf" says what front matter says in a Markdown file. */
export const sideName = (path: string) => (/\.(?:txt|html?|pdf|docx)$/i.test(path) ? `${path}.yaml` : undefined);

/**
 * `root`: absolute, links resolved. `realFolder`: a folder of the root -> where it really is; its answers may be some milliseconds old.
 */
export type FileReader = { root: string; maxBytes: number; documents: DocumentReader; realFolder(path: string): string };

/** @param path of a file that `isArticleFile`, relative to the root. */
export async function readArticleFile(reader: FileReader, path: string): Promise<CorpusReading> {
  const problem = (reason: string): CorpusProblem => ({ path, reason });
  let parsed: Parsed;
  try {
    parsed = await addSideFile(reader, path, await formatOf(path)!(readBytes(reader, path), reader.documents));
  } catch (cause) {
    if (!(cause instanceof Unreadable)) return { articles: [], problems: [problem(explainFailure(cause))] };
    return { articles: [], problems: [problem(cause.message)], isLasting: cause.isLasting };
  }
  const place = placeOf(path);
  const problems = parsed.problems.map(problem);
  const articles: Article[] = [];
  for (const draft of parsed.drafts) {
    const article = createArticle(draft, place);
    if (article.text.trim() === '') problems.push(problem('holds no text'));
    else articles.push(article);
  }
  return { articles, problems, isLasting: true };
}

/** What the side file says goes before what the file says of itself. */
async function addSideFile(reader: FileReader, path: string, parsed: Parsed): Promise<Parsed> {
  const side = sideName(path);
  const [draft, ...others] = parsed.drafts;
  if (side === undefined || draft === undefined || others.length > 0 || !existsSync(join(reader.root, side))) return parsed;
  const { parseFields } = await import('./front-matter.js');
  const read = parseFields(cleanText(decodeUtf8(readBytes(reader, side))), 1);
  if (typeof read === 'string') throw new Unreadable(`has a side file ${basename(side)} that cannot be read: ${read}`);
  const fields = Object.fromEntries(Object.entries(read.fields).filter(([, value]) => value !== undefined));
  return {
    drafts: [{ ...draft, ...fields }],
    problems: [...parsed.problems, ...read.problems.map((reason) => `${basename(side)}: ${reason}`)],
  };
}

/**
 * Between listing and reading a file may have become a link, a pipe or larger: what counts is what was opened. Synchronous: five
 * promises for each of ten thousand small files take ten times as long; who reads many lets others run in between.
 */
function readBytes(reader: FileReader, path: string): Buffer {
  const file = openWithin(reader, path);
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) throw new Unreadable('is no regular file', false);
    if (stats.size > reader.maxBytes) {
      throw new Unreadable(
        `has ${megabytes(stats.size)} MB, more than the ${megabytes(reader.maxBytes)} MB that are read; split it, or raise YINGJIA_MAX_FILE_MB`,
        false,
      );
    }
    return readWhole(file, stats.size);
  } finally {
    closeSync(file);
  }
}

/** @returns a descriptor of the file, or of the file within the root that a link leads to. */
function openWithin({ root, realFolder }: FileReader, path: string): number {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const open = (real: string) => {
    if (!isWithin(root, real)) throw new Unreadable('is a symbolic link out of the folder and is not followed; put a copy there', false);
    return openSync(real, flags);
  };
  try {
    return open(join(realFolder(dirname(path)), basename(path)));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ELOOP') throw cause;
    return open(realpathSync.native(join(root, path)));
  }
}

/** In one read where the file stays as long as it was; what it grew by meanwhile belongs to it too. */
function readWhole(file: number, size: number): Buffer {
  const bytes = Buffer.allocUnsafe(size + 1);
  const read = readSync(file, bytes, 0, size + 1, null);
  return read === size ? bytes.subarray(0, size) : Buffer.concat([bytes.subarray(0, read), readFileSync(file)]);
}

function placeOf(path: string): Place {
  const name = path.normalize('NFC');
  const slash = name.indexOf('/');
  const collection = slash < 0 ? 'default' : name.slice(0, slash);
  const id = name.slice(slash + 1, name.length - extname(name).length);
  return { collection, id, title: basename(id) };
}

const megabytes = (bytes: number) => (bytes / 1024 / 1024).toFixed(1);
