/**
 * Files that are named one by one -> copies in the articles' folder. All are looked at before the first is copied: either every one of them can be
 * taken in, or nothing changes. A file that is there with other content is never replaced unasked.
 */
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { YingjiaError } from '../errors.js';
import { articleExtensions, isArticleFile, sideName } from './article-file.js';
import { writeAtomically } from './atomic-file.js';
import { explainFailure, isWithin } from './list.js';
import { checkCollection } from './sources-file.js';

export type TakeFilesOptions = {
  /** Folder below the articles' folder; without it, or as "default", that folder itself. */
  collection?: string | undefined;
  /** Lets a file take the place of one with other content. */
  replace?: boolean;
};

export type TakenFile = {
  from: string;
  /** Relative to the articles' folder, with "/". */
  path: string;
  /** `present`: it was there already, with the same content. */
  outcome: 'copied' | 'replaced' | 'present';
};

type Copy = TakenFile & { bytes?: Buffer };

/** @throws YingjiaError CORPUS naming every file that cannot be taken, and why; USAGE for a collection that is no name of a folder. */
export function takeFiles(
  settings: { directory: string; maxFileBytes: number },
  files: readonly string[],
  options: TakeFilesOptions = {},
): TakenFile[] {
  const { collection = 'default' } = options;
  checkCollection(collection);
  const folder = collection === 'default' ? '' : `${collection}/`;
  const planned = new Map<string, Copy>();
  const problems: string[] = [];
  for (const from of files) {
    for (const each of withSideFile(from)) {
      const copy = planCopy(settings, each, `${folder}${basename(each)}`, planned, options.replace ?? false);
      if (typeof copy === 'string') problems.push(`${each} ${copy}`);
      else planned.set(copy.path, copy);
    }
  }
  if (problems.length > 0) {
    throw new YingjiaError('CORPUS', {
      problem: `Nothing was copied: ${problems.join('; ')}.`,
      fix: `Name files of articles (${articleExtensions}), or web addresses that begin with http:// or https://.`,
    });
  }
  for (const { path, bytes } of planned.values()) if (bytes !== undefined) writeAtomically(join(settings.directory, path), bytes);
  return [...planned.values()].map(({ from, path, outcome }) => ({ from, path, outcome }));
}

/** What "report.pdf.yaml" says of "report.pdf" comes along. */
function withSideFile(path: string): string[] {
  const side = sideName(path);
  return side !== undefined && existsSync(side) ? [path, side] : [path];
}

/** @returns why the file cannot be taken, where it cannot. */
function planCopy(
  { directory, maxFileBytes }: { directory: string; maxFileBytes: number },
  from: string,
  path: string,
  planned: ReadonlyMap<string, Copy>,
  replace: boolean,
): Copy | string {
  const bytes = readGiven(from, maxFileBytes);
  if (typeof bytes === 'string') return bytes;
  const place = join(directory, path);
  if (isInPlace(from, directory)) return { from, path: placeWithin(from, directory), outcome: 'present' };
  const other = planned.get(path);
  if (other !== undefined && !(other.bytes ?? readFileSync(place)).equals(bytes))
    return `has the name of ${other.from}; rename one of them`;
  if (other !== undefined) return other;
  if (!existsSync(place)) return { from, path, outcome: 'copied', bytes };
  if (!statSync(place).isFile()) return `cannot be copied: ${place} is no file`;
  if (readFileSync(place).equals(bytes)) return { from, path, outcome: 'present' };
  if (replace) return { from, path, outcome: 'replaced', bytes };
  return `is not copied over ${place}, which has other content; add --replace, or rename it`;
}

function readGiven(path: string, maxBytes: number): Buffer | string {
  try {
    const stats = statSync(path);
    if (stats.isDirectory()) return 'is a folder; name the files in it, or the whole folder with --corpus';
    if (!stats.isFile()) return 'is no regular file';
    if (basename(path).startsWith('.')) return 'is a hidden file, which would be passed over; rename it';
    if (!isArticleFile(path) && sideName(path.replace(/\.yaml$/, '')) !== path) return 'is of a format that is not read';
    if (stats.size > maxBytes)
      return `is larger than the ${(maxBytes / 1024 / 1024).toFixed(1)} MB that are read; raise YINGJIA_MAX_FILE_MB`;
    return readFileSync(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return 'is neither a file that is there nor a web address';
    return explainFailure(cause);
  }
}

const isInPlace = (from: string, directory: string) => existsSync(directory) && isWithin(realpathSync(directory), realpathSync(from));

const placeWithin = (from: string, directory: string) =>
  realpathSync(from)
    .slice(realpathSync(directory).length + 1)
    .replaceAll('\\', '/');
