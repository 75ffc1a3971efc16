// Makes the built page smaller for the wire. wasm-bindgen gives every function that crosses the border a name that ends
// in a hash of sixteen digits; there are some 250 of them, each written in the WASM and again in its glue, and digits of
// a hash do not compress. Here each gets a short name instead, the same in both files. Functions are sorted by their
// names before those are dropped: siblings that the compiler made of one generic then lie side by side, where the
// compressor sees how much they have in common. The extras are a program of their own, which `--split` has cut out; their
// link to the page's is a script. Run by `make build` on what cargo-leptos wrote; finds a packed page packed.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { Reader, readable, sections } from './wasm-reader.mjs';

const [folder, named] = process.argv.slice(2);
if (!named) throw new Error('usage: pack.mjs PKG_FOLDER NAMED_WASM');

/** The files that were built, by pattern. */
function built(pattern) {
  return readdirSync(folder)
    .filter((name) => pattern.test(name))
    .map((name) => join(folder, name));
}

/** The one file of that pattern. */
function theOne(pattern) {
  const found = built(pattern);
  if (found.length !== 1) throw new Error(`expected one ${pattern} in ${folder}, found ${found.length}`);
  return found[0];
}

const BORDER_NAME = /__wb(?:g|indgen)_\w+_[0-9a-f]{16}|wasm_bindgen__convert__\w+|_ZN\w+17h[0-9a-f]{16}E(?:_\d+)?/g;

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

const [CUSTOM, IMPORTS, EXPORTS] = [0, 2, 7];
/** Streams of server functions, which leptos brings along and this page has none of: nobody calls them. */
const UNUSED_EXPORT = /intounderlying/;

/**
 * The module with readable names for its functions, which are sorted by those; and, where there are short ones, with other names
 * for its imports and exports and without unused exports. All other sections as they were.
 */
function rename(module, names) {
  const renamed = (bytes) => vector(Buffer.from(names.get(bytes.toString()) ?? bytes));
  const parts = [module.subarray(0, 8)];
  for (const [id, section] of sections(module)) {
    const change = id === CUSTOM ? custom : names && { [IMPORTS]: imports, [EXPORTS]: exports }[id];
    parts.push(Buffer.from([id]), vector(change?.(section) ?? section.bytes));
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
  function custom(section) {
    const title = section.vector();
    if (title.toString() !== 'name') return section.bytes;
    const parts = [vector(title)];
    while (!section.done) {
      const [id, subsection] = [section.byte(), new Reader(section.vector())];
      const FUNCTIONS = 1;
      parts.push(Buffer.from([id]), vector(id === FUNCTIONS ? readableNames(subsection) : subsection.bytes));
    }
    return Buffer.concat(parts);
  }
}

function readableNames(section) {
  const entries = Array.from({ length: section.number() }, () =>
    Buffer.concat([number(section.number()), vector(Buffer.from(readable(section.vector().toString())))]),
  );
  return Buffer.concat([number(entries.length), ...entries]);
}

/**
 * The glue with the script that loads the extras inside, instead of as a file that it imports: two files that import each
 * other are one request too many.
 */
function withLink(glue) {
  const [, link] = glue.match(/import\*as [\w$]+ from"(\.\/__wasm_split\.[^"]+)"/) ?? [];
  if (!link) return glue;
  // `initSync` is there only for that script, which wants what the program exports.
  const INIT_SYNC = /function ([\w$]+)\([\w$]+\)\{if\(void 0!==([\w$]+)\)return \2;.*?\}(?=async function)/s;
  const [, initSync, exports] = glue.match(INIT_SYNC) ?? [];
  if (!exports || !glue.includes(`export{${initSync} as initSync,`)) throw new Error('the glue has another form than it had');
  const loaders = [];
  const code = readFileSync(join(folder, link), 'utf8')
    .replace(/^import .*$/m, '')
    .replace('initSync(undefined, undefined)', () => exports)
    .replace(/^export const (\w+)/gm, (_, name) => (loaders.push(name), `const ${name}`))
    // Two files are fetched for a part. Where both fail, nobody waits for the second any more, and the browser would call
    // that a fault that nobody handled.
    .replaceAll('return async (imports)', 'src.catch(()=>0);return async (imports)')
    .replace(/^\s*(?:\/\/.*)?\n?/gm, '');
  const once = `(()=>{${code}return{${loaders.join()}}})()`;
  let first;
  const inlined = glue
    .replace(INIT_SYNC, '')
    .replace(`${initSync} as initSync,`, '')
    // One import for each loader, of the same script.
    .replace(
      /import\*as ([\w$]+) from"\.\/__wasm_split\.[^"]+";/g,
      (_, name) => `const ${name}=${first ?? once};${(((first ??= name)), '')}`,
    );
  if (inlined.includes('initSync') || /from"\.\/__wasm_split/.test(inlined)) throw new Error('the glue still asks for the link script');
  return inlined;
}

/** The glue without the classes for those streams. */
function withoutUnused(glue) {
  return glue.replace(/export class IntoUnderlying.*?(?=export function)/s, '');
}

/** Writes a file and beside it what the server sends to browsers that take brotli or gzip. */
function write(path, bytes) {
  writeFileSync(path, bytes);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_LGWIN]: 22,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params }));
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
}

/** What is left to win after the cut; passes as in Cargo.toml. */
const ONCE_MORE = ['-Os', '--skip-pass=inlining-optimizing', '--skip-pass=local-cse'];
const FEATURES = ['--enable-bulk-memory', '--enable-nontrapping-float-to-int', '--enable-reference-types'];

function strip(path, ...passes) {
  execFileSync('wasm-opt', [...FEATURES, ...passes, '--strip-debug', '--strip-producers', path, '-o', path]);
  write(path, readFileSync(path));
}

const [wasmPath, gluePath] = [theOne(/^duet\.(?:.+\.)?wasm$/), theOne(/^duet\.(?:.+\.)?js$/)];
const glue = readFileSync(gluePath, 'utf8');
const names = shortNames(glue);
if (names.size > 0) {
  // Kept with the names of its functions for `scripts/budget.mjs`, which says what grew.
  writeFileSync(named, readFileSync(wasmPath));
  writeFileSync(wasmPath, rename(readFileSync(named), names));
  strip(wasmPath, ...ONCE_MORE, '--remove-unused-module-elements', '--reorder-functions-by-name');
  write(gluePath, Buffer.from(withLink(withoutUnused(glue)).replace(BORDER_NAME, (name) => names.get(name))));
  for (const path of built(/^(?:split|chunk)_.+\.wasm$/)) {
    writeFileSync(`${named}.extras`, readFileSync(path));
    writeFileSync(path, rename(readFileSync(path)));
    strip(path, ...ONCE_MORE, '--reorder-functions-by-name');
  }
}
