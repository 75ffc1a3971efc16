// The faults that the benchmark measures, and what may come of each.
import { endure, tell } from '../rig/endure.mjs';
import { changeAddress, cutLink, losePath, loseServer } from '../rig/faults.mjs';
import { BACK_MS, GAP_MS, NOTICED_MS, PATIENCE_MS, SIGN_GONE_MS } from '../rig/limits.mjs';

/** @import { Account, Neighbour } from '../rig/neighbour.mjs' */
/** @import { Undo } from '../rig/faults.mjs' */
/** @import { Scene } from '../rig/scene.mjs' */

/** @typedef {'noticed' | 'back' | 'gap' | 'sign'} Figure */
/** @typedef {Partial<Record<Figure, number>>} Figures milliseconds, of the person who fared worse */
/** @typedef {{ scene: Scene, ann: Neighbour, ben: Neighbour }} Stage */
/**
 * @typedef {object} Fault
 * @property {string} name as DUET_BENCH_FAULTS has it
 * @property {string} title
 * @property {Figures} limits
 * @property {(stage: Stage, round: number) => Promise<Figures>} play
 */

/**
 * @param {Account[]} accounts
 * @returns {Figures}
 */
function worst(accounts) {
  const noticed = accounts.map((account) => account.noticed).filter((value) => value !== undefined);
  return {
    noticed: noticed.length > 0 ? Math.max(...noticed) : undefined,
    back: Math.max(...accounts.map(({ back }) => back)),
    gap: Math.max(...accounts.map(({ gap }) => gap)),
  };
}

/**
 * The two take turns, because the one who was there first has another part in every repair.
 * @param {number} round
 */
const victim = (round) => (round % 2 === 0 ? 'ann' : 'ben');

/** @param {number} seconds @returns {Fault} */
const linkDown = (seconds) => ({
  name: `link-${seconds}`,
  title: `One person's link down for ${seconds} s`,
  // A second is over before it has to be noticed.
  limits: seconds > 3 ? { noticed: NOTICED_MS, back: BACK_MS } : { back: BACK_MS },
  play: async ({ scene, ann, ben }, round) => {
    const { accounts } = await endure([ann, ben], () => cutLink(scene.network, victim(round)), seconds * 1000);
    const { noticed, back } = worst(accounts);
    return { noticed, back };
  },
});

/** @param {Neighbour[]} people @param {number} since */
async function signGone(people, since) {
  return Math.max(...(await Promise.all(people.map((person) => person.sign('gone', since, PATIENCE_MS)))));
}

/** @type {Fault[]} */
export const FAULTS = [
  {
    name: 'reload',
    title: 'One page reloaded',
    limits: { back: BACK_MS },
    play: async ({ ann, ben }, round) => {
      const begun = Date.now();
      await { ann, ben }[victim(round)].page.reload();
      const { noticed, back } = worst(await tell([ann, ben], begun, begun));
      return { noticed, back };
    },
  },
  {
    name: 'restart',
    title: 'Server killed and started at once',
    limits: { gap: GAP_MS, sign: SIGN_GONE_MS },
    play: async ({ scene, ann, ben }) => {
      const begun = Date.now();
      await scene.server.stop();
      await scene.server.start();
      const accounts = await tell([ann, ben], begun, begun);
      const { noticed, gap } = worst(accounts);
      return { noticed, gap, sign: await signGone([ann, ben], begun) };
    },
  },
  linkDown(1),
  linkDown(4),
  linkDown(15),
  linkDown(45),
  {
    name: 'address',
    title: 'One person gets another address',
    limits: { noticed: NOTICED_MS, back: BACK_MS },
    play: async ({ scene, ann, ben }, round) => {
      /** @returns {Undo} */
      const move = () => {
        changeAddress(scene.network, victim(round));
        return () => {};
      };
      return worst((await endure([ann, ben], move, 0)).accounts);
    },
  },
  {
    name: 'path',
    title: 'No way between the two for 10 s',
    limits: { noticed: NOTICED_MS, back: BACK_MS },
    play: async ({ scene, ann, ben }) => {
      const { noticed, back } = worst((await endure([ann, ben], () => losePath(scene.network, 'ann', 'ben'), 10_000)).accounts);
      return { noticed, back };
    },
  },
  {
    name: 'server',
    title: 'Server out of reach of one person for 25 s',
    limits: { gap: GAP_MS, sign: SIGN_GONE_MS },
    play: async ({ scene, ann, ben }, round) => {
      const { ended, accounts } = await endure([ann, ben], () => loseServer(scene.network, victim(round)), 25_000);
      const { noticed, gap } = worst(accounts);
      return { noticed, gap, sign: await signGone([ann, ben], ended) };
    },
  },
];
