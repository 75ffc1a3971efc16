// The app, measured from outside through the contract's handles.
import { firstFrameAt, openPage } from './measure.mjs';

/** @import { Browser, Page } from '@playwright/test' */
/** @import { Duration } from './measure.mjs' */
/** @typedef {{ waiter: Page, joiner: Page, times: { joiner: Duration, waiter: Duration }, close: () => Promise<void> }} Call */

/**
 * @param {Page} page
 * @param {string} state
 */
export async function reach(page, state) {
  await page.locator(`[data-call-state="${state}"]`).waitFor();
}

/**
 * From the press of Enter to the first frame of the other, on both sides.
 * @param {Browser} browser
 * @param {string} url
 */
export async function duetCall(browser, url) {
  const { times, close } = await startCall(browser, url);
  await close();
  return times;
}

/**
 * Two people who see each other.
 * @param {Browser} browser
 * @param {string} url
 * @returns {Promise<Call>}
 */
export async function startCall(browser, url) {
  const room = crypto.randomUUID();
  const [waiter, joiner] = [await openPage(browser), await openPage(browser)];
  for (const page of [waiter, joiner]) {
    await page.goto(url);
    await reach(page, 'choosing-room');
    await page.getByLabel('Room name').fill(room);
    await settled(page);
    if (page === waiter) {
      await page.keyboard.press('Enter');
      await reach(page, 'waiting');
    }
  }
  await joiner.evaluate(() => {
    const note = (/** @type {KeyboardEvent} */ event) => {
      if (event.key === 'Enter') window.pressedAt = performance.timeOrigin + event.timeStamp;
    };
    addEventListener('keydown', note, { capture: true, once: true });
  });
  await joiner.getByLabel('Room name').press('Enter');
  const [joinerAt, waiterAt] = await Promise.all([firstFrameAt(joiner, 'remote-video'), firstFrameAt(waiter, 'remote-video')]);
  const start = await joiner.evaluate(() => window.pressedAt);
  const close = async () => void (await Promise.all([joiner.context().close(), waiter.context().close()]));
  return { waiter, joiner, times: { joiner: joinerAt - start, waiter: waiterAt - start }, close };
}

/**
 * Own picture shown and the offer made beforehand, as it is for a person, who types slower than a test.
 * @param {Page} page
 */
async function settled(page) {
  await firstFrameAt(page, 'local-video');
  const gathered = () => window.witness.peerConnections.some((connection) => connection.iceGatheringState === 'complete');
  // An app that makes no offer beforehand is measured all the same.
  await page.waitForFunction(gathered, undefined, { timeout: 2000 }).catch(() => {});
}

/** The constraints with which the app asks for camera and microphone. */
export async function constraintsOf(/** @type {Browser} */ browser, /** @type {string} */ url) {
  const page = await openPage(browser);
  await page.goto(url);
  await page.waitForFunction(() => window.witness.mediaRequests.length > 0);
  const constraints = await page.evaluate(() => window.witness.mediaRequests[0]?.constraints);
  await page.context().close();
  return constraints ?? {};
}
