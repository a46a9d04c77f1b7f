/** A Markdown file -> one article. The title is the front matter's, else the first `# heading`. Pure. */
import { cleanText, type Parsed } from './article.js';
import { parseFrontMatter } from './front-matter.js';

export function parseMarkdown(content: string): Parsed {
  const front = parseFrontMatter(cleanText(content));
  if (front.kind === 'malformed') return { drafts: [], problems: [front.problem] };
  const title = front.fields.title ?? firstHeading(front.body);
  return { drafts: [{ ...front.fields, title, text: front.body }], problems: front.problems };
}

/** Words of the first heading of level 1 outside a code fence, marks taken off. */
function firstHeading(body: string): string | undefined {
  let fence: string | undefined;
  for (const line of body.split('\n')) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (mark !== undefined && (fence === undefined || mark.startsWith(fence))) fence = fence === undefined ? mark : undefined;
    const heading = fence === undefined ? /^ {0,3}#[ \t]+(.*)$/.exec(line)?.[1] : undefined;
    if (heading !== undefined) return plainWords(heading) || undefined;
  }
  return undefined;
}

/** Longer headings are cut: no title, and the patterns below stay quick. */
const TITLE_LIMIT = 300;

/** A line of Markdown as a reader sees it. */
function plainWords(line: string): string {
  return line
    .slice(0, TITLE_LIMIT)
    .replace(/[ \t]+#+[ \t]*$/, '')
    .replace(/\[\^[^\]]*\]/g, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/(\*\*|__|\*|`|~~)(.+?)\1/g, '$2')
    .trim();
}
