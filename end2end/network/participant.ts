// A person whose browser stands in a network of its own, and whose page notes down when things happen.
import { setTimeout as pause } from 'node:timers/promises';
import { type Browser, expect } from '@playwright/test';
import { Caller } from '../fixtures/caller.js';
import { Complaints, openPage } from '../fixtures/context.js';
import { currentFrame } from '../shared/media-probes.js';
import { initScript } from '../shared/page-scripts.js';
import { firstSince, longestGap, steadySince, story } from './figures.js';
import { NOTICED_MS, SLACK_MS } from './limits.js';
import type { TimelinePart } from './page-types.js';
import { readTimeline, recordTimeline } from './timeline.js';

/** What Chromium logs when a request or a socket meets a fault; everything else is the page's own. */
const NETWORK_ERRORS = [
  /net::ERR_(INTERNET_DISCONNECTED|NETWORK_CHANGED|NETWORK_IO_SUSPENDED|ADDRESS_UNREACHABLE|TIMED_OUT|CONNECTION_\w+|EMPTY_RESPONSE)/,
  /WebSocket connection to '\S+' failed/,
  // The loader of the extras, which a fault may meet on their way; they are tried again.
  /^TypeError: Failed to fetch(\n|$)/,
];
/** How long a call has to hold until it counts as back: longer than a dead path stays unnoticed. */
const STEADY_MS = 4000;
const POLL_MS = 100;
/** How often Playwright looks while it waits for an element. */
const ELEMENT_POLL_MS = 500;

/** What a person went through in a fault; milliseconds. */
export interface Account {
  /** From the fault to `reconnecting`. */
  noticed: number | undefined;
  /** From the network's return to the picture's. */
  back: number;
  /** The longest time without a new frame. */
  gap: number;
  states: string[];
  story: string;
}

export class Participant extends Caller {
  readonly #complaints = new Complaints();
  #gone = false;

  static async in(browser: Browser, origin: string): Promise<Participant> {
    const page = await openPage(browser, { baseURL: origin, ignoreHTTPSErrors: true });
    await page.context().addInitScript(initScript(recordTimeline, undefined));
    const participant = new Participant(page, { frames: 15, patienceMs: 30_000 });
    participant.#complaints.listen(page, 'browser', NETWORK_ERRORS, origin);
    return participant;
  }

  timeline(from: number): Promise<TimelinePart> {
    return this.page.evaluate(readTimeline, from);
  }

  /** Asks the timeline until it has an answer. */
  async until<T>(from: number, answer: (part: TimelinePart) => T | undefined, deadline: number, wanted: string): Promise<T> {
    for (;;) {
      const part = await this.timeline(from);
      const found = answer(part);
      if (found !== undefined) return found;
      if (Date.now() > deadline) {
        throw new Error(`${wanted} did not come; states: ${story(part.states, from)}; signs: ${story(part.signs, from)}`);
      }
      await pause(POLL_MS);
    }
  }

  /** What a fault did to this person, once the call is steady again; `ended` is when the network was whole again. */
  async outlives(begun: number, ended: number, patienceMs: number): Promise<Account> {
    const account = (part: TimelinePart): Account | undefined => {
      const back = steadySince(part, ended);
      if (back === undefined || part.now - back < STEADY_MS) return undefined;
      const noticed = firstSince(part.states, begun, (state) => state === 'reconnecting');
      return {
        noticed: noticed && noticed - begun,
        back: back - ended,
        gap: longestGap(part.frames, begun, part.now),
        states: part.states.map(({ what }) => what),
        story: story(part.states, begun),
      };
    };
    return this.until(begun, account, ended + patienceMs, 'a steady call');
  }

  /** After how long a sign about the server or the connection was first seen, or last gone. */
  async sign(wanted: 'shown' | 'gone', from: number, patienceMs: number): Promise<number> {
    const answer = ({ signs }: TimelinePart) => {
      if (wanted === 'shown') return firstSince(signs, from, (words) => words !== '');
      const last = signs.at(-1);
      return last?.what ? undefined : Math.max(from, last?.at ?? from);
    };
    return (await this.until(from, answer, from + patienceMs, `a sign that is ${wanted}`)) - from;
  }

  /** The dimmed last picture of the other, while the connection is being repaired. */
  async keepsLastPicture(): Promise<void> {
    const dimmed = this.page.locator('[data-call-state="reconnecting"]').getByTestId('remote-video');
    await dimmed.waitFor({ timeout: NOTICED_MS + SLACK_MS + ELEMENT_POLL_MS });
    const { brightness, width, readyState, filter } = await this.remoteVideo.evaluate(currentFrame);
    expect(width, 'the last picture stays').toBeGreaterThan(0);
    expect(readyState, 'the last picture stays').toBeGreaterThanOrEqual(2);
    expect(brightness, 'the last picture stays').toBeGreaterThan(10);
    expect(filter, 'it is dimmed').not.toBe('none');
  }

  /** Closes the browser context. Whatever the browser complained of is an error. */
  async goAway(): Promise<void> {
    if (this.#gone) return;
    this.#gone = true;
    // Whose browser was killed has nothing to tell any more.
    if (!this.context.browser()?.isConnected()) return;
    await this.#complaints.close(this.page);
    this.#complaints.expectNone();
  }
}
