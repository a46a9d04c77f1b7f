/** Makes tiny PDF and Word files, honest enough for their readers. */
import { deflateRawSync, deflateSync } from 'node:zlib';

const latinFont = '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>';

/** A Chinese font that is not embedded, as office programs of the nineties wrote them. */
export const chineseFont = (encoding: string, ordering: string) =>
  `<</Type/Font/Subtype/Type0/BaseFont/MSung-Light/Encoding/${encoding}/DescendantFonts[<</Type/Font/Subtype/CIDFontType0/BaseFont/MSung-Light` +
  `/CIDSystemInfo<</Registry(Adobe)/Ordering(${ordering})/Supplement 0>>/FontDescriptor<</Type/FontDescriptor/FontName/MSung-Light/Flags 4` +
  '/FontBBox[0 0 0 0]/ItalicAngle 0/Ascent 0/Descent 0/CapHeight 0/StemV 0>>>>]>>';

/** A line of a page: its words, or "<hex>" for codes, font size and height above the page's bottom, in points. */
export type MadeLine = { words: string; size?: number; y: number };

export function makePdf(
  pages: readonly (readonly MadeLine[])[],
  { font = latinFont, title }: { font?: string; title?: string } = {},
): Uint8Array {
  const streams = pages.map((lines) =>
    lines
      .map(
        ({ words, size = 12, y }) =>
          `BT /F1 ${size} Tf 50 ${y} Td ${words.startsWith('<') ? words : `(${words.replace(/[\\()]/g, '\\$&')})`} Tj ET`,
      )
      .join('\n'),
  );
  return makePdfOfStreams(
    streams.map((stream) => Buffer.from(stream, 'latin1')),
    { font, title },
  );
}

/** @param compressed whether the streams are packed with Flate already. */
export function makePdfOfStreams(
  streams: readonly Buffer[],
  { font = latinFont, title, compressed = false }: { font?: string; title?: string; compressed?: boolean } = {},
): Uint8Array {
  const kids = streams.map((_, index) => `${5 + 2 * index} 0 R`).join(' ');
  const objects: (string | Buffer)[] = [
    '<</Type/Catalog/Pages 2 0 R>>',
    `<</Type/Pages/Count ${streams.length}/Kids[${kids}]>>`,
    font,
    title === undefined ? '<<>>' : `<</Title(${title})>>`,
  ];
  for (const [index, stream] of streams.entries()) {
    objects.push(`<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents ${6 + 2 * index} 0 R>>`);
    const head = `<</Length ${stream.length}${compressed ? '/Filter/FlateDecode' : ''}>>stream\n`;
    objects.push(Buffer.concat([Buffer.from(head), stream, Buffer.from('\nendstream')]));
  }
  const parts: Buffer[] = [Buffer.from('%PDF-1.4\n')];
  const offsets: number[] = [];
  let length = parts[0]!.length;
  for (const [index, object] of objects.entries()) {
    offsets.push(length);
    const part = Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), Buffer.from(object as Buffer), Buffer.from('\nendobj\n')]);
    parts.push(part);
    length += part.length;
  }
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  parts.push(
    Buffer.from(`xref\n0 ${size}\n0000000000 65535 f \n${rows}trailer<</Size ${size}/Root 1 0 R/Info 4 0 R>>\nstartxref\n${length}\n%%EOF`),
  );
  return new Uint8Array(Buffer.concat(parts));
}

/** Words over and over, packed a thousand to one. */
export const makePackedStream = (bytes: number) => deflateSync(Buffer.alloc(bytes, 'BT /F1 12 Tf (a) Tj ET '));

const types =
  '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
  '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>';
const relations =
  '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>';
const paragraph = ({ style, words }: { style?: string; words: string }) =>
  `<w:p>${style ? `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>` : ''}<w:r><w:t>${words}</w:t></w:r></w:p>`;

export function makeDocx(paragraphs: readonly { style?: string; words: string }[]): Uint8Array {
  const document =
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>' +
    paragraphs.map(paragraph).join('') +
    '</w:body></w:document>';
  return makeZip({ '[Content_Types].xml': types, '_rels/.rels': relations, 'word/document.xml': document });
}

export function makeZip(files: Readonly<Record<string, string | Buffer>>): Uint8Array {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const bytes = Buffer.from(content as string);
    const packed = deflateRawSync(bytes);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(checksum(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), common, Buffer.from(name), packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    centrals.push(Buffer.concat([Buffer.from('PK\u0001\u0002'), Buffer.from([20, 0]), common, tail, Buffer.from(name)]));
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006');
  end.writeUInt16LE(centrals.length, 8);
  end.writeUInt16LE(centrals.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return new Uint8Array(Buffer.concat([...locals, central, end]));
}

/** CRC-32 as ZIP has it. */
function checksum(bytes: Buffer): number {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  }
  return (value ^ 0xffffffff) >>> 0;
}
