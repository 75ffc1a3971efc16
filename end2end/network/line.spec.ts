// Lines that lose packets, and narrow ones: the voice is understood.
import { setTimeout as pause } from 'node:timers/promises';
import { heardBy, seenBy, sentBy } from '../fixtures/connection-stats.js';
import { loseSome, missingFilter, missingShaper, narrow } from './faults.js';
import { expect, test } from './fixtures.js';
import type { Participant } from './participant.js';
import { note } from './run-fault.js';

/** How long a call has to find its ways before it is measured, and how long it is measured, in milliseconds. */
const SETTLE_MS = 10_000;
const MEASURE_MS = 20_000;

/** How many of a hundred packets are lost, and how much of the voice may be made up, in percent. */
const LINES: { lost: number; concealedMax: number; tag?: string }[] = [
  { lost: 5, concealedMax: 0.5 },
  { lost: 10, concealedMax: 1, tag: '@quick' },
  { lost: 20, concealedMax: 3 },
  // Seen: 4 to 6, and 14 to 28 by pages that do nothing about it.
  { lost: 35, concealedMax: 12 },
];

/** The voice may wait so long for what was lost, in milliseconds. It is asked to wait for 265 at most (features/quality/model/cushion.rs). */
const BUFFER_MAX_MS = 320;

for (const { lost, concealedMax, tag = [] } of LINES) {
  test(`${lost} of 100 packets are lost: the voice is understood`, { tag }, async ({ ann, ben }) => {
    const lacking = missingFilter();
    test.skip(!!lacking, lacking);
    const begun = Date.now();
    const undo = loseSome(lost);
    try {
      await pause(SETTLE_MS);
      for (const { concealed, buffered } of await hearFor(MEASURE_MS, [ann, ben])) {
        note(`${lost} % lost: ${concealed.toFixed(2)} % of the voice made up, ${buffered.toFixed(0)} ms in the jitter buffer`);
        expect(concealed, 'of the voice made up, in percent').toBeLessThanOrEqual(concealedMax);
        expect(buffered, 'in the jitter buffer, in milliseconds').toBeLessThanOrEqual(BUFFER_MAX_MS);
      }
      for (const person of [ann, ben]) await calm(person, begun);
      // With more than that lost the browser itself finds hardly anything to send.
      const pictured = lost < 30 ? [ann, ben] : [];
      for (const { page } of pictured) expect(await sentBy(page), 'the line carries it').toMatchObject({ picture: true });
    } finally {
      undo();
    }
  });
}

/**
 * How wide, in kilobits per second; how much of the voice may be made up once it is settled, in percent; and how long it may take until a whole
 * picture is back once the line is wide, in milliseconds. Above what docs/quality.md has, for a busy machine.
 */
const NARROW: { kbps: number; concealedMax: number; wholeMs: number; tag?: string }[] = [
  { kbps: 200, concealedMax: 1.5, wholeMs: 25_000 },
  { kbps: 100, concealedMax: 4, wholeMs: 30_000 },
  { kbps: 50, concealedMax: 8, wholeMs: 30_000, tag: '@quick' },
  { kbps: 30, concealedMax: 15, wholeMs: 70_000 },
];

/** How long a line that has become narrow has until the voice is whole, in milliseconds. */
const NARROW_SETTLE_MS = 20_000;

/** So many new frames are a picture that moves. */
const FRAMES_MIN = 5;

for (const { kbps, concealedMax, wholeMs, tag = [] } of NARROW) {
  test(`${kbps} kbit/s: the voice is whole, and so is the picture once there is room`, { tag }, async ({ ann, ben }) => {
    const lacking = missingFilter() ?? missingShaper();
    test.skip(!!lacking, lacking);
    const people = [ann, ben];
    const since = Date.now();
    const undo = narrow(kbps);
    try {
      for (const { concealed } of await hearFor(NARROW_SETTLE_MS, people)) {
        note(`${kbps} kbit/s, first ${NARROW_SETTLE_MS / 1000} s: ${concealed.toFixed(1)} % of the voice made up`);
      }
      for (const { concealed, buffered } of await hearFor(MEASURE_MS, people)) {
        note(`${kbps} kbit/s: ${concealed.toFixed(2)} % of the voice made up, ${buffered.toFixed(0)} ms in the jitter buffer`);
        expect(concealed, 'of the voice made up, in percent').toBeLessThanOrEqual(concealedMax);
      }
      for (const person of people) await calm(person, since);
      if (kbps < 100) {
        for (const { page } of people) {
          expect(await sentBy(page)).toEqual({ picture: false, voice: expect.stringMatching(/maxaveragebitrate=1[02]000/) });
        }
      }
    } finally {
      undo();
    }
    const begun = Date.now();
    await Promise.all(people.map(({ page }) => whole(page, wholeMs)));
    note(`${kbps} kbit/s: 720 lines again after ${Date.now() - begun} ms`);
  });
}

/** How much of the voice was made up in this time, in percent, and how long it waited in the jitter buffer, in milliseconds; for each. */
async function hearFor(ms: number, people: Participant[]): Promise<{ concealed: number; buffered: number }[]> {
  const before = await Promise.all(people.map(({ page }) => heardBy(page)));
  await pause(ms);
  const after = await Promise.all(people.map(({ page }) => heardBy(page)));
  return people.map((_, at) => {
    const [was, is] = [before[at], after[at]];
    if (!was || !is) throw new Error('each was asked');
    return {
      concealed: (100 * (is.concealed - was.concealed)) / (is.samples - was.samples),
      buffered: (1000 * (is.delay - was.delay)) / (is.emitted - was.emitted),
    };
  });
}

/** Waits for a picture of 720 lines that moves. */
async function whole(page: Participant['page'], timeout: number): Promise<void> {
  let before = (await seenBy(page)).frames;
  const moves = async () => {
    const { frames, lines } = await seenBy(page);
    const grown = frames - before;
    before = frames;
    return lines === 720 && grown >= FRAMES_MIN;
  };
  await expect.poll(moves, { timeout, intervals: [500], message: 'a whole picture that moves' }).toBe(true);
}

/** A path that lives is not said to be lost. */
async function calm(person: Participant, since: number): Promise<void> {
  const { states } = await person.timeline(since);
  expect(
    states.map(({ what }) => what).filter((what) => what !== 'connected'),
    'nothing but "connected"',
  ).toEqual([]);
}
