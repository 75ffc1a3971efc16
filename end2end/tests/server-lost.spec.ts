// The server goes away while two people talk: nothing that they would notice.
import { roomPath } from '../fixtures/caller.js';
import { expect, test } from '../fixtures/people.js';
import { givenServer, openServer } from '../shared/server.mjs';

/** What a browser logs by itself about a server that is not there. */
const NOBODY_THERE = /WebSocket connection to|ERR_CONNECTION_(?:REFUSED|RESET)/;

test('the server is killed and started again: the pictures never stop, and a third is told that the room is full', async ({ newCaller, room }, info) => {
  test.skip(!!givenServer(), 'this needs a server of its own that it can kill');
  const port = 3110 + info.parallelIndex;
  let server = await openServer(port);
  try {
    const options = { context: { baseURL: server.url }, allow: [NOBODY_THERE] };
    const [ann, ben, cat] = [await newCaller(options), await newCaller(options), await newCaller(options)];
    await ann.enter(room);
    await ben.enter(room);
    await Promise.all([ann.seesFriend(), ben.seesFriend()]);
    const [before] = await Promise.all([ann.witnessed(({ states }) => states.length), cat.arrive(roomPath(room))]);
    await cat.expectDialog();

    await server.close();
    for (const person of [ann, ben]) {
      await expect(person.page.getByText('the call goes on')).toBeVisible();
      await person.seesFriend();
    }
    server = await openServer(port);
    for (const person of [ann, ben]) await expect(person.page.getByText('the call goes on')).toBeHidden({ timeout: 20_000 });
    await cat.button('Join').click();
    await cat.expectState('room-full');
    await Promise.all([ann.seesFriend(), ben.seesFriend()]);
    expect(await ann.witnessed(({ states }) => states.length), 'states that Ann went through').toBe(before);
  } finally {
    await server.close();
  }
});
