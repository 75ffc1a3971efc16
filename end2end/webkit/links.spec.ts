// Addresses as people open, forward and mistype them.
import { roomPath } from '../fixtures/caller.js';
import { expect, test } from './fixtures.js';

test('a link fills the room name in and waits for Join, whatever its form', async ({ newPerson, room }) => {
  const ann = await newPerson({ peer: 'never' });
  const path = roomPath(room);
  for (const form of [path, `${path.replace('/room/', '/Room/')}/`, `${path}?fbclid=abc`]) {
    await test.step(form.replace(room, 'ROOM'), async () => {
      await ann.arriveAtDialog(form);
      await expect.poll(() => ann.roomName()).toBe(room);
      await ann.expectState('choosing-room');
    });
  }
  await ann.session.press('Enter');
  await ann.expectState('waiting');
  await ann.expectPath(path);
});

test('/room leads to the front page, and a broken name to an empty dialog that says so', async ({ newPerson }) => {
  const ann = await newPerson({ peer: 'never' });
  for (const path of ['/room', '/room/']) {
    await ann.arriveAtDialog(path);
    await ann.expectPath('/');
    await ann.expectNoAlert();
  }
  await ann.arriveAtDialog('/room/%E0%A4%A');
  expect(await ann.roomName()).toBe('');
  await ann.expectAlert(/\S/);
});

test('an address at which there is nothing has words and a way on', { tag: '@quick' }, async ({ newPerson }) => {
  const ann = await newPerson({ peer: 'never' });
  await ann.arrive('/nothing');
  await ann.expectText('There is nothing here');
  await ann.press('Choose a room');
  await ann.expectDialog();
});

test('the key of a link is gone from the address bar', async ({ newPerson, room }) => {
  const ann = await newPerson({ peer: 'never' });
  await ann.arriveAtDialog(`${roomPath(room)}#k=abc`);
  expect(await ann.roomName()).toBe(room);
});
