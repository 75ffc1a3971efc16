// What the tests and the benchmark share: the network, the server, a browser per place, and two people in a call.
import type { Browser } from '@playwright/test';
import { launchChromium } from '../fixtures/launch.js';
import { ALLOW_ALL, CHROMIUM, FAKE_DEVICES } from '../shared/browsers.js';
import { Network, ORIGIN, type Place } from './network.js';
import { Participant } from './participant.js';
import { Server } from './server.js';

export class Scene {
  readonly network = new Network();
  readonly server = new Server(this.network);
  readonly #browsers = new Map<Place, Browser>();

  static async open(): Promise<Scene> {
    const scene = new Scene();
    await scene.server.start();
    return scene;
  }

  /** Somebody new in the browser of that place. */
  async participant(place: Place): Promise<Participant> {
    let browser = this.#browsers.get(place);
    if (!browser?.isConnected()) {
      browser = await this.#launchAt(place);
      this.#browsers.set(place, browser);
    }
    return Participant.in(browser, this.server.origin);
  }

  /** Chromium in this place. It speaks with us over a pipe, which no fault of the network reaches. */
  #launchAt(place: Place): Promise<Browser> {
    // Its client of TURN over TLS believes nobody whom the browser does not.
    const trusting = [`--unsafely-treat-insecure-origin-as-secure=${ORIGIN}`, '--ignore-certificate-errors'];
    const flags = [FAKE_DEVICES, ALLOW_ALL, ...trusting];
    return launchChromium(flags, this.network.wrap(place, CHROMIUM));
  }

  /** Two people who see each other. */
  async call(): Promise<{ ann: Participant; ben: Participant; room: string }> {
    const room = `room ${crypto.randomUUID().slice(0, 8)}`;
    const [ann, ben] = [await this.participant('ann'), await this.participant('ben')];
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
