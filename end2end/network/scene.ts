// What the tests and the benchmark share: the network, the server, a browser per place, and two people in a call.
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from '@playwright/test';
import { launchChromium, launchFirefox } from '../fixtures/launch.js';
import { ALLOW_ALL, CHROMIUM, FAKE_DEVICES, FIREFOX, FIREFOX_CALL_PREFERENCES } from '../shared/browsers.js';
import { nameOf } from './namespaces.js';
import { Network, ORIGIN, type Place, SERVER_HOST } from './network.js';
import { Participant } from './participant.js';
import { Server } from './server.js';

export type Kind = 'Chromium' | 'Firefox';

/** The variable that says where Firefox plays, as PULSE_SERVER has it (bench/loudspeaker.ts). */
export const LOUDSPEAKER = 'DUET_LOUDSPEAKER';

export class Scene {
  readonly network = new Network();
  readonly server = new Server(this.network);
  readonly #browsers = new Map<string, Browser>();

  /** `origin` is where people go, if not to the server of the checkout. */
  constructor(readonly origin?: string) {}

  static async open(): Promise<Scene> {
    const scene = new Scene();
    await scene.server.start();
    return scene;
  }

  /** Somebody new in the browser of that place. */
  async participant(place: Place, kind: Kind = 'Chromium'): Promise<Participant> {
    const name = `${kind} at ${place}`;
    let browser = this.#browsers.get(name);
    if (!browser?.isConnected()) {
      browser = await (kind === 'Chromium' ? this.#chromiumAt(place) : this.#firefoxAt(place));
      this.#browsers.set(name, browser);
    }
    return Participant.in(browser, this.origin ?? this.server.origin);
  }

  /** Chromium in this place. It speaks with us over a pipe, which no fault of the network reaches. */
  #chromiumAt(place: Place): Promise<Browser> {
    // Its client of TURN over TLS believes nobody whom the browser does not.
    const trusting = [`--unsafely-treat-insecure-origin-as-secure=${ORIGIN}`, '--ignore-certificate-errors'];
    const flags = [FAKE_DEVICES, ALLOW_ALL, ...trusting];
    return launchChromium(flags, this.network.wrap(place, CHROMIUM));
  }

  /** Firefox in this place; see bridge.ts. */
  #firefoxAt(place: Place): Promise<Browser> {
    const [runner, bridge] = ['../node_modules/.bin/tsx', './bridge.ts'].map((file) => fileURLToPath(new URL(file, import.meta.url)));
    const sound = process.env[LOUDSPEAKER] ? `env PULSE_SERVER=${process.env[LOUDSPEAKER]} ` : '';
    const program = this.network.script(`firefox-${place}`, `${sound}${process.execPath} ${runner} ${bridge} ${nameOf(place)} ${FIREFOX}`);
    const preferences = {
      'dom.securecontext.allowlist': SERVER_HOST,
      // Nobody presses anything before the studio makes its sounds.
      'media.autoplay.default': 0,
      'media.autoplay.blocking_policy': 0,
    };
    return launchFirefox({ ...FIREFOX_CALL_PREFERENCES, ...preferences }, program);
  }

  /** Two people who see each other; `prepare` is for what their pages are to have before they open. */
  async call(
    [kindOfAnn, kindOfBen]: [Kind, Kind] = ['Chromium', 'Chromium'],
    prepare: (page: Page) => Promise<unknown> = async () => {},
  ): Promise<{ ann: Participant; ben: Participant; room: string }> {
    const room = `room ${crypto.randomUUID().slice(0, 8)}`;
    const [ann, ben] = [await this.participant('ann', kindOfAnn), await this.participant('ben', kindOfBen)];
    for (const { page } of [ann, ben]) await prepare(page);
    await ann.enter(room);
    await ben.enter(room);
    await Promise.all([ann.seesFriend(), ben.seesFriend()]);
    return { ann, ben, room };
  }

  async close(): Promise<void> {
    for (const browser of this.#browsers.values()) if (browser.isConnected()) await browser.close();
    await this.server.stop();
    this.network.remove();
  }
}
