// The program dies: a panic, a trap, memory that cannot grow. Nobody stays on the air, both are told, and a reload leads back
// into the room.
import type { Page } from '@playwright/test';
import type { Caller } from '../fixtures/caller.js';
import { comeAsNew } from '../fixtures/fresh.js';
import { expect, test } from '../fixtures/people.js';
import { installFaults } from '../shared/faults.js';

const ALLOW = [/unreachable/, /no such thing/, /RuntimeError/, /panicked/];
const BRITTLE = { allow: ALLOW, prepare: (page: Page) => page.addInitScript(installFaults) };

/** The program dies at its next step, and lives on as far as it can. */
async function die(person: Caller, how: 'trap' | 'exception' | 'nested' = 'trap'): Promise<void> {
  await person.page.evaluate((fault) => {
    window.fault = fault;
    window.dispatchEvent(new Event('online'));
  }, how);
}

async function expectDead(person: Caller): Promise<void> {
  await expect(person.alert.filter({ hasText: 'has stopped' })).toBeVisible();
  await expect(person.page.getByRole('link', { name: 'Load the page again' })).toBeFocused();
  // What comes to a program that is half alive must not switch anything on.
  const asked = await person.witnessed(({ mediaRequests }) => mediaRequests.length);
  await person.page.evaluate(() => {
    for (const kind of ['online', 'focus', 'pageshow']) window.dispatchEvent(new Event(kind));
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await expect.poll(() => person.liveTracks(), { message: 'tracks that are still on' }).toBe(0);
  expect(await person.witnessed(({ mediaRequests }) => mediaRequests.length), 'times that devices were asked for').toBe(asked);
  const connections = await person.witnessed(({ peerConnections }) => peerConnections.map((one) => one.connectionState));
  expect(
    connections.filter((state) => state !== 'closed'),
    'connections that are still there',
  ).toEqual([]);
}

async function loadAgain(person: Caller): Promise<void> {
  await person.page.getByRole('link', { name: 'Load the page again' }).click();
}

test('a program that dies before the call keeps no camera on', async ({ newCaller, room }) => {
  const ann = await newCaller(BRITTLE);

  await test.step('in the dialog', async () => {
    await comeAsNew(ann);
    await ann.expectDialog();
    await die(ann);
    await expectDead(ann);
    await loadAgain(ann);
    await ann.expectDialog();
  });

  await test.step('while it asks for the devices, though they are given afterwards', async () => {
    await ann.page.addInitScript(() => {
      if (window.name === 'slow') window.witness.refusal = { name: 'never' };
    });
    await ann.page.evaluate(() => {
      window.name = 'slow';
    });
    await ann.arrive();
    await ann.expectState('requesting-media');
    // The program has taken the request over.
    await ann.page.waitForFunction(() => !('duetEarlyMedia' in window));
    await die(ann);
    await expect(ann.alert.filter({ hasText: 'has stopped' })).toBeVisible();
    await ann.page.evaluate(() => window.witness.allow());
    await expect.poll(() => ann.witnessed(({ tracks }) => tracks.length)).toBe(2);
    await expectDead(ann);
    await ann.page.evaluate(() => {
      window.name = '';
    });
  });

  await test.step('alone in a room', async () => {
    await ann.arrive();
    await ann.join(room);
    await ann.expectState('waiting');
    await die(ann, 'exception');
    await expectDead(ann);
    await loadAgain(ann);
    await ann.expectState('waiting');
  });
});

test('a program that dies in a call leaves the air, tells both, and comes back', async ({ startCall }) => {
  const { ann, ben } = await startCall({ ann: BRITTLE });
  for (const how of ['trap', 'exception', 'nested'] as const) {
    await test.step(`by ${how}`, async () => {
      await die(ann, how);
      await expectDead(ann);
      await ben.expectState('reconnecting');
      await loadAgain(ann);
      await Promise.all([ann.seesFriend(), ben.seesFriend()]);
    });
  }

  await test.step('in full screen, where the words would lie below', async () => {
    await ann.page.evaluate(() => document.querySelector('main')?.requestFullscreen());
    await die(ann);
    await expectDead(ann);
    expect(await ann.page.evaluate(() => document.fullscreenElement)).toBeNull();
    await loadAgain(ann);
    await Promise.all([ann.seesFriend(), ben.seesFriend()]);
  });

  await test.step('and not by an error of somebody else’s listener', async () => {
    await ann.page.evaluate(() =>
      addEventListener('focusin', () => {
        throw new TypeError('no such thing');
      }),
    );
    await ann.button('Settings').click();
    await expect(ann.panel('Settings')).toBeVisible();
    await ann.page.keyboard.press('Escape');
    await ann.seesFriend();
    await ann.page.reload();
    await Promise.all([ann.seesFriend(), ben.seesFriend()]);
  });

  await test.step('while the screen is shown', async () => {
    await ann.button('Share screen').click();
    await expect(ann.button('Stop sharing')).toBeVisible();
    await die(ann);
    await expectDead(ann);
    await loadAgain(ann);
    await Promise.all([ann.seesFriend(), ben.seesFriend()]);
  });

  await test.step('when its memory cannot grow', async () => {
    await ann.page.evaluate(async () => {
      const glue = document.scripts[0]?.textContent?.match(/import\('([^']+)'\)/)?.[1];
      const { memory } = await (await import(glue ?? '')).default();
      for (let pages = 65_536; pages > 0; pages = Math.floor(pages / 2)) {
        try {
          memory.grow(pages);
        } catch {}
      }
    });
    // It may be dead before the first line is typed.
    await ann
      .button('Chat')
      .click({ timeout: 2_000 })
      .catch(() => {});
    for (let line = 0; line < 200 && !(await ann.alert.filter({ hasText: 'has stopped' }).isVisible()); line++) {
      await ann.chatField.fill(`${line} ${'x'.repeat(3_900)}`, { timeout: 2_000 }).catch(() => {});
      await ann.chatField.press('Enter', { timeout: 2_000 }).catch(() => {});
    }
    await expectDead(ann);
    await loadAgain(ann);
    await Promise.all([ann.seesFriend(), ben.seesFriend()]);
  });
});
