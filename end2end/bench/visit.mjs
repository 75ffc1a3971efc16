// One visit to a page: when it asks for the camera, when the own picture is there, and what it weighs.
import { openPage } from './measure.mjs';

/** @import { Browser, BrowserContext } from '@playwright/test' */
/** @import { Duration } from './measure.mjs' */

/**
 * From the start of the navigation, with empty caches; and the longest task of the page's main thread that took long (over
 * 50 ms as the Long Tasks API has it), until the page rests.
 * @param {Browser} browser
 * @param {string} url
 * @returns {Promise<{ request: Duration, picture: Duration, ready: Duration, task: Duration }>}
 */
export async function timeVisit(browser, url) {
  const page = await openPage(browser);
  await page.addInitScript(watchVisit);
  // Nothing is run in the page from outside before the picture is there: that takes the main thread longer than the app does.
  const seen = page.waitForEvent('console');
  await page.goto(url, { waitUntil: 'commit' });
  await seen;
  await page.waitForLoadState('networkidle');
  const times = await page.evaluate(() => ({
    task: Math.max(0, ...window.longTasks),
    request: window.witness.mediaRequests[0]?.at ?? NaN,
    picture: window.witness.firstFrames['local-video'] ?? NaN,
    // A page without a dialog is ready with its picture.
    ready: window.dialogAt ?? window.witness.firstFrames['local-video'] ?? NaN,
  }));
  await page.context().close();
  return times;
}

/** Runs inside the page. */
function watchVisit() {
  window.longTasks = [];
  new PerformanceObserver((list) => window.longTasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
  new MutationObserver(() => {
    if (document.querySelector('[data-call-state="choosing-room"]')) window.dialogAt ??= performance.now();
  }).observe(document, { subtree: true, attributes: true, attributeFilter: ['data-call-state'] });
  const look = () => {
    if (window.witness.firstFrames['local-video'] === undefined) setTimeout(look, 20);
    else console.debug('seen');
  };
  look();
}

/**
 * @typedef {object} Weight
 * @property {number} total all bytes of all answers as they came over the wire, headers included
 * @property {{ path: string, bytes: number, encoding: string }[]} parts
 */

/**
 * The weight of the first visit and of one after it.
 * @param {Browser} browser
 * @param {string} url
 */
export async function weigh(browser, url) {
  const context = await browser.newContext();
  const first = await weighVisit(context, url);
  const second = await weighVisit(context, url);
  await context.close();
  return { first, second };
}

/**
 * @param {BrowserContext} context
 * @param {string} url
 * @returns {Promise<Weight>}
 */
async function weighVisit(context, url) {
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  /** @type {Map<string, Weight['parts'][number]>} */
  const parts = new Map();
  devtools.on('Network.responseReceived', ({ requestId, response }) => {
    const encoding = response.headers['content-encoding'] ?? response.headers['Content-Encoding'] ?? 'none';
    parts.set(requestId, { path: new URL(response.url).pathname, bytes: 0, encoding });
  });
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const part = parts.get(requestId);
    if (part) part.bytes = encodedDataLength;
  });
  await page.goto(url);
  await page.locator('[data-call-state="choosing-room"]').waitFor();
  await page.waitForLoadState('networkidle');
  await page.close();
  const sorted = [...parts.values()].sort((a, b) => b.bytes - a.bytes);
  return { total: sorted.reduce((sum, { bytes }) => sum + bytes, 0), parts: sorted };
}
