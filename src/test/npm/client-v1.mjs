// One conversation of the official TypeScript SDK v1, legacy eras only, with a server.
// usage: node client-v1.mjs [--tool NAME [--arguments JSON]] [--elicit JSON]
//          (--url URL [--header 'NAME: VALUE']... | --sse URL [--header ...]... | --stdio COMMAND ARGS...)
// --elicit: declare elicitation and accept each request with this content
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { readArguments, report } from './arguments.mjs';

function transportFor(options) {
  const requestInit = { headers: options.headers };
  if (options.url) return new StreamableHTTPClientTransport(new URL(options.url), { requestInit });
  if (options.sse) return new SSEClientTransport(new URL(options.sse), { requestInit });
  return new StdioClientTransport({ command: options.command, args: options.args, env: process.env });
}

async function listTools(client) {
  const tools = [];
  let cursor;
  do {
    const page = await client.listTools({ cursor });
    tools.push(...page.tools);
    cursor = page.nextCursor;
  } while (cursor);
  return tools;
}

await report(async () => {
  const options = readArguments();
  const transport = transportFor(options);
  let protocolVersion;
  // The client tells its transport which version was negotiated; stdio has no other trace of it.
  const setProtocolVersion = transport.setProtocolVersion?.bind(transport);
  transport.setProtocolVersion = (version) => {
    protocolVersion = version;
    setProtocolVersion?.(version);
  };
  const client = new Client(
    { name: 'howdah-test-client-v1', version: '1.0.0' },
    { capabilities: options.elicit ? { elicitation: {} } : {} },
  );
  if (options.elicit) {
    client.setRequestHandler(ElicitRequestSchema, () => ({ action: 'accept', content: options.elicit }));
  }
  try {
    await client.connect(transport);
    const tools = await listTools(client);
    const result = options.tool && (await client.callTool({ name: options.tool, arguments: options.arguments }));
    return {
      protocolVersion,
      serverInfo: client.getServerVersion(),
      tools: tools.map((tool) => tool.name),
      result,
    };
  } finally {
    await transport.terminateSession?.();
    await client.close();
  }
});
