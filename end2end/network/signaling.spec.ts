// The server is out of reach, or dead, while the two people still reach each other.
import { setTimeout as pause } from 'node:timers/promises';
import { expectWords } from '../fixtures/words.js';
import { losePackets, loseServer, type Undo } from './faults.js';
import { expect, test } from './fixtures.js';
import { PATIENCE_MS, SIGN_GONE_MS, SIGN_MS, SLACK_MS } from './limits.js';
import type { Participant } from './participant.js';
import { accountsOf, expectUnbroken, note, report, runFault } from './run-fault.js';

/** Nobody gets between two people in a call, even if the server has not heard from them lately. */
async function expectRoomFull(cat: Participant, room: string): Promise<void> {
  await cat.arrive();
  await cat.join(room);
  await cat.expectState(['room-full', 'waiting', 'connecting', 'connected']);
  expect((await cat.states()).at(-1)).toBe('room-full');
  await expectWords(cat.alert, 'full', room);
  await cat.goAway();
}

async function expectSignsGone(people: Participant[], from: number): Promise<void> {
  const gone = await Promise.all(people.map((person) => person.sign('gone', from, PATIENCE_MS)));
  note(`signs gone after ${gone.map(Math.round).join(' and ')} ms`);
  expect(Math.max(...gone), `the signs are gone within ${SIGN_GONE_MS} ms`).toBeLessThanOrEqual(SIGN_GONE_MS + SLACK_MS);
}

/** The call goes on for 25 s without the server, both are told so, and `meanwhile` holds. */
async function outOfReach(people: Participant[], fault: () => Undo, meanwhile = async () => {}): Promise<void> {
  const { begun, ended, accounts } = await runFault(people, fault, 25_000, async (begun) => {
    const shown = await Promise.all(people.map((person) => person.sign('shown', begun, PATIENCE_MS)));
    note(`signs shown after ${shown.map(Math.round).join(' and ')} ms`);
    expect(Math.max(...shown), `a sign within ${SIGN_MS} ms`).toBeLessThanOrEqual(SIGN_MS + SLACK_MS);
    await meanwhile();
  });
  note(`out of reach for ${ended - begun} ms`);
  report(accounts);
  await expectSignsGone(people, ended);
  expectUnbroken(accounts);
}

test('one person cannot reach the server: the call goes on, its seat is kept', async ({ scene, ann, ben, room, newParticipant }) => {
  // A browser that starts takes the whole machine, and is no part of the fault.
  const cat = await newParticipant('cat');
  await outOfReach(
    [ann, ben],
    () => loseServer(scene.network, 'ann'),
    () => expectRoomFull(cat, room),
  );
});

test('one person cannot hear the server: the call goes on, its seat is kept', async ({ scene, ann, ben, room, newParticipant }) => {
  const cat = await newParticipant('cat');
  await outOfReach(
    [ann, ben],
    () => losePackets(scene.network, 'server', 'ann'),
    () => expectRoomFull(cat, room),
  );
});

test('neither can reach the server: the call goes on', async ({ scene, ann, ben }) =>
  outOfReach([ann, ben], () => loseServer(scene.network, 'ann', 'ben')));

test('the server is killed and started again: the call goes on, no seat is lost', { tag: '@quick' }, async ({
  scene,
  ann,
  ben,
  room,
  newParticipant,
}) => {
  const cat = await newParticipant('cat');
  const begun = Date.now();
  await scene.server.stop();
  await pause(5000);
  await scene.server.start();
  const ended = Date.now();
  await expectSignsGone([ann, ben], ended);
  await expectRoomFull(cat, room);
  const accounts = await accountsOf([ann, ben], begun, ended);
  report(accounts);
  expectUnbroken(accounts);
});
