// Two people between whom there is no way: their call goes through the server's own relay.
import { losePath, loseUdp } from './faults.js';
import { expect, test } from './fixtures.js';
import { SERVER_HOST } from './network.js';
import type { Participant } from './participant.js';
import { expectBack, report, runFault } from './run-fault.js';

/** How the packets of a call go: the types of both candidates, and by what its own relay is reached. */
async function wayOf(person: Participant): Promise<string> {
  const stats = await person.page.evaluate(async () => {
    const connection = window.witness.peerConnections.at(-1);
    return connection ? [...(await connection.getStats()).values()] : [];
  });
  const transport = stats.find(({ type }) => type === 'transport');
  const pair = stats.find(({ id }) => id === transport?.selectedCandidatePairId);
  const candidate = (wanted: string | undefined) => stats.find(({ id }) => id === wanted);
  const [own, other] = [candidate(pair?.localCandidateId), candidate(pair?.remoteCandidateId)];
  return `${own?.candidateType} ${own?.relayProtocol ?? ''} ${other?.candidateType}`.replace(/ +/g, ' ');
}

const BLOCKED = [
  { what: 'no way to each other', way: 'relay udp relay', isUdpLost: false, tag: ['@quick'] },
  { what: 'no way to each other, and no UDP out of one network', way: 'relay tcp relay', isUdpLost: true, tag: [] },
] as const;

test.describe('with a relay', () => {
  test.beforeAll(async ({ scene }) => {
    await scene.server.stop();
    await scene.server.start({ DUET_RELAY: SERVER_HOST });
  });

  test.afterAll(async ({ scene }) => {
    await scene.server.stop();
    await scene.server.start({});
  });

  for (const { what, way, isUdpLost, tag } of BLOCKED) {
    test(`${what}: they see each other through the server`, { tag: [...tag] }, async ({ scene }) => {
      const undo = losePath(scene.network, 'ann', 'ben');
      const udpBack = isUdpLost ? loseUdp(scene.network, 'ann') : () => {};
      try {
        const { ann, ben } = await scene.call();
        expect(await wayOf(ann)).toBe(way);
        expect(await wayOf(ben)).toBe('relay udp relay');
        await Promise.all([ann.goAway(), ben.goAway()]);
      } finally {
        udpBack();
        undo();
      }
    });
  }

  test('the way to each other is lost in mid-call: the server carries it', async ({ scene, ann, ben }) => {
    expect(await wayOf(ann)).toMatch(/^host/);
    const { accounts } = await runFault(
      [ann, ben],
      () => losePath(scene.network, 'ann', 'ben'),
      15_000,
      async () => {
        await Promise.all([ann.seesFriend(), ben.seesFriend()]);
        expect(await wayOf(ann)).toMatch(/^relay/);
      },
    );
    report(accounts);
    expectBack(accounts);
  });

  for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
    test(`the relay is ended by ${signal} in mid-call and started again: they see each other again`, async ({ scene }) => {
      const undo = losePath(scene.network, 'ann', 'ben');
      try {
        const { ann, ben } = await scene.call();
        const end = () => {
          void scene.server.stop(signal);
          return () => void scene.server.start();
        };
        const { accounts } = await runFault([ann, ben], end, 3_000);
        report(accounts);
        expectBack(accounts);
        expect(await wayOf(ann)).toBe('relay udp relay');
        await Promise.all([ann.goAway(), ben.goAway()]);
      } finally {
        undo();
      }
    });
  }
});
