// Story 5: a third person is told that the room is full.
import { type Caller, roomPath } from '../fixtures/caller.js';
import { expect, test } from '../fixtures/people.js';

async function expectFull(third: Caller, room: string): Promise<void> {
  await third.expectState('room-full');
  await expect(third.alert).toContainText(/full/i);
  await expect(third.alert).toContainText(room);
  await third.expectDialog();
}

test('a third person is told that the room is full, while the call of the two goes on', async ({ startCall, newCaller }) => {
  const { ann, ben, room } = await startCall();
  const before = await ann.statesSoFar();
  const cat = await newCaller();
  await cat.arrive();
  await cat.join(room);
  await expectFull(cat, room);
  await Promise.all([ann.seesFriend(), ben.seesFriend()]);
  await ann.expectStayedInCall(before);
  await cat.seesThemselves();
});

test('a third person with the link is told the same, again and again', async ({ startCall, newCaller }) => {
  const { ann, room } = await startCall();
  const cat = await newCaller();
  await cat.arrive(roomPath(room));
  await cat.expectDialog();
  for (let attempt = 1; attempt <= 3; attempt++) {
    await cat.join(room);
    await expect
      .poll(() => cat.witnessed(({ states }) => states.filter((state) => state === 'room-full').length))
      .toBe(attempt);
    await expectFull(cat, room);
  }
  await ann.seesFriend();
});

test('when one leaves, the third gets in by trying again', async ({ startCall, newCaller }) => {
  const { ann, ben, room } = await startCall();
  const cat = await newCaller();
  await cat.arrive();
  await cat.join(room);
  await expectFull(cat, room);
  await ben.leave();
  await ann.expectState('waiting');
  await cat.join(room);
  await Promise.all([ann.seesFriend(), cat.seesFriend()]);
});

test('a third person may take another room instead', async ({ startCall, newCaller, room }) => {
  await startCall();
  const cat = await newCaller();
  await cat.arrive();
  await cat.join(room);
  await expectFull(cat, room);
  await cat.join(`${room} too`);
  await cat.expectState('waiting');
  await expect(cat.alert).toHaveCount(0);
});
