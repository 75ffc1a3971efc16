// Holds what the built page weighs to the budget below, and says which parts of the WASM grew when it is exceeded.
// `scripts/page-parts.json` has the parts as of the last time somebody looked: `node scripts/budget.mjs --accept` after a
// change that was worth its bytes.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readable, sections } from './wasm-reader.mjs';

/** The page itself, its texts and headers, which the folder does not hold, at most: bytes. A test holds the first two to it. */
const DOCUMENT_AND_TEXTS = 7_600;
/**
 * In bytes, compressed with brotli. The tool that cuts the program in two orders it by chance, so one build differs from the next by
 * up to 100 bytes; each limit has air above that. The extras are loaded when they are first used.
 */
const BUDGET = [
  {
    part: 'first visit',
    files: [/^duet\..*wasm\.br$/, /^duet\..*js\.br$/, /^duet\..*css\.br$/],
    besides: DOCUMENT_AND_TEXTS,
    limit: 150_000,
  },
  { part: 'extras', files: [/^(?:split|chunk)_.*wasm\.br$/], besides: 0, limit: 180_000 },
];
/** How many parts are named. */
const SHOWN_MAX = 20;

const PKG = 'target/site/pkg';
const NAMED = 'target/page.wasm';
const PARTS = 'scripts/page-parts.json';
const [CUSTOM, IMPORT, CODE, DATA] = [0, 2, 10, 11];

/** Bytes of code by crate, for Duet's own by module; and the data. */
function parts(module) {
  const [sizes, names] = [[], new Map()];
  let [imported, data] = [0, 0];
  for (const [id, section] of sections(module)) {
    if (id === IMPORT) imported = section.number();
    if (id === DATA) data = section.bytes.length;
    if (id === CODE) for (let left = section.number(); left > 0; left--) sizes.push(section.vector().length);
    if (id === CUSTOM && section.vector().toString() === 'name') readNames(section, names);
  }
  if (names.size === 0) throw new Error(`${NAMED} has no names: run make build`);
  const total = { 'data (texts, tables)': data };
  sizes.forEach((size, at) => {
    const part = partOf(names.get(imported + at) ?? '');
    total[part] = (total[part] ?? 0) + size;
  });
  return total;
}

function readNames(section, names) {
  const FUNCTIONS = 1;
  while (!section.done) {
    const id = section.byte();
    const end = section.number() + section.at;
    if (id === FUNCTIONS) for (let left = section.number(); left > 0; left--) names.set(section.number(), section.vector().toString());
    section.at = end;
  }
}

/** The part that a function is counted to: the first path in its name that is Duet's, else the first path of all. */
function partOf(nameWithHash) {
  const name = readable(nameWithHash).replace(/::h[0-9a-f]{16}$/, '');
  return name.match(/\bduet::\w+(?:::\w+)?/)?.[0] ?? name.match(/[A-Za-z_]\w*(?=(?:\[\w+\])?::)/)?.[0] ?? 'other';
}

const files = readdirSync(PKG);
const weights = BUDGET.map(({ part, files: patterns, besides, limit }) => {
  let bytes = besides;
  for (const pattern of patterns) {
    const found = files.filter((name) => pattern.test(name));
    if (found.length === 0) throw new Error(`no ${pattern} in ${PKG}: run make build`);
    const weight = found.reduce((sum, name) => sum + readFileSync(join(PKG, name)).length, 0);
    console.log(`${String(weight).padStart(8)}  ${pattern.source}`);
    bytes += weight;
  }
  console.log(`${String(bytes).padStart(8)}  ${part}, of ${limit} bytes (brotli)`);
  return { bytes, limit };
});

const now = parts(readFileSync(NAMED));
if (process.argv.includes('--accept')) {
  const sorted = Object.fromEntries(Object.entries(now).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(PARTS, `${JSON.stringify(sorted, null, 2)}\n`);
}
if (weights.some(({ bytes, limit }) => bytes > limit)) {
  const then = JSON.parse(readFileSync(PARTS, 'utf8'));
  const grown = Object.entries(now)
    .map(([part, bytes]) => [bytes - (then[part] ?? 0), part])
    .filter(([more]) => more > 0);
  console.log('The page is over its budget. What grew since it was last accepted, in bytes before compression:');
  for (const [more, part] of grown.sort(([a], [b]) => b - a).slice(0, SHOWN_MAX)) console.log(`${`+${more}`.padStart(8)}  ${part}`);
  process.exitCode = 1;
}
