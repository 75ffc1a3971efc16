// The benchmark behind `make bench`: Duet against the floor, measured in the same run, taking turns.
import { chromium } from '@playwright/test';
import { CALL_FLAGS, CHROMIUM } from '../shared/browsers.js';
import { TEST_PORT, openServer } from '../shared/server.js';
import { bareCall, openBareServer } from './bare.js';
import { busyInCall } from './busy.js';
import { codecCosts } from './codecs.js';
import { constraintsOf, duetCall } from './duet.js';
import { firstSeconds } from './first-seconds.js';
import { type Duration, median } from './measure.js';
import { timeReload } from './reload.js';
import { openSlowLine } from './slow-line.js';
import { type Weight, timeVisit, weigh } from './visit.js';

const ROUNDS = Math.max(15, Number(process.env.DUET_BENCH_ROUNDS ?? 15));
const PORT = TEST_PORT + 2;
const PAGE_MAX_KB = 150;
const PAGE_AGAIN_MAX_KB = 5;
const REQUEST_MAX_RATIO = 2.5;
const PICTURE_MAX_RATIO = 1.25;
const JOIN_MAX_RATIO = 1.15;
/** Added to each way of a slow line, and what a join may then take longer than the floor: one trip over, one back. */
const SLOW_MS = 100;
const SLOW_JOIN_MAX_MS = 4 * SLOW_MS + 30;
const RELOAD_MAX_RATIO = 1.5;
const TASK_MAX_MS = 50;
const BUSY_MAX_PERCENT = 3;

interface Samples {
  duet: Duration[];
  floor: Duration[];
}

type Measure<What extends string> = () => Promise<Record<What, Duration>>;

async function compare<What extends string>(title: string, duet: Measure<What>, floor: Measure<What>): Promise<Record<What, Samples>> {
  const samples: Record<string, Samples> = {};
  for (let round = 0; round < ROUNDS; round++) {
    if (process.stderr.isTTY) process.stderr.write(`\r${title}: round ${round + 1} of ${ROUNDS}`);
    // The second side finds a warmer machine, so they change places.
    const sides = ['duet', 'floor'] as const;
    for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
      const figures = await (side === 'duet' ? duet() : floor());
      for (const [what, value] of Object.entries(figures)) {
        if (!Number.isFinite(value)) throw new Error(`${title}, ${what}: no figure from ${side}`);
        (samples[what] ??= { duet: [], floor: [] })[side].push(Number(value));
      }
    }
  }
  process.stderr.write(`\r${title}: ${ROUNDS} rounds done\n`);
  return samples as Record<What, Samples>;
}

async function repeat<What extends string>(title: string, measure: Measure<What>): Promise<Record<What, Duration[]>> {
  const samples: Record<string, Duration[]> = {};
  for (let round = 0; round < ROUNDS; round++) {
    if (process.stderr.isTTY) process.stderr.write(`\r${title}: round ${round + 1} of ${ROUNDS}`);
    for (const [what, value] of Object.entries(await measure())) (samples[what] ??= []).push(Number(value));
  }
  process.stderr.write(`\r${title}: ${ROUNDS} rounds done\n`);
  return samples as Record<What, Duration[]>;
}

/** `words` is the limit with its unit. */
function judged(value: number, limit: number, words: string): string {
  return `at most ${words}: ${value <= limit ? 'holds' : 'BROKEN'}`;
}

function row(title: string, samples: Samples, limit?: number): void {
  const [duet, floor] = [median(samples.duet), median(samples.floor)];
  const ratio = duet / floor;
  const verdict = limit === undefined ? '' : judged(ratio, limit, `${limit}`);
  console.log(`| ${title} | ${duet.toFixed(0)} ms | ${floor.toFixed(0)} ms | ${ratio.toFixed(2)} | ${verdict} |`);
}

function weightRow(title: string, weight: Weight, limit?: number): void {
  const kilobytes = weight.total / 1000;
  const verdict = limit === undefined ? '' : judged(kilobytes, limit, `${limit} KB`);
  console.log(`| ${title} | ${kilobytes.toFixed(1)} KB | | | ${verdict} |`);
}

function limitRow(title: string, samples: Duration[], limit: Duration): void {
  const value = median(samples);
  console.log(`| ${title} | ${value.toFixed(0)} ms | | | ${judged(value, limit, `${limit.toFixed(0)} ms`)} |`);
}

const server = await openServer(PORT);
const slow = await openSlowLine(PORT, SLOW_MS);
const browser = await chromium.launch({ executablePath: CHROMIUM, args: CALL_FLAGS });
const bare = await openBareServer(await constraintsOf(browser, server.url));
try {
  const { first, second } = await weigh(browser, server.url);
  const visits = await compare(
    'Visits',
    () => timeVisit(browser, server.url),
    () => timeVisit(browser, bare.url),
  );
  const calls = await compare(
    'Calls',
    () => duetCall(browser, server.url),
    () => bareCall(browser, bare.url),
  );
  const slowCalls = await repeat('Calls over slow lines', () => duetCall(browser, slow.url));
  const reloads = await repeat('Reloads', () => timeReload(browser, server.url));
  const busy = await busyInCall(browser, { duet: server.url, bare: bare.url });

  console.log(`Medians of ${ROUNDS} rounds, Chromium ${browser.version()}, ${new Date().toISOString().slice(0, 10)}\n`);
  console.log('| | Duet | floor | ratio | limit |');
  console.log('| --- | --- | --- | --- | --- |');
  row('Join to first frame, who joins', calls.joiner, JOIN_MAX_RATIO);
  row('Join to first frame, who waits', calls.waiter, JOIN_MAX_RATIO);
  row('Navigation to permission request', visits.request, REQUEST_MAX_RATIO);
  row('Navigation to own picture', visits.picture, PICTURE_MAX_RATIO);
  row('Navigation to room dialog (floor: own picture)', visits.ready);
  const floor = { joiner: median(calls.joiner.floor), waiter: median(calls.waiter.floor) };
  limitRow(`The same, who joins, ${SLOW_MS} ms added each way`, slowCalls.joiner, floor.joiner + SLOW_JOIN_MAX_MS);
  limitRow(`The same, who waits, ${SLOW_MS} ms added each way`, slowCalls.waiter, floor.waiter + SLOW_JOIN_MAX_MS);
  limitRow('Reload to first frame', reloads.reload, RELOAD_MAX_RATIO * (floor.joiner + median(visits.picture.duet)));
  limitRow('Longest task of a visit (0: none over 50 ms)', visits.task.duet, TASK_MAX_MS);
  weightRow('First visit, all bytes transferred', first, PAGE_MAX_KB);
  weightRow('Second visit, all bytes transferred', second, PAGE_AGAIN_MAX_KB);
  const busyVerdict = judged(busy.duet, BUSY_MAX_PERCENT, `${BUSY_MAX_PERCENT} %`);
  console.log(`| Main thread in one call, of a core | ${busy.duet.toFixed(2)} % | ${busy.bare.toFixed(2)} % | | ${busyVerdict} |`);
  console.log('\nThe first visit in parts:');
  for (const { path, bytes, encoding } of first.parts)
    console.log(`  ${(bytes / 1000).toFixed(1).padStart(6)} KB  ${encoding.padEnd(4)}  ${path}`);

  console.log('\nWhat a frame costs by codec, without Duet:\n');
  console.log('| codec | encode | decode | picture | kbit/s | encoder |');
  console.log('| --- | --- | --- | --- | --- | --- |');
  for (const { codec, encodeMs, decodeMs, size, kbps, encoder } of await codecCosts(browser, bare.url)) {
    console.log(`| ${codec} | ${encodeMs.toFixed(1)} ms | ${decodeMs.toFixed(1)} ms | ${size} | ${kbps} | ${encoder} |`);
  }
  console.log('\nThe first seconds of a call, as the joiner sends them:\n');
  console.log('| second | picture | kbit/s | frames | limited by |');
  console.log('| --- | --- | --- | --- | --- |');
  for (const { second, size, kbps, fps, limited } of await firstSeconds(browser, server.url)) {
    console.log(`| ${second} | ${size} | ${kbps} | ${fps} | ${limited} |`);
  }
} finally {
  await browser.close();
  bare.close();
  slow.close();
  await server.close();
}
