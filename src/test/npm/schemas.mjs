// Extracts the JSON Schemas that the conformance suite embeds in its bundle; the one of 2024-11-05, which it lacks, is
// made of the types in the first TypeScript SDK.
// usage: node schemas.mjs FOLDER
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { runInNewContext } from 'node:vm';
import * as types from 'sdk-2024-11-05/types.js';
import { zodToJsonSchema } from 'zod-to-json-schema';

const folder = process.argv[2];
if (!folder) {
  console.error('usage: node schemas.mjs FOLDER');
  process.exit(1);
}

// The package exports nothing, so its bundle is found next to its package.json.
const manifest = createRequire(import.meta.url).resolve('@modelcontextprotocol/conformance/package.json');
const bundle = readFileSync(join(dirname(manifest), 'dist', 'index.js'), 'utf8');

// {"2025-03-26":a,"2025-06-18":b,"2025-11-25":c,[latest]:d}
const table = bundle.match(
  /\{"2025-03-26":([\w$]+),"2025-06-18":([\w$]+),"2025-11-25":([\w$]+),\[[\w$]+\]:([\w$]+)\}/,
);
if (!table) throw new Error('the bundle has no table of schemas');
const revisions = ['2025-03-26', '2025-06-18', '2025-11-25', '2026-07-28'];

// The end of the object literal that starts at the given brace.
function endOfLiteral(text, start) {
  let depth = 0;
  let quote = null;
  for (let i = start; i < text.length; i++) {
    const c = text[i];
    if (quote) {
      if (c === '\\') i++;
      else if (c === quote) quote = null;
    } else if (c === '"' || c === "'" || c === '`') quote = c;
    else if (c === '{') depth++;
    else if (c === '}' && --depth === 0) return i + 1;
  }
  throw new Error('unbalanced literal');
}

mkdirSync(folder, { recursive: true });
const written = [];
function write(revision, schema) {
  const file = join(folder, `${revision}.json`);
  writeFileSync(file, JSON.stringify(schema, null, 2) + '\n');
  written.push(file);
}

if (types.LATEST_PROTOCOL_VERSION !== '2024-11-05') throw new Error('not the SDK of 2024-11-05');
const definitions = Object.entries(types)
  .filter(([name, type]) => name.endsWith('Schema') && type._def)
  .map(([name, type]) => [
    name.slice(0, -'Schema'.length),
    zodToJsonSchema(type, { $refStrategy: 'none', target: 'jsonSchema7' }),
  ]);
for (const [, definition] of definitions) {
  delete definition.$schema;
  // The SDK checks `jsonrpc` and `id` apart from the rest of a request or notification.
  if (definition.properties?.method) delete definition.additionalProperties;
}
write('2024-11-05', {
  $schema: 'http://json-schema.org/draft-07/schema#',
  definitions: Object.fromEntries(definitions),
});

revisions.forEach((revision, index) => {
  const declaration = `${table[index + 1]}={$schema:`;
  const start = bundle.indexOf(declaration);
  if (start < 0) throw new Error(`no schema of ${revision}`);
  const brace = start + declaration.indexOf('{');
  const schema = runInNewContext(`(${bundle.slice(brace, endOfLiteral(bundle, brace))})`);
  // The published schemas mistake TypeScript's `number` for an integer here, which the suite mends as well.
  const number = (schema.$defs ?? schema.definitions).NumberSchema?.properties ?? {};
  for (const name of ['default', 'minimum', 'maximum']) if (number[name]) number[name].type = 'number';
  write(revision, schema);
});
console.log(JSON.stringify({ written }));
