/** Lists of strings as Python prints them, which is how pandas writes a list into a CSV cell. Pure. */

const escapes: Record<string, string> = {
  n: '\n',
  r: '\r',
  t: '\t',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '\n': '',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '0': '\0',
};

/**
 * `['a', "b's"]`, also without commas, as NumPy prints arrays, and with `None`, `nan` or numbers among the strings. JSON lists are read too.
 *
 * @returns undefined where the text is no such list.
 */
export function parsePythonList(text: string): string[] | undefined {
  const trimmed = text.trim();
  if (!trimmed.startsWith('[') || !trimmed.endsWith(']')) return undefined;
  const inner = trimmed.slice(1, -1);
  const values: string[] = [];
  let position = 0;
  while (position < inner.length) {
    const gap = /^(?:[\s,]+|array\(|dtype=object|\))/.exec(inner.slice(position));
    if (gap !== null) {
      position += gap[0].length;
      continue;
    }
    const string = readString(inner, position);
    if (string !== undefined) {
      values.push(string.value);
      position = string.end;
      continue;
    }
    const bare = /^[^\s,'"[\]]+/.exec(inner.slice(position));
    if (bare === null) return undefined;
    if (!/^(?:None|nan|NaN|null)$/.test(bare[0])) values.push(bare[0]);
    position += bare[0].length;
  }
  return values;
}

function readString(text: string, start: number): { value: string; end: number } | undefined {
  const prefix = /^[uUrRbB]{0,2}(?=['"])/.exec(text.slice(start));
  if (prefix === null) return undefined;
  const quote = text[start + prefix[0].length]!;
  const raw = /r/i.test(prefix[0]);
  let value = '';
  for (let index = start + prefix[0].length + 1; index < text.length; index++) {
    const character = text[index]!;
    if (character === quote) return { value, end: index + 1 };
    if (character !== '\\' || raw) {
      value += character;
      continue;
    }
    const coded = /^(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8}))/i.exec(text.slice(index + 1));
    if (coded !== null) {
      value += String.fromCodePoint(Number.parseInt((coded[1] ?? coded[2] ?? coded[3])!, 16));
      index += coded[0].length;
    } else {
      const escaped = text[index + 1] ?? '';
      value += escapes[escaped] ?? `\\${escaped}`;
      index += 1;
    }
  }
  return undefined;
}

/** As Python's repr prints it: single quotes, unless the text has these and no double ones. */
export function renderPythonList(values: readonly string[]): string {
  return `[${values
    .map((value) => {
      const quote = value.includes("'") && !value.includes('"') ? '"' : "'";
      const escaped = value.replace(/[\\\n\r\t]|['"]/g, (character) => {
        if (character === '\\') return '\\\\';
        if (character === '\n') return '\\n';
        if (character === '\r') return '\\r';
        if (character === '\t') return '\\t';
        return character === quote ? `\\${character}` : character;
      });
      return `${quote}${escaped}${quote}`;
    })
    .join(', ')}]`;
}
