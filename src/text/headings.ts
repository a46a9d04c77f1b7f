/** Headings as Markdown writes them: "## The lamp", "## The lamp ##". Pure; linear in the line's length. */

export type Heading = { /** 1 to 6. */ depth: number; title: string };

/** @returns undefined for a line that is no heading. */
export function parseHeading(line: string): Heading | undefined {
  const marks = /^ {0,3}(#{1,6})[ \t]+/u.exec(line);
  if (marks === null) return undefined;
  const title = withoutClosingMarks(line.slice(marks[0].length).trim());
  return title === '' ? undefined : { depth: marks[1]!.length, title };
}

function withoutClosingMarks(title: string): string {
  let end = title.length;
  while (title[end - 1] === '#') end--;
  return title.slice(0, end).trimEnd();
}
