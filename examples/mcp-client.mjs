/**
 * The MCP client starts `yingjia mcp` and asks. Claude Desktop and editors do the same with
 *
 *   { "mcpServers": { "articles": { "command": "npx", "args": ["yingjia", "mcp"] } } }
 *
 *   node examples/mcp-client.mjs "What is scaffolding?"
 */
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

const client = new Client({ name: 'example', version: '1.0.0' });
/* Windows starts npx through its shell. */
const [command, ...first] = process.platform === 'win32' ? ['cmd', '/c', 'npx'] : ['npx'];
await client.connect(new StdioClientTransport({ command, args: [...first, 'yingjia', 'mcp'], env: process.env }));

const { tools } = await client.listTools();
console.log(`tools: ${tools.map(({ name }) => name).join(', ')}`);

const question = process.argv[2] ?? 'Why did Microsoft pause its data center expansion?';
const { structuredContent: answer } = await client.callTool({ name: 'ask', arguments: { question } });
console.log(`${answer.status}: ${answer.text}`);

for (const { marker, articleId, articleVersion, start, end } of answer.citations) {
  const passage = { articleId, version: articleVersion, start, end, around: 80 };
  const { structuredContent: read } = await client.callTool({ name: 'read_passage', arguments: passage });
  console.log(`[${marker}] ${read.title}: …${read.before}«${read.text}»${read.after}…`);
}
await client.close();
