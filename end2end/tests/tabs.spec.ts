// A second tab of the same browser that opens the same link.
import { Caller, roomPath } from '../fixtures/caller.js';
import { expect, test } from '../fixtures/people.js';

test('a second tab says that one is in the room, and takes the call over', async ({ startCall, newCaller }) => {
  const { ann, ben, room } = await startCall();
  const other = `${room} too`;
  const second = new Caller(await ann.context.newPage());
  const inOtherTab = second.page.locator('#room-hint', { hasText: 'You are in this room already, in another tab.' });
  await second.arrive(roomPath(room));
  await second.expectDialog();

  await test.step('the dialog says so for this room, and for no other', async () => {
    await expect(inOtherTab).toBeVisible();
    await expect(second.button('Move the call here')).toBeVisible();
    await second.typeRoom(other);
    await expect(inOtherTab).toBeHidden();
    await expect(second.button('Move the call here')).toBeHidden();
    await second.typeRoom(room.toUpperCase());
    await expect(second.button('Move the call here')).toBeVisible();
  });

  await test.step('"Move the call here" takes the seat, and the call goes on', async () => {
    await ben.openPanel('Chat');
    await ben.write('before');
    await ann.openPanel('Chat');
    await ann.write('before too');
    await expect(ben.chatLines).toContainText(['before', 'before too']);
    await ann.page.keyboard.press('Escape');
    await ann.button('Mute microphone').click();
    await expect(ann.button('Unmute microphone')).toBeVisible();
    await second.page.bringToFront();
    await second.button('Move the call here').click();
    await Promise.all([second.seesFriend(), ben.seesFriend()]);
    await ann.expectState('ended');
    await expect(ann.page.getByRole('heading', { name: 'another tab' })).toBeVisible();
    await expect(second.button('Unmute microphone'), 'a muted person stays muted').toBeVisible();
    expect(await ann.liveTracks(), 'devices of the first tab').toBe(0);
    await second.openPanel('Chat');
    await second.write('after');
    for (const person of [second, ben]) await expect(person.chatLines).toContainText(['before', 'before too', 'after']);
  });

  await test.step('Join takes the free seat, though another tab has the other', async () => {
    const cat = await newCaller();
    await cat.enter(other);
    const third = new Caller(await cat.context.newPage());
    await third.arrive(roomPath(other));
    await third.expectDialog();
    await expect(third.button('Move the call here')).toBeVisible();
    await third.button('Join').click();
    await Promise.all([third.expectState('connected'), cat.expectState('connected')]);
  });

  await test.step('a tab whose call is over is no longer told of', async () => {
    await second.leave();
    await ann.page.bringToFront();
    await ann.button('Choose another room').click();
    await ann.typeRoom(room);
    await expect(ann.button('Join')).toBeVisible();
    await expect(ann.button('Move the call here')).toBeHidden();
  });
});
