/** A PDF file -> one article with the offset of each page, so that a citation can name the page. Slow, and at times endless: run apart. */
import { getDocumentProxy } from 'unpdf';
import { cleanLine, type Parsed, Unreadable } from './article.js';
import { createCharacterMap } from './pdf-cmaps.js';
import { layOutPages, type Piece } from './pdf-layout.js';

const MAX_PAGES = 5_000;

/** Letters on a page below which it counts as a picture. */
const MIN_LETTERS = 2;

type PdfDocument = Awaited<ReturnType<typeof getDocumentProxy>>;

export async function parsePdf(bytes: Uint8Array): Promise<Parsed> {
  const document = await openPdf(bytes);
  if (document.numPages > MAX_PAGES)
    throw new Unreadable(`has ${document.numPages} pages, more than the ${MAX_PAGES} that are read; split it`);
  const pages: Piece[][] = [];
  for (let number = 1; number <= document.numPages; number++) pages.push(await readPage(document, number));
  const letters = pages.map((pieces) => pieces.map(({ text }) => text.replace(/[^\p{L}\p{N}]/gu, '').length).reduce((a, b) => a + b, 0));
  const silent = letters.filter((count) => count < MIN_LETTERS).length;
  if (silent === pages.length) throw new Unreadable('has no text layer (scanned pages?); run OCR on it first');
  const { text, pageStarts, title } = layOutPages(pages);
  if (unreadableShare(text) > 0.2) throw new Unreadable('has a text layer that cannot be read (its fonts do not name their characters)');
  const stated = await readTitle(document);
  const problems = silent > pages.length / 2 ? [`${silent} of ${pages.length} pages hold no text (scanned?) and were left out`] : [];
  return { drafts: [{ title: stated ?? title, text, pageStarts }], problems };
}

async function openPdf(bytes: Uint8Array): Promise<PdfDocument> {
  try {
    return await getDocumentProxy(new Uint8Array(bytes), {
      // Made, not fetched: see pdf-cmaps.ts.
      BinaryDataFactory: CharacterMaps,
      cMapUrl: 'made:/',
      cMapPacked: false,
      useWorkerFetch: false,
      useSystemFonts: false,
      verbosity: 0,
    });
  } catch (cause) {
    const { name } = cause as Error;
    if (name === 'PasswordException') throw new Unreadable('is locked with a password');
    if (name === 'InvalidPDFException' || name === 'FormatError') throw new Unreadable('is no PDF file, or a broken one');
    throw cause;
  }
}

class CharacterMaps {
  async fetch({ kind, filename }: { kind: string; filename: string }): Promise<Uint8Array> {
    const map = kind === 'cMapUrl' ? createCharacterMap(filename) : undefined;
    if (map === undefined) throw new Error(`${filename} is not at hand`);
    return new TextEncoder().encode(map);
  }
}

async function readPage(document: PdfDocument, number: number): Promise<Piece[]> {
  const page = await document.getPage(number);
  const { items } = await page.getTextContent();
  page.cleanup();
  return items.flatMap((item) => {
    if (!('str' in item)) return [];
    const [, , , , x, y] = item.transform as number[];
    return [{ text: item.str.replaceAll('\u0000', ''), x: x!, y: y!, width: item.width, height: item.height, endsLine: item.hasEOL }];
  });
}

/** The title that the file states, where it is one: programs write their own names and file names there. */
async function readTitle(document: PdfDocument): Promise<string | undefined> {
  const { info } = await document.getMetadata();
  const title = cleanLine(String((info as { Title?: unknown }).Title ?? ''));
  return title === '' || /^(?:untitled|microsoft (?:word|powerpoint)|無標題)|\.(?:docx?|pptx?|pdf|indd|tex)$/i.test(title)
    ? undefined
    : title;
}

/** Share of characters that stand for no known one. */
function unreadableShare(text: string): number {
  return (text.match(/[\ufffd\ue000-\uf8ff]/g)?.length ?? 0) / Math.max(1, text.length);
}
