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

  await test.step('their pages make four data channels, negotiated by number, and no others', async () => {
    for (const person of [ann, ben]) {
      await expect
        .poll(() => person.witnessed(({ channels }) => channels), { message: 'data channels' })
        .toEqual({
          duet: { negotiated: true, id: 0 },
          'duet-beat': { negotiated: true, id: 1, ordered: false, maxRetransmits: 0 },
          'duet-talk': { negotiated: true, id: 2 },
          'duet-files': { negotiated: true, id: 3 },
          'duet-probe': { negotiated: true, id: 4, ordered: false, maxRetransmits: 0 },
        });
    }
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
  /** How the page tries to reach the server meanwhile. */
  const tries: string[] = [];
  const ann = await newCaller({
    // Stub: the signaling socket is cut on both sides when the test says so.
    prepare: (page) => {
      page.on('request', (request) => request.url().endsWith('/healthz') && tries.push('knock'));
      return page.routeWebSocket(/\/ws$/, (socket) => {
        if (!reachable) {
          tries.push('socket');
          return void socket.close();
        }
        const server = socket.connectToServer();
        cut.push(async () => {
          await server.close();
          await socket.close();
        });
      });
    },
  });
  const ben = await newCaller();
  await ann.enter(room);
  await ben.enter(room);
  await Promise.all([ann.seesFriend(), ben.seesFriend()]);
  const connections = await ann.witnessed((witness) => witness.peerConnections.length);

  reachable = false;
  for (const end of cut) await end();
  await expect
    .poll(() => tries.slice(0, 3), { message: 'after two failures a plain request, and a socket once that is answered' })
    .toEqual(['socket', 'knock', 'socket']);
  await expectMovingPicture(ann.remoteVideo, 'other');
  await expectMovingPicture(ben.remoteVideo, 'other');
  reachable = true;
  await Promise.all([ann.seesFriend(), ben.seesFriend()]);
  expect(await ann.witnessed((witness) => witness.peerConnections.length), 'peer connections').toBe(connections);

  await ben.leave();
  await ann.expectState('waiting', 30_000);
});
