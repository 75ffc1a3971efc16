// Story 5: a third person is told that the room is full.
import { type Caller, roomPath } from '../fixtures/caller.js';
import { comeAsNew, goOut } from '../fixtures/fresh.js';
import { expect, test } from '../fixtures/people.js';
import { expectStayedInCall, watchStalls } from '../fixtures/stalls.js';

async function expectFull(third: Caller, room: string): Promise<void> {
  await third.expectState('room-full');
  await expect(third.alert).toContainText(/full/i);
  await expect(third.alert).toContainText(room);
  await third.expectDialog();
}

test('a third person is told that the room is full', async ({ startCall, newCaller }) => {
  test.setTimeout(180_000);
  const { ann, ben, room } = await startCall({ ann: { prepare: watchStalls }, ben: { prepare: watchStalls } });
  const cat = await newCaller();

  await test.step('a third is told that the room is full, and the two talk on', async () => {
    const since = Date.now();
    await comeAsNew(cat);
    await cat.typeRoom(room);
    await expect(cat.dialog, 'before anything is pressed').toContainText('no space left');
    await cat.roomName.press('Enter');
    await expectFull(cat, room);
    await Promise.all([ann.seesFriend(), ben.seesFriend()]);
    await expectStayedInCall([ann, ben], since);
    await cat.seesThemselves();
  });

  await test.step('a third person with the link is told the same, again and again', async () => {
    await comeAsNew(cat, roomPath(room));
    await cat.expectDialog();
    for (let attempt = 1; attempt <= 3; attempt++) {
      await cat.join(room);
      await expect.poll(() => cat.witnessed(({ states }) => states.filter((state) => state === 'room-full').length)).toBe(attempt);
      await expectFull(cat, room);
    }
    await ann.seesFriend();
  });

  await test.step('somebody who is told that the room is full and cancels is asked again', async () => {
    await comeAsNew(cat);
    await cat.join(room);
    await cat.expectState('room-full');
    await cat.cancel();
    await cat.expectDialog();
    await expect(cat.dialog).toContainText(/need|required/i);
  });

  await test.step('a third person may take another room instead', async () => {
    await comeAsNew(cat);
    await cat.join(room);
    await expectFull(cat, room);
    await cat.join(`${room} too`);
    await cat.expectState('waiting');
    await expect(cat.alert).toHaveCount(0);
    await goOut(cat);
  });

  await test.step('when one leaves, the third gets in by trying again', async () => {
    await comeAsNew(cat);
    await cat.join(room);
    await expectFull(cat, room);
    await ben.leave();
    await ann.expectState('waiting');
    await cat.join(room);
    await Promise.all([ann.seesFriend(), cat.seesFriend()]);
  });
});
