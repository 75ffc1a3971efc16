// What happens to a page in the middle of a call, and what the other person sees of it.
import type { Page } from '@playwright/test';
import { type Caller, roomPath } from '../fixtures/caller.js';
import { expectNoDoubts } from '../fixtures/fresh.js';
import { expect, test } from '../fixtures/people.js';

/** A stub: browsers under test keep no pages, so the events are made by hand. */
function transition(page: Page, kind: 'pagehide' | 'pageshow'): Promise<boolean> {
  return page.evaluate((name) => dispatchEvent(new PageTransitionEvent(name, { persisted: true })), kind);
}

async function seeEachOther(...people: Caller[]): Promise<void> {
  await Promise.all(people.map((person) => person.seesFriend()));
}

test('a page in a call is left, frozen, clicked fast, reloaded and closed', async ({ startCall }) => {
  test.setTimeout(240_000);
  const { ann, ben } = await startCall();

  await test.step('a page left for another site is off the air, and back when shown again', async () => {
    const before = await ben.statesSoFar();
    await transition(ben.page, 'pagehide');
    await expect.poll(() => ben.liveTracks(), { message: 'tracks that are still on' }).toBe(0);
    await ann.expectState('reconnecting');
    await transition(ben.page, 'pageshow');
    await seeEachOther(ann, ben);
    expect((await ben.witnessed(({ states }) => states)).slice(before), 'since then').not.toContain('choosing-room');
  });

  for (const seconds of [1, 20]) {
    await test.step(`a page frozen for ${seconds} s, as a tab can be, is in the call again`, async () => {
      const before = await ann.statesSoFar();
      // Nothing in the page runs while it is paused; browsers freeze no tab that can be seen.
      const devtools = await ben.context.newCDPSession(ben.page);
      await devtools.send('Debugger.enable');
      const paused = new Promise((resolve) => devtools.once('Debugger.paused', resolve));
      await devtools.send('Debugger.pause');
      await paused;
      // The time in the freezer is the fault itself.
      await ann.page.waitForTimeout(seconds * 1000);
      const meanwhile = (await ann.witnessed(({ states }) => states)).slice(before);
      if (seconds > 3) expect(meanwhile, 'what the other is told if it lasts').toContain('reconnecting');
      await devtools.send('Debugger.resume');
      await devtools.send('Debugger.disable');
      await devtools.detach();
      await seeEachOther(ann, ben);
    });
  }

  await test.step('somebody who leaves and joins as fast as they can click is in the call', async () => {
    for (let round = 0; round < 8; round++) {
      await ben.button('Leave').click();
      await ben.button('Join again').click();
      await ben.expectSeat();
    }
    await seeEachOther(ann, ben);
    await expect.poll(() => ben.liveTracks(), { message: 'tracks that are on: one camera, one microphone' }).toBe(2);
  });

  await test.step('muted with the camera off is kept over a reload, and the other knows', async () => {
    await ben.button('Mute microphone').click();
    await ben.button('Turn camera off').click();
    await expect(ben.button('Turn camera on')).toBeVisible();
    await expectNoDoubts(ben);
    await ben.page.reload();
    await ben.expectState('connected', 30_000);
    await expect(ben.button('Unmute microphone')).toBeVisible();
    await expect(ben.button('Turn camera on')).toBeVisible();
    await ann.expectState('connected', 30_000);
    await expect(ann.page.getByText('They are muted')).toBeVisible();
    await expect(ann.page.getByText('Their camera is off')).toBeVisible();
    await ben.button('Unmute microphone').click();
    await ben.button('Turn camera on').click();
    await seeEachOther(ann, ben);
  });

  await test.step('a closed page: the other is told of a possible return, then of none', async () => {
    await expectNoDoubts(ben);
    // It is there for the three seconds in which they may come back.
    await Promise.all([
      ann.expectState('reconnecting'),
      expect(ann.page.getByRole('heading', { name: 'They have dropped out' })).toBeVisible(),
      ben.page.close(),
    ]);
    await expect(ann.remoteVideo).toBeVisible();
    await ann.expectState('waiting');
  });
});

test('a browser that crashes and is started again brings its person back', async ({ newCaller, room }) => {
  const [ann, ben] = [await newCaller(), await newCaller({ allow: [/the page crashed/] })];
  await ann.enter(room);
  await ben.enter(room);
  await seeEachOther(ann, ben);
  const session = await ben.page.evaluate(() => ({ ...sessionStorage }));
  const [devtools, crashed] = [await ben.context.newCDPSession(ben.page), ben.page.waitForEvent('crash')];
  // Nobody is left to answer this.
  void devtools.send('Page.crash').catch(() => {});
  await crashed;
  // What the tab remembered is restored with it.
  const restored = await newCaller({ witness: { session } });
  await restored.arrive(roomPath(room));
  await seeEachOther(ann, restored);
});
