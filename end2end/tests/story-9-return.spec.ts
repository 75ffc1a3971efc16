// Story 9: somebody who was disconnected can come back.
import { Caller, roomPath } from '../fixtures/caller.js';
import { expectMovingPicture } from '../fixtures/picture.js';
import { expect, test } from '../fixtures/people.js';

const WHO: Record<string, (ann: Caller, ben: Caller) => Caller[]> = {
  'the first': (ann) => [ann],
  'the second': (_, ben) => [ben],
  'both at once': (ann, ben) => [ann, ben],
};

for (const [who, pick] of Object.entries(WHO)) {
  test(`five reloads in a row by ${who}: both see each other again each time, with no dialog`, async ({ startCall }) => {
    test.setTimeout(180_000);
    const { ann, ben } = await startCall();
    for (let round = 1; round <= 5; round++) {
      await test.step(`reload ${round}`, async () => {
        await Promise.all(pick(ann, ben).map((person) => person.page.reload()));
        await Promise.all([ann.seesFriend(), ben.seesFriend()]);
        for (const person of pick(ann, ben)) {
          expect(await person.witnessed(({ states }) => states)).not.toContain('choosing-room');
        }
      });
    }
  });
}

test('a person alone in a room has it again after a reload', async ({ newCaller, room }) => {
  const [ann, ben] = [await newCaller(), await newCaller()];
  await ann.enter(room);
  await ann.page.reload();
  await ann.expectState('waiting');
  await ben.enter(room);
  await Promise.all([ann.seesFriend(), ben.seesFriend()]);
});

test('the other keeps the last picture while somebody reloads, then sees the new one in the same element', async ({ startCall }) => {
  const { ann, ben } = await startCall();
  await ann.remoteVideo.evaluate((video) => video.setAttribute('data-marked', 'yes'));
  await ben.page.reload();
  await Promise.all([ann.seesFriend(), ben.seesFriend()]);
  await expect(ann.remoteVideo).toHaveAttribute('data-marked', 'yes');
  const states = await ann.witnessed((witness) => witness.states);
  const since = states.slice(states.indexOf('connected') + 1);
  expect(since, 'what Ann saw meanwhile').not.toContain('waiting');
});

test('somebody whose browser was closed comes back by typing the name', async ({ startCall, newCaller }) => {
  const { ann, ben, room } = await startCall();
  await ben.context.close();
  await ann.expectState(['reconnecting', 'waiting']);
  const again = await newCaller();
  await again.enter(room);
  await Promise.all([ann.seesFriend(), again.seesFriend()]);
});

test('when somebody is gone for good, the other waits again', async ({ startCall }) => {
  const { ann, ben } = await startCall();
  await ben.context.close();
  await ann.expectState('waiting', 30_000);
  await expect(ann.button('Copy link')).toBeVisible();
});

test('somebody who left comes back with "Join again"', async ({ startCall }) => {
  const { ann, ben, room } = await startCall();
  await ben.leave();
  await ben.expectState('ended');
  await expect.poll(() => ben.liveTracks(), { message: 'tracks that are still on' }).toBe(0);
  await ann.expectState('waiting');
  await ben.button('Join again').click();
  await Promise.all([ann.seesFriend(), ben.seesFriend()]);
  await ben.expectPath(roomPath(room));
});

test('a reload after leaving does not put anybody back on the air', async ({ startCall }) => {
  const { ann, ben } = await startCall();
  await ben.leave();
  await ben.expectState('ended');
  await ben.page.reload();
  await ben.expectDialog();
  await expect(ben.roomName).toHaveValue('');
  await ann.expectState('waiting');
});

test('a duplicated tab takes the call over; the first tab ends, is off the air, and can take it back', async ({ startCall }) => {
  const { ann, ben } = await startCall();
  // window.open copies sessionStorage, as duplicating a tab does.
  const opened = ben.context.waitForEvent('page');
  await ben.page.evaluate(() => void window.open(location.href));
  const twin = new Caller(await opened);
  await Promise.all([ann.seesFriend(), twin.seesFriend()]);
  await ben.expectState('ended');
  await expect.poll(() => ben.liveTracks(), { message: 'tracks that are still on' }).toBe(0);
  expect(await twin.witnessed(({ states }) => states)).not.toContain('choosing-room');

  await ben.button('Join again').click();
  await Promise.all([ann.seesFriend(), ben.seesFriend()]);
  await twin.expectState('ended');
  await expectMovingPicture(ben.localVideo, 'own');
});

test('a tab whose call moved to another stays off the air after a reload', async ({ startCall }) => {
  const { ann, ben } = await startCall();
  const opened = ben.context.waitForEvent('page');
  await ben.page.evaluate(() => void window.open(location.href));
  const twin = new Caller(await opened);
  await twin.seesFriend();
  await ben.expectState('ended');
  await ben.page.reload();
  await ben.expectState(['ended', 'choosing-room']);
  await Promise.all([ann.seesFriend(), twin.seesFriend()]);
  await ben.expectState(['ended', 'choosing-room']);
});

for (const [when, laterMs, asked] of [['at once', 0, false], ['more than a minute later', 61_000, true]] as const) {
  test(`a tab restored ${when} ${asked ? 'asks before it takes the seat' : 'takes the seat by itself'}`, async ({ startCall, newCaller }) => {
    const { ann, ben, room } = await startCall();
    const session = await ben.page.evaluate(() => ({ ...sessionStorage }));
    await ben.context.close();
    const restored = await newCaller({
      witness: { session },
      // Only the date moves on: page.clock would also hide from the page how it was navigated to.
      prepare: (page) => page.addInitScript((ahead) => {
        const now = Date.now;
        Date.now = () => now() + ahead;
      }, laterMs),
    });
    await restored.arrive(roomPath(room));
    if (asked) {
      await restored.expectDialog();
      await expect(restored.roomName).toHaveValue(room);
      await restored.button('Join').click();
    }
    await restored.expectSeat();
    expect((await restored.witnessed(({ states }) => states)).includes('choosing-room')).toBe(asked);
    await Promise.all([ann.seesFriend(), restored.seesFriend()]);
  });
}
