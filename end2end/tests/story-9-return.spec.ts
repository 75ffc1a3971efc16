// Story 9: somebody who was disconnected can come back.
import { Caller, roomPath } from '../fixtures/caller.js';
import { expectNoDoubts } from '../fixtures/fresh.js';
import { expectMovingPicture } from '../fixtures/picture.js';
import { expect, test } from '../fixtures/people.js';

const WHO: Record<string, (ann: Caller, ben: Caller) => Caller[]> = {
  'the first': (ann) => [ann],
  'the second': (_, ben) => [ben],
  'both at once': (ann, ben) => [ann, ben],
};

test('both see each other again after every reload', async ({ startCall }) => {
  test.setTimeout(300_000);
  const { ann, ben } = await startCall();

  await test.step('the last picture stays over a reload, the new one comes in its place', async () => {
    await ann.remoteVideo.evaluate((video) => video.setAttribute('data-marked', 'yes'));
    await ben.page.reload();
    await Promise.all([ann.seesFriend(), ben.seesFriend()]);
    await expect(ann.remoteVideo).toHaveAttribute('data-marked', 'yes');
    const states = await ann.witnessed((witness) => witness.states);
    const since = states.slice(states.indexOf('connected') + 1);
    expect(since, 'what Ann saw meanwhile').not.toContain('waiting');
  });

  for (const [who, pick] of Object.entries(WHO)) {
    await test.step(`five reloads by ${who}: both see each other again, with no dialog`, async () => {
      for (let round = 1; round <= 5; round++) {
        await test.step(`reload ${round}`, async () => {
          for (const person of pick(ann, ben)) await expectNoDoubts(person);
          await Promise.all(pick(ann, ben).map((person) => person.page.reload()));
          await Promise.all([ann.seesFriend(), ben.seesFriend()]);
          for (const person of pick(ann, ben)) {
            expect(await person.witnessed(({ states }) => states)).not.toContain('choosing-room');
          }
        });
      }
    });
  }
});

test('somebody who left, or whose browser was closed, comes back', { tag: '@whole' }, async ({ newCaller, room }) => {
  test.setTimeout(240_000);
  const [ann, ben] = [await newCaller(), await newCaller()];

  await test.step('a person alone in a room has it again after a reload', async () => {
    await ann.enter(room);
    await ann.page.reload();
    await ann.expectState('waiting');
    await ben.enter(room);
    await Promise.all([ann.seesFriend(), ben.seesFriend()]);
  });

  await test.step('somebody who left comes back with "Join again"', async () => {
    await ben.leave();
    await ben.expectState('ended');
    await expect.poll(() => ben.liveTracks(), { message: 'tracks that are still on' }).toBe(0);
    await ann.expectState('waiting');
    await ben.button('Join again').click();
    await Promise.all([ann.seesFriend(), ben.seesFriend()]);
    await ben.expectPath(roomPath(room));
  });

  await test.step('a reload after leaving does not put anybody back on the air', async () => {
    await ben.leave();
    await ben.expectState('ended');
    await ben.page.reload();
    await ben.expectDialog();
    await expect(ben.roomName).toHaveValue('');
    await ann.expectState('waiting');
    await ben.join(room);
    await Promise.all([ann.seesFriend(), ben.seesFriend()]);
  });

  /** Whom Ann sees. */
  let friend = ben;
  /** Closes the friend's whole browser, and gives what the tab remembered. */
  const closeBrowser = async () => {
    const session = await friend.page.evaluate(() => ({ ...sessionStorage }));
    await expectNoDoubts(friend);
    await friend.context.close();
    return session;
  };

  await test.step('somebody whose browser was closed comes back by typing the name', async () => {
    await closeBrowser();
    await ann.expectState(['reconnecting', 'waiting']);
    friend = await newCaller();
    await friend.enter(room);
    await Promise.all([ann.seesFriend(), friend.seesFriend()]);
  });

  for (const [when, laterMs, asked] of [
    ['at once', 0, false],
    ['more than a minute later', 61_000, true],
  ] as const) {
    await test.step(`a tab restored ${when} ${asked ? 'asks before it takes the seat' : 'takes the seat by itself'}`, async () => {
      const session = await closeBrowser();
      friend = await newCaller({
        witness: { session },
        // Only the date moves on: page.clock would also hide from the page how it was navigated to.
        prepare: (page) =>
          page.addInitScript((ahead) => {
            const now = Date.now;
            Date.now = () => now() + ahead;
          }, laterMs),
      });
      await friend.arrive(roomPath(room));
      if (asked) {
        await friend.expectDialog();
        await expect(friend.roomName).toHaveValue(room);
        await friend.button('Join').click();
      }
      await friend.expectSeat();
      expect((await friend.witnessed(({ states }) => states)).includes('choosing-room')).toBe(asked);
      await Promise.all([ann.seesFriend(), friend.seesFriend()]);
    });
  }

  await test.step('when somebody is gone for good, the other waits again', async () => {
    await closeBrowser();
    await ann.expectState('waiting', 30_000);
    await expect(ann.button('Copy link')).toBeVisible();
  });
});

/** window.open copies sessionStorage, as duplicating a tab does. */
async function duplicate(person: Caller): Promise<Caller> {
  const opened = person.context.waitForEvent('page');
  await person.page.evaluate(() => void window.open(location.href));
  return new Caller(await opened);
}

/** A tab behind another gets no frames, so who is to see something comes to the front. */
async function seesFriendInFront(person: Caller): Promise<void> {
  await person.page.bringToFront();
  await person.seesFriend();
}

test('a call moves between the tabs of one browser', { tag: '@whole' }, async ({ startCall }) => {
  test.setTimeout(180_000);
  const { ann, ben } = await startCall();

  await test.step('a duplicated tab takes the call over; the first can take it back', async () => {
    const twin = await duplicate(ben);
    await Promise.all([ann.seesFriend(), seesFriendInFront(twin)]);
    await ben.expectState('ended');
    await expect.poll(() => ben.liveTracks(), { message: 'tracks that are still on' }).toBe(0);
    expect(await twin.witnessed(({ states }) => states)).not.toContain('choosing-room');

    await ben.page.bringToFront();
    await ben.button('Join again').click();
    await Promise.all([ann.seesFriend(), ben.seesFriend()]);
    await twin.expectState('ended');
    await expectMovingPicture(ben.localVideo, 'own');
    await expectNoDoubts(twin);
    await twin.page.close();
  });

  await test.step('a tab whose call moved to another stays off the air after a reload', async () => {
    const twin = await duplicate(ben);
    await seesFriendInFront(twin);
    await ben.expectState('ended');
    await ben.page.reload();
    await ben.expectState(['ended', 'choosing-room']);
    await Promise.all([ann.seesFriend(), seesFriendInFront(twin)]);
    await ben.expectState(['ended', 'choosing-room']);
  });
});
