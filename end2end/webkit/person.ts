// One person in front of Safari's engine, in the words of the contract.
import { expect, test } from '@playwright/test';
import type { CallState } from '../fixtures/caller.js';
import { type VideoProbe, watchVideo } from '../shared/media-probes.js';
import { initScript } from '../shared/page-scripts.js';
import type { Refusal, Witness } from '../shared/page-types.js';
import { installWitness } from '../shared/witness.js';
import { type Engine, SMALL_DESK } from './driver.js';
import { type FakePeer, installFakePeer } from './fake-peer.js';
import { type Injector, unchanged } from './injector.js';
import { alertText, controlNamed, firstVisible, forgetAll, installComplaints, shownText } from './page-probes.js';
import { takeSeat } from './seat-holder.js';
import type { ElementReference, Session } from './session.js';

/** How a person's browser differs from one that has never been here. */
export interface Browser {
  /** A stub; without it there is no RTCPeerConnection at all. */
  peer?: FakePeer;
  /** A stub of getUserMedia that answers so. */
  refusal?: Refusal;
  /** localStorage as an earlier visit has left it. */
  stored?: Record<string, string>;
  /** As in `Accept-Language`. */
  language?: string;
  /** Run before the page's first script, each as an expression of `initScript`. */
  scripts?: string[];
  /** Errors that belong to the situation. */
  allow?: RegExp[];
}

/** How many frames a picture is watched for, and for how long it may stay away. */
const FRAMES = 8;
const PATIENCE_MS = 15_000;

export class Person {
  readonly #allowed: RegExp[];
  readonly #first: string[];
  #hasArrived = false;

  constructor(
    readonly engine: Engine,
    readonly injector: Injector,
    { peer, refusal, stored, language, scripts = [], allow = [] }: Browser = {},
  ) {
    this.#allowed = allow;
    this.#first = [initScript(forgetAll, stored ?? {})];
    injector.changes = {
      ...unchanged(),
      ...(language && { language }),
      scripts: [
        initScript(installComplaints, undefined),
        ...(peer ? [initScript(installFakePeer, peer)] : []),
        initScript(installWitness, { ...(refusal && { refusal }) }),
        ...scripts,
      ],
    };
  }

  get session(): Session {
    return this.engine.session;
  }

  async arrive(path = '/'): Promise<void> {
    if (this.#hasArrived) return this.#visit(path);
    try {
      await this.#visitAsNew(path);
    } catch (error) {
      // WebKitGTK itself ends now and then when it leaves a page with a camera; nothing of this person is lost by that.
      test.info().annotations.push({ type: 'engine', description: `began again: ${error}` });
      console.log(`WebKitGTK begins again: ${error}`);
      await this.engine.start();
      await this.#visitAsNew(path);
    }
    this.#hasArrived = true;
  }
  async #visitAsNew(path: string): Promise<void> {
    this.injector.changes.first = this.#first;
    await this.session.resize(SMALL_DESK);
    await this.#visit(path);
    await this.state();
  }
  async #visit(path: string): Promise<void> {
    await this.session.visit(`${this.injector.url}${path}`);
  }

  /** Arrives, and has the room dialog. */
  async arriveAtDialog(path = '/'): Promise<void> {
    await this.arrive(path);
    await this.expectDialog();
  }

  state(): Promise<string | null> {
    return this.session.evaluate(() => document.querySelector('[data-call-state]')?.getAttribute('data-call-state') ?? null);
  }
  async expectState(...wanted: CallState[]): Promise<void> {
    await expect
      .poll(() => this.state(), { message: `one of the states ${wanted.join(', ')}` })
      .toMatch(new RegExp(`^(${wanted.join('|')})$`));
  }

  /** The room dialog is open and waits for a name. */
  async expectDialog(): Promise<void> {
    await this.expectState('choosing-room', 'room-full');
    await this.element('dialog[open] #room');
  }

  /** The first visible element of that selector. Waits until there is one. */
  async element(selector: string): Promise<ElementReference> {
    return this.#until(`an element ${selector}`, () => this.session.find(firstVisible, selector));
  }
  /** The button, link or summary of that name. Waits until there is one. */
  async control(name: string): Promise<ElementReference> {
    return this.#until(`a control “${name}”`, () => this.session.find(controlNamed, name));
  }
  async #until(what: string, find: () => Promise<ElementReference | null>): Promise<ElementReference> {
    let found: ElementReference | null = null;
    await expect.poll(async () => !!(found = await find()), { message: `there is ${what}` }).toBe(true);
    return found!;
  }
  async isShown(selector: string): Promise<boolean> {
    return (await this.session.find(firstVisible, selector)) !== null;
  }
  async press(name: string): Promise<void> {
    await this.session.click(await this.control(name));
  }
  async click(selector: string): Promise<void> {
    await this.session.click(await this.element(selector));
  }

  async typeRoom(name: string): Promise<void> {
    const field = await this.element('#room');
    await this.session.evaluate(() => (document.querySelector('#room') as HTMLInputElement).select());
    await this.session.type(field, name);
  }
  /** Into the field, whole. */
  async paste(text: string): Promise<void> {
    await this.element('#room');
    await this.session.evaluate((pasted: string) => {
      (document.querySelector('#room') as HTMLInputElement).select();
      document.execCommand('insertText', false, pasted);
    }, text);
  }
  async join(name: string): Promise<void> {
    await this.typeRoom(name);
    await this.session.press('Enter');
  }
  roomName(): Promise<string> {
    return this.session.evaluate(() => (document.querySelector('#room') as HTMLInputElement).value);
  }

  /** Somebody else takes a seat in the room, and goes with this page. */
  async letSomebodyIn(name: string, offers = false): Promise<void> {
    await this.session.evaluate(takeSeat, { name, offers });
  }
  /** Who came first leaves. */
  async letSomebodyOut(): Promise<void> {
    await this.session.evaluate(() => window.seatHolders.shift()?.leave());
  }

  async expectAlert(...words: (string | RegExp)[]): Promise<void> {
    for (const word of words) {
      const pattern = typeof word === 'string' ? new RegExp(word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')) : word;
      await expect.poll(() => this.session.evaluate(alertText), { message: 'words of the alert' }).toMatch(pattern);
    }
  }
  async expectNoAlert(): Promise<void> {
    expect(await this.session.evaluate(alertText), 'words of an alert').toBe('');
  }
  async expectText(text: string | RegExp): Promise<void> {
    const pattern = typeof text === 'string' ? new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')) : text;
    await expect.poll(() => this.session.evaluate(shownText), { message: 'words on the screen' }).toMatch(pattern);
  }
  async expectPath(path: string): Promise<void> {
    await expect.poll(() => this.session.evaluate(() => location.pathname), { message: 'path in the address bar' }).toBe(path);
  }

  /** The element that has the focus, as selector of its id or class. */
  focus(): Promise<string> {
    return this.session.evaluate(() => {
      const { activeElement: focused } = document;
      if (!focused) return '';
      return focused.id ? `#${focused.id}` : (focused.textContent?.trim() ?? '') || focused.tagName.toLowerCase();
    });
  }

  /** The own camera's picture is on the screen, and moves. */
  async seesThemselves(): Promise<void> {
    await expect(async () => {
      const seen = await this.#ownPicture();
      expect(seen.frames, 'new frames').toBe(FRAMES);
      expect(seen.brightness, 'brightness of the picture').toBeGreaterThan(10);
      expect(seen.changed, 'share of the picture that moved').toBeGreaterThan(0.001);
      expect(seen.own, 'it comes from the own camera').toBe(true);
    }).toPass({ timeout: PATIENCE_MS });
  }
  /**
   * Frames of the own camera come again. Once a camera was switched off and on, WebKitGTK says at times that its picture has no size,
   * and draws none of it on a canvas, though it is on the screen.
   */
  async expectOwnFrames(): Promise<void> {
    await expect(async () => {
      const { frames, own } = await this.#ownPicture();
      expect([frames, own], 'new frames, from the own camera').toEqual([FRAMES, true]);
    }).toPass({ timeout: PATIENCE_MS });
  }
  #ownPicture(): Promise<VideoProbe> {
    return this.session.evaluateText(`return (${watchVideo})(document.querySelector('[data-testid="local-video"]'), ${FRAMES})`);
  }

  /** Part of what the witness in the page has noted. */
  witnessed<Result>(read: (witness: Witness) => Result): Promise<Result> {
    return this.session.evaluateText<Result>(`return (${read})(window.witness)`);
  }
  liveTracks(): Promise<number> {
    return this.witnessed(({ tracks }) => tracks.filter((track) => track.readyState === 'live').length);
  }

  /** What was wrong on the page that is open. */
  async complaints(): Promise<string[]> {
    const found = await this.session.evaluate(() => [
      ...((window as unknown as { complaints?: string[] }).complaints ?? []),
      ...(window.witness?.doubts ?? []),
    ]);
    return found.filter((complaint) => !this.#allowed.some((pattern) => pattern.test(complaint)));
  }
}
