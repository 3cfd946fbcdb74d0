// What a build of libpg_query answers for each text of a file when Node.js runs it.
// usage: node parse.mjs PACKAGE TEXTS ANSWERS
//   PACKAGE  the folder of an installed libpg-query
//   TEXTS    a JSON array of strings
//   ANSWERS  is written: a line for each text with the SHA-256 of its JSON tree, or of the word error,
//            PostgreSQL's position and its message, each after a NUL
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, texts, answers] = process.argv.slice(2);
const script = path.resolve(folder, 'wasm', 'libpg-query.js');
const loaded = createRequire(import.meta.url)(script);
const module = await (loaded.default ?? loaded)();

function bytesAt(address) {
  const end = module.HEAPU8.indexOf(0, address);
  return Buffer.from(module.HEAPU8.subarray(address, end));
}

function answer(text) {
  const utf8 = Buffer.from(`${text}\0`);
  const address = module._malloc(utf8.length);
  module.HEAPU8.set(utf8, address);
  const result = module._wasm_parse_query_raw(address);
  const error = module.getValue(result + 8, 'i32');
  const bytes = error
    ? Buffer.concat([
        Buffer.from(`error\0${module.getValue(error + 16, 'i32')}\0`),
        bytesAt(module.getValue(error, 'i32')),
      ])
    : bytesAt(module.getValue(result, 'i32'));
  module._wasm_free_parse_result(result);
  module._free(address);
  return bytes;
}

const lines = JSON.parse(readFileSync(texts, 'utf8')).map((text) =>
  createHash('sha256').update(answer(text)).digest('hex'),
);
writeFileSync(answers, lines.map((line) => `${line}\n`).join(''));
