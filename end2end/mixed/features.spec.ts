// What is beside the call, between Firefox and Chromium: each of them says, shows and sends, and the other has it.
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expectWords } from '../fixtures/words.js';
import { expect, test } from './fixtures.js';

/** Large enough for several blocks. */
const FILE_BYTES = 3 * 1024 * 1024 + 7;

test('each writes to the other', async ({ startMixedCall }) => {
  const { ann, ben, pairs } = await startMixedCall();
  for (const person of [ann, ben]) {
    await person.button('Chat').click();
    await expect(person.chatField).toBeVisible();
  }
  for (const [number, [from, to]] of pairs.entries()) {
    const words = `line ${number}: größer, 日本語`;
    await from.write(words);
    await expect(to.chatLines.filter({ hasText: words })).toHaveCount(1);
  }
});

test('each sends the other a file, and it is the same file', async ({ startMixedCall }, info) => {
  const content = Buffer.from(Array.from({ length: FILE_BYTES }, (_, at) => (at * 31 + (at >> 12)) & 0xff));
  const file = info.outputPath('plums.bin');
  await writeFile(file, content);
  const digest = createHash('sha256').update(content).digest('hex');

  const { pairs } = await startMixedCall({ prepare: keepSavedFile });
  for (const [from, to] of pairs) {
    for (const person of [from, to]) {
      if ((await person.fileInput.count()) === 0) await person.extraButton('files').click();
    }
    await from.fileInput.setInputFiles(file);
    await to.button('Accept').click();
    await to.button('Save').click();
    await to.page.waitForFunction(() => 'saved' in window);
    expect(await to.page.evaluate(digestOfSaved)).toBe(digest);
    await expect(from.transfers.filter({ hasText: 'plums.bin' }).filter({ hasText: 'they have it' })).toHaveCount(1);
  }
});

test('Chromium shows its screen to Firefox, and both cameras go on', async ({ startMixedCall }) => {
  const { ann, ben } = await startMixedCall();
  await ben.button('Share screen').click();
  const screen = ann.screenVideo;
  await expect(screen).toBeVisible();
  await expect.poll(() => screen.evaluate((video: HTMLVideoElement) => video.videoWidth > 0 && video.readyState >= 2)).toBe(true);
  await Promise.all([ann.seesFriend(), ben.seesFriend()]);
  await ben.moveAndPress('Stop sharing');
  await expect(screen).toBeHidden();
});

test('each sees how good the call is, with figures of its own browser', async ({ startMixedCall }) => {
  const { ann, ben } = await startMixedCall();
  for (const person of [ann, ben]) {
    const button = person.page.locator('button.quality:not([data-level=""])');
    await expect(button).toBeVisible();
    await button.click();
    // A line for each of both directions, with numbers that a browser alone can know.
    await expectWords(person.sidePanel, 'Connection', 'You send', 'You receive', 'kb/s', '×', 'opus');
  }
});

test('Firefox is checked from end to end', async ({ newCaller }) => {
  const ann = await newCaller();
  await ann.arrive('/check');
  await ann.button('Start the check').click();
  await ann.button('I hear them').click();
  await expect(ann.button('Check again')).toBeVisible();
  expect(await ann.page.locator('.tests li[data-state="failed"]').allTextContents()).toEqual([]);
});

/** Stubs: no browser asks where a file is to be saved, as no person could answer; what is saved is kept in reach. */
async function keepSavedFile(page: Page): Promise<void> {
  await page.addInitScript(() => {
    Reflect.deleteProperty(window, 'showSaveFilePicker');
    const address = URL.createObjectURL.bind(URL);
    URL.createObjectURL = (content) => {
      Object.assign(window, { saved: content });
      return address(content);
    };
  });
}

/** Runs inside the page. */
async function digestOfSaved(): Promise<string> {
  const { saved } = window as unknown as { saved: Blob };
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', await saved.arrayBuffer()));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
