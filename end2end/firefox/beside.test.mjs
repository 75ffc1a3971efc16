// What is beside the call, between Firefox and Chromium: each of them says, shows and sends, and the other has it.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { FIREFOX_CALL_PREFERENCES } from '../shared/browsers.mjs';
import { launchChromium, launchFirefox } from './person.mjs';
import { newRoom, scene } from './scene.mjs';

/** @import { Person } from './person.mjs' */
/** @import { TestContext } from 'node:test' */

/** Large enough for several blocks. */
const FILE_BYTES = 3 * 1024 * 1024 + 7;

const { newPerson } = scene({
  Firefox: () => launchFirefox(FIREFOX_CALL_PREFERENCES),
  Chromium: launchChromium,
});

/**
 * Somebody in Firefox and somebody in Chromium who see each other.
 * @param {TestContext} t
 * @param {(person: Person) => Promise<unknown>} [prepare]
 */
async function startCall(t, prepare) {
  const room = newRoom();
  const [ann, ben] = [await newPerson(t, 'Firefox'), await newPerson(t, 'Chromium')];
  for (const person of [ann, ben]) {
    await prepare?.(person);
    await person.enter(room);
  }
  await Promise.all([ann.seesFriend(), ben.seesFriend()]);
  return { ann, ben, pairs: /** @type {const} */ ([[ann, ben], [ben, ann]]) };
}

test('each writes to the other', async (t) => {
  const { ann, ben, pairs } = await startCall(t);
  for (const person of [ann, ben]) {
    await person.button('Chat').click();
    await person.page.waitForSelector('#chat-text', { visible: true });
  }
  for (const [number, [from, to]] of pairs.entries()) {
    const words = `line ${number}: größer, 日本語`;
    await from.page.locator('#chat-text').fill(words);
    await from.page.focus('#chat-text');
    await from.page.keyboard.press('Enter');
    await to.expectWords('.chat ol', words);
  }
});

test('each sends the other a file, and it is the same file', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'duet-'));
  t.after(() => rm(folder, { recursive: true }));
  const content = Buffer.from(Array.from({ length: FILE_BYTES }, (_, at) => (at * 31 + (at >> 12)) & 0xff));
  await writeFile(join(folder, 'plums.bin'), content);
  const digest = createHash('sha256').update(content).digest('hex');

  // Stubs: no browser asks where a file is to be saved, for nobody could answer; what is saved is kept in reach.
  const { pairs } = await startCall(t, ({ page }) => page.evaluateOnNewDocument(() => {
    Reflect.deleteProperty(window, 'showSaveFilePicker');
    const address = URL.createObjectURL.bind(URL);
    URL.createObjectURL = (content) => {
      Object.assign(window, { saved: content });
      return address(content);
    };
  }));
  for (const [from, to] of pairs) {
    for (const person of [from, to]) {
      if (!(await person.page.$('.drawer[open] .picker'))) await person.page.locator('.control.files').click();
    }
    const input = await from.page.waitForSelector('.drawer[open] input[type=file]');
    await /** @type {import('puppeteer-core').ElementHandle<HTMLInputElement>} */ (input).uploadFile(join(folder, 'plums.bin'));
    await to.button('Accept').click();
    await to.button('Save').click();
    await to.page.waitForFunction(() => 'saved' in window);
    const saved = await to.page.evaluate(async () => {
      const { saved } = /** @type {{ saved: Blob }} */ (/** @type {unknown} */ (window));
      const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', await saved.arrayBuffer()));
      return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    });
    assert.equal(saved, digest);
    await from.expectWords('.drawer[open] .transfers', 'plums.bin', 'they have it');
  }
});

test('Chromium shows its screen to Firefox, and both cameras go on', async (t) => {
  const { ann, ben } = await startCall(t);
  await ben.button('Share screen').click();
  await ann.page.waitForFunction(() => {
    const video = document.querySelector('[data-testid="screen-video"]');
    return video instanceof HTMLVideoElement && video.checkVisibility() && video.videoWidth > 0 && video.readyState >= 2;
  });
  await Promise.all([ann.seesFriend(), ben.seesFriend()]);
  await ben.button('Stop sharing').click();
  await ann.page.waitForSelector('[data-testid="screen-video"]', { hidden: true });
});

test('each sees how good the call is, with figures that its browser tells', async (t) => {
  const { ann, ben } = await startCall(t);
  for (const person of [ann, ben]) {
    await person.page.waitForSelector('button.quality:not([data-level=""])', { visible: true });
    await person.page.locator('button.quality').click();
    // A line for each of both directions, with numbers that a browser alone can know.
    await person.expectWords('.drawer[open]', 'Connection', 'You send', 'You receive', 'kb/s', '×', 'opus');
  }
});

test('Firefox is checked from end to end', async (t) => {
  const ann = await newPerson(t, 'Firefox');
  await ann.arrive('/check');
  await ann.button('Start the check').click();
  await ann.button('I hear them').click();
  await ann.page.waitForSelector('::-p-aria([name="Check again"][role="button"])', { visible: true });
  const failed = await ann.page.$$eval('.tests li[data-state="failed"]', (tests) => tests.map(({ textContent }) => textContent));
  assert.deepEqual(failed, []);
});
