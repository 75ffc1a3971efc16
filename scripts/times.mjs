// Prints what each part of a test run took, its ten slowest tests, and what it has skipped: so that a green run says what it has not
// checked.
//   node scripts/times.mjs PARTS TESTS SKIPPED
// PARTS has a line `seconds, name, outcome` for each part, TESTS a line `milliseconds, kind, name` for each test, SKIPPED a line
// `what, why` for each that was skipped, with tabs between.
import { readFileSync } from 'node:fs';

const SLOWEST_SHOWN = 10;

function rows(path) {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split('\t'));
}

/** Minutes and seconds. */
function duration(seconds) {
  return `${Math.floor(seconds / 60)}:${String(Math.round(seconds % 60)).padStart(2, '0')}`;
}

const [parts, tests, skipped] = process.argv.slice(2).map(rows);
console.log('\nTime of each part (minutes)');
for (const [seconds, name, outcome] of parts)
  console.log(`${duration(Number(seconds)).padStart(8)}  ${name}${outcome === 'passed' ? '' : `: ${outcome}`}`);
console.log(`${duration(parts.reduce((sum, [seconds]) => sum + Number(seconds), 0)).padStart(8)}  in all`);
const slowest = tests.toSorted(([a], [b]) => Number(b) - Number(a)).slice(0, SLOWEST_SHOWN);
if (slowest.length > 0) console.log('\nThe slowest tests (seconds)');
for (const [milliseconds, kind, name] of slowest) console.log(`${(Number(milliseconds) / 1000).toFixed(1).padStart(8)}  ${kind}: ${name}`);
if (skipped.length > 0) console.log('\nSkipped, so not checked');
for (const [what, why] of skipped) console.log(`          ${what}: ${why}`);
