// The app, measured from outside through the contract's handles.
import type { Browser, Page } from '@playwright/test';
import { Caller } from '../fixtures/caller.js';
import { openPage } from '../fixtures/context.js';
import { type Duration, firstFrameAt } from './measure.js';
import './page-types.js';

export interface Call {
  waiter: Page;
  joiner: Page;
  times: { joiner: Duration; waiter: Duration };
  close: () => Promise<void>;
}

/** From the press of Enter to the first frame of the other, on both sides. */
export async function duetCall(browser: Browser, url: string): Promise<Call['times']> {
  const { times, close } = await startCall(browser, url);
  await close();
  return times;
}

/** Two people who see each other. */
export async function startCall(browser: Browser, url: string): Promise<Call> {
  const room = crypto.randomUUID();
  const [first, second] = [new Caller(await openPage(browser)), new Caller(await openPage(browser))];
  for (const person of [first, second]) {
    await person.arrive(url);
    await person.typeRoom(room);
    await settled(person.page);
    if (person === first) {
      await person.roomName.press('Enter');
      await person.expectState('waiting');
    }
  }
  const [waiter, joiner] = [first.page, second.page];
  await joiner.evaluate(() => {
    const note = (event: KeyboardEvent) => {
      if (event.key === 'Enter') window.pressedAt = performance.timeOrigin + event.timeStamp;
    };
    addEventListener('keydown', note, { capture: true, once: true });
  });
  await second.roomName.press('Enter');
  const [joinerAt, waiterAt] = await Promise.all([firstFrameAt(joiner, 'remote-video'), firstFrameAt(waiter, 'remote-video')]);
  const start = await joiner.evaluate(() => window.pressedAt);
  const close = async () => void (await Promise.all([joiner.context().close(), waiter.context().close()]));
  return { waiter, joiner, times: { joiner: joinerAt - start, waiter: waiterAt - start }, close };
}

/** Own picture shown and the offer made beforehand, as it is for a person, who types slower than a test. */
async function settled(page: Page): Promise<void> {
  await firstFrameAt(page, 'local-video');
  const gathered = () => window.witness.peerConnections.some((connection) => connection.iceGatheringState === 'complete');
  // An app that makes no offer beforehand is measured all the same.
  await page.waitForFunction(gathered, undefined, { timeout: 2000 }).catch(() => {});
}

/** The constraints with which the app asks for camera and microphone. */
export async function constraintsOf(browser: Browser, url: string): Promise<MediaStreamConstraints> {
  const page = await openPage(browser);
  await page.goto(url);
  await page.waitForFunction(() => window.witness.mediaRequests.length > 0);
  const constraints = await page.evaluate(() => window.witness.mediaRequests[0]?.constraints);
  await page.context().close();
  return constraints ?? {};
}
