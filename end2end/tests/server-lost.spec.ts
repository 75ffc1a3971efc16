// The server goes away while two people talk: nothing that they would notice.
import { roomPath } from '../fixtures/caller.js';
import { NOBODY_THERE, expect, test } from '../fixtures/people.js';
import { expectStayedInCall, watchStalls } from '../fixtures/stalls.js';

test('a killed server returns: the call goes on, a third finds it full', async ({ newCaller, startServer, room }) => {
  const server = await startServer();
  const options = { context: { baseURL: server.url }, allow: [NOBODY_THERE], prepare: watchStalls };
  const [ann, ben, cat] = [await newCaller(options), await newCaller(options), await newCaller(options)];
  await ann.enter(room);
  await ben.enter(room);
  await Promise.all([ann.seesFriend(), ben.seesFriend()]);
  const since = Date.now();
  await cat.arrive(roomPath(room));
  await cat.expectDialog();
  for (const person of [ann, ben]) await expect(person.button('Chat'), 'the rest of the page is there').toBeVisible();

  await server.kill();
  for (const person of [ann, ben]) {
    await expect(person.page.getByText('the call goes on')).toBeVisible();
    await person.seesFriend();
  }
  await server.startAgain();
  for (const person of [ann, ben]) await expect(person.page.getByText('the call goes on')).toBeHidden({ timeout: 20_000 });
  await cat.button('Join').click();
  await cat.expectState('room-full');
  await Promise.all([ann.seesFriend(), ben.seesFriend()]);
  await expectStayedInCall([ann, ben], since);
});
