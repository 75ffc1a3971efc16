// Lines that lose packets: the voice is understood.
import { setTimeout as pause } from 'node:timers/promises';
import { heardBy } from '../fixtures/connection-stats.js';
import { loseSome, missingFilter } from './faults.js';
import { expect, test } from './fixtures.js';
import { note } from './run-fault.js';

/** How long a call has to find its ways before it is measured, and how long it is measured, in milliseconds. */
const SETTLE_MS = 10_000;
const MEASURE_MS = 20_000;

/** How many of a hundred packets are lost, and how much of the voice may be made up, in percent. */
const LINES: { lost: number; concealedMax: number; tag?: string }[] = [
  { lost: 5, concealedMax: 0.5 },
  { lost: 10, concealedMax: 1, tag: '@quick' },
  { lost: 20, concealedMax: 3 },
];

/** The voice may wait so long for what was lost, in milliseconds. */
const BUFFER_MAX_MS = 250;

for (const { lost, concealedMax, tag = [] } of LINES) {
  test(`${lost} of 100 packets are lost: the voice is whole`, { tag }, async ({ ann, ben }) => {
    const lacking = missingFilter();
    test.skip(!!lacking, lacking);
    const undo = loseSome(lost);
    try {
      await pause(SETTLE_MS);
      const people = [ann, ben];
      const before = await Promise.all(people.map(({ page }) => heardBy(page)));
      await pause(MEASURE_MS);
      const after = await Promise.all(people.map(({ page }) => heardBy(page)));
      for (const at of people.keys()) {
        const [was, is] = [before[at], after[at]];
        if (!was || !is) throw new Error('two were asked');
        const concealed = (100 * (is.concealed - was.concealed)) / (is.samples - was.samples);
        const buffered = (1000 * (is.delay - was.delay)) / (is.emitted - was.emitted);
        note(`${lost} % lost: ${concealed.toFixed(2)} % of the voice made up, ${buffered.toFixed(0)} ms in the jitter buffer`);
        expect(concealed, 'of the voice made up, in percent').toBeLessThanOrEqual(concealedMax);
        expect(buffered, 'in the jitter buffer, in milliseconds').toBeLessThanOrEqual(BUFFER_MAX_MS);
      }
    } finally {
      undo();
    }
  });
}
