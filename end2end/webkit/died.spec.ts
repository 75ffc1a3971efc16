// The program dies: a panic, a trap. Nobody stays on the air, the person is told, and a reload leads back.
import { installFaults } from '../shared/faults.js';
import { initScript } from '../shared/page-scripts.js';
import { expect, test } from './fixtures.js';
import type { Person } from './person.js';

const BRITTLE = {
  peer: 'never' as const,
  scripts: [initScript(installFaults, undefined)],
  allow: [/unreachable/i, /no such thing/, /RuntimeError/, /panicked/],
};

/** The program dies at its next step, and lives on as far as it can. */
async function die(ann: Person, how: 'trap' | 'exception'): Promise<void> {
  await ann.session.evaluate((fault: 'trap' | 'exception') => {
    window.fault = fault;
    window.dispatchEvent(new Event('online'));
  }, how);
}

async function expectDead(ann: Person): Promise<void> {
  await ann.expectAlert('has stopped');
  expect(await ann.focus()).toBe('Load the page again');
  expect(await ann.session.evaluate(() => 'duetGuard' in window)).toBe(true);
  await expect.poll(() => ann.liveTracks(), { message: 'tracks that are still on' }).toBe(0);
}

test('a program that traps in the dialog keeps no camera on and says so', { tag: '@quick' }, async ({ newPerson }) => {
  const ann = await newPerson(BRITTLE);
  await ann.arriveAtDialog();
  await die(ann, 'trap');
  await expectDead(ann);
  await ann.press('Load the page again');
  await ann.expectDialog();
});

test('a program that fails alone in a room is back in it after a reload', async ({ newPerson, room }) => {
  const ann = await newPerson(BRITTLE);
  await ann.arriveAtDialog();
  await ann.join(room);
  await ann.expectState('waiting');
  await die(ann, 'exception');
  await expectDead(ann);
  await ann.press('Load the page again');
  await ann.expectState('waiting');
});

test('an error of somebody else’s listener harms nothing', async ({ newPerson, room }) => {
  const ann = await newPerson(BRITTLE);
  await ann.arriveAtDialog();
  await ann.session.evaluate(() =>
    addEventListener('focusin', () => {
      throw new TypeError('no such thing');
    }),
  );
  await ann.press('Settings');
  await ann.element('.drawer[open]');
  await ann.session.press('Escape');
  await ann.join(room);
  await ann.expectState('waiting');
});
