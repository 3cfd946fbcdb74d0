// One call as a task, by the official tasks client over the TypeScript client v2, or by the TypeScript SDK v1.
// usage: node client-tasks.mjs --era v1|legacy|modern --tool NAME [--arguments JSON] [--elicit JSON] [--cancel] --url URL
// v1: SDK v1, tasks of 2025-11-25; legacy and modern: ext-tasks, in the generation of that era
// --elicit: declare elicitation and accept each request with this content; --cancel: cancel the task once it exists
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { createTaskSessionFromClient } from '@modelcontextprotocol/ext-tasks/client';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as TransportV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { CallToolResultSchema, ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { readArguments, report } from './arguments.mjs';

const clientInfo = { name: 'howdah-test-tasks', version: '1.0.0' };
const protocolVersion = '2026-07-28';

// What the client's SDK cannot send itself: a request that stands alone, over HTTP.
function rawDispatch(url) {
  let last = 0;
  return async (request, { signal } = {}) => {
    const { method, params } = request;
    const name = params.taskId ?? params.name;
    const response = await fetch(url, {
      method: 'POST',
      signal,
      headers: {
        'Content-Type': 'application/json',
        Accept: 'application/json, text/event-stream',
        'MCP-Protocol-Version': protocolVersion,
        'Mcp-Method': method,
        ...(name === undefined ? {} : { 'Mcp-Name': name }),
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: ++last, ...request }),
    });
    const text = await response.text();
    const messages = response.headers.get('content-type').startsWith('text/event-stream')
      ? text.split('\n').filter((line) => line.startsWith('data:') && line.length > 6).map((line) => JSON.parse(line.slice(5)))
      : [JSON.parse(text)];
    const { result, error } = messages.find((message) => !message.method);
    return error ? { kind: 'error', error } : { kind: 'result', result };
  };
}

async function withExtTasks(options) {
  const modern = options.era === 'modern';
  const capabilities = {
    ...(options.elicit ? { elicitation: {} } : {}),
    ...(modern ? { extensions: { 'io.modelcontextprotocol/tasks': {} } } : {}),
  };
  const client = new Client(clientInfo, {
    versionNegotiation: { mode: modern ? { pin: protocolVersion } : 'legacy' },
    capabilities,
  });
  const transport = new StreamableHTTPClientTransport(new URL(options.url));
  const statuses = [];
  try {
    await client.connect(transport);
    const session = createTaskSessionFromClient(client, {
      endpointId: options.url,
      onInputRequest: () => ({ action: 'accept', content: options.elicit }),
      ...(modern
        ? {
            rawDispatch: rawDispatch(options.url),
            v2RequestFraming: { protocolVersion, clientInfo, clientCapabilities: capabilities },
          }
        : {}),
    });
    const { tools } = await client.listTools();
    const tool = tools.find(({ name }) => name === options.tool);
    const execution = await session.callTool(options.tool, options.arguments, {
      declaration: { ...tool, taskSupport: tool.execution?.taskSupport ?? 'optional' },
      task: { preference: 'prefer' },
    });
    if (options.cancel) await execution.cancel();
    const { outcome } = await execution.settle({
      onEvent: (event) => void (event.task && statuses.push(event.task.status)),
    });
    await session.close();
    const { status, result, error } = outcome;
    return { kind: execution.kind, statuses, status, result, error: error?.message };
  } finally {
    await transport.terminateSession?.();
    await client.close();
  }
}

async function withVersion1(options) {
  const transport = new TransportV1(new URL(options.url));
  const client = new ClientV1(clientInfo, { capabilities: options.elicit ? { elicitation: {} } : {} });
  if (options.elicit) {
    client.setRequestHandler(ElicitRequestSchema, () => ({ action: 'accept', content: options.elicit }));
  }
  try {
    await client.connect(transport);
    await client.listTools();
    const { tasks } = client.experimental;
    const done = { kind: 'immediate', statuses: [] };
    const call = { name: options.tool, arguments: options.arguments };
    for await (const event of tasks.callToolStream(call, CallToolResultSchema, { task: { ttl: 60_000 } })) {
      if (event.type === 'taskCreated') {
        done.kind = 'task';
        done.taskId = event.task.taskId;
        if (options.cancel) done.cancelled = (await tasks.cancelTask(done.taskId)).status;
      }
      if (event.type === 'taskStatus') done.statuses.push(event.task.status);
      if (event.type === 'result') Object.assign(done, { status: 'completed', result: event.result });
      if (event.type === 'error') Object.assign(done, { status: 'failed', error: event.error.message });
    }
    if (done.taskId) done.afterwards = (await tasks.getTask(done.taskId)).status;
    return done;
  } finally {
    await transport.terminateSession();
    await client.close();
  }
}

await report(() => {
  const options = readArguments();
  return options.era === 'v1' ? withVersion1(options) : withExtTasks(options);
});
