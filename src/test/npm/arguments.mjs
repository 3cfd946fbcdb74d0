// What client-v1.mjs and client-v2.mjs share: the command line and the report.
import { parseArgs } from 'node:util';

const strings = ['era', 'url', 'sse', 'tool', 'arguments', 'elicit'];

/** Reads the command line; `--stdio` takes everything after it as the server's command. */
export function readArguments() {
  const all = process.argv.slice(2);
  const at = all.indexOf('--stdio');
  const options = Object.fromEntries(strings.map((name) => [name, { type: 'string' }]));
  options.header = { type: 'string', multiple: true, default: [] };
  options.cancel = { type: 'boolean', default: false };
  const { values } = parseArgs({ args: at < 0 ? all : all.slice(0, at), options });
  const [command, ...args] = at < 0 ? [] : all.slice(at + 1);
  return {
    ...values,
    command,
    args,
    arguments: JSON.parse(values.arguments ?? '{}'),
    elicit: values.elicit && JSON.parse(values.elicit),
    headers: Object.fromEntries(values.header.map((line) => line.split(/:\s*(.*)/s, 2))),
  };
}

/** Prints the result of the task as one line of JSON; a failure is printed as well and ends with exit code 1. */
export async function report(task) {
  try {
    console.log(JSON.stringify(await task()));
  } catch (error) {
    const { name, code, message, data } = error;
    console.log(JSON.stringify({ error: { name, code, message, data } }));
    process.exitCode = 1;
  }
}
