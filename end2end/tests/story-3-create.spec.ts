// Story 3: typing a name creates the room.
import { comeAsNew, goOut } from '../fixtures/fresh.js';
import { expect, test } from '../fixtures/people.js';

const NAMES = ['a/b', '../up', 'what?', '#1', '100%', '50%25', 'a+b & c=d', '👩‍👩‍👧 family', 'Gästezimmer', '<b>"bold"</b>', '会議室'];

test('typing a name gives the person that room, and a link that leads there', async ({ newCaller, room }) => {
  test.setTimeout(240_000);
  const permissions = ['camera', 'microphone', 'clipboard-read', 'clipboard-write'];
  const [ann, ben] = [await newCaller({ context: { permissions } }), await newCaller()];

  await test.step('typing a name and pressing Enter gives the person that room', async () => {
    await comeAsNew(ann);
    await ann.join(room);
    await ann.expectState('waiting');
    await expect(ann.dialog).toBeHidden();
    await expect(ann.screen).toContainText(room);
    await expect(ann.button('Leave')).toBeVisible();
    await ann.seesThemselves();
    const states = await ann.witnessed((witness) => witness.states);
    expect(states).toEqual(['requesting-media', 'choosing-room', 'joining', 'waiting']);
    await goOut(ann);
  });

  await test.step('the button "Join" does the same as Enter', async () => {
    await comeAsNew(ann);
    await ann.typeRoom(room);
    await ann.button('Join').click();
    await ann.expectState('waiting');
    await goOut(ann);
  });

  await test.step('64 characters are allowed, even of two units of JavaScript each', async () => {
    const name = room + '🎈'.repeat(64 - room.length);
    await comeAsNew(ann);
    await ann.join(name);
    await ann.expectState('waiting');
    await expect(ann.screen).toContainText(name);
    await goOut(ann);
  });

  await test.step('"Copy link" puts a link into the clipboard that brings a friend here', async () => {
    await comeAsNew(ann);
    await ann.join(room);
    await ann.expectSeat();
    await ann.button('Copy link').click();
    const clipboard = () => ann.page.evaluate(() => navigator.clipboard.readText());
    await expect.poll(clipboard).toContain('/room/');
    const link = new URL(await clipboard());
    expect(link.origin).toBe(new URL(ann.page.url()).origin);
    expect(decodeURIComponent(link.pathname)).toBe(`/room/${room}`);
    await comeAsNew(ben, link.href);
    await expect(ben.roomName).toHaveValue(room);
    await ben.button('Join').click();
    await Promise.all([ann.seesFriend(), ben.seesFriend()]);
    await goOut(ben, ann);
  });

  for (const name of NAMES) {
    await test.step(`a room can be called ${name}, and its link leads there`, async () => {
      const full = `${name} ${room}`;
      await comeAsNew(ann);
      await ann.join(full);
      await ann.expectState('waiting');
      await expect(ann.screen).toContainText(full);
      expect(decodeURIComponent(ann.path())).toBe(`/room/${full}`);
      await comeAsNew(ben, ann.page.url());
      await ben.expectDialog();
      await expect(ben.roomName).toHaveValue(full);
      await ben.button('Join').click();
      await ben.expectState('connected', 30_000);
      await ann.expectState('connected');
      await goOut(ben, ann);
    });
  }
});

test('a server that cannot be reached is named, and the person can try again', async ({ newCaller, room }) => {
  let reachable = false;
  const ann = await newCaller({
    // Stub: the signaling socket breaks at once.
    prepare: (page) =>
      page.routeWebSocket(/\/ws$/, (socket) => {
        if (reachable) socket.connectToServer();
        else void socket.close();
      }),
  });
  await ann.arrive();
  await ann.join(room);
  await ann.expectState('choosing-room', 30_000);
  await expect(ann.alert).toContainText(/server/i, { timeout: 30_000 });
  await expect(ann.dialog).toBeVisible();
  reachable = true;
  await ann.join(room);
  await ann.expectState('waiting');
});
