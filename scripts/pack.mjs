// Makes the built page smaller for the wire. wasm-bindgen gives every function that crosses the border a name that ends
// in a hash of sixteen digits; there are some 250 of them, each written in the WASM and again in its glue, and digits of
// a hash do not compress. Here each gets a short name instead, the same in both files. Functions are sorted by their
// names before those are dropped: siblings that the compiler made of one generic then lie side by side, where the
// compressor sees how much they have in common. Run by `make build` on what cargo-leptos wrote; finds a packed page packed.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { sections } from './wasm-reader.mjs';

const [folder, named] = process.argv.slice(2);
if (!named) throw new Error('usage: pack.mjs PKG_FOLDER NAMED_WASM');

/** The one file of the page with that ending. */
function built(ending) {
  const found = readdirSync(folder).filter((name) => name.endsWith(ending));
  if (found.length !== 1) throw new Error(`expected one ${ending} in ${folder}, found ${found.length}`);
  return join(folder, found[0]);
}

const BORDER_NAME = /__wb(?:g|indgen)_\w+_[0-9a-f]{16}|wasm_bindgen__convert__\w+/g;

/** Short names by alphabet, for those that the glue speaks of: the WASM may be newer than the glue in a cache. */
function shortNames(glue) {
  const names = new Map();
  for (const [name] of [...glue.matchAll(BORDER_NAME)].sort()) {
    if (!names.has(name)) names.set(name, `$${names.size.toString(36)}`);
  }
  return names;
}

function number(value) {
  const bytes = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) + 128);
  return Buffer.from([...bytes, value]);
}
const vector = (bytes) => Buffer.concat([number(bytes.length), bytes]);

const [IMPORTS, EXPORTS] = [2, 7];
/** Streams of server functions, which leptos brings along and this page has none of: nobody calls them. */
const UNUSED_EXPORT = /intounderlying/;

/** The module with other names for its imports and exports and without unused exports; all other sections as they were. */
function rename(module, names) {
  const renamed = (bytes) => vector(Buffer.from(names.get(bytes.toString()) ?? bytes));
  const parts = [module.subarray(0, 8)];
  for (const [id, section] of sections(module)) {
    const content = id === IMPORTS ? imports(section) : id === EXPORTS ? exports(section) : section.bytes;
    parts.push(Buffer.from([id]), vector(content));
  }
  return Buffer.concat(parts);

  function imports(section) {
    const entries = Array.from({ length: section.number() }, () => {
      const [origin, name, kind] = [section.vector(), section.vector(), section.byte()];
      if (kind !== 0) throw new Error(`an import of kind ${kind}: wasm-bindgen made only functions so far`);
      return Buffer.concat([vector(origin), renamed(name), Buffer.from([kind]), number(section.number())]);
    });
    return Buffer.concat([number(entries.length), ...entries]);
  }
  function exports(section) {
    const entries = Array.from({ length: section.number() }, () => {
      const [name, kind, index] = [section.vector(), section.byte(), section.number()];
      return UNUSED_EXPORT.test(name) ? [] : [Buffer.concat([renamed(name), Buffer.from([kind]), number(index)])];
    }).flat();
    return Buffer.concat([number(entries.length), ...entries]);
  }
}

/** Writes a file and beside it what the server sends to browsers that take brotli or gzip. */
function write(path, bytes) {
  writeFileSync(path, bytes);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params }));
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
}

const [wasmPath, gluePath] = [built('.wasm'), built('.js')];
const glue = readFileSync(gluePath, 'utf8');
const names = shortNames(glue);
if (names.size > 0) {
  // Kept with the names of its functions for `scripts/budget.mjs`, which says what grew.
  writeFileSync(named, readFileSync(wasmPath));
  writeFileSync(wasmPath, rename(readFileSync(named), names));
  const features = ['--enable-bulk-memory', '--enable-nontrapping-float-to-int'];
  const passes = ['--remove-unused-module-elements', '--reorder-functions-by-name', '--strip-debug', '--strip-producers'];
  execFileSync('wasm-opt', [...features, ...passes, wasmPath, '-o', wasmPath]);
  write(wasmPath, readFileSync(wasmPath));
  write(gluePath, Buffer.from(glue.replace(BORDER_NAME, (name) => names.get(name))));
}
