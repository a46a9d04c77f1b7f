/** Comma-separated values (RFC 4180), as spreadsheets and pandas write them: quoted line breaks, BOM, CRLF. Pure. */

export type CsvRow = { line: number; cells: string[] };

/** Rows without any cell are left out; `line` is where a row begins. */
export function parseCsv(text: string): CsvRow[] {
  const rows: CsvRow[] = [];
  const source = text.replace(/^\uFEFF/, '');
  let cells: string[] = [];
  let cell = '';
  let quoted = false;
  let line = 1;
  let rowLine = 1;
  const endRow = () => {
    cells.push(cell);
    if (cells.length > 1 || cells[0] !== '') rows.push({ line: rowLine, cells });
    cells = [];
    cell = '';
    rowLine = line;
  };
  for (let index = 0; index < source.length; index++) {
    const character = source[index]!;
    if (character === '\n') line += 1;
    if (quoted) {
      if (character !== '"') cell += character;
      else if (source[index + 1] === '"') {
        cell += '"';
        index += 1;
      } else quoted = false;
    } else if (character === '"' && cell === '') quoted = true;
    else if (character === ',') {
      cells.push(cell);
      cell = '';
    } else if (character === '\n') endRow();
    else if (character !== '\r' || source[index + 1] !== '\n') cell += character;
  }
  if (cell !== '' || cells.length > 0) endRow();
  return rows;
}

const renderCell = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

export const renderCsv = (rows: readonly (readonly string[])[]): string =>
  rows.map((cells) => `${cells.map(renderCell).join(',')}\r\n`).join('');
