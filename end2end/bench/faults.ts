// The faults that the benchmark measures, and what may come of each.
import { changeAddress, cutLink, losePath, loseServer } from '../network/faults.js';
import { BACK_MS, GAP_MS, NOTICED_MS, PATIENCE_MS, SIGN_GONE_MS } from '../network/limits.js';
import type { Account, Participant } from '../network/participant.js';
import { accountsOf, runFault } from '../network/run-fault.js';
import type { Scene } from '../network/scene.js';

export type Figure = 'noticed' | 'back' | 'gap' | 'sign';
/** Milliseconds, of the person who fared worse. */
export type Figures = Partial<Record<Figure, number>>;

export interface Stage {
  scene: Scene;
  ann: Participant;
  ben: Participant;
}

export interface Fault {
  /** As DUET_BENCH_FAULTS has it. */
  name: string;
  title: string;
  limits: Figures;
  play: (stage: Stage, round: number) => Promise<Figures>;
}

function worst(accounts: Account[]): Figures {
  const noticed = accounts.map((account) => account.noticed).filter((value) => value !== undefined);
  return {
    noticed: noticed.length > 0 ? Math.max(...noticed) : undefined,
    back: Math.max(...accounts.map(({ back }) => back)),
    gap: Math.max(...accounts.map(({ gap }) => gap)),
  };
}

/** The two take turns, because the one who was there first has another part in every repair. */
const victim = (round: number) => (round % 2 === 0 ? 'ann' : 'ben');

const linkDown = (seconds: number): Fault => ({
  name: `link-${seconds}`,
  title: `One person's link down for ${seconds} s`,
  // A second is over before it has to be noticed.
  limits: seconds > 3 ? { noticed: NOTICED_MS, back: BACK_MS } : { back: BACK_MS },
  play: async ({ scene, ann, ben }, round) => {
    const { accounts } = await runFault([ann, ben], () => cutLink(scene.network, victim(round)), seconds * 1000);
    const { noticed, back } = worst(accounts);
    return { noticed, back };
  },
});

async function signGone(people: Participant[], since: number): Promise<number> {
  return Math.max(...(await Promise.all(people.map((person) => person.sign('gone', since, PATIENCE_MS)))));
}

export const FAULTS: Fault[] = [
  {
    name: 'reload',
    title: 'One page reloaded',
    limits: { back: BACK_MS },
    play: async ({ ann, ben }, round) => {
      const begun = Date.now();
      await { ann, ben }[victim(round)].page.reload();
      const { noticed, back } = worst(await accountsOf([ann, ben], begun, begun));
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
      const accounts = await accountsOf([ann, ben], begun, begun);
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
      const move = () => {
        changeAddress(scene.network, victim(round));
        return () => {};
      };
      return worst((await runFault([ann, ben], move, 0)).accounts);
    },
  },
  {
    name: 'path',
    title: 'No way between the two for 10 s',
    limits: { noticed: NOTICED_MS, back: BACK_MS },
    play: async ({ scene, ann, ben }) => {
      const { noticed, back } = worst((await runFault([ann, ben], () => losePath(scene.network, 'ann', 'ben'), 10_000)).accounts);
      return { noticed, back };
    },
  },
  {
    name: 'server',
    title: 'Server out of reach of one person for 25 s',
    limits: { gap: GAP_MS, sign: SIGN_GONE_MS },
    play: async ({ scene, ann, ben }, round) => {
      const { ended, accounts } = await runFault([ann, ben], () => loseServer(scene.network, victim(round)), 25_000);
      const { noticed, gap } = worst(accounts);
      return { noticed, gap, sign: await signGone([ann, ben], ended) };
    },
  },
];
