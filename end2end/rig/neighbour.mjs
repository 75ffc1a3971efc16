// A person whose browser stands in a network of its own, and whose page keeps a diary.
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import puppeteer from 'puppeteer-core';
import { Person } from '../firefox/person.mjs';
import { CALL_FLAGS, CHROMIUM } from '../shared/browsers.mjs';
import { glance } from '../shared/senses.mjs';
import { installWitness } from '../shared/witness.mjs';
import { keepDiary, readDiary } from './diary.mjs';
import { firstSince, longestGap, steadySince, story } from './figures.mjs';
import { NOTICED_MS, SLACK_MS } from './limits.mjs';
import { ORIGIN } from './network.mjs';

/** @import { Browser } from 'puppeteer-core' */
/** @import { Network, Place } from './network.mjs' */
/** @import { Extract } from './page-types.js' */

/** What Chromium logs when a request or a socket meets a fault; everything else is the page's own. */
const NETWORK_ERRORS = [
  /net::ERR_(INTERNET_DISCONNECTED|NETWORK_CHANGED|NETWORK_IO_SUSPENDED|ADDRESS_UNREACHABLE|TIMED_OUT|CONNECTION_\w+|EMPTY_RESPONSE)/,
  /WebSocket connection to '\S+' failed/,
  // The loader of the extras, which a fault may meet on their way; they are tried again.
  /^TypeError: Failed to fetch$/,
];
/** How long a call has to hold until it counts as back: longer than a dead path stays unnoticed. */
const STEADY_MS = 4000;
const POLL_MS = 100;

/**
 * Chromium in this place. It speaks with us over a pipe, which no fault of the network reaches.
 * @param {Network} network
 * @param {Place} place
 */
export function launchIn(network, place) {
  return puppeteer.launch({
    browser: 'chrome',
    executablePath: network.wrap(place, CHROMIUM),
    headless: true,
    pipe: true,
    args: [...CALL_FLAGS, `--unsafely-treat-insecure-origin-as-secure=${ORIGIN}`],
  });
}

/**
 * @typedef {object} Account what a person went through in a fault; milliseconds
 * @property {number | undefined} noticed from the fault to `reconnecting`
 * @property {number} back from the network's return to the picture's
 * @property {number} gap the longest time without a new frame
 * @property {string[]} states
 * @property {string} story
 */

export class Neighbour extends Person {
  /** @param {Browser} browser */
  static async at(browser) {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    await page.evaluateOnNewDocument(installWitness, {});
    await page.evaluateOnNewDocument(keepDiary);
    return new Neighbour(page, context, ORIGIN, NETWORK_ERRORS);
  }

  /**
   * @param {number} from
   * @returns {Promise<Extract>}
   */
  diary(from) {
    return this.page.evaluate(readDiary, from);
  }

  /**
   * Asks the diary until it has an answer.
   * @template T
   * @param {number} from
   * @param {(extract: Extract) => T | undefined} answer
   * @param {number} deadline
   * @param {string} wanted
   * @returns {Promise<T>}
   */
  async until(from, answer, deadline, wanted) {
    for (;;) {
      const extract = await this.diary(from);
      const found = answer(extract);
      if (found !== undefined) return found;
      if (Date.now() > deadline) assert.fail(`${wanted} did not come; states: ${story(extract.states, from)}; signs: ${story(extract.signs, from)}`);
      await pause(POLL_MS);
    }
  }

  /**
   * What a fault did to this person, once the call is steady again.
   * @param {number} begun
   * @param {number} ended when the network was whole again
   * @param {number} patienceMs
   * @returns {Promise<Account>}
   */
  async outlives(begun, ended, patienceMs) {
    return this.until(
      begun,
      (extract) => {
        const back = steadySince(extract, ended);
        if (back === undefined || extract.now - back < STEADY_MS) return undefined;
        const noticed = firstSince(extract.states, begun, (state) => state === 'reconnecting');
        return {
          noticed: noticed && noticed - begun,
          back: back - ended,
          gap: longestGap(extract.frames, begun, extract.now),
          states: extract.states.map(({ what }) => what),
          story: story(extract.states, begun),
        };
      },
      ended + patienceMs,
      'a steady call',
    );
  }

  /**
   * When a sign about a server or a line was first seen, or last gone.
   * @param {'shown' | 'gone'} wanted
   * @param {number} from
   * @param {number} patienceMs
   */
  async sign(wanted, from, patienceMs) {
    const answer = (/** @type {Extract} */ { signs }) => {
      if (wanted === 'shown') return firstSince(signs, from, (words) => words !== '');
      const last = signs.at(-1);
      return last?.what ? undefined : Math.max(from, last?.at ?? from);
    };
    return (await this.until(from, answer, from + patienceMs, `a sign that is ${wanted}`)) - from;
  }

  /** The dimmed last picture of the other, while the line is being repaired. */
  async keepsLastPicture() {
    const video = await this.page.waitForSelector('[data-call-state="reconnecting"] [data-testid="remote-video"]', {
      visible: true,
      timeout: NOTICED_MS + SLACK_MS,
    });
    assert.ok(video);
    const look = await video.evaluate(glance);
    assert.ok(look.width > 0 && look.readyState >= 2 && look.brightness > 10, `the last picture stays: ${JSON.stringify(look)}`);
    assert.notEqual(look.filter, 'none', 'it is dimmed');
  }

  async heard() {
    return this.page.evaluate(() => window.witness.announcements);
  }

  async goAway() {
    // Whose browser was killed has nothing to tell any more.
    if (this.page.browser().connected) await super.goAway();
  }
}
