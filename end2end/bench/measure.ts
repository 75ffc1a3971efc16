// What both sides of every comparison are measured with.
import type { Page } from '@playwright/test';

/** Milliseconds. */
export type Duration = number;

/** When the first frame was presented in this video, as wall clock time. */
export async function firstFrameAt(page: Page, testId: string): Promise<Duration> {
  await page.waitForFunction((id) => window.witness.firstFrames[id] !== undefined, testId);
  return page.evaluate((id) => performance.timeOrigin + (window.witness.firstFrames[id] ?? NaN), testId);
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle) - 1] ?? NaN)) / 2;
}
