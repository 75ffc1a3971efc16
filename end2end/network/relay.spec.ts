// Two people between whom there is no way: their call goes through a relay.
import { wayOf } from '../fixtures/connection-stats.js';
import { missingProgram } from '../shared/programs.js';
import { BESIDE_COTURN, Coturn } from './coturn.js';
import { leaveHttps, losePath, loseUdp, missingFilter, translateAddresses, type Undo } from './faults.js';
import { expect, test } from './fixtures.js';
import { BACK_MS, SLACK_MS } from './limits.js';
import { type Network, SERVER_HOST } from './network.js';
import type { Account, Participant } from './participant.js';
import { expectBack, report, runFault } from './run-fault.js';
import type { Scene } from './scene.js';

/** Two people call each other while something is in their way. */
async function callAcross(scene: Scene, fault: (network: Network) => Undo, test: (ann: Participant, ben: Participant) => Promise<unknown>) {
  const undo = fault(scene.network);
  try {
    const { ann, ben } = await scene.call();
    await test(ann, ben);
    await Promise.all([ann.goAway(), ben.goAway()]);
  } finally {
    undo();
  }
}

const noWay = (network: Network) => losePath(network, 'ann', 'ben');

/** For so long nothing relays, in milliseconds. */
const AWAY_MS = 3_000;

/** A fault: something ends, and the same is started again after a while. */
function replaced(
  end: () => Promise<void>,
  start: () => Promise<void>,
): [fault: () => Undo, forMs: number, meanwhile: () => Promise<void>] {
  let ended: Promise<void> | undefined;
  const fault = () => {
    ended = end();
    return () => void start();
  };
  return [fault, AWAY_MS, async () => ended];
}

function expectBriefGap(accounts: Account[]): void {
  for (const { gap, story } of accounts) {
    expect(gap, `the picture back within ${BACK_MS} ms of the last one (${story})`).toBeLessThanOrEqual(BACK_MS + SLACK_MS);
  }
}

interface Hindrance {
  what: string;
  fault: (network: Network) => Undo;
  /** How Ann's packets go, and Ben's. */
  ways: [string, string];
  lacks?: () => string | undefined;
  tag?: string;
}

const HINDRANCES: Hindrance[] = [
  { what: 'no way to each other', fault: noWay, ways: ['relay udp relay', 'relay udp relay'], tag: '@quick' },
  {
    what: 'no way to each other, and no UDP out of one network',
    fault: (network) => both(noWay(network), loseUdp(network, 'ann')),
    ways: ['relay tcp relay', 'relay udp relay'],
  },
  {
    what: 'no UDP out of either network',
    fault: (network) => both(loseUdp(network, 'ann'), loseUdp(network, 'ben')),
    ways: ['relay tcp relay', 'relay tcp relay'],
  },
  {
    what: 'a router on each side that shows everybody another port',
    fault: (network) => translateAddresses(network, 'ann', 'ben'),
    ways: ['relay udp relay', 'relay udp relay'],
    lacks: missingFilter,
  },
];

function both(...undos: Undo[]): Undo {
  return () => undos.forEach((undo) => undo());
}

test.describe('with a relay of its own', () => {
  test.beforeAll(async ({ scene }) => {
    await scene.server.stop();
    await scene.server.start({ DUET_RELAY: SERVER_HOST });
  });

  test.afterAll(async ({ scene }) => {
    await scene.server.stop();
    await scene.server.start({});
  });

  for (const { what, fault, ways, lacks, tag = [] } of HINDRANCES) {
    test(`${what}: they see each other through the server`, { tag }, async ({ scene }) => {
      const lacking = lacks?.();
      test.skip(!!lacking, lacking);
      await callAcross(scene, fault, async (ann, ben) => {
        // Which one that works is best is known a moment later.
        await expect.poll(async () => [await wayOf(ann.page), await wayOf(ben.page)]).toEqual(ways);
      });
    });
  }

  test('the way to each other is lost in mid-call and given back: the server carries it', async ({ scene, ann, ben }) => {
    expect(await wayOf(ann.page)).toMatch(/^host/);
    const { accounts } = await runFault(
      [ann, ben],
      () => losePath(scene.network, 'ann', 'ben'),
      15_000,
      async () => {
        await Promise.all([ann.seesFriend(), ben.seesFriend()]);
        await expect.poll(() => wayOf(ann.page)).toMatch(/^relay/);
      },
    );
    report(accounts);
    expectBriefGap(accounts);
    expectBack(accounts);
  });

  for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
    test(`the relay is ended by ${signal} in mid-call and started again: they see each other again`, async ({ scene }) => {
      await callAcross(scene, noWay, async (ann, ben) => {
        const { accounts } = await runFault(
          [ann, ben],
          ...replaced(
            () => scene.server.stop(signal),
            () => scene.server.start(),
          ),
        );
        report(accounts);
        expectBack(accounts);
        await expect.poll(() => wayOf(ann.page)).toBe('relay udp relay');
      });
    });
  }
});

test('only encrypted pages get out of both networks: they see each other over TLS', async ({ scene }) => {
  const { server } = scene;
  await server.stop();
  await server.start({ ...server.encrypted(), DUET_RELAY: SERVER_HOST });
  try {
    const closed = (network: Network) => both(leaveHttps(network, 'ann'), leaveHttps(network, 'ben'));
    await callAcross(scene, closed, async (ann, ben) => {
      await expect.poll(async () => [await wayOf(ann.page), await wayOf(ben.page)]).toEqual(['relay tls relay', 'relay tls relay']);
    });
  } finally {
    await server.stop();
    await server.start({});
  }
});

test.describe('with coturn beside it', () => {
  const coturn = new Coturn();
  const lacking = missingProgram('turnserver', 'coturn');
  test.skip(!!lacking, lacking);

  test.beforeAll(async ({ scene }) => {
    await coturn.start();
    await scene.server.stop();
    await scene.server.start(BESIDE_COTURN);
  });

  test.afterAll(async ({ scene }) => {
    await coturn.stop();
    await scene.server.stop();
    await scene.server.start({});
  });

  test('no way to each other: they see each other through it', async ({ scene }) => {
    await callAcross(scene, noWay, async (ann) => expect(await wayOf(ann.page)).toMatch(/relay/));
  });

  test('no UDP out of either network: they see each other through it', async ({ scene }) => {
    const blocked = (network: Network) => both(loseUdp(network, 'ann'), loseUdp(network, 'ben'));
    await callAcross(scene, blocked, async (ann, ben) => {
      await expect.poll(async () => [await wayOf(ann.page), await wayOf(ben.page)]).toEqual(['relay tcp relay', 'relay tcp relay']);
    });
  });

  test('the way to each other is lost in mid-call and given back: it carries the call', async ({ scene, ann, ben }) => {
    const cut = () => losePath(scene.network, 'ann', 'ben');
    const { accounts } = await runFault([ann, ben], cut, 15_000, () => Promise.all([ann.seesFriend(), ben.seesFriend()]));
    report(accounts);
    expectBriefGap(accounts);
    expectBack(accounts);
  });

  test('it is killed in mid-call and started again: they see each other again', async ({ scene }) => {
    await callAcross(scene, noWay, async (ann, ben) => {
      const { accounts } = await runFault(
        [ann, ben],
        ...replaced(
          () => coturn.stop(),
          () => coturn.start(),
        ),
      );
      report(accounts);
      expectBack(accounts);
      for (const { gap, story } of accounts) expect(gap, `the call stood still meanwhile (${story})`).toBeGreaterThan(AWAY_MS / 2);
    });
  });
});
