// What the page itself does while two people talk: the main thread, where no codec runs.
import type { Browser, Page } from '@playwright/test';
import { startBareCall } from './bare.js';
import { type Call, startCall } from './duet.js';

const SECONDS = 10;

/** The part of a core that the page's main thread takes in a call, in percent: Duet's, and that of two bare peer connections. */
export async function busyInCall(browser: Browser, urls: { duet: string; bare: string }): Promise<{ duet: number; bare: number }> {
  return {
    duet: await busyIn(await startCall(browser, urls.duet)),
    bare: await busyIn(await startBareCall(browser, urls.bare)),
  };
}

async function busyIn({ waiter, close }: Call): Promise<number> {
  const percent = await watch(waiter);
  await close();
  return percent;
}

async function watch(page: Page): Promise<number> {
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
