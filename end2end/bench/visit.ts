// One visit to a page: when it asks for the camera, when the own picture is there, and what it weighs.
import type { Browser, BrowserContext } from '@playwright/test';
import { Caller } from '../fixtures/caller.js';
import { openPage } from '../fixtures/context.js';
import { initScript } from '../shared/page-scripts.js';
import type { Duration } from './measure.js';
import './page-types.js';

/**
 * From the start of the navigation, with empty caches; and the longest task of the page's main thread that took long (over
 * 50 ms as the Long Tasks API has it), until the page rests.
 */
export async function timeVisit(browser: Browser, url: string): Promise<Record<'request' | 'picture' | 'ready' | 'task', Duration>> {
  const page = await openPage(browser);
  await page.addInitScript(initScript(watchVisit, undefined));
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
  new PerformanceObserver((list) => window.longTasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
    type: 'longtask',
  });
  new MutationObserver(() => {
    if (document.querySelector('[data-call-state="choosing-room"]')) window.dialogAt ??= performance.now();
  }).observe(document, { subtree: true, attributes: true, attributeFilter: ['data-call-state'] });
  const look = () => {
    if (window.witness.firstFrames['local-video'] === undefined) setTimeout(look, 20);
    else console.debug('seen');
  };
  look();
}

export interface Weight {
  /** All bytes of all answers as they came over the wire, headers included. */
  total: number;
  parts: { path: string; bytes: number; encoding: string }[];
}

/** The weight of the first visit and of one after it. */
export async function weigh(browser: Browser, url: string): Promise<{ first: Weight; second: Weight }> {
  const context = await browser.newContext();
  const first = await weighVisit(context, url);
  const second = await weighVisit(context, url);
  await context.close();
  return { first, second };
}

async function weighVisit(context: BrowserContext, url: string): Promise<Weight> {
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  const parts = new Map<string, Weight['parts'][number]>();
  devtools.on('Network.responseReceived', ({ requestId, response }) => {
    const encoding = response.headers['content-encoding'] ?? response.headers['Content-Encoding'] ?? 'none';
    parts.set(requestId, { path: new URL(response.url).pathname, bytes: 0, encoding });
  });
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const part = parts.get(requestId);
    if (part) part.bytes = encodedDataLength;
  });
  await page.goto(url);
  await new Caller(page).expectState('choosing-room');
  await page.waitForLoadState('networkidle');
  await page.close();
  const sorted = [...parts.values()].sort((a, b) => b.bytes - a.bytes);
  return { total: sorted.reduce((sum, { bytes }) => sum + bytes, 0), parts: sorted };
}
