// The benchmark behind `make bench`: Duet against the floor, measured in the same run, taking turns.
import { chromium } from '@playwright/test';
import { CALL_FLAGS, CHROMIUM } from '../shared/browsers.mjs';
import { openServer } from '../shared/server.mjs';
import { bareCall, openBareServer } from './bare.mjs';
import { constraintsOf, duetCall } from './duet.mjs';
import { firstSeconds } from './first-seconds.mjs';
import { median } from './measure.mjs';
import { timeVisit, weigh } from './visit.mjs';

/** @import { Weight } from './visit.mjs' */

const ROUNDS = Math.max(15, Number(process.env.DUET_BENCH_ROUNDS ?? 15));
const PORT = 3102;
const PAGE_MAX_KB = 120;
const PAGE_AGAIN_MAX_KB = 5;
const REQUEST_MAX_RATIO = 2.5;
const PICTURE_MAX_RATIO = 1.25;
const JOIN_MAX_RATIO = 1.15;

/**
 * @template {string} What
 * @param {string} title
 * @param {() => Promise<Record<What, number>>} duet
 * @param {() => Promise<Record<What, number>>} floor
 */
async function compare(title, duet, floor) {
  /** @type {Record<string, { duet: number[], floor: number[] }>} */
  const samples = {};
  for (let round = 0; round < ROUNDS; round++) {
    if (process.stderr.isTTY) process.stderr.write(`\r${title}: round ${round + 1} of ${ROUNDS}`);
    // Whoever goes second finds a warmer machine, so they change places.
    const sides = /** @type {const} */ (['duet', 'floor']);
    for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
      const figures = await (side === 'duet' ? duet() : floor());
      for (const [what, value] of Object.entries(figures)) {
        if (!Number.isFinite(value)) throw new Error(`${title}, ${what}: no figure from ${side}`);
        (samples[what] ??= { duet: [], floor: [] })[side].push(Number(value));
      }
    }
  }
  process.stderr.write(`\r${title}: ${ROUNDS} rounds done\n`);
  return /** @type {Record<What, { duet: number[], floor: number[] }>} */ (samples);
}

/**
 * @param {string} title
 * @param {{ duet: number[], floor: number[] }} samples
 * @param {number} [limit]
 */
function row(title, samples, limit) {
  const [duet, floor] = [median(samples.duet), median(samples.floor)];
  const ratio = duet / floor;
  const verdict = limit === undefined ? '' : `at most ${limit}: ${ratio <= limit ? 'holds' : 'BROKEN'}`;
  console.log(`| ${title} | ${duet.toFixed(0)} ms | ${floor.toFixed(0)} ms | ${ratio.toFixed(2)} | ${verdict} |`);
}

/**
 * @param {string} title
 * @param {Weight} weight
 * @param {number} [limit]
 */
function weightRow(title, weight, limit) {
  const kilobytes = weight.total / 1000;
  const verdict = limit === undefined ? '' : `at most ${limit} KB: ${kilobytes <= limit ? 'holds' : 'BROKEN'}`;
  console.log(`| ${title} | ${kilobytes.toFixed(1)} KB | | | ${verdict} |`);
}

const server = await openServer(PORT);
const browser = await chromium.launch({ executablePath: CHROMIUM, args: CALL_FLAGS });
const bare = await openBareServer(await constraintsOf(browser, server.url));
try {
  const { first, second } = await weigh(browser, server.url);
  const visits = await compare('Visits', () => timeVisit(browser, server.url), () => timeVisit(browser, bare.url));
  const calls = await compare('Calls', () => duetCall(browser, server.url), () => bareCall(browser, bare.url));

  console.log(`Medians of ${ROUNDS} rounds, Chromium ${browser.version()}, ${new Date().toISOString().slice(0, 10)}\n`);
  console.log('| | Duet | floor | ratio | limit |');
  console.log('| --- | --- | --- | --- | --- |');
  row('Join to first frame, who joins', calls.joiner, JOIN_MAX_RATIO);
  row('Join to first frame, who waits', calls.waiter, JOIN_MAX_RATIO);
  row('Navigation to permission request', visits.request, REQUEST_MAX_RATIO);
  row('Navigation to own picture', visits.picture, PICTURE_MAX_RATIO);
  weightRow('First visit, all bytes transferred', first, PAGE_MAX_KB);
  weightRow('Second visit, all bytes transferred', second, PAGE_AGAIN_MAX_KB);
  console.log('\nThe first visit in parts:');
  for (const { path, bytes, encoding } of first.parts) console.log(`  ${(bytes / 1000).toFixed(1).padStart(6)} KB  ${encoding.padEnd(4)}  ${path}`);

  console.log('\nThe first seconds of a call, as the joiner sends them:\n');
  console.log('| second | picture | kbit/s | frames | limited by |');
  console.log('| --- | --- | --- | --- | --- |');
  for (const { second, size, kbps, fps, limited } of await firstSeconds(browser, server.url)) {
    console.log(`| ${second} | ${size} | ${kbps} | ${fps} | ${limited} |`);
  }
} finally {
  await browser.close();
  bare.close();
  await server.close();
}
