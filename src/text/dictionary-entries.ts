/**
 * Lines of a dictionary in the format of CC-CEDICT, found but not read: `傳統 传统 [chuan2 tong3] /tradition/traditional/`. In: the bytes of the
 * file. Out: where entries and their parts begin. Pure.
 */
import { fold } from './fold.js';

/** Byte offsets. Headwords stand before the first two spaces, meanings between slashes. */
export type Entries = { bytes: Buffer; count: number; starts: Uint32Array; meanings: Uint32Array; ends: Uint32Array };

const [NEWLINE, SPACE, HASH, SLASH, BRACKET] = [10, 32, 35, 47, 91];

/** Comments, and lines that are no entries, are passed over. */
export function locateEntries(file: Uint8Array): Entries {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const [starts, meanings, ends]: number[][] = [[], [], []];
  for (let start = 0, end = 0; start < bytes.length; start = end + 1) {
    end = bytes.indexOf(NEWLINE, start);
    if (end < 0) end = bytes.length;
    if (bytes[start] === HASH) continue;
    const slash = bytes.indexOf(SLASH, start);
    if (slash < 0 || slash >= end || !hasTwoHeadwords(bytes, start, slash)) continue;
    starts!.push(start);
    meanings!.push(slash + 1);
    ends!.push(end);
  }
  return {
    bytes,
    count: starts!.length,
    starts: Uint32Array.from(starts!),
    meanings: Uint32Array.from(meanings!),
    ends: Uint32Array.from(ends!),
  };
}

function hasTwoHeadwords(bytes: Buffer, start: number, slash: number): boolean {
  const first = bytes.indexOf(SPACE, start);
  if (first <= start || first >= slash) return false;
  const second = bytes.indexOf(SPACE, first + 1);
  return second > first + 1 && second < slash && bytes[second + 1] === BRACKET;
}

/** Both headwords of every entry, folded: the traditional one at 2 × entry, the simplified one after it. */
export function foldHeadwords({ bytes, starts, count }: Entries): string[] {
  const columns = Buffer.alloc(bytes.length);
  let length = 0;
  for (let entry = 0; entry < count; entry++) {
    const start = starts[entry]!;
    const middle = bytes.indexOf(SPACE, start);
    const end = bytes.indexOf(SPACE, middle + 1);
    length += bytes.copy(columns, length, start, middle);
    columns[length++] = NEWLINE;
    length += bytes.copy(columns, length, middle + 1, end);
    columns[length++] = NEWLINE;
  }
  // Folded at once: a call for each of 200,000 words takes several times as long.
  return fold(columns.toString('utf8', 0, Math.max(0, length - 1))).split('\n');
}

/** The folded traditional headword. */
export function headwordOf({ bytes, starts }: Entries, entry: number): string {
  const start = starts[entry]!;
  return fold(bytes.toString('utf8', start, bytes.indexOf(SPACE, start)));
}

/** Measure words and pronunciations are no meanings. */
const noMeaning = /^(?:CL:|Taiwan pr\.|also pr\.)/u;
/** Explanations in brackets, pronunciations, and Chinese words: "variant of 麵|面[mian4]". */
const asides = /\([^)]*\)|\[[^\]]*\]|[\u3000-\u9fff|]+/gu;

/** The meanings of an entry as plain English, in order; alternatives within a meaning count as meanings of their own. */
export function meaningsOf({ bytes, meanings, ends }: Entries, entry: number): string[] {
  return bytes
    .toString('utf8', meanings[entry], ends[entry])
    .split('/')
    .filter((meaning) => !noMeaning.test(meaning))
    .flatMap((meaning) => meaning.replace(asides, ' ').split(/[;,]/u))
    .map((meaning) => meaning.trim())
    .filter((meaning) => meaning !== '');
}
