// One conversation of the official TypeScript client v2 with a server.
// usage: node client-v2.mjs --era legacy|auto|modern [--tool NAME [--arguments JSON]] [--elicit JSON]
//          (--url URL [--header 'NAME: VALUE']... | --stdio COMMAND ARGS...)
// --elicit: declare elicitation and accept each request with this content
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { readArguments, report } from './arguments.mjs';

const modes = { legacy: 'legacy', auto: 'auto', modern: { pin: '2026-07-28' } };

await report(async () => {
  const options = readArguments();
  const mode = modes[options.era];
  if (!mode) throw new Error('--era must be legacy, auto or modern');
  const transport = options.url
    ? new StreamableHTTPClientTransport(new URL(options.url), { requestInit: { headers: options.headers } })
    : new StdioClientTransport({ command: options.command, args: options.args, env: process.env });
  const client = new Client(
    { name: 'howdah-test-client-v2', version: '1.0.0' },
    { versionNegotiation: { mode }, capabilities: options.elicit ? { elicitation: {} } : {} },
  );
  if (options.elicit) {
    client.setRequestHandler('elicitation/create', () => ({ action: 'accept', content: options.elicit }));
  }
  try {
    await client.connect(transport);
    const { tools } = await client.listTools();
    const result = options.tool && (await client.callTool({ name: options.tool, arguments: options.arguments }));
    return {
      protocolVersion: client.getNegotiatedProtocolVersion(),
      serverInfo: client.getServerVersion(),
      tools: tools.map((tool) => tool.name),
      result,
    };
  } finally {
    await transport.terminateSession?.();
    await client.close();
  }
});
