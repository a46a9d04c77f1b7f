/**
 * Folding for search: NFKC, lower case, Traditional characters to Simplified, one code unit for one, so that both scripts
 * and both widths meet. Never for display: quotes keep the source's script.
 */
import pairs from 'opencc-js/dict/TSCharacters';

let table: Map<number, number> | undefined;

/**
 * Traditional -> Simplified code units. Pairs whose length in UTF-16 changes are left out, and so are entries whose key is itself
 * a target: OpenCC's table is not idempotent (麼 -> 么, but also 么 -> 幺), and folding twice must change nothing.
 */
function scriptTable(): Map<number, number> {
  if (table === undefined) {
    const entries = pairs.split('|').map((pair) => pair.split(' ') as [string, string]);
    const targets = new Set(entries.filter(([from, to]) => from !== to).map(([, to]) => to));
    table = new Map(
      entries
        .filter(([from, to]) => from.length === 1 && to.length === 1 && from !== to && !targets.has(from))
        .map(([from, to]) => [from.charCodeAt(0), to.charCodeAt(0)]),
    );
  }
  return table;
}

/** Traditional characters become Simplified; length and everything else stay. */
export function simplify(text: string): string {
  const map = scriptTable();
  let folded = '';
  let kept = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x2e80) continue;
    const to = map.get(code);
    if (to !== undefined) {
      folded += text.slice(kept, index) + String.fromCharCode(to);
      kept = index + 1;
    }
  }
  return kept === 0 ? text : folded + text.slice(kept);
}

/** The form in which words are compared. Idempotent. Length may change (NFKC), so offsets into it mean nothing. */
export function fold(text: string): string {
  const normal = text.normalize('NFKC');
  const lower = normal.toLowerCase();
  const simplified = simplify(lower);
  // Lower case can undo the normal form; the script cannot, whose characters are in it and join nothing.
  return lower === normal ? simplified : simplified.normalize('NFKC');
}
