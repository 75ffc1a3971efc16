// A tunnel in the middle of a file: longer than a seat is held, on the same two loads of the page.
import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { cutLink } from './faults.js';
import { expect, test } from './fixtures.js';
import { note } from './run-fault.js';

/** Longer than 15 s of silence and 3 s for which a seat is held: the one who stayed waits alone. */
const OUTAGE_MS = 25_000;

/** Blocks of 1 MiB, each of which takes its time. */
const SIZE = 16 * 1024 * 1024;

test('25 s without network: a file goes on where it was, and arrives whole', async ({ scene, ann, ben }) => {
  const content = Buffer.alloc(SIZE);
  for (let at = 0; at < SIZE; at++) content[at] = (at * 31 + (at >> 12)) & 0xff;
  const path = test.info().outputPath('tea.bin');
  await writeFile(path, content);
  // Stubs: a disk that is slow enough to be cut off from, and a browser that cannot ask where to save.
  await ben.page.evaluate(() => {
    const read = Blob.prototype.arrayBuffer;
    Blob.prototype.arrayBuffer = async function () {
      await new Promise((resolve) => setTimeout(resolve, 400));
      return read.call(this);
    };
  });
  await ann.page.evaluate(() => void Reflect.deleteProperty(window, 'showSaveFilePicker'));

  await ben.openPanel('Files');
  await ben.fileInput.setInputFiles(path);
  await ann.page.getByRole('button', { name: /^Files/ }).click();
  await ann.transfers.getByRole('button', { name: 'Accept' }).click();
  const bar = ann.transfers.getByRole('progressbar');
  const moved = () => bar.evaluate((one) => (one as HTMLProgressElement).value);
  await expect.poll(moved).toBeGreaterThan(100);

  const mend = cutLink(scene.network, 'ann');
  const begun = Date.now();
  await ben.expectState('waiting', OUTAGE_MS);
  await expect(ben.transfers).toContainText('They are away. It goes on when they are back.');
  const before = await moved();
  // A fault has to last: nothing on the page says that it has.
  await pause(Math.max(0, OUTAGE_MS - (Date.now() - begun)));
  mend();
  await Promise.all([ann.expectState('connected', 30_000), ben.expectState('connected', 30_000)]);
  expect(await moved(), 'it did not begin again').toBeGreaterThanOrEqual(before);
  const save = ann.transfers.getByRole('button', { name: 'Save' });
  await expect(save).toBeVisible({ timeout: 60_000 });
  note(`at ${before} of 1000 when it was cut, whole ${Date.now() - begun - OUTAGE_MS} ms after the network was back`);
  const [download] = await Promise.all([ann.page.waitForEvent('download'), save.click()]);
  expect((await readFile(await download.path())).equals(content), 'byte for byte').toBe(true);
});
