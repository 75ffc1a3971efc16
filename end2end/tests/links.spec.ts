// People paste, forward and mistype addresses, and still get to their room.
import { roomPath } from '../fixtures/caller.js';
import { comeAsNew } from '../fixtures/fresh.js';
import { expect, test } from '../fixtures/people.js';

test('whatever form of an address of this server is pasted leads to its room', async ({ newCaller, baseURL }) => {
  const ann = await newCaller();
  const { host, origin } = new URL(baseURL ?? '');
  for (const pasted of [
    `${origin}/room/tea%20time`,
    `${host}/room/tea%20time`,
    `Join me: ${origin.toUpperCase()}/ROOM/tea%20time/?fbclid=x.`,
    '/room/tea%20time',
  ]) {
    await test.step(pasted.replace(host, 'HOST'), async () => {
      await comeAsNew(ann);
      await ann.join(pasted);
      await ann.expectState('waiting');
      await expect(ann.screen).toContainText('tea time');
      await ann.expectPath('/room/tea%20time');
    });
  }
});

test('an address that is typed letter by letter leads to its room', async ({ newCaller, baseURL }) => {
  const ann = await newCaller();
  await ann.arrive();
  await ann.expectDialog();
  await ann.roomName.pressSequentially(`${new URL(baseURL ?? '').host}/room/tea`);
  await expect(ann.roomName).toHaveValue('tea');
  await ann.roomName.press('Enter');
  await ann.expectPath('/room/tea');
});

test('a link that was changed on its way leads to the same room, and is clean when passed on', async ({ newCaller, room }) => {
  const ann = await newCaller();
  const path = roomPath(room);
  for (const mangled of [`${path}/`, path.replace('/room/', '/Room/'), path.replaceAll('%', '%25'), `${path}?fbclid=abc#frag`]) {
    await test.step(mangled.replace(room, 'ROOM'), async () => {
      await comeAsNew(ann, mangled);
      await ann.expectDialog();
      await expect(ann.roomName).toHaveValue(room);
      await ann.roomName.press('Enter');
      await ann.expectState('waiting');
      await expect(ann.page.locator('.link')).toHaveText(/\/room\/[A-Za-z0-9%-]+$/);
    });
  }
});

test('an address at which there is nothing has words and a way on', async ({ newCaller }) => {
  const ann = await newCaller({ allow: [/404/] });
  for (const path of ['/nothing', '/rooms/tea']) {
    const answer = await ann.page.goto(path);
    expect(answer?.status()).toBe(404);
    await expect(ann.page.getByRole('heading', { name: 'There is nothing here' })).toBeVisible();
  }
  await ann.page.getByRole('link', { name: 'Choose a room' }).click();
  await ann.expectDialog();
  for (const [path, there] of [
    ['/room', '/'],
    ['/check/', '/check/'],
  ]) {
    const answer = await ann.page.goto(path ?? '');
    expect(answer?.status()).toBe(200);
    await ann.expectPath(there ?? '');
  }
});
