// What the tests and the benchmark share: the network, the server, a browser per place, and two people in a call.
import { test as plainTest } from 'node:test';
import { newRoom } from '../firefox/scene.mjs';
import { missing } from './namespaces.mjs';
import { Neighbour, launchIn } from './neighbour.mjs';
import { Network } from './network.mjs';
import { Server } from './server.mjs';

/** @import { Browser } from 'puppeteer-core' */
/** @import { TestContext } from 'node:test' */
/** @import { Place } from './network.mjs' */

export class Scene {
  network = new Network();
  server = new Server(this.network);
  /** @type {Map<Place, Browser>} */
  #browsers = new Map();

  static async open() {
    const scene = new Scene();
    await scene.server.start();
    return scene;
  }

  /**
   * Somebody who has a browser there.
   * @param {Place} place
   */
  async person(place) {
    let browser = this.#browsers.get(place);
    if (!browser?.connected) {
      browser = await launchIn(this.network, place);
      this.#browsers.set(place, browser);
    }
    return Neighbour.at(browser);
  }

  async call() {
    const room = newRoom();
    const [ann, ben] = [await this.person('ann'), await this.person('ben')];
    await ann.enter(room);
    await ben.enter(room);
    await Promise.all([ann.seesFriend(), ben.seesFriend()]);
    return { ann, ben, room };
  }

  async close() {
    for (const browser of this.#browsers.values()) if (browser.connected) await browser.close();
    await this.server.stop();
    this.network.remove();
  }
}

const reason = missing();

/**
 * A test in a world of its own; skipped, with the reason, where the machine gives none.
 * @param {string} title
 * @param {(stage: { scene: Scene, ann: Neighbour, ben: Neighbour, room: string }, t: TestContext) => Promise<void>} play
 */
export function test(title, play) {
  plainTest(title, { skip: reason }, async (t) => {
    const scene = await Scene.open();
    t.after(() => scene.close());
    const people = await scene.call();
    await play({ scene, ...people }, t);
    await Promise.all([people.ann.goAway(), people.ben.goAway()]);
  });
}
