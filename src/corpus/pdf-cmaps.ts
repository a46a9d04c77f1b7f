/**
 * The character maps that PDF readers know by name, for Chinese, Japanese and Korean fonts that are not embedded in the file. The PDF
 * library ships none, and without them such text is silently empty. Adobe's own maps lead from codes to glyph numbers and from glyph
 * numbers to Unicode; only the way from code to Unicode matters here, so the maps made here number glyphs by their Unicode value. Pure.
 */

/** Encoding of the codes, by what stands in the map's name. Source: PDF 32000-1:2008, table 118. */
const encodings: readonly [RegExp, string][] = [
  [/^(?:ETen-?B5|ETenms-B5|B5pc|HKscs-B5)/, 'big5'],
  [/^(?:GB-EUC|GBpc-EUC|GBK-EUC|GBKp-EUC|GBK2K)/, 'gbk'],
  [/^(?:83pv|90ms|90msp|90pv|Add|Ext)-?RKSJ/, 'shift_jis'],
  [/^(?:KSC-EUC|KSCms-UHC|KSCpc-EUC)/, 'euc-kr'],
  [/^(?:EUC)-[HV]$/, 'euc-jp'],
];

/** @param name as in the PDF: "UniCNS-UTF16-H", "ETen-B5-V", "Adobe-CNS1-UCS2". @returns undefined for one that is not made here. */
export function createCharacterMap(name: string): string | undefined {
  if (/^Adobe-(?:CNS1|GB1|Japan1|Korea1)-UCS2$/.test(name)) return program(['<0000> <ffff>'], 'bfrange', ['<0000> <ffff> <0000>'], name);
  if (/^Uni(?:CNS|GB|JIS|JIS2004|KS|JISX0213)-(?:UCS2|UTF16)-/.test(name)) {
    return program(['<0000> <ffff>'], 'cidrange', ['<0000> <ffff> 0'], name);
  }
  const encoding = encodings.find(([pattern]) => pattern.test(name))?.[1];
  return encoding === undefined ? undefined : program(['<00> <80>', '<8140> <feff>'], 'cidchar', listCharacters(encoding), name);
}

/** "<code> unicode" for each character of one or two bytes. */
function listCharacters(encoding: string): string[] {
  const decoder = new TextDecoder(encoding);
  const lines: string[] = [];
  const add = (code: number[]) => {
    const decoded = decoder.decode(Uint8Array.from(code));
    if (decoded.length === 1 && decoded !== '\ufffd') lines.push(`<${Buffer.from(code).toString('hex')}> ${decoded.charCodeAt(0)}`);
  };
  for (let code = 0x20; code <= 0x7e; code++) add([code]);
  for (let lead = 0x81; lead <= 0xfe; lead++) for (let trail = 0x40; trail <= 0xfe; trail++) add([lead, trail]);
  return lines;
}

function program(codeSpaces: readonly string[], kind: string, lines: readonly string[], name: string): string {
  const direction = name.endsWith('-V') ? '/WMode 1 def ' : '';
  return `/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /${name} def ${direction}
${codeSpaces.length} begincodespacerange ${codeSpaces.join(' ')} endcodespacerange
${lines.length} begin${kind}
${lines.join('\n')}
end${kind}
endcmap end`;
}
