// One person in front of a browser that Puppeteer drives: Firefox over WebDriver BiDi, or Chromium.
import assert from 'node:assert/strict';
import puppeteer from 'puppeteer-core';
import { CALL_FLAGS, CHROMIUM, FIREFOX } from '../shared/browsers.mjs';
import { watchPicture } from '../shared/senses.mjs';
import { installWitness } from '../shared/witness.mjs';

/** @import { Browser, BrowserContext, Page } from 'puppeteer-core' */
/** @import { WitnessOptions } from '../shared/page-types.js' */

const PATIENCE_MS = 30_000;
// Firefox's fake camera only changes its colour, and slowly.
const FRAMES = 15;
const STATE = '[data-call-state]';

/** @param {Record<string, unknown>} preferences */
export function launchFirefox(preferences) {
  return puppeteer.launch({
    browser: 'firefox',
    executablePath: FIREFOX,
    headless: true,
    extraPrefsFirefox: preferences,
  });
}

export function launchChromium() {
  return puppeteer.launch({ browser: 'chrome', executablePath: CHROMIUM, headless: true, args: CALL_FLAGS });
}

export class Person {
  /** @type {string[]} */
  complaints = [];

  /**
   * @param {Page} page
   * @param {BrowserContext} context
   * @param {string} server
   * @param {RegExp[]} [allow] errors that the browser itself logs in this situation
   */
  constructor(page, context, server, allow = []) {
    this.page = page;
    this.context = context;
    this.server = server;
    page.setDefaultTimeout(PATIENCE_MS);
    page.on('console', (message) => {
      const text = message.text();
      if (message.type() === 'error' && !allow.some((pattern) => pattern.test(text))) this.complaints.push(text);
    });
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('error', (error) => this.complaints.push(`the page crashed: ${error.message}`));
  }

  /**
   * @param {Browser} browser
   * @param {string} server
   * @param {WitnessOptions} [witness]
   */
  static async in(browser, server, witness = {}) {
    const context = await browser.createBrowserContext();
    // A window of its own: Firefox presents no frames in a tab that lies behind another.
    const page = await context.newPage({ type: 'window' });
    await page.evaluateOnNewDocument(installWitness, witness);
    return new Person(page, context, server);
  }

  /** @param {string} path */
  async arrive(path = '/') {
    await this.page.goto(this.server + path);
  }

  /** @param {string} name */
  button(name) {
    return this.page.locator(`::-p-aria([name="${name}"][role="button"])`);
  }

  get roomName() {
    return this.page.locator('dialog[open] input');
  }

  async states() {
    return this.page.evaluate(() => window.witness.states);
  }

  /** @param {string[]} wanted */
  async expectState(...wanted) {
    const reached = this.page.waitForFunction(
      (selector, states) => {
        const found = [...document.querySelectorAll(selector)];
        return found.length === 1 && states.includes(found[0]?.getAttribute('data-call-state') ?? '');
      },
      {},
      STATE,
      wanted,
    );
    await reached.catch(async () => {
      assert.fail(`wanted the state ${wanted.join(' or ')}, went through ${(await this.states()).join(', ')}`);
    });
  }

  /**
   * The text of the first element, once it is there and holds all of the words.
   * @param {string} selector
   * @param {string[]} words
   */
  async expectWords(selector, ...words) {
    await this.page.waitForFunction(
      (where, all) => {
        const text = document.querySelector(where)?.textContent?.toLowerCase() ?? '';
        return all.every((word) => text.includes(word.toLowerCase()));
      },
      {},
      selector,
      words,
    );
  }

  async expectDialog() {
    await this.expectState('choosing-room', 'room-full');
    const label = await this.page.waitForFunction(() => {
      const field = document.querySelector('dialog[open] input');
      return field instanceof HTMLInputElement && field.labels?.[0]?.textContent?.trim();
    });
    assert.equal(await label.jsonValue(), 'Room name');
  }

  /** @param {string} name */
  async join(name) {
    await this.expectDialog();
    await this.roomName.fill(name);
    await this.page.keyboard.press('Enter');
  }

  /** @param {string} name */
  async enter(name) {
    await this.arrive();
    await this.join(name);
    await this.expectState('waiting', 'connecting', 'connected');
  }

  /** New frames keep arriving, what they show moves, and it is not the own camera. */
  async seesFriend() {
    await this.expectState('connected');
    await this.#expectMovingPicture('remote-video', false);
    await this.expectState('connected');
  }

  /** Loads the page of a call again. The rest of the page is waited for: Firefox complains of what it was still fetching. */
  async loadAgain() {
    await this.page.waitForSelector('.extra-buttons button');
    await this.page.reload();
  }

  async seesThemselves() {
    await this.#expectMovingPicture('local-video', true);
  }

  /**
   * @param {string} testId
   * @param {boolean} own
   */
  async #expectMovingPicture(testId, own) {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const video = await this.page.waitForSelector(`[data-testid="${testId}"]`, { visible: true });
      assert.ok(video);
      const seen = await video.evaluate(watchPicture, FRAMES);
      await video.dispose();
      const moves = seen.frames === FRAMES && seen.width > 100 && seen.brightness > 10 && seen.changed > 0.001;
      if (moves && seen.own === own) return;
      if (Date.now() > deadline) assert.fail(`${testId} shows no moving picture: ${JSON.stringify(seen)}`);
    }
  }

  async goAway() {
    const doubts = await this.page.evaluate(() => window.witness.doubts);
    await this.context.close();
    assert.deepEqual([...this.complaints, ...doubts], [], 'errors in the browser');
  }
}
