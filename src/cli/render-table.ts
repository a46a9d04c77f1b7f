/** Rows -> lines with columns of equal width. Pure. */

/** Numbers to the right, everything else to the left. */
export function renderTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((name, column) => Math.max(name.length, ...rows.map((row) => row[column]!.length)));
  const isNumeric = header.map((_, column) => rows.length > 0 && rows.every((row) => /^[\d.,+-]*( [KMG]?B)?$/.test(row[column]!)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (isNumeric[column] ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)))
      .join('  ')
      .trimEnd();
  return [header, ...rows].map(line).join('\n');
}

const units = ['B', 'KB', 'MB', 'GB'];

/** Decimal units, as disks are sold. */
export function renderBytes(bytes: number): string {
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(bytes, 1)) / 3)));
  return `${(bytes / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}
