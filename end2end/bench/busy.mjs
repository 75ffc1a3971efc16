// What the page itself does while two people talk: the main thread, where no codec runs.
import { startBareCall } from './bare.mjs';
import { startCall } from './duet.mjs';

/** @import { Browser, Page } from '@playwright/test' */

const SECONDS = 10;

/**
 * The part of a core that the page's main thread takes in a call, in percent: Duet's, and that of two bare peer connections.
 * @param {Browser} browser
 * @param {{ duet: string, bare: string }} urls
 */
export async function busyInCall(browser, urls) {
  const percent = { duet: NaN, bare: NaN };
  const duet = await startCall(browser, urls.duet);
  percent.duet = await watch(duet.waiter);
  await duet.close();
  const bare = await startBareCall(browser, urls.bare);
  percent.bare = await watch(bare.waiter);
  await bare.close();
  return percent;
}

async function watch(/** @type {Page} */ page) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable');
  const taken = async () => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN;
  };
  // The first seconds of a call belong to its start.
  await page.waitForTimeout(2000);
  const before = await taken();
  await page.waitForTimeout(SECONDS * 1000);
  return (((await taken()) - before) * 100) / SECONDS;
}
