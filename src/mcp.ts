/**
 * The articles as tools and resources of the Model Context Protocol, over stdio and streamable HTTP. All of it only reads. In: something
 * that answers. Out: a server for one connection or request.
 */
import { once } from 'node:events';
import { type CallToolResult, createMcpHandler, McpServer, ResourceTemplate } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { z } from 'zod';
import { YingjiaError } from './errors.js';
import { numberSources } from './render.js';
import { answerSchema, hitSchema, questionContext } from './schemas.js';
import type { Answer, Answerer, Article } from './types.js';

export type McpParts = {
  /** Awaited by each call, so that a client is greeted while the index is still being brought up to date. */
  answerer: () => Promise<Answerer>;
  /** What this process was limited to; absent for all collections. */
  collections?: readonly string[];
  version: string;
  tell(line: string): void;
};

/** Passages longer than this are given in parts. */
const PASSAGE_CHARACTERS = 20_000;
/** Articles named in a list of resources; the template reaches all. */
const LISTED_ARTICLES = 1_000;

const instructions = `These articles answer questions in Traditional Chinese and English. Use "ask" for an answer of which every claim carries a quote that was
found in its article; pass its quotes on word for word with their sources. Where its status is "not-in-articles", say that the articles do not tell.
Use "search" and "read_passage" to read for yourself.`;

const readOnly = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false };

const mcpAnswerSchema = answerSchema.omit({ hits: true, timingsMs: true });

const passageRequestSchema = z.object({
  articleId: z.string().describe('As in a citation or a hit'),
  version: z.string().optional().describe('A past version, as in a citation; the live one when absent'),
  start: z.int().min(0).default(0).describe('Offset in the article, in UTF-16 code units'),
  end: z.int().min(0).optional().describe('Offset after the last character'),
  around: z.int().min(0).max(5_000).default(300).describe('Characters to give before and after'),
});

const passageResultSchema = z.object({
  articleId: z.string(),
  version: z.string(),
  title: z.string(),
  sources: answerSchema.shape.citations.element.shape.sources,
  start: z.int(),
  end: z.int(),
  text: z.string().describe('article.text.slice(start, end)'),
  before: z.string(),
  after: z.string(),
  characters: z.int().describe('Length of the whole article'),
});

export function createMcpServer(parts: McpParts): McpServer {
  const server = new McpServer({ name: 'yingjia', title: 'Yingjia', version: parts.version }, { instructions });
  addAsk(server, parts);
  addSearch(server, parts);
  addReadPassage(server, parts);
  addArticles(server, parts);
  return server;
}

/** Serves over HTTP: one request, one response. */
export function createMcpOverHttp(parts: McpParts): (request: Request) => Promise<Response> {
  const handler = createMcpHandler(() => createMcpServer(parts), { onerror: (error) => parts.tell(`MCP: ${error.message}`) });
  return (request) => handler.fetch(request);
}

/** Serves the client that started this process, until it closes standard input or `signal` is aborted. */
export async function serveMcpOverStdio(parts: McpParts, signal: AbortSignal): Promise<void> {
  const ended = once(process.stdin, 'end', { signal }).catch(() => undefined);
  const handle = serveStdio(() => createMcpServer(parts), { onerror: (error) => parts.tell(`MCP: ${error.message}`) });
  await ended;
  await handle.close();
}

function addAsk(server: McpServer, parts: McpParts): void {
  const config = {
    title: 'Ask the articles',
    description:
      'Answers a question from the articles alone. Every claim carries citations whose quotes stand word for word in their article.',
    inputSchema: z.object({ question: z.string().describe('In Traditional Chinese, English or any other language'), ...questionContext }),
    outputSchema: mcpAnswerSchema,
    annotations: readOnly,
  };
  server.registerTool('ask', config, ({ question: text, ...context }, { mcpReq }) =>
    guard(parts, async () => {
      const collections = visible(parts, context.collections);
      const answerer = await parts.answerer();
      const answer = await answerer.answer({ text, ...context, ...(collections && { collections }) }, { signal: mcpReq.signal });
      return { content: [{ type: 'text', text: renderAnswer(answer) }], structuredContent: mcpAnswerSchema.parse(answer) };
    }),
  );
}

function addSearch(server: McpServer, parts: McpParts): void {
  const config = {
    title: 'Search the articles',
    description: 'Finds the passages of the articles nearest to a question, best first, without answering it.',
    inputSchema: z.object({
      query: z.string(),
      limit: z.int().min(1).max(50).default(10),
      collections: questionContext.collections,
    }),
    outputSchema: z.object({ hits: z.array(hitSchema) }),
    annotations: readOnly,
  };
  server.registerTool('search', config, ({ query: text, limit, collections: wanted }) =>
    guard(parts, async () => {
      const collections = visible(parts, wanted);
      const answerer = await parts.answerer();
      const hits = await answerer.search({ text, ...(collections && { collections }) }, limit);
      const lines = hits.map(({ passage: { articleId, start, end, text: words } }) => `${articleId} [${start}, ${end}): ${words}`);
      return { content: [{ type: 'text', text: lines.join('\n\n') || 'No passage was found.' }], structuredContent: { hits } };
    }),
  );
}

function addReadPassage(server: McpServer, parts: McpParts): void {
  const config = {
    title: 'Read a passage',
    description: 'Gives the words of an article between two offsets, with what stands around them; the whole article without offsets.',
    inputSchema: passageRequestSchema,
    outputSchema: passageResultSchema,
    annotations: readOnly,
  };
  server.registerTool('read_passage', config, ({ articleId, version, start, end, around }) =>
    guard(parts, async () => {
      const article = await readArticle(parts, articleId, version);
      const last = Math.min(end ?? article.text.length, article.text.length, start + PASSAGE_CHARACTERS);
      if (start > last)
        throw new YingjiaError('USAGE', { problem: `The article has ${article.text.length} characters.`, fix: 'Give a smaller start.' });
      const passage = {
        articleId,
        version: article.version,
        title: article.title,
        sources: [...article.sources],
        start,
        end: last,
        text: article.text.slice(start, last),
        before: article.text.slice(Math.max(0, start - around), start).toWellFormed(),
        after: article.text.slice(last, last + around).toWellFormed(),
        characters: article.text.length,
      };
      return { content: [{ type: 'text', text: `${article.title}\n\n${passage.text}` }], structuredContent: passage };
    }),
  );
}

function addArticles(server: McpServer, parts: McpParts): void {
  const list = async () => {
    const { articles } = await (await parts.answerer()).overview(parts.collections);
    const resources = articles.slice(0, LISTED_ARTICLES).map(({ id, title, characters }) => ({
      uri: articleUri(id),
      name: id,
      title,
      mimeType: 'text/markdown',
      size: characters,
    }));
    return { resources };
  };
  const template = new ResourceTemplate('yingjia://articles/{id}', { list });
  server.registerResource('article', template, { title: 'An article', mimeType: 'text/markdown' }, async (uri) => {
    const article = await readArticle(parts, decodeURIComponent(uri.pathname.slice(1)));
    return { contents: [{ uri: uri.href, mimeType: 'text/markdown', text: article.text }] };
  });
}

export const articleUri = (id: string) => `yingjia://articles/${encodeURIComponent(id)}`;

/** @throws YingjiaError USAGE where there is none that may be seen. */
async function readArticle(parts: McpParts, id: string, version?: string): Promise<Article> {
  const article = await (await parts.answerer()).readArticle(id, version);
  if (article !== undefined && parts.collections?.includes(article.collection) !== false) return article;
  throw new YingjiaError('USAGE', {
    problem: `There is no article ${JSON.stringify(id.slice(0, 200))} of this version.`,
    fix: 'Use the articleId of a citation or a hit.',
  });
}

/** @throws YingjiaError USAGE where none of the collections asked for may be seen. */
function visible({ collections: allowed }: McpParts, wanted: readonly string[] | undefined): readonly string[] | undefined {
  if (allowed === undefined || wanted === undefined) return wanted ?? allowed;
  const both = wanted.filter((collection) => allowed.includes(collection));
  if (both.length > 0) return both;
  throw new YingjiaError('USAGE', { problem: 'There is no such collection.', fix: 'Leave "collections" out.' });
}

/** What the caller did wrong comes back as a result that the model can read; a bug of ours is told to the operator. */
async function guard({ tell }: McpParts, call: () => Promise<CallToolResult>): Promise<CallToolResult> {
  try {
    return await call();
  } catch (error) {
    const own = error instanceof YingjiaError && error.code === 'USAGE';
    if (!own) tell(`MCP: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    const text = own ? `${error.problem} ${error.fix}` : 'The articles cannot answer at the moment. Try again in a little while.';
    return { isError: true, content: [{ type: 'text', text }] };
  }
}

function renderAnswer(answer: Answer): string {
  const quotes = new Map(answer.citations.map((citation) => [citation.marker, citation]));
  const sources = numberSources(answer.citations).map(({ marker, articleTitle, reported }) => {
    const { articleId, start, end, quote } = quotes.get(marker)!;
    const by = reported.map(({ publisher, title, date }) => [publisher ?? title, date].filter(Boolean).join(', ')).join('; ');
    return `[${marker}] ${articleTitle} (${by}), ${articleId} [${start}, ${end}): "${quote}"`;
  });
  return [answer.text, ...(answer.notices ?? []), ...sources].join('\n');
}
