// Story 4: a friend types the same name, and the two are in a video chat.
import { expectMovingPicture, expectSound } from '../fixtures/picture.js';
import { expect, test } from '../fixtures/people.js';
import { expectNeverReconnecting, statesBesidesStalls, watchStalls } from '../fixtures/stalls.js';

test('two people who type the same name are in a call', async ({ startCall, newCaller }) => {
  const { ann, ben, room } = await startCall({ ann: { prepare: watchStalls }, ben: { prepare: watchStalls } });

  await test.step('two people who type the same name see and hear each other', async () => {
    for (const person of [ann, ben]) {
      await expectSound(person.remoteVideo);
      await person.seesThemselves();
      await expect(person.screen).toContainText(room);
      await expect(person.dialog).toBeHidden();
      await expect(person.alert).toHaveCount(0);
      expect(await person.remoteVideo.evaluate((video: HTMLVideoElement) => video.playsInline)).toBe(true);
    }
    await expectNeverReconnecting([ann, ben]);
    const annsStates = await statesBesidesStalls(ann);
    expect(annsStates).toEqual(['requesting-media', 'choosing-room', 'joining', 'waiting', 'connecting', 'connected']);
    const bensStates = await statesBesidesStalls(ben);
    expect(bensStates).toEqual(['requesting-media', 'choosing-room', 'joining', 'connecting', 'connected']);
  });

  await test.step('when the friend leaves, the person waits, and somebody else can join', async () => {
    await ben.leave();
    await ann.expectState('waiting');
    await expect(ann.button('Copy link')).toBeVisible();
    await ann.seesThemselves();
    const cat = await newCaller();
    await cat.enter(room);
    await Promise.all([ann.seesFriend(), cat.seesFriend()]);
  });
});

test('both arrive in the same moment and still see each other', async ({ newCaller, room }) => {
  const [ann, ben] = [await newCaller(), await newCaller()];
  await Promise.all([ann.arrive(), ben.arrive()]);
  await Promise.all([ann.typeRoom(room), ben.typeRoom(room)]);
  await Promise.all([ann.roomName.press('Enter'), ben.roomName.press('Enter')]);
  await Promise.all([ann.seesFriend(), ben.seesFriend()]);
});

test('a call goes on without the server, and knows of leaving afterwards', async ({ newCaller, room }) => {
  const cut: (() => Promise<void>)[] = [];
  let reachable = true;
  const ann = await newCaller({
    // Stub: the signaling socket is cut on both sides when the test says so.
    prepare: (page) =>
      page.routeWebSocket(/\/ws$/, (socket) => {
        if (!reachable) return void socket.close();
        const server = socket.connectToServer();
        cut.push(async () => {
          await server.close();
          await socket.close();
        });
      }),
  });
  const ben = await newCaller();
  await ann.enter(room);
  await ben.enter(room);
  await Promise.all([ann.seesFriend(), ben.seesFriend()]);
  const connections = await ann.witnessed((witness) => witness.peerConnections.length);

  reachable = false;
  for (const end of cut) await end();
  await expectMovingPicture(ann.remoteVideo, 'other');
  await expectMovingPicture(ben.remoteVideo, 'other');
  reachable = true;
  await Promise.all([ann.seesFriend(), ben.seesFriend()]);
  expect(await ann.witnessed((witness) => witness.peerConnections.length), 'peer connections').toBe(connections);

  await ben.leave();
  await ann.expectState('waiting', 30_000);
});
