// The address bar, Back, Forward and Leave.
import { roomPath } from '../fixtures/caller.js';
import { expect, test } from '../fixtures/people.js';

test('joining puts the link of the room into the address bar, as a step of its own', async ({ newCaller, room }) => {
  const ann = await newCaller();
  await ann.arrive();
  await ann.expectDialog();
  const steps = await ann.page.evaluate(() => history.length);
  await ann.join(room);
  await ann.expectState('waiting');
  await ann.expectPath(roomPath(room));
  expect(await ann.page.evaluate(() => history.length)).toBe(steps + 1);
});

test('joining through a link adds no step', async ({ newCaller, room }) => {
  const ann = await newCaller();
  await ann.arrive(roomPath(room));
  await ann.expectDialog();
  const steps = await ann.page.evaluate(() => history.length);
  await ann.button('Join').click();
  await ann.expectState('waiting');
  await ann.expectPath(roomPath(room));
  expect(await ann.page.evaluate(() => history.length)).toBe(steps);
});

test('Back leaves the call; Forward fills the dialog and waits for "Join"', async ({ startCall }) => {
  const { ann, ben, room } = await startCall();
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

test('"Leave" goes to the front page, switches the devices off and frees the seat', async ({ startCall }) => {
  const { ann, ben } = await startCall();
  await ann.leave();
  await ann.expectState('ended');
  await ann.expectPath('/');
  await ben.expectState('waiting');
  await expect.poll(() => ann.liveTracks(), { message: 'tracks that are still on' }).toBe(0);
  await expect(ann.button('Join again')).toBeVisible();
});

test('Back after "Leave" leads to the room\'s link, not back on the air', async ({ startCall }) => {
  const { ann, ben, room } = await startCall();
  await ann.leave();
  await ann.expectState('ended');
  await ann.page.goBack();
  await ann.expectPath(roomPath(room));
  await ann.expectState('choosing-room');
  await expect(ann.roomName).toHaveValue(room);
  await ben.expectState('waiting');
});
