// The address bar, Back, Forward and Leave.
import { roomPath } from '../fixtures/caller.js';
import { expect, test } from '../fixtures/people.js';

test('the address bar names the room; Back, Forward and "Leave" follow it', async ({ newCaller, room }) => {
  test.setTimeout(180_000);
  const [ann, ben] = [await newCaller(), await newCaller()];

  await test.step('joining through a link adds no step', async () => {
    const other = `${room} too`;
    await ben.arrive(roomPath(other));
    await ben.expectDialog();
    const steps = await ben.page.evaluate(() => history.length);
    await ben.button('Join').click();
    await ben.expectState('waiting');
    await ben.expectPath(roomPath(other));
    expect(await ben.page.evaluate(() => history.length)).toBe(steps);
  });

  await test.step('joining puts the link of the room into the address bar, as a step of its own', async () => {
    await ann.arrive();
    await ann.expectDialog();
    const steps = await ann.page.evaluate(() => history.length);
    await ann.join(room);
    await ann.expectState('waiting');
    await ann.expectPath(roomPath(room));
    expect(await ann.page.evaluate(() => history.length)).toBe(steps + 1);
  });

  await ben.enter(room);
  await Promise.all([ann.seesFriend(), ben.seesFriend()]);

  await test.step('Back leaves the call; Forward fills the dialog and waits for "Join"', async () => {
    await ann.page.goBack();
    await ann.expectPath('/');
    await ben.expectState('waiting');
    await ann.expectState(['choosing-room', 'ended']);
    await ann.page.goForward();
    await ann.expectPath(roomPath(room));
    await ann.expectState('choosing-room');
    await expect(ann.roomName).toHaveValue(room);
    await ben.expectState('waiting');
    await ann.roomName.press('Enter');
    await Promise.all([ann.seesFriend(), ben.seesFriend()]);
  });

  await test.step('"Leave" goes to the front page, switches the devices off and frees the seat', async () => {
    await ann.leave();
    await ann.expectState('ended');
    await ann.expectPath('/');
    await ben.expectState('waiting');
    await expect.poll(() => ann.liveTracks(), { message: 'tracks that are still on' }).toBe(0);
    await expect(ann.button('Join again')).toBeVisible();
  });

  await test.step('Back after "Leave" leads to the room\'s link, not back on the air', async () => {
    await ann.page.goBack();
    await ann.expectPath(roomPath(room));
    await ann.expectState('choosing-room');
    await expect(ann.roomName).toHaveValue(room);
    await ben.expectState('waiting');
  });
});
